/**
 * Calls as the interpreter makes them: frames for Python functions, arguments bound to parameters, everything else
 * handed to the callable's slot. CPython: `initialize_locals`, `_PyEvalFramePushAndInit` in Python/ceval.c.
 */

import { attrName } from '../objects/attribute-name.ts';
import type { PyCell } from '../objects/cell.ts';
import { CO_NEWLOCALS, CO_OPTIMIZED, CO_VARARGS, CO_VARKEYWORDS, type PyCode } from '../objects/code.ts';
import { PyCFunction } from '../objects/descriptor.ts';
import { MapStorage, type PyDict } from '../objects/dict.ts';
import { Frame } from '../objects/frame.ts';
import { PyFunction, setCompiledForm, setDefaults } from '../objects/function.ts';
import { FRAME_COMPLETED } from '../objects/generator.ts';
import { PyList } from '../objects/list.ts';
import { PyMethod } from '../objects/method.ts';
import {
  type KwNames,
  objectType,
  type PyObject,
  PyType,
  TPFLAGS_ABSTRACT,
  typeType,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent, lookupOnType } from '../runtime/attributes.ts';
import { call, throwPropagating } from '../runtime/call.ts';
import { dictGetStr, isExactDict } from '../runtime/dict.ts';
import { recursionError, typeError } from '../runtime/errors.ts';
import { keepsArguments } from '../runtime/exception-type.ts';
import { forget } from '../runtime/finalizers.ts';
import { getIter, iterToArray } from '../runtime/iter.ts';
import { getItem } from '../runtime/sequence.ts';
import { generics } from '../runtime/slotdefs.ts';
import { current, type Thread } from '../runtime/state.ts';
import { strConcat } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { bindArguments, bindParameters, emptyLocals } from './arguments.ts';
import { prepare } from './executable.ts';

const SIMPLE = CO_OPTIMIZED | CO_NEWLOCALS;
const NOT_SIMPLE = CO_VARARGS | CO_VARKEYWORDS;

/** Puts a new frame on the thread's account. How deep that is, compiled code finds out when it begins. */
function enter(thread: Thread): void {
  thread.activations.limit = 0;
  if (++thread.recursionDepth + thread.activations.count > thread.interp.recursionLimit) {
    thread.recursionDepth--;
    throw recursionError('maximum recursion depth exceeded');
  }
}

/** A frame for a function whose fast locals are filled as far as arguments fill them. */
function newFrame(func: PyFunction, locals: (PyObject | undefined)[]): Frame {
  const code = func.func_code;
  if (code.executable === undefined) prepare(code);
  // The code of a module, made a function, has its globals for locals.
  const names = code.co_flags & CO_OPTIMIZED ? undefined : func.func_globals;
  return new Frame(code, func, func.func_globals, func.func_builtins, names, locals);
}

/**
 * The frame of a call from the stack `… callable self_or_null args`, when the callable is Python code that can run in
 * the same loop; `undefined` when it is not.
 */
export function enterFrame(
  thread: Thread,
  stack: PyObject[],
  sp: number,
  count: number,
  kwnames: PyTuple | undefined,
): Frame | undefined {
  const base = sp - count;
  let callable = stack[base - 2]!;
  if (callable instanceof PyMethod && stack[base - 1] === undefined) {
    stack[base - 1] = callable.im_self;
    callable = stack[base - 2] = callable.im_func;
  }
  if (callable instanceof PyFunction) {
    const code = callable.func_code;
    const first = stack[base - 1] === undefined ? base : base - 1;
    const given = sp - first;
    if (
      kwnames === undefined &&
      (code.co_flags & (SIMPLE | NOT_SIMPLE)) === SIMPLE &&
      code.co_kwonlyargcount === 0 &&
      code.co_argcount === given
    ) {
      if (thread.startsCompiled && (callable.jitArity === given || isHot(thread, callable))) return undefined;
      enter(thread);
      const locals = emptyLocals(code);
      for (let i = 0; i < given; i++) locals[i] = stack[first + i];
      return newFrame(callable, locals);
    }
    if (thread.startsCompiled && (callable.jitEntry !== undefined || isHot(thread, callable)))
      return undefined;
    const locals = bindArguments(callable, stack.slice(first, sp), kwnamesOf(kwnames));
    enter(thread);
    return newFrame(callable, locals);
  }
  if (callable instanceof PyType && callable.ob_type === typeType && stack[base - 1] === undefined) {
    return enterInit(thread, callable, stack, base, sp, kwnames);
  }
  return undefined;
}

