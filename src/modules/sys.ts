/** sys: the interpreter's own state and parameters. CPython: Python/sysmodule.c. */

import { attrName } from '../objects/attribute-name.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import type { PyModule } from '../objects/module.ts';
import { PyNamespace } from '../objects/namespace.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr, getAttrOrAbsent, lookupSpecial, setAttr } from '../runtime/attributes.ts';
import { addAuditHook, audit } from '../runtime/audit.ts';
import { call, callMethod } from '../runtime/call.ts';
import { intValue, isTrue, strValue } from '../runtime/convert.ts';
import { badArgument } from '../runtime/converters.ts';
import { defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { newException, runtimeError, systemExit, typeError, valueError } from '../runtime/errors.ts';
import { frameObject } from '../runtime/frames.ts';
import { installLegacyTools, setProfile, setTrace } from '../runtime/monitoring/legacy.ts';
import { repr } from '../runtime/repr.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { displayException } from '../runtime/traceback-print.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { STDLIB_MODULE_NAMES } from './stdlib-names.ts';
import { breakpointHook } from './sys-breakpoint.ts';
import {
  asyncgenHooks,
  flagsInfo,
  flagValues,
  floatInfo,
  floatInfoValues,
  HEXVERSION,
  hashInfo,
  hashInfoValues,
  intInfo,
  intInfoValues,
  threadInfo,
  threadInfoValues,
  VERSION,
  VERSION_TEXT,
  versionInfo,
} from './sys-info.ts';
import { newMonitoringModule } from './sys-monitoring.ts';
import { PRIVATE_FUNCTIONS } from './sys-private.ts';
import { newJitModule } from './sys-submodule.ts';
import { unraisableHook, writeUnraisable } from './sys-unraisable.ts';

const write = attrName('write');
const flush = attrName('flush');
const closed = attrName('closed');
const dunderSizeof = attrName('__sizeof__');
const TypeErrorType = exceptionTypes.get('TypeError')!;
const UnicodeEncodeErrorType = exceptionTypes.get('UnicodeEncodeError')!;

/** `sys.name` as it stands now. */
export function sysGet(interp: Interpreter, name: string): PyObject | undefined {
  return dictGetStr(interp.sysdict, name);
}

/** Writes a text to a stream; what the stream's encoding has no form for is escaped. */
function writeEscaped(out: PyObject, text: Str): void {
  try {
    callMethod(out, write, text);
    return;
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, UnicodeEncodeErrorType)) throw thrown;
  }
  const encoding = getAttr(out, attrName('encoding'));
  const encoded = callMethod(text, attrName('encode'), encoding, 'backslashreplace');
  const buffer = getAttrOrAbsent(out, attrName('buffer'));
  if (buffer !== undefined) callMethod(buffer, write, encoded);
  else callMethod(out, write, callMethod(encoded, attrName('decode'), encoding, 'strict'));
}

/** `sys.getsizeof(value[, fallback])`: the fallback is for objects that do not say their size. */
function sizeOf(value: PyObject, fallback: PyObject | undefined): PyObject {
  let bytes: PyInt | undefined;
  try {
    const method = lookupSpecial(value, dunderSizeof);
    if (method === undefined) throw typeError(`Type ${typeName(value)} doesn't define __sizeof__`);
    bytes = intValue(call(method, []));
    if (bytes === undefined) throw typeError('an integer is required');
  } catch (thrown) {
    if (
      fallback === undefined ||
      !(thrown instanceof PyBaseException) ||
      !isInstanceOf(thrown, TypeErrorType)
    ) {
      throw thrown;
    }
    return fallback;
  }
  if (bytes < 0) throw valueError('__sizeof__() should return >= 0');
  return bytes;
}

/** `sys.displayhook(value)`: shows a value at the prompt and remembers it as `_`. */
function displayhook(value: PyObject): PyObject {
  const { interp } = current.thread;
  if (dictGetStr(interp.modules, 'builtins') === undefined) throw runtimeError('lost builtins module');
  if (value === None) return None;
  dictSetItem(interp.builtins, '_', None);
  const out = sysGet(interp, 'stdout');
  if (out === undefined || out === None) throw runtimeError('lost sys.stdout');
  writeEscaped(out, repr(value));
  callMethod(out, write, '\n');
  dictSetItem(interp.builtins, '_', value);
  return None;
}

