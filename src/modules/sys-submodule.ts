/** Modules that are attributes of `sys` and cannot be imported: `sys.monitoring`, `sys._jit`. */
import { canMakeFunctions } from '../common/functions-from-text.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyModule } from '../objects/module.ts';
import { None } from '../objects/singletons.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { current } from '../runtime/state.ts';

export function newSysSubmodule(
  name: string,
  doc: string | undefined,
  entries: readonly ModuleEntry[],
): PyModule {
  const dict = new PyDict(new CellStorage());
  const module = new PyModule(dict);
  dictSetItem(dict, '__name__', name);
  dictSetItem(dict, '__doc__', doc ?? None);
  for (const absent of ['__package__', '__loader__', '__spec__']) dictSetItem(dict, absent, None);
  for (const entry of entries) dictSetItem(dict, entry.name, entry.make(module, name));
  return module;
}

/** What compiles is not CPython's compiler, but the questions are the same. CPython: `_jit_is_available_impl` and the next ones. */
const jitFunctions: readonly ModuleEntry[] = [
  fn(
    'is_available($module, /) -> bool',
    'Can code be compiled just in time? Not where JavaScript must not be made from text.',
    canMakeFunctions,
  ),
  fn('is_enabled($module, /) -> bool', 'Is just-in-time compilation turned on?', isEnabled),
  fn('is_active($module, /) -> bool', 'Does the calling code run as compiled just in time?', () => {
    const { activations, heapFrame } = current.thread;
    return activations.count > activations.belowLoopOf(heapFrame);
  }),
];

function isEnabled(): boolean {
  return current.thread.interp.jit !== undefined && canMakeFunctions();
}

export function newJitModule(): PyModule {
  return newSysSubmodule('sys._jit', 'Observes just-in-time compilation.', jitFunctions);
}