// What a CALL has called, as its inline cache keeps it for the compiler. Of Python functions and classes nothing is kept.
export const CALLED_METHOD = 1;
export const CALLED_BUILTIN = 2;

export function calledKind(callable: PyObject): number {
  if (callable instanceof PyMethod) return CALLED_METHOD;
  return callable instanceof PyCFunction ? CALLED_BUILTIN : 0;
}

/** What cannot be compiled is not asked for again for so long. */
const LONG_AGO = -1_000_000;

/** Counts a call; a function that was called often is compiled. Is it now? */
function isHot(thread: Thread, func: PyFunction): boolean {
  const code = func.func_code;
  const executable = code.executable ?? prepare(code);
  if (++executable.calls < thread.interp.jitCalls) return false;
  if (thread.interp.jit!.attach(func)) return true;
  executable.calls = LONG_AGO;
  return false;
}

/** The Python `__init__` of a class, when calling the class is to make an instance and to call that. */
export function plainInit(type: PyType): PyFunction | undefined {
  if (
    type.tp_new !== objectType.tp_new ||
    type.tp_finalize !== undefined ||
    (type.tp_flags & TPFLAGS_ABSTRACT) !== 0
  ) {
    return undefined;
  }
  return initFunction(type);
}

/** The same for a class of exceptions, which keep their arguments. */
export function exceptionInit(type: PyType): PyFunction | undefined {
  return keepsArguments(type) ? initFunction(type) : undefined;
}

/** The `__init__` of a class if it is a Python function. */
function initFunction(type: PyType): PyFunction | undefined {
  // Not by a computed key, which engines look up each time.
  const init = type.tp_init === generics.genericInit ? type.proto.$__init__ : undefined;
  return init instanceof PyFunction ? init : undefined;
}

/** The frame of a Python `__init__` for `C(…)`, when making the instance itself needs no Python code. */
function enterInit(
  thread: Thread,
  type: PyType,
  stack: PyObject[],
  base: number,
  sp: number,
  kwnames: PyTuple | undefined,
): Frame | undefined {
  const init = plainInit(type);
  return init && newInstance(thread, type, init, stack.slice(base - 1, sp), kwnamesOf(kwnames));
}

/** The frame of `__init__` for a new instance, which takes the first place of the arguments. */
function newInstance(
  thread: Thread,
  type: PyType,
  init: PyFunction,
  args: PyObject[],
  kwnames: KwNames | undefined,
): Frame {
  const self = new type.maker();
  args[0] = self;
  const locals = bindArguments(init, args, kwnames);
  enter(thread);
  const frame = newFrame(init, locals);
  frame.initObject = self;
  return frame;
}

/** The result of a call of a class whose `__init__` returned. */
export function checkInit(self: PyObject, returned: PyObject): PyObject {
  if (returned !== None) throw typeError(`__init__() should return None, not '${typeName(returned)}'`);
  return self;
}

const keywordNames = new WeakMap<PyTuple, KwNames>();

/** Keyword names as texts: the same array each time, by which plans of arguments are found. */
export function kwnamesOf(kwnames: PyTuple | undefined): KwNames | undefined {
  if (kwnames === undefined) return undefined;
  let names = keywordNames.get(kwnames);
  if (names === undefined) {
    names = kwnames.items.map((name) => utf16FromStr(name as Str));
    keywordNames.set(kwnames, names);
  }
  return names;
}

