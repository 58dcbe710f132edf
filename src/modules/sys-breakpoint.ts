/**
 * `sys.breakpointhook`: calls what the environment variable PYTHONBREAKPOINT names, by default the debugger.
 * CPython: `sys_breakpointhook` in Python/sysmodule.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { type ModuleEntry, rawFn } from '../runtime/define.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import { warn } from '../runtime/warn.ts';

const ImportErrorType = exceptionTypes.get('ImportError')!;
const AttributeErrorType = exceptionTypes.get('AttributeError')!;
const RuntimeWarningType = exceptionTypes.get('RuntimeWarning')!;

/** The callable of a dotted name; one without a dot is a built-in. `undefined` when there is none. */
function importCallable(name: string): PyObject | undefined {
  const dot = name.lastIndexOf('.');
  if (dot === 0) return undefined;
  try {
    const module = current.thread.interp.importModule(dot < 0 ? 'builtins' : name.slice(0, dot));
    return getAttr(module, attrName(name.slice(dot + 1)));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    if (isInstanceOf(thrown, ImportErrorType) || isInstanceOf(thrown, AttributeErrorType)) return undefined;
    throw thrown;
  }
}

export const breakpointHook: ModuleEntry = rawFn(
  'breakpointhook',
  '($module, /, *args, **kwargs)',
  'Called by the built-in breakpoint(): starts the debugger, or what PYTHONBREAKPOINT names.',
  (_, args, kwnames) => {
    const { config, host } = current.thread.interp;
    const variable = config.flags.ignoreEnvironment ? undefined : host.environ.get('PYTHONBREAKPOINT');
    const name = variable === undefined || variable === '' ? 'pdb.set_trace' : variable;
    if (name === '0') return None;
    const hook = importCallable(name);
    if (hook !== undefined) return call(hook, args, kwnames);
    warn(RuntimeWarningType, `Ignoring unimportable $PYTHONBREAKPOINT: "${name}"`, 0);
    return None;
  },
);
