/**
 * What compiled code calls: one record of functions and values, under the names that the translator writes.
 *
 * Most of it is the interpreter's own. What is here concerns activations: how they begin, end, hand over to the
 * interpreter, and what becomes of an exception that passes through them.
 */

import { floatFloorDiv, floatMod, floatPow } from '../common/float.ts';
import { PyArray } from '../objects/array.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyByteArray } from '../objects/bytearray.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCell } from '../objects/cell.ts';
import { PyCFunction, PyMemberDescr, PyMethodDescr } from '../objects/descriptor.ts';
import { PyDict } from '../objects/dict.ts';
import { PyDictItemIter, PyDictKeyIter, PyDictValueIter } from '../objects/dict-views.ts';
import type { PyBaseException } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { Frame } from '../objects/frame.ts';
import { PyFunction, setCompiledForm } from '../objects/function.ts';
import {
  DELEGATED,
  ExcState,
  FRAME_COMPLETED,
  FRAME_CREATED,
  FRAME_EXECUTING,
  PyAsyncGenerator,
  PyCoroutine,
  type PyGenBase,
  PyGenerator,
  RETURNED,
} from '../objects/generator.ts';
import { YOUNG } from '../objects/handle.ts';
import { PyEnumerate, PyZip } from '../objects/iterator.ts';
import { listOf, PyList, PyListIter, PyListRevIter, storeItem } from '../objects/list.ts';
import { PyMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import type { PyBaseObject, PyObject } from '../objects/object.ts';
import { PyRange, PyRangeIter } from '../objects/range.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { strType } from '../objects/str.ts';
import { PyStrAsciiIterator } from '../objects/str-iterator.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { PyTuple, PyTupleIter } from '../objects/tuple.ts';
import { type CodeUnit, MAX_ACTIVATIONS } from '../runtime/activations.ts';
import { appendDouble, appendTo } from '../runtime/append-item.ts';
import { genericGetAttr, genericSetAttr, getAttr, methodOf, setAttr } from '../runtime/attributes.ts';
import * as doors from '../runtime/call.ts';
import { compareByRight, isSame, richCompare } from '../runtime/compare.ts';
import { isTrue, plainTruth } from '../runtime/convert.ts';
import { dictEntryOf, dictGetItem, dictReplaceItem, dictSetItem, newDictOf } from '../runtime/dict.ts';
import { nextEntry, nextKey, nextValue } from '../runtime/dict-iteration.ts';
import { recursionError } from '../runtime/errors.ts';
import { onlyKeepsArguments } from '../runtime/exception-type.ts';
import { forget } from '../runtime/finalizers.ts';
import { finishStep, interpretStep, replaceDelegate, send, sendToGenerator } from '../runtime/generators.ts';
import { isInstance, isInstanceNoted } from '../runtime/instance-check.ts';
import {
  getIter,
  nextOfList,
  nextOfReversed,
  nextOfText,
  nextOfTuple,
  notAnIterator,
} from '../runtime/iter.ts';
import { PY_UNWIND, RAISE, RERAISE } from '../runtime/monitoring/events.ts';
import * as number from '../runtime/number.ts';
import { getSlice, getSteppedSlice, moveItems, setSlice } from '../runtime/plain-slices.ts';
import { contains, deleteItem, getItem, length, lengthAsInt, setItem } from '../runtime/sequence.ts';
import { inSet, setAdd } from '../runtime/set.ts';
import { endOfIteration, generics } from '../runtime/slotdefs.ts';
import type { Thread } from '../runtime/state.ts';
import { isInstanceOf, typeOf } from '../runtime/type-of.ts';
import { requiredDefault } from '../vm/arguments.ts';
import * as calls from '../vm/calls.ts';
import { lastUnit, tellException, watchesExceptions } from '../vm/exception-events.ts';
import * as errors from '../vm/exceptions.ts';
import * as generators from '../vm/generators.ts';
import * as imports from '../vm/imports.ts';
import { INTRINSICS_1, INTRINSICS_2, stopIterationError } from '../vm/intrinsics.ts';
import * as match from '../vm/match.ts';
import * as names from '../vm/names.ts';
import * as ops from '../vm/operators.ts';
import { poll } from '../vm/poll.ts';
import { classOrAnyAttr, missingKey, presentAttr, tryItem, tryPop, trySend } from './attempts.ts';
import { foundOther } from './bare-fields.ts';
import { callDoors } from './call-doors.ts';
import { driverFor, generatorOver } from './delegation.ts';
import { type BareValue, readRunning, type Variables } from './running-variables.ts';
import { BARE, EXPECTED_EXIT, NO_ASSUMPTION } from './values.ts';

/** The next item of an iterator, `undefined` at the end. A generator's frame can have another value in the iterator's place. */
function next(iterator: PyObject): PyObject | undefined {
  return (typeOf(iterator).tp_iternext ?? notAnIterator)(iterator);
}

const dunderNext = attrName('__next__');

/** `next(iterator)`: `undefined` where that raises a StopIteration of its own. What a Python `__next__` raises is thrown. */
function nextItem(iterator: PyObject): PyObject | undefined {
  const step = typeOf(iterator).tp_iternext;
  if (step === generics.genericNext) return doors.callSpecial(iterator, dunderNext);
  return (step ?? notAnIterator)(iterator);
}

/** Is it one that SEND resumes itself? An asynchronous generator is driven by its awaitables. */
function isGenerator(target: PyObject): target is PyGenBase {
  return target instanceof PyCoroutine || target instanceof PyGenerator;
}

/** In the place of a code unit: tier 0 has done with the activation, its handlers and its part of the traceback. */
const ELSEWHERE = -1;

/** What a tagged variable stands for. */
function boxTagged(value: number, tag: PyObject | typeof BARE | undefined): PyObject | undefined {
  return tag === BARE ? new PyFloat(value) : tag;
}

/** `range` over safe integers. */
function newRange(start: number, stop: number, step: number): PyRange {
  return new PyRange(start, stop, step, itemsBetween(start, stop, step));
}

function newRangeIter(next: number, stop: number, step: number): PyRangeIter {
  const iterator = new PyRangeIter(next, step, itemsBetween(next, stop, step), undefined);
  iterator.isLoops = true;
  return iterator;
}

function itemsBetween(start: number, stop: number, step: number): number {
  return Math.max(0, Math.ceil((stop - start) / step));
}

/** Is this the descriptor of a slot of an object's, which keeps its value under `key`? */
function isSlotOf(object: PyBaseObject, descr: PyObject | undefined, key: string): boolean {
  return (
    descr instanceof PyMemberDescr &&
    descr.field === key &&
    (object.ob_type === descr.owner || isInstanceOf(object, descr.owner))
  );
}

/** May a slot be written in place? */
function isWritableSlot(object: PyBaseObject, descr: PyObject | undefined, key: string): boolean {
  return object.ob_type?.tp_setattro === genericSetAttr && isSlotOf(object, descr, key);
}

/** The value of a slot, which was read already; `undefined` when it is not that simple. */
function slotValue(
  object: PyBaseObject,
  descr: PyObject | undefined,
  value: PyObject | undefined,
  key: string,
): PyObject | undefined {
  return value !== undefined && object.ob_type.tp_getattro === genericGetAttr && isSlotOf(object, descr, key)
    ? value
    : undefined;
}

/**
 * The items of a sequence of which there must be so many. A function, which V8 puts in place where there is room: where a function has
 * hundreds of such statements, it would not get done with optimising them.
 */
function unpackedItems(sequence: PyObject, count: number): readonly PyObject[] {
  const { ob_type } = sequence as PyBaseObject;
  const isTuple = ob_type === PyTuple.type;
  if (isTuple || ob_type === PyList.type) {
    const items = isTuple ? (sequence as PyTuple).items : (sequence as PyList).boxed;
    if (items?.length === count) return items;
  }
  return ops.unpack(sequence, count);
}

/** Does a class attribute come before what the instance has under that name? */
function isData(attribute: PyObject | undefined): boolean {
  return typeof attribute === 'object' && attribute.ob_type.tp_descr_set !== undefined;
}

/** A loop that is left goes on above on the host's stack, where it is compiled and left again: so often at most. */
const MAX_RANDOM_EXITS = 10;

/** Stands where a function is left: V8 takes a call that was never made for a way that is never taken. */
function leaving(exit: number): number {
  return exit;
}

/** Numbers from 0 up to 1, at random, but in each process the same ones. */
export function randomNumbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** True at one call of so many, at random. */
function randomExits(oneIn: number): (unit: CodeUnit) => boolean {
  const random = randomNumbers();
  const counts = new WeakMap<CodeUnit, number>();
  return (unit) => {
    if (random() * oneIn >= 1) return false;
    const count = counts.get(unit) ?? 0;
    counts.set(unit, count + 1);
    return count < MAX_RANDOM_EXITS;
  };
}

/** The record, for one thread. Compiled code that was asked to leave anywhere does so at one instruction of `exits`. */
export function runtimeFor(thread: Thread, exits: number): Readonly<Record<string, unknown>> {
  const { activations } = thread;

  /** Keeps an activation's variables in its frame. */
  function keepVariables(frame: Frame, variables: Variables): void {
    for (let i = 0; i < variables.length; i++) frame.localsplus[i] = variables[i];
  }

  /** How many activations the recursion limit allows; the count at which functions ask again is set by it. */
  function measureRoom(): number {
    const room = thread.interp.recursionLimit - thread.recursionDepth;
    activations.limit = Math.min(room, MAX_ACTIVATIONS);
    return room;
  }

  /**
   * Asked at the beginning of a function when something may be in the way: a signal to handle, the recursion limit, the
   * end of the room for activations. The result of the call where it has been made in another way.
   */
  function enter(func: PyFunction, args: PyObject[], inlined: number): PyObject | undefined {
    if (activations.count >= measureRoom()) throw recursionError('maximum recursion depth exceeded');
    if (thread.evalBreaker || !hasRoom(activations.count + inlined) || !thread.compiles) {
      return calls.interpret(thread, func, args);
    }
    return undefined;
  }

  /** May there be an activation with that index, as the recursion limit is now? */
  function hasRoom(index: number): boolean {
    measureRoom();
    return index < activations.limit;
  }

  /** An exit is taken from what was inlined into `unit`. */
  function unheld(
    unit: CodeUnit,
    func: PyFunction | undefined,
    [, assumption]: readonly [number, number, number],
  ): void {
    if (assumption >= 0) unit.failed(func, assumption);
  }

  /** At the beginning of a handler, when something waits: must the activation go on where others see its variables? */
  function isSeen(): boolean {
    const wasLookedAt = activations.lookedAt.delete(activations.count - 1);
    return thread.interp.monitoring.watchesAnything || wasLookedAt;
  }

  /** At the end of a loop's round, when something waits: must the activation go on in tier 0? */
  function mustLeave(): boolean {
    const wasSeen = isSeen();
    return poll(thread) || wasSeen || thread.interp.monitoring.watchesAnything;
  }

  /**
   * Goes on in tier 0; the result of the function. `values` are the fast locals and the stack. The assumption that did
   * not hold has a number; −1: there is another reason.
   */
  function exit(
    index: number,
    unit: CodeUnit,
    func: PyFunction | undefined,
    instruction: number,
    assumption: number,
    values: Variables,
  ): PyObject {
    if (assumption >= 0) unit.failed(func, assumption);
    else if (assumption === NO_ASSUMPTION) unit.left?.(instruction);
    activations.at[index] = unit.base + instruction;
    const hasFrame = activations.framed > index && activations.frames[index] !== undefined;
    const frame = activations.frameOf(index, func);
    if (hasFrame) activations.link(index, frame, thread.heapFrame);
    activations.dropFrame(index);
    keepVariables(frame, values);
    frame.stackpointer = values.length;
    frame.instrPtr = instruction;
    activations.count = index;
    thread.recursionDepth++;
    activations.limit = 0;
    try {
      return calls.runEntry(thread, frame);
    } catch (thrown) {
      activations.at[index] = ELSEWHERE;
      throw thrown;
    }
  }

  /** The same for a function, whose exits all come here. `stack` may hold more than there is. */
  function exitFunction(
    index: number,
    unit: CodeUnit,
    func: PyFunction | undefined,
    [instruction, assumption, depth]: readonly [number, number, number],
    locals: (PyObject | undefined)[],
    stack: (PyObject | undefined)[],
  ): PyObject {
    for (let i = 0; i < depth; i++) locals.push(stack[i]);
    return exit(index, unit, func, instruction, assumption, locals);
  }

  /** The frame of an activation that ends or has raised, with its variables in it. */
  function filledFrame(
    index: number,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
    bare: readonly BareValue[] | undefined,
  ): Frame {
    // The array of the variables is the frame's from now on.
    const all = bare === undefined ? variables : boxedVariables(index, unit, variables, bare);
    let frame = activations.framed > index ? activations.frames[index] : undefined;
    if (frame === undefined) {
      const { code, globals, builtins } = unit;
      frame = new Frame(code, func, globals, builtins, undefined, all as (PyObject | undefined)[]);
    } else {
      if (func !== undefined) frame.func = func;
      keepVariables(frame, all);
    }
    frame.instrPtr = activations.at[index]! - unit.base + 1;
    return frame;
  }

  /** The variables of an activation, with those that are held bare in their places. */
  function boxedVariables(
    index: number,
    unit: CodeUnit,
    variables: Variables,
    bare: readonly BareValue[],
  ): Variables {
    const boxed = variables.slice();
    const held = unit.bareLocals.get(activations.at[index]! - unit.base);
    for (const [local, value] of bare) {
      boxed[local] = held?.includes(local) ? new PyFloat(value) : boxTagged(value, variables[local]);
    }
    return boxed;
  }

  thread.showRunning = (index) => {
    if (activations.isShown(index)) return;
    const read = readRunning(thread, index);
    if (read === undefined) return;
    const [variables, bare] = read;
    activations.showVariables(index, boxedVariables(index, activations.unitOf(index), variables, bare));
    activations.shownAt[index] = activations.at[index]!;
    activations.lookedAt.add(index);
    thread.evalBreaker = true;
  };

  /** The host's stack may have overflown before the first place was noted. */
  function checkPlace(index: number, unit: CodeUnit): void {
    const noted = activations.at[index]! - unit.base;
    if (noted < 0 || noted >= unit.code.co_code.length / 2) activations.at[index] = unit.base;
  }

  /**
   * Notes in an exception that it passes here; the frame of that, or `undefined` where it was noted before.
   * CPython: `PyTraceBack_Here` and what stands around it.
   */
  function note(
    index: number,
    exception: PyBaseException,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
    bare?: readonly BareValue[],
  ): Frame | undefined {
    if (activations.reraised === exception) {
      activations.reraised = undefined;
      thread.propagating = undefined;
      if (activations.framed > index && activations.frames[index] !== undefined) {
        const kept = filledFrame(index, unit, func, variables, bare);
        kept.instrPtr = activations.reraisedAt - unit.base + 1;
      }
      return undefined;
    }
    if (thread.propagating !== exception) errors.setContextOfNew(thread, exception);
    thread.propagating = undefined;
    const frame = filledFrame(index, unit, func, variables, bare);
    activations.linkCallee(frame);
    const instruction = activations.at[index]! - unit.base;
    exception.traceback = new PyTraceback(exception.traceback, frame, instruction * 2, -1);
    thread.tracebacks++;
    return frame;
  }

  /** Tools that watch are told of an exception that was noted at an activation; the exception that goes on. */
  function told(index: number, exception: PyBaseException, isNew: boolean, leaves: boolean): PyBaseException {
    const frame = activations.framed > index ? activations.frames[index] : undefined;
    if (frame === undefined || !watchesExceptions(thread)) return exception;
    const place = lastUnit(frame, frame.instrPtr - 1);
    const raised = tellException(thread, frame, isNew ? RAISE : RERAISE, place, exception);
    return leaves ? tellException(thread, frame, PY_UNWIND, place, raised) : raised;
  }

  /** An activation ends by an exception: who called it, if it has a frame. */
  function linkFramed(index: number): void {
    const frame = activations.framed > index ? activations.frames[index] : undefined;
    if (frame !== undefined) activations.link(index, frame, thread.heapFrame);
  }

  /** An exception that was not thrown has come to a handler. */
  function arrive(
    index: number,
    exception: PyBaseException,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
  ): PyBaseException {
    const isFramed = activations.framed > index && activations.frames[index] !== undefined;
    // Where the exception has left a function, that may have a frame whose caller is this one.
    const isCaller = activations.callee !== undefined;
    const frame = note(index, exception, unit, func, variables);
    activations.handling = undefined;
    if (frame !== undefined) {
      activations.adopt(index, frame);
      // A generator is called from elsewhere each time. Who called a function is noted when it ends, or is asked for.
      if (func === undefined) frame.previous = activations.callerOf(index, thread.heapFrame);
      else if (!isFramed) {
        frame.isUnlinked = true;
        if (!isCaller && !watchesExceptions(thread)) activations.handling = frame;
      }
    }
    return told(index, exception, frame !== undefined, false);
  }

  /** What was thrown has come to a handler: the exception as Python sees it. */
  function caught(
    index: number,
    thrown: unknown,
    heapFrame: Frame | undefined,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
  ): PyBaseException {
    activations.count = index + 1;
    // An overflow of the host's stack leaves frames behind that were entered and never ran.
    while (thread.heapFrame !== heapFrame) errors.leaveByException(thread, thread.heapFrame!);
    const exception = errors.asPyException(thrown);
    checkPlace(index, unit);
    return arrive(index, exception, unit, func, variables);
  }

  /** An exception leaves the function by being thrown. `bare` are the locals that are somewhere held as bare numbers. */
  function leave(
    index: number,
    thrown: unknown,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
    bare?: readonly BareValue[],
  ): unknown {
    // What sets a thread aside is no exception; the threads that can be set aside run no compiled code.
    if (typeof thrown === 'symbol') return thrown;
    if (activations.at[index] === ELSEWHERE) {
      activations.at[index] = 0;
      activations.dropFrame(index);
      return thrown;
    }
    activations.count = index + 1;
    const exception = errors.asPyException(thrown);
    checkPlace(index, unit);
    const frame = note(index, exception, unit, func, variables, bare);
    if (frame !== undefined) frame.previous = activations.callerOf(index, thread.heapFrame);
    else linkFramed(index);
    const leaving = told(index, exception, frame !== undefined, true);
    activations.count = index;
    activations.dropFrame(index);
    thread.propagating = leaving;
    return leaving;
  }

  /** An exception that was not thrown leaves a function: its caller goes on with it, and tells the frame who that is. */
  function abandon(
    index: number,
    exception: PyBaseException,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
    bare?: readonly BareValue[],
  ): undefined {
    if (activations.reraised === exception || activations.framed > index) {
      const frame = note(index, exception, unit, func, variables, bare);
      const { traceback } = exception;
      linkFramed(index);
      const leaving = told(index, exception, frame !== undefined, true);
      activations.callee = frame === undefined ? undefined : traceback;
      activations.dropFrame(index);
      activations.count = index;
      thread.propagating = leaving;
      return;
    } else {
      if (thread.propagating !== exception) errors.setContextOfNew(thread, exception);
      const all = bare === undefined ? variables : boxedVariables(index, unit, variables, bare);
      const traceback = new PyTraceback(
        exception.traceback,
        undefined,
        (activations.at[index]! - unit.base) * 2,
        -1,
        unit,
        func,
        all as (PyObject | undefined)[],
      );
      activations.linkCallee(traceback);
      activations.callee = traceback;
      exception.traceback = traceback;
      thread.tracebacks++;
    }
    activations.count = index;
    thread.propagating = exception;
  }

  /** As `leave`, for a function that answers `undefined` then. */
  function fail(
    index: number,
    thrown: unknown,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: Variables,
    bare?: readonly BareValue[],
  ): undefined {
    const exception = leave(index, thrown, unit, func, variables, bare);
    // What sets a thread aside is for nobody on the way.
    if (exception !== thread.propagating) throw exception;
    return undefined;
  }

  /** As `enter`, for a step of a generator: must tier 0 do it? */
  function mustInterpret(generator: PyGenBase, value: PyObject): boolean {
    const { state } = generator;
    if (state >= FRAME_EXECUTING || (state === FRAME_CREATED && value !== None)) return true;
    if (thread.evalBreaker || !thread.compiles) return true;
    return !hasRoom(activations.count);
  }

  /** As `exit`, for a step of a generator. `handles`: its exceptions are on the chain. */
  function exitStep(
    index: number,
    unit: CodeUnit,
    generator: PyGenBase,
    handles: boolean,
    instruction: number,
    assumption: number,
    ...values: (PyObject | undefined)[]
  ): PyObject | undefined {
    if (!handles) {
      const { excState } = generator;
      excState.previous = thread.excInfo;
      thread.excInfo = excState;
    }
    const frame = generator.frame!;
    frame.generator = generator;
    activations.adopt(index, frame);
    activations.leaveChain(index);
    const last = values.length - 1;
    if (values[last] === RETURNED) {
      replaceDelegate(values, last - 1, thread);
      values[last] = None;
    }
    return finishStep(thread, generator, exit(index, unit, undefined, instruction, assumption, values));
  }

  /** As `leave`, for a step of a generator. */
  function leaveStep(
    index: number,
    generator: PyGenBase,
    handles: boolean,
    thrown: unknown,
    unit: CodeUnit,
    variables: Variables,
    bare?: readonly BareValue[],
  ): unknown {
    if (activations.at[index] === ELSEWHERE || typeof thrown === 'symbol') {
      return leave(index, thrown, unit, undefined, variables);
    }
    const frame = generator.frame!;
    activations.adopt(index, frame);
    try {
      const exception = leave(index, thrown, unit, undefined, variables, bare) as PyBaseException;
      thread.propagating = stopIterationError(exception, frame.code);
      return thread.propagating;
    } finally {
      if (handles) {
        const { excState } = generator;
        thread.excInfo = excState.previous!;
        excState.previous = undefined;
      }
      generator.state = FRAME_COMPLETED;
      generator.frame = undefined;
      frame.previous = undefined;
      if (generator.waiting !== undefined) forget(thread.interp, generator);
    }
  }

  /** As `enter`, for a coroutine that is called and awaited at once: must it be made as others are? */
  function mustStart(): boolean {
    return thread.evalBreaker || !hasRoom(activations.count) || thread.coroutineOriginDepth > 0;
  }

  /** Calls and awaits a coroutine in the way of all others, with the result of one that is run as a function. */
  function startCoroutine(func: PyFunction, args: PyObject[]): PyObject | undefined {
    const coroutine = func.jitEntry!(func, ...args) as PyCoroutine;
    return awaitStep(coroutine, sendToGenerator(thread, coroutine, None));
  }

  function awaitStep(coroutine: PyGenBase, step: PyObject | undefined): PyObject | undefined {
    if (step === undefined) return thread.returnValue;
    thread.awaited = coroutine;
    thread.yielded = step;
    return undefined;
  }

  /** A coroutine that has been run as a function so far becomes one; its frame is that of the activation. */
  function becomeCoroutine(frame: Frame, func: PyFunction, excState: ExcState | undefined): PyGenBase {
    const made = frame.generator ?? new PyCoroutine(frame, func.func_name, func.func_qualname);
    made.keptExcState = excState;
    return made;
  }

  /** A coroutine that was run as a function has to wait. `localsplus` is what its frame shall have. */
  function waitFor(
    index: number,
    unit: CodeUnit,
    func: PyFunction,
    excState: ExcState | undefined,
    instruction: number,
    state: number,
    yielded: PyObject,
    localsplus: (PyObject | undefined)[],
    stackpointer: number,
  ): undefined {
    let frame = activations.framed > index ? activations.dropFrame(index) : undefined;
    if (frame === undefined) {
      frame = new Frame(unit.code, func, unit.globals, unit.builtins, undefined, localsplus);
    } else {
      frame.func = func;
      frame.previous = undefined;
      keepVariables(frame, localsplus);
    }
    frame.stackpointer = stackpointer;
    frame.instrPtr = instruction;
    activations.count = index;
    const coroutine = becomeCoroutine(frame, func, excState);
    coroutine.state = state;
    coroutine.step = generators.stepAt(frame, instruction);
    if (excState !== undefined) {
      thread.excInfo = excState.previous!;
      excState.previous = undefined;
    }
    thread.awaited = coroutine;
    thread.yielded = yielded;
  }

  /** As `exit`, for a coroutine that is run as a function. */
  function exitAwait(
    index: number,
    unit: CodeUnit,
    func: PyFunction,
    excState: ExcState | undefined,
    instruction: number,
    assumption: number,
    ...values: Variables
  ): PyObject | undefined {
    activations.at[index] = unit.base + instruction;
    const coroutine = becomeCoroutine(activations.frameOf(index, func), func, excState);
    coroutine.state = FRAME_EXECUTING;
    if (assumption >= 0) unit.failed(func, assumption);
    const told = assumption >= 0 ? EXPECTED_EXIT : assumption;
    const handles = excState !== undefined;
    return awaitStep(coroutine, exitStep(index, unit, coroutine, handles, instruction, told, ...values));
  }

  /** As `leave`, for a coroutine that is run as a function. */
  function leaveAwait(
    index: number,
    excState: ExcState | undefined,
    thrown: unknown,
    unit: CodeUnit,
    func: PyFunction,
    variables: Variables,
    bare?: readonly BareValue[],
  ): unknown {
    if (activations.at[index] === ELSEWHERE || typeof thrown === 'symbol') {
      return leave(index, thrown, unit, func, variables);
    }
    checkPlace(index, unit);
    try {
      const frame = activations.frameOf(index, func);
      const exception = leave(index, thrown, unit, func, variables, bare) as PyBaseException;
      endCoroutine(frame);
      thread.propagating = stopIterationError(exception, frame.code);
      return thread.propagating;
    } finally {
      if (excState !== undefined) thread.excInfo = excState.previous!;
    }
  }

  /** As `ended`, for a coroutine that was run as a function. */
  function endedCoroutine(index: number, unit: CodeUnit, func: PyFunction, variables: Variables): void {
    const frame = activations.frames[index];
    ended(index, unit, func, variables);
    if (frame !== undefined) endCoroutine(frame);
  }

  /** Somebody may have asked the frame for its coroutine. */
  function endCoroutine(frame: Frame): void {
    frame.previous = undefined;
    const { generator } = frame;
    if (generator === undefined) return;
    generator.state = FRAME_COMPLETED;
    generator.frame = undefined;
  }

  /** The function has returned and somebody has its frame, who alone keeps it and its variables alive from now on. */
  function ended(index: number, unit: CodeUnit, func: PyFunction | undefined, variables: Variables): void {
    const frame = activations.dropFrame(index);
    if (frame === undefined) return;
    activations.link(index, frame, thread.heapFrame);
    frame.func = func;
    if (func !== undefined && unit.code.executable!.isLookedAt) setCompiledForm(func, undefined);
    keepVariables(frame, variables);
    frame.instrPtr = activations.at[index]! - unit.base + 1;
  }

  /** As `ended`, at a RETURN_VALUE, which tier 0 executes if a tool watches: it tells of it. */
  function returned(
    index: number,
    unit: CodeUnit,
    func: PyFunction | undefined,
    variables: (PyObject | undefined)[],
    value: PyObject,
  ): PyObject {
    if (thread.interp.monitoring.watchesAnything) {
      const instruction = activations.at[index]! - unit.base;
      return exit(index, unit, func, instruction, NO_ASSUMPTION, [...variables, value]);
    }
    ended(index, unit, func, variables);
    return value;
  }

  /** `raise` without an exception, at a place as activations note it. */
  function reraiseHandled(place: number): PyBaseException {
    const handled = errors.currentException(thread);
    return handled === undefined ? errors.nothingToReraise() : reraised(handled, place);
  }

  /** An exception goes on its way; `origin` is the place where it was raised first. */
  function reraised(exception: PyBaseException, origin: number): PyBaseException {
    activations.reraised = exception;
    activations.reraisedAt = origin;
    return exception;
  }

  return {
    ...callDoors(thread),
    T: thread,
    leavesHere: randomExits(exits),
    S: activations,
    A: activations.at,
    B: thread.breaker,
    None,
    LIST_ITER: PyListIter.type,
    TUPLE_ITER: PyTupleIter.type,
    KEY_ITER: PyDictKeyIter.type,
    VALUE_ITER: PyDictValueIter.type,
    ENTRY_ITER: PyDictItemIter.type,
    TEXT_ITER: PyStrAsciiIterator.type,
    LIST_REV_ITER: PyListRevIter.type,
    ENUMERATE: PyEnumerate.type,
    ZIP: PyZip.type,
    NotImplemented,
    ARRAY: PyArray.type,
    BYTES: PyBytes.type,
    BYTEARRAY: PyByteArray.type,
    DICT: PyDict.type,
    FLOAT: PyFloat.type,
    LIST: PyList.type,
    TUPLE: PyTuple.type,
    SET: PySet.type,
    FROZENSET: PyFrozenSet.type,
    RANGE_ITER: PyRangeIter.type,
    GENERATOR: PyGenerator.type,
    COROUTINE: PyCoroutine.type,
    PyCell,
    PyFloat,
    PyFunction,
    PyMethod,
    PyCFunction,
    PyMethodDescr,
    STR: strType,
    typeOf,
    PyList,
    PyModule,
    PySlice,
    PyTuple,
    enter,
    isSeen,
    mustLeave,
    exit: exitFunction,
    leaving,
    caught,
    throwPropagating: doors.throwPropagating,
    arrive,
    leave,
    fail,
    hasRoom,
    isWatched: () => thread.interp.monitoring.watchesAnything,
    unheld,
    abandon,
    dictEntryOf,
    dictGetItem,
    dictReplaceItem,
    isData,
    foundOther,
    classOrAnyAttr,
    presentAttr,
    missingKey,
    tryItem,
    tryPop,
    trySend,
    nextItem,
    endOfIteration,
    ended,
    returned,
    mustInterpret,
    interpretStep,
    exitStep,
    leaveStep,
    mustStart,
    startCoroutine,
    waitFor,
    exitAwait,
    leaveAwait,
    endedCoroutine,
    ExcState,
    isGenerator,
    send,
    drive: driverFor(thread, measureRoom),
    generatorOver,
    RETURNED,
    DELEGATED,
    forget,
    keepWatch: generators.keepWatch,
    makeCoroutine: generators.makeCoroutine,
    yieldFromIter: generators.yieldFromIter,
    awaitableIter: generators.awaitableIter,
    asyncIter: generators.asyncIter,
    asyncNext: generators.asyncNext,
    stopIterationValue: errors.stopIterationValue,
    isStopAsyncIteration: errors.isStopAsyncIteration,
    Frame,
    YOUNG,
    PyGenerator,
    PyAsyncGenerator,
    reraiseHandled,
    reraised,
    raised: errors.raised,
    raisedNew: errors.raisedNew,
    BARE,
    boxTagged,
    newRange,
    newRangeIter,
    slotValue,
    isWritableSlot,
    floatFloorDiv,
    floatMod,
    floatPow,
    nextOfList,
    nextOfTuple,
    nextKey,
    nextValue,
    nextEntry,
    nextOfText,
    nextOfReversed,
    isInstance,
    isInstanceNoted,
    plainInit: calls.plainInit,
    exceptionInit: calls.exceptionInit,
    onlyKeepsArguments,
    checkInit: calls.checkInit,
    kwnamesOf: calls.kwnamesOf,
    requiredDefault,
    genericGetAttr,
    genericSetAttr,
    getAttr,
    methodOf,
    setAttr,
    isSame,
    compareByRight,
    richCompare,
    isTrue,
    plainTruth,
    dictSetItem,
    newDictOf,
    appendDouble,
    appendTo,
    listOf,
    storeItem,
    getIter,
    next,
    negative: number.negative,
    invert: number.invert,
    contains,
    inSet,
    setAdd,
    deleteItem,
    getItem,
    getSlice,
    getSteppedSlice,
    moveItems,
    setSlice,
    length,
    lengthAsInt,
    setItem,
    BINARY_OPS: ops.BINARY_OPS,
    buildSet: ops.buildSet,
    setUpdate: ops.setUpdate,
    joinStrings: ops.joinStrings,
    listExtend: ops.listExtend,
    dictUpdate: ops.dictUpdate,
    dictMerge: ops.dictMerge,
    keywordsOf: ops.keywordsOf,
    unpackedItems,
    withoutLeft: ops.withoutLeft,
    unpackEx: ops.unpackEx,
    formatSimple: ops.formatSimple,
    formatWithSpec: ops.formatWithSpec,
    convertValue: ops.convertValue,
    INTRINSICS_1,
    INTRINSICS_2,
    makeFunction: calls.makeFunction,
    setFunctionAttribute: calls.setFunctionAttribute,
    matches: errors.matches,
    matchGroup: errors.matchGroup,
    unboundLocal: errors.unboundLocal,
    unboundDeref: errors.unboundDeref,
    isMapping: match.isMapping,
    isSequence: match.isSequence,
    matchKeys: match.matchKeys,
    matchClass: match.matchClass,
    importName: imports.importName,
    importFrom: imports.importFrom,
    commonConstant: names.commonConstant,
    loadGlobal: names.loadGlobal,
    loadName: names.loadName,
    storeName: names.storeName,
    deleteName: names.deleteName,
    deleteGlobal: names.deleteGlobal,
    loadLocals: names.loadLocals,
    loadBuildClass: names.loadBuildClass,
    loadSpecial: names.loadSpecial,
    loadSuperAttr: names.loadSuperAttr,
  };
}
