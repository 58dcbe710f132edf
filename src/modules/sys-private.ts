/**
 * What `sys` has for the library and for tools outside: functions that have little to do here, since memory, machine code
 * and shared libraries are the host's. CPython: Python/sysmodule.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyType } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';
import { audit } from '../runtime/audit.ts';
import { fn, type ModuleEntry } from '../runtime/define.ts';
import { newException, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { fspath, hostPathOf } from '../runtime/fs-path.ts';
import { current } from '../runtime/state.ts';
import { setTypeAttribute } from '../runtime/type-attributes.ts';
import { isMutableType, typeName } from '../runtime/type-of.ts';

const NotImplementedErrorType = exceptionTypes.get('NotImplementedError')!;
const FileNotFoundErrorType = exceptionTypes.get('FileNotFoundError')!;

/** Takes `__dict__` and `__weakref__` out of a class, before a class with slots takes its place. */
function clearTypeDescriptors(type: PyType): void {
  if (!isMutableType(type)) {
    throw typeError('argument is immutable');
  }
  for (const name of ['__dict__', '__weakref__']) {
    if (type.tp_dict.has(name)) setTypeAttribute(type, attrName(name), undefined);
  }
}

/** Is there a file of this name? */
function exists(path: string): boolean {
  try {
    current.thread.interp.host.fs.stat(path);
    return true;
  } catch {
    return false;
  }
}

export const PRIVATE_FUNCTIONS: readonly ModuleEntry[] = [
  fn(
    '_clear_type_descriptors($module, type: object, /) -> None',
    'Take the descriptors of the instance dict and of weak references out of a class.',
    (_, type) => {
      if (!(type instanceof PyType)) {
        throw typeError(`_clear_type_descriptors() argument must be type, not ${typeName(type)}`);
      }
      clearTypeDescriptors(type);
    },
  ),
  fn('_debugmallocstats($module, /) -> None', "Print nothing: the allocator is the host's.", () => {}),
  fn('_dump_tracelets($module, /, outpath: object) -> None', 'There are no traces to write.', () => {
    throw newException(NotImplementedErrorType, 'No JIT available');
  }),
  fn(
    'activate_stack_trampoline($module, backend: str, /) -> None',
    'Functions cannot be shown to profilers of the system.',
    (_, backend) => {
      const name = utf16FromStr(backend);
      if (name !== 'perf' && name !== 'perf_jit') throw valueError(`invalid backend: ${name}`);
      throw valueError('perf trampoline not available');
    },
  ),
  fn('deactivate_stack_trampoline($module, /) -> None', 'There is no trampoline to switch off.', () => {}),
  fn('is_stack_trampoline_active($module, /) -> bool', 'There is no trampoline.', () => false),
  fn(
    'getdlopenflags($module, /) -> int',
    'Return the flags that shared libraries are loaded with.',
    () => current.thread.interp.dlopenFlags,
  ),
  fn(
    'setdlopenflags($module, flags: int, /) -> None',
    'Set the flags that shared libraries are loaded with.',
    (_, flags) => {
      current.thread.interp.dlopenFlags = flags;
    },
  ),
  fn('is_remote_debug_enabled($module, /) -> bool', 'There is no remote debugging.', () => false),
  fn(
    'remote_exec($module, /, pid: int, script: object) -> None',
    'Other processes cannot be made to run a script.',
    (_, pid, script) => {
      const path = hostPathOf(fspath(script));
      audit('sys.remote_exec', pid, script);
      if (!exists(path)) throw newException(FileNotFoundErrorType, 'Script file does not exist');
      throw runtimeError('Remote debugging is not enabled');
    },
  ),
];