/** Calls what stands on the stack through its slot. */
export function callFromStack(
  stack: PyObject[],
  sp: number,
  count: number,
  kwnames: PyTuple | undefined,
): PyObject {
  const base = sp - count;
  const self = stack[base - 1];
  const args = stack.slice(self === undefined ? base : base - 1, sp);
  return call(stack[base - 2]!, args, kwnamesOf(kwnames));
}

/** Takes a frame off the thread: its caller, or `undefined` when the loop ends with it. */
export function leaveFrame(thread: Thread, frame: Frame): Frame | undefined {
  const caller = frame.isEntry ? frame.beneath : frame.previous;
  thread.recursionDepth--;
  thread.heapFrame = caller;
  const { generator } = frame;
  if (generator !== undefined) finishGenerator(thread, frame);
  if (!frame.isEntry) return caller;
  // Compiled code that called it need have no frame, unless a traceback has come to one from which its frame is reached.
  if (frame.tracebacksBefore !== thread.tracebacks && frame.activationsBelow > 0 && generator === undefined) {
    frame.previous = thread.activations.callerOf(frame.activationsBelow, caller);
  }
  return undefined;
}

/** A generator's frame that ends: the exception state it pushed goes, and the generator is done. */
function finishGenerator(thread: Thread, frame: Frame): void {
  const generator = frame.generator!;
  thread.excInfo = generator.excState.previous!;
  generator.excState.previous = undefined;
  generator.state = FRAME_COMPLETED;
  generator.frame = undefined;
  frame.previous = undefined;
  if (generator.waiting !== undefined) forget(thread.interp, generator);
}

/** May compiled code be called with so many positional arguments? */
export function takesDirectly(func: PyFunction, count: number): boolean {
  return count <= 30 && (func.jitCounts & (1 << count)) !== 0;
}

/** Calls a compiled function with what its parameters are filled with; `undefined` when an exception has left it. */
export function enterCompiled(func: PyFunction, values: readonly PyObject[]): PyObject | undefined {
  const entry = func.jitEntry!;
  switch (values.length) {
    case 0:
      return entry(func);
    case 1:
      return entry(func, values[0]!);
    case 2:
      return entry(func, values[0]!, values[1]!);
    case 3:
      return entry(func, values[0]!, values[1]!, values[2]!);
    case 4:
      return entry(func, values[0]!, values[1]!, values[2]!, values[3]!);
    case 5:
      return entry(func, values[0]!, values[1]!, values[2]!, values[3]!, values[4]!);
    case 6:
      return entry(func, values[0]!, values[1]!, values[2]!, values[3]!, values[4]!, values[5]!);
    default:
      return entry(func, ...values);
  }
}

/** `func(*args, **kwargs)` from JavaScript: a loop of its own. The `tp_call` of functions. */
export function callFunction(
  thread: Thread,
  func: PyFunction,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  const code = func.func_code;
  if (thread.startsCompiled && (func.jitEntry !== undefined || isHot(thread, func))) {
    const isBound = kwnames === undefined && takesDirectly(func, args.length);
    return enterCompiled(func, isBound ? args : bindParameters(func, args, kwnames)) ?? throwPropagating();
  }
  let locals: (PyObject | undefined)[];
  if (
    kwnames === undefined &&
    (code.co_flags & (SIMPLE | NOT_SIMPLE)) === SIMPLE &&
    code.co_kwonlyargcount === 0 &&
    code.co_argcount === args.length
  ) {
    locals = emptyLocals(code);
    for (let i = 0; i < args.length; i++) locals[i] = args[i];
  } else locals = bindArguments(func, args, kwnames);
  enter(thread);
  return runEntry(thread, newFrame(func, locals));
}

/** Interprets a function whose parameters are filled. */
export function interpret(thread: Thread, func: PyFunction, args: readonly PyObject[]): PyObject {
  const locals = emptyLocals(func.func_code);
  for (let i = 0; i < args.length; i++) locals[i] = args[i];
  enter(thread);
  return runEntry(thread, newFrame(func, locals));
}