/** The frame `depth` levels above the caller. */
function frameAt(depth: number): Frame {
  let { frame } = current.thread;
  for (let i = 0; i < depth && frame !== undefined; i++) frame = frame.previous;
  if (frame === undefined) throw valueError('call stack is not deep enough');
  return frame;
}

/** `sys.exc_info()`. */
function excInfo(): PyObject {
  const exception = current.thread.handledException();
  if (exception === undefined) return new PyTuple([None, None, None]);
  return new PyTuple([exception.ob_type, exception, exception.traceback ?? None]);
}

function exit(status: PyObject): never {
  throw systemExit(status);
}

function setRecursionLimit(limit: number): void {
  const { thread } = current;
  if (limit < 1) throw valueError('recursion limit must be greater or equal than 1');
  const depth = thread.recursionDepth + thread.activations.count;
  if (depth >= limit) {
    throw newException(
      exceptionTypes.get('RecursionError')!,
      `cannot set the recursion limit to ${limit} at the recursion depth ${depth}: the limit is too low`,
    );
  }
  thread.interp.recursionLimit = limit;
  // Compiled code asks anew.
  thread.activations.limit = 0;
}

const functions: readonly ModuleEntry[] = [
  breakpointHook,
  fn(
    'displayhook($module, object: object, /)',
    'Print an object to sys.stdout and also save it in builtins._',
    (_, value) => displayhook(value),
  ),
  fn(
    'excepthook($module, exctype: object, value: object, traceback: object, /)',
    'Handle an exception by displaying it with a traceback on sys.stderr.',
    (_module, _type, value, traceback) => {
      displayException(current.thread.interp, value, traceback);
      return None;
    },
  ),
  unraisableHook,
  fn(
    'exc_info($module, /)',
    'Return the exception being handled as (type, value, traceback), or three times None.',
    excInfo,
  ),
  fn(
    'exception($module, /)',
    'Return the exception being handled, or None.',
    () => current.thread.handledException() ?? None,
  ),
  fn(
    'exit($module, status: object = None, /)',
    'Exit the interpreter by raising SystemExit(status).',
    (_, status) => exit(status),
  ),
  fn(
    'getdefaultencoding($module, /) -> str',
    'Return the encoding that strings are converted with by default.',
    () => 'utf-8',
  ),
  fn('getfilesystemencoding($module, /) -> str', 'Return the encoding of file names.', () => 'utf-8'),
  fn(
    'getfilesystemencodeerrors($module, /) -> str',
    'Return the error handler of file names.',
    () => 'surrogateescape',
  ),
  fn(
    'intern($module, string: object, /)',
    'Return the string itself: equal strings are one object anyway.',
    (_, string) => {
      if (!isStr(string)) {
        if (strValue(string) === undefined) {
          badArgument({ functionName: 'intern', argument: 'argument' }, 'str', string);
        }
        throw typeError(`can't intern ${typeName(string)}`);
      }
      return string;
    },
  ),
  fn('_is_interned($module, string: object, /) -> bool', 'Is the string interned? All are.', (_, string) => {
    if (strValue(string) === undefined) {
      badArgument({ functionName: '_is_interned', argument: 'argument' }, 'str', string);
    }
    return true;
  }),
  fn(
    '_is_immortal($module, op: object, /) -> bool',
    'Is the object immortal?',
    (_, value) => typeof value !== 'object' || value === None,
  ),
  fn(
    'getrefcount($module, object: object, /) -> int',
    'Return a reference count; there is none here, so it is always the least.',
    () => 2,
  ),
  fn(
    'getrecursionlimit($module, /) -> int',
    'Return how deep calls may nest.',
    () => current.thread.interp.recursionLimit,
  ),
  fn('setrecursionlimit($module, limit: int, /) -> None', 'Set how deep calls may nest.', (_, limit) =>
    setRecursionLimit(limit),
  ),
  fn(
    'getswitchinterval($module, /) -> double',
    'Return the time a thread may run before another gets its turn, in seconds.',
    () => current.thread.interp.switchInterval,
  ),
  fn(
    'setswitchinterval($module, interval: double, /) -> None',
    'Set the time a thread may run before another gets its turn, in seconds.',
    (_, interval) => {
      if (!(interval > 0)) throw valueError('switch interval must be strictly positive');
      current.thread.interp.switchInterval = interval;
    },
  ),
  fn(
    '_getframe($module, depth: int = 0, /)',
    'Return the frame of the caller, or of one further up.',
    (_, depth) => {
      const frame = frameObject(frameAt(Math.max(depth, 0)));
      audit('sys._getframe', frame);
      return frame;
    },
  ),
  fn(
    '_getframemodulename($module, /, depth: int = 0)',
    'Return the name of the module whose code runs in a frame further up.',
    (_, depth) => {
      audit('sys._getframemodulename', depth);
      let { frame } = current.thread;
      for (let i = 0; i < depth && frame !== undefined; i++) frame = frame.previous;
      return (
        frame?.func?.func_module ??
        (frame === undefined ? None : (dictGetStr(frame.globals, '__name__') ?? None))
      );
    },
  ),
  fn('_current_frames($module, /)', 'Return the innermost frame of each thread.', () => {
    audit('sys._current_frames');
    const frames = new PyDict();
    for (const { ident, frame } of current.thread.interp.threads) {
      if (frame !== undefined) dictSetItem(frames, ident, frameObject(frame));
    }
    return frames;
  }),
  fn('_current_exceptions($module, /)', 'Return the exception being handled in each thread.', () => {
    audit('sys._current_exceptions');
    const exceptions = new PyDict();
    for (const thread of current.thread.interp.threads) {
      dictSetItem(exceptions, thread.ident, thread.handledException() ?? None);
    }
    return exceptions;
  }),
  fn(
    'call_tracing($module, func: object, args: object, /)',
    'Call func(*args) with tracing enabled.',
    (_, func, args) => {
      if (!(args instanceof PyTuple))
        throw typeError(`call_tracing() argument 2 must be tuple, not ${typeName(args)}`);
      const { thread } = current;
      const { tracing } = thread;
      thread.tracing = 0;
      try {
        return call(func, args.items.slice());
      } finally {
        thread.tracing = tracing;
      }
    },
  ),
  fn(
    'is_finalizing($module, /) -> bool',
    'Is the interpreter shutting down?',
    () => current.thread.interp.finalizing,
  ),
  fn('audit($module, event: str, /, *args)', 'Pass an event to the audit hooks.', (_, event, args) => {
    audit(utf16FromStr(event), ...args);
    return None;
  }),
  fn(
    'addaudithook($module, /, hook: object) -> None',
    'Add a function that is called with every audit event.',
    (_, hook) => {
      addAuditHook(hook);
    },
  ),
  fn(
    'get_int_max_str_digits($module, /) -> int',
    'Return the limit of digits in conversions between int and str.',
    () => current.thread.interp.intMaxStrDigits,
  ),
  fn(
    'set_int_max_str_digits($module, /, maxdigits: int) -> None',
    'Set the limit of digits in conversions between int and str.',
    (_, digits) => {
      if (digits !== 0 && digits < 640) throw valueError('maxdigits must be >= 640 or 0 for unlimited');
      current.thread.interp.intMaxStrDigits = digits;
    },
  ),
  fn(
    'get_coroutine_origin_tracking_depth($module, /) -> int',
    "Return how many frames of a coroutine's origin are kept.",
    () => current.thread.coroutineOriginDepth,
  ),
  fn(
    'set_coroutine_origin_tracking_depth($module, /, depth: int) -> None',
    "Set how many frames of a coroutine's origin are kept.",
    (_, depth) => {
      if (depth < 0) throw valueError('depth must be >= 0');
      current.thread.coroutineOriginDepth = depth;
    },
  ),
  fn('get_asyncgen_hooks($module, /)', 'Return the hooks of asynchronous generators.', () => {
    const { firstiter, finalizer } = current.thread.asyncgenHooks;
    return asyncgenHooks.make([firstiter ?? None, finalizer ?? None]);
  }),
  fn(
    'set_asyncgen_hooks($module, firstiter: object = <null>, finalizer: object = <null>) -> None',
    'Set the hooks of asynchronous generators.',
    (_, firstiter, finalizer) => {
      const hooks = current.thread.asyncgenHooks;
      const check = (hook: PyObject | undefined, name: string): void => {
        if (hook === undefined || hook === None || typeOf(hook).tp_call !== undefined) return;
        throw typeError(`callable ${name} expected, got ${typeName(hook)}`);
      };
      check(finalizer, 'finalizer');
      if (finalizer !== undefined) audit('sys.set_asyncgen_hooks_finalizer');
      check(firstiter, 'firstiter');
      if (firstiter !== undefined) audit('sys.set_asyncgen_hooks_firstiter');
      if (finalizer !== undefined) hooks.finalizer = finalizer === None ? undefined : finalizer;
      if (firstiter !== undefined) hooks.firstiter = firstiter === None ? undefined : firstiter;
    },
    false,
  ),
  fn('gettrace($module, /)', 'Return the trace function.', () => current.thread.traceFunction ?? None),
  fn('settrace($module, function: object, /) -> None', 'Set the trace function of this thread.', (_, func) =>
    setTrace(current.thread, func === None ? undefined : func),
  ),
  fn(
    '_settraceallthreads($module, function: object, /) -> None',
    'Set the trace function of all threads.',
    (_, func) => {
      for (const thread of current.thread.interp.threads) setTrace(thread, func === None ? undefined : func);
    },
  ),
  fn('getprofile($module, /)', 'Return the profile function.', () => current.thread.profileFunction ?? None),
  fn(
    'setprofile($module, function: object, /) -> None',
    'Set the profile function of this thread.',
    (_, func) => setProfile(current.thread, func === None ? undefined : func),
  ),
  fn(
    '_setprofileallthreads($module, function: object, /) -> None',
    'Set the profile function of all threads.',
    (_, func) => {
      for (const thread of current.thread.interp.threads)
        setProfile(thread, func === None ? undefined : func);
    },
  ),
  fn(
    'getsizeof($module, object: object, default: object = <null>)',
    'Return the size of an object in bytes, as far as it can be told.',
    (_, value, fallback) => sizeOf(value, fallback),
    false,
  ),
  fn('getallocatedblocks($module, /) -> int', "Return 0: memory is the host's.", () => 0),
  fn(
    'getunicodeinternedsize($module, /, *, _only_immortal: bool = False) -> int',
    'Return 0: strings need no interning.',
    () => 0,
  ),
  fn('_is_gil_enabled($module, /) -> bool', 'One thread runs at a time.', () => true),
  fn('_clear_internal_caches($module, /) -> None', 'Nothing is cached that needs clearing.', () => {}),
  fn('_clear_type_cache($module, /) -> None', 'Nothing is cached that needs clearing.', () => {}),
  fn(
    '_get_cpu_count_config($module, /) -> int',
    'Return the number of processors that is to be told; -1 for the real one.',
    () => current.thread.interp.config.cpuCount,
  ),
  ...PRIVATE_FUNCTIONS,
];

