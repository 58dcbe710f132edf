/** Modules that are attributes of `sys` and cannot be imported: `sys.monitoring`, `sys._jit`. */
import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyModule } from '../objects/module.ts';
import { None } from '../objects/singletons.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';

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

/** What CPython says of its just-in-time compiler. Tython has no such thing to turn on and off: all answers are no. */
const jitFunctions: readonly ModuleEntry[] = [
  fn(
    'is_available($module, /) -> bool',
    'Can this interpreter compile just in time, as CPython does?',
    () => false,
  ),
  fn('is_enabled($module, /) -> bool', 'Is just-in-time compilation turned on?', () => false),
  fn('is_active($module, /) -> bool', 'Does the calling code run as compiled just in time?', () => false),
];

export function newJitModule(): PyModule {
  return newSysSubmodule('sys._jit', 'Observes just-in-time compilation.', jitFunctions);
}