/** Runs a frame in a loop of its own. */
export function runEntry(thread: Thread, frame: Frame): PyObject {
  frame.isEntry = true;
  // A frame that an activation has handed out knows its caller.
  frame.previous ??= thread.heapFrame;
  frame.tracebacksBefore = thread.tracebacks;
  frame.beneath = thread.heapFrame;
  frame.activationsBelow = thread.activations.count;
  thread.heapFrame = frame;
  return thread.interp.executor.run(thread, frame);
}

/** A frame for code that runs in namespaces: a module, a class body (then `func` is called without arguments), `exec`. */
export function runCode(
  thread: Thread,
  code: PyCode,
  globals: PyDict,
  builtins: PyObject,
  locals: PyObject | undefined,
  func?: PyFunction,
  closure?: readonly PyCell[],
): PyObject {
  prepare(code);
  const localsplus = func === undefined ? emptyLocals(code) : bindArguments(func, [], undefined);
  enter(thread);
  // COPY_FREE_VARS takes the cells from a function: code that runs with cells gets one.
  const owner = closure === undefined ? func : functionWith(code, globals, builtins, closure);
  return runEntry(thread, new Frame(code, owner, globals, builtins, locals, localsplus));
}

function functionWith(
  code: PyCode,
  globals: PyDict,
  builtins: PyObject,
  closure: readonly PyCell[],
): PyFunction {
  return new PyFunction(code, globals, builtins, None, None, new PyTuple(closure));
}

/** Fills the cells of the closure into the frame, behind its own variables. */
export function copyFreeVars(frame: Frame, count: number): void {
  const closure = frame.func!.func_closure!.items;
  const offset = frame.code.localsCount - count;
  for (let i = 0; i < count; i++) frame.localsplus[offset + i] = closure[i] as PyCell;
}

// ── Making functions, calls with unpacking ───────────────────────────────────────────────────────────────────────

const dunderName = '__name__';

/** A function of a code object and a namespace. */
export function makeFunction(globals: PyDict, builtins: PyObject, code: PyObject): PyFunction {
  const c = code as PyCode;
  const module = dictGetStr(globals, dunderName) ?? None;
  const made = new PyFunction(c, globals, builtins, undefined, module, undefined);
  const compiled = c.executable?.compiled;
  if (compiled !== undefined && compiled.globals === globals) setCompiledForm(made, compiled);
  return made;
}

/** What SET_FUNCTION_ATTRIBUTE's oparg says. */
export function setFunctionAttribute(func: PyFunction, which: number, value: PyObject): void {
  switch (which) {
    case 0x01:
      setDefaults(func, value as PyTuple);
      break;
    case 0x02:
      func.func_kwdefaults = value as PyDict;
      break;
    case 0x04:
      func.func_annotations = value;
      break;
    case 0x08:
      func.func_closure = value as PyTuple;
      break;
    case 0x10:
      func.func_annotate = value;
      // Its code is named after the class around the function, if there is one; the function itself after the function.
      (value as PyFunction).func_qualname = strConcat(func.func_qualname, '.__annotate__');
      break;
  }
}

/** The frame of `callable(*args, **kwargs)` when it is Python code; `undefined` when it is not. */
export function enterFrameEx(
  thread: Thread,
  callable: PyObject,
  args: PyObject,
  kwargs: PyObject | undefined,
): Frame | undefined {
  const func = callable instanceof PyMethod ? callable.im_func : callable;
  if (callable instanceof PyType && callable.ob_type === typeType) {
    const init = plainInit(callable);
    if (init === undefined) return undefined;
    if (thread.startsCompiled && (init.jitEntry !== undefined || isHot(thread, init))) return undefined;
    const { positional, names } = unpackCall(callable, args, kwargs);
    positional.unshift(None);
    return newInstance(thread, callable, init, positional, names);
  }
  if (!(func instanceof PyFunction)) return undefined;
  const { positional, names } = unpackCall(callable, args, kwargs);
  if (callable instanceof PyMethod) positional.unshift(callable.im_self);
  const locals = bindArguments(func, positional, names);
  enter(thread);
  return newFrame(func, locals);
}