/** A SimpleNamespace of these attributes. */
function namespace(attributes: Readonly<Record<string, PyObject>>): PyNamespace {
  const made = new PyNamespace();
  for (const [name, value] of Object.entries(attributes)) setAttr(made, attrName(name), value);
  return made;
}

function texts(items: readonly string[]): PyList {
  return new PyList(items.map((item) => strFromUtf16(item)));
}

/** What the configuration says: of each process another one. */
function processAttributes({ config, host }: Interpreter): Record<string, PyObject> {
  const xoptions = new PyDict();
  for (const [name, value] of config.xoptions) dictSetItem(xoptions, name, value);
  return {
    argv: texts(config.argv),
    base_exec_prefix: config.basePrefix,
    base_prefix: config.basePrefix,
    _base_executable: config.baseExecutable,
    dont_write_bytecode: config.flags.dontWriteBytecode !== 0,
    exec_prefix: config.execPrefix,
    executable: config.executable,
    flags: flagsInfo.make(flagValues(config.flags)),
    orig_argv: texts(config.origArgv),
    path: texts(config.modulePath),
    path_importer_cache: new PyDict(),
    platform: host.platform,
    platlibdir: config.platlibdir,
    prefix: config.prefix,
    pycache_prefix: config.pycachePrefix ?? None,
    _stdlib_dir: config.stdlibDir,
    warnoptions: texts(config.warnOptions),
    _xoptions: xoptions,
  };
}

/** What is the same in every process, and what only begins that way. */
function lastingAttributes(interp: Interpreter): Record<string, PyObject> {
  const version = versionInfo.make([
    VERSION.major,
    VERSION.minor,
    VERSION.micro,
    VERSION.releaselevel,
    VERSION.serial,
  ]);
  return {
    abiflags: '',
    api_version: 1013,
    builtin_module_names: new PyTuple([...interp.builtinModules.keys()].sort()),
    byteorder: 'little',
    copyright:
      'Copyright (c) 2026 the Tython authors.\nPython is a trademark of the Python Software Foundation.',
    float_info: floatInfo.make(floatInfoValues),
    float_repr_style: 'short',
    _framework: '',
    _git: new PyTuple(['Tython', '', '']),
    hash_info: hashInfo.make(hashInfoValues),
    hexversion: HEXVERSION,
    _home: None,
    implementation: namespace({
      name: 'tython',
      cache_tag: 'tython-314',
      version,
      hexversion: HEXVERSION,
      supports_isolated_interpreters: false,
    }),
    int_info: intInfo.make(intInfoValues),
    maxsize: (1n << 63n) - 1n,
    maxunicode: 0x10ffff,
    meta_path: new PyList([]),
    modules: interp.modules,
    path_hooks: new PyList([]),
    stdlib_module_names: new PyFrozenSet(STDLIB_MODULE_NAMES),
    thread_info: threadInfo.make(threadInfoValues),
    version: `${VERSION_TEXT} (tython, Nov 2026) [TypeScript]`,
    version_info: version,
  };
}