/** `callable(*args, **kwargs)`; kwargs may be absent. */
export function callFunctionEx(callable: PyObject, args: PyObject, kwargs: PyObject | undefined): PyObject {
  const isPlain = kwargs === undefined || (isExactDict(kwargs) && kwargs.storage.size === 0);
  const given = typeOf(args);
  if (isPlain && (given === PyTuple.type || given === PyList.type)) {
    const { items } = args as PyTuple | PyList;
    // A function takes what it wants out of the array and leaves it as it is.
    return callable instanceof PyFunction
      ? callFunction(current.thread, callable, items, undefined)
      : call(callable, items.slice());
  }
  const { positional, names } = unpackCall(callable, args, kwargs);
  return callable instanceof PyFunction
    ? callFunction(current.thread, callable, positional, names)
    : call(callable, positional, names);
}

/** The arguments of `callable(*args, **kwargs)`: the values of the keywords stand behind the positional ones. */
export function unpackCall(
  callable: PyObject,
  args: PyObject,
  kwargs: PyObject | undefined,
): { positional: PyObject[]; names: KwNames | undefined } {
  const positional =
    args instanceof PyTuple && typeOf(args) === PyTuple.type
      ? args.items.slice()
      : starArguments(callable, args);
  if (kwargs === undefined) return { positional, names: undefined };
  const names: string[] = [];
  const add = (value: PyObject, key: PyObject): void => {
    if (!isStr(key)) throw typeError('keywords must be strings');
    names.push(utf16FromStr(key));
    positional.push(value);
  };
  if (isExactDict(kwargs) && kwargs.storage instanceof MapStorage) kwargs.storage.forEach(add);
  else for (const [key, value] of keywordItems(callable, kwargs)) add(value, key);
  return { positional, names: sharedNames(names) };
}

/** The names of keywords that were seen last, by the first of them. */
const seenNames = new Map<string, KwNames>();
const MAX_SEEN = 500;

/** The same array for the same names where possible: by it plans of arguments are found. */
function sharedNames(names: KwNames): KwNames | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  const seen = seenNames.get(first);
  if (seen?.length === names.length && seen.every((name, i) => name === names[i])) return seen;
  if (seenNames.size >= MAX_SEEN) seenNames.clear();
  seenNames.set(first, names);
  return names;
}

function starArguments(callable: PyObject, args: PyObject): PyObject[] {
  const type = typeOf(args);
  if (type.tp_iter === undefined && type.sq_item === undefined) {
    throw typeError(`${functionText(callable)} argument after * must be an iterable, not ${type.tp_name}`);
  }
  return iterToArray(args);
}

const dunderKeys = attrName('keys');

function keywordItems(callable: PyObject, kwargs: PyObject): Iterable<[PyObject, PyObject]> {
  if (isExactDict(kwargs)) return kwargs.storage.entries();
  const keys = getAttrOrAbsent(kwargs, dunderKeys);
  if (keys === undefined) {
    throw typeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeName(kwargs)}`);
  }
  const items: [PyObject, PyObject][] = [];
  for (const key of iterToArray(getIter(call(keys, [])))) items.push([key, getItem(kwargs, key)]);
  return items;
}

const dunderQualname = attrName('__qualname__');
const dunderModule = attrName('__module__');

/** How messages name a callable: `module.qualname()`, or its str. CPython: `_PyObject_FunctionStr`. */
export function functionText(callable: PyObject): string {
  const name = getAttrOrAbsent(callable, dunderQualname);
  if (name === undefined || !isStr(name)) {
    const text = lookupOnType(callable, attrName('__str__'));
    return text === undefined ? 'object' : utf16FromStr(typeOf(callable).tp_str!(callable) as Str);
  }
  const module = getAttrOrAbsent(callable, dunderModule);
  const prefix =
    module !== undefined && isStr(module) && module !== 'builtins' ? `${utf16FromStr(module)}.` : '';
  return `${prefix}${utf16FromStr(name)}()`;
}