export const sys = defineModule(
  'sys',
  'This module gives access to what the interpreter uses and maintains, and to functions that interact with it.',
  functions,
);

/** Puts functions and values into the dict of sys, which exists from the start. */
export function fillSys(interp: Interpreter, module: PyModule): void {
  for (const entry of functions) dictSetItem(interp.sysdict, entry.name, entry.make(module, 'sys'));
  for (const [name, value] of Object.entries(lastingAttributes(interp)))
    dictSetItem(interp.sysdict, name, value);
  refreshSys(interp);
  installLegacyTools(interp);
  dictSetItem(interp.sysdict, 'monitoring', newMonitoringModule());
  dictSetItem(interp.sysdict, '_jit', newJitModule());
  interp.unraisable = (exception, message, object) => writeUnraisable(interp, exception, message, object);
  for (const name of ['breakpointhook', 'displayhook', 'excepthook', 'unraisablehook']) {
    dictSetItem(interp.sysdict, `__${name}__`, dictGetStr(interp.sysdict, name)!);
  }
}

/** Puts into the dict of sys what the configuration says. */
export function refreshSys(interp: Interpreter): void {
  for (const [name, value] of Object.entries(processAttributes(interp)))
    dictSetItem(interp.sysdict, name, value);
}

/** Flushes the standard streams that are not closed. Is all written? `tell` is called for what went wrong with stdout. */
export function flushStandardStreams(
  interp: Interpreter,
  tell?: (exception: PyBaseException) => void,
): boolean {
  let isWritten = true;
  for (const name of ['stdout', 'stderr']) {
    const stream = sysGet(interp, name);
    if (stream === undefined || stream === None) continue;
    try {
      const isClosed = getAttrOrAbsent(stream, closed);
      if (isClosed === undefined || !isTrue(isClosed)) callMethod(stream, flush);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
      isWritten = false;
      if (name === 'stdout') tell?.(thrown);
    }
  }
  return isWritten;
}
