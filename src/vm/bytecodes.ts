/**
 * What every opcode does: the only place where it is said.
 *
 * scripts/generate-interpreter.ts prints the interpreter loop (interpreter.gen.ts) from these bodies and from the
 * stack pictures of bytecode/opcode-table.ts; the file itself is never imported. There are two kinds of entry:
 *
 *   inst  works on the names of its stack picture: the printed code pops the inputs before the body and pushes the
 *         outputs behind it. A picture `(iter -- iter, next)` leaves `iter` where it is.
 *   raw   works on the stack itself: `locals[sp - 1]` is the top.
 *
 * The declarations below type-check the bodies and say what the loop keeps in variables. A body must stay thin, one or
 * two calls with the fast path first: V8 stops optimising a function whose bytecode exceeds 61,440 bytes, and the
 * loop then runs eighteen times slower. CPython: Python/bytecodes.c.
 */

import { COMPARE_OP_SHIFT, COMPARE_OP_TO_BOOL, NB_SUBSCR } from '../bytecode/opargs.ts';
import { NOT_TAKEN } from '../bytecode/opcodes.gen.ts';
import { PyCell } from '../objects/cell.ts';
import type { Executable } from '../objects/code.ts';
import type { CellStorage, PyDict } from '../objects/dict.ts';
import type { PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import type { PyFunction } from '../objects/function.ts';
import { FRAME_SUSPENDED, PyGenerator } from '../objects/generator.ts';
import { listOf, type PyList, PyListIter } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PyRangeIter } from '../objects/range.ts';
import type { PySet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { PySlice } from '../objects/slice.ts';
import { PyTuple, PyTupleIter } from '../objects/tuple.ts';
import { appendTo } from '../runtime/append-item.ts';
import { getAttr, methodOf, setAttr } from '../runtime/attributes.ts';
import { isSame, richCompare } from '../runtime/compare.ts';
import { isTrue } from '../runtime/convert.ts';
import { dictSetItem, newDictOf } from '../runtime/dict.ts';
import { send } from '../runtime/generators.ts';
import { nextOfList, nextOfTuple, notAnIterator } from '../runtime/iter.ts';
import * as number from '../runtime/number.ts';
import { getSlice, setSlice } from '../runtime/plain-slices.ts';
import { contains, deleteItem, setItem } from '../runtime/sequence.ts';
import type { Thread } from '../runtime/state.ts';
import { typeOf } from '../runtime/type-of.ts';
import * as calls from './calls.ts';
import * as errors from './exceptions.ts';
import * as generators from './generators.ts';
import * as imports from './imports.ts';
import * as intrinsics from './intrinsics.ts';
import * as match from './match.ts';
import * as names from './names.ts';
import * as ops from './operators.ts';
import { poll } from './poll.ts';
import { isNewReceiver, noteReceiver, noteSuper } from './receivers.ts';

// What the loop keeps in variables.
declare const thread: Thread;
declare let frame: Frame;
/** The fast locals and the operand stack of the frame. */
declare let locals: PyObject[];
/**
 * Index behind the top of the stack. Results of calls go to the stack at once: a constant of a body would keep alive
 * what it held last, in a loop that is waiting for another one.
 */
declare let sp: number;
/** Set when what is thrown now is not to be handled in this loop. */
declare let leaving: boolean;
/** Index of the code unit behind the instruction; its inline cache is skipped after the body. */
declare let pc: number;
declare let exec: Executable;
/** The instructions of the frame's code, and the one that is executed. */
declare let words: Int32Array;
declare const word: number;
declare let oparg: number;
/** The frame that a call has entered last; absent when the last call was made without one. */
declare let entered: Frame | undefined;
/** Inline cache units of the instruction: a constant in the printed code. */
declare const CACHES: number;

/** Loads the loop's variables from `frame` and goes on there. */
declare function reload(): never;
/** Goes on with the instruction at `pc`, without skipping an inline cache. */
declare function next(): never;
/** Raises an exception here. What the functions that a body calls raise they throw. */
declare function raise(exception: PyBaseException): never;
/** Raises without adding the frame to the traceback: it is there already. */
declare function reraise(exception: PyBaseException): never;
/** Leaves the loop with a value. */
declare function exit(value: PyObject): never;
/** Leaves the loop for what is done outside of it; the next instruction is `skip` units behind `pc`. */
declare function leave(skip: number): never;

type Body = () => void;
declare function inst(opcode: string, body: Body): void;
declare function raw(opcode: string, body: Body): void;

// What stack pictures name.
declare let value: PyObject,
  value1: PyObject,
  value2: PyObject,
  res: PyObject,
  result: PyObject,
  retval: PyObject;
declare let lhs: PyObject, rhs: PyObject, left: PyObject, right: PyObject, b: PyObject;
declare let obj: PyObject, iter: PyObject, iterable: PyObject, aiter: PyObject, awaitable: PyObject;
declare let owner: PyObject, v: PyObject, container: PyObject, sub: PyObject, start: PyObject, stop: PyObject;
declare let list: PyObject,
  map: PyObject,
  set: PyObject,
  slice: PyObject,
  tup: PyObject,
  str: PyObject,
  dict: PyObject;
declare let key: PyObject, update: PyObject, len: PyObject, subject: PyObject, keys: PyObject, type: PyObject;
declare let attrs: PyObject,
  values_or_none: PyObject,
  exc: PyObject,
  bc: PyObject,
  func: PyObject,
  codeobj: PyObject;
declare let attr: PyObject,
  cond: PyObject,
  class_dict: PyObject,
  mod_or_class_dict: PyObject,
  fmt_spec: PyObject;
declare let level: PyObject, fromlist: PyObject, from: PyObject, interpolation: PyObject, strings: PyObject;
declare let interpolations: PyObject,
  template: PyObject,
  prev_exc: PyObject,
  new_exc: PyObject,
  exc_value: PyObject;
declare let match_type: PyObject, rest: PyObject, val: PyObject, receiver: PyObject, none: PyObject;
declare let values: PyObject[], pieces: PyObject[], args: PyObject[];

// ── Locals, constants, cells ─────────────────────────────────────────────────────────────────────────────────────

inst('NOP', () => {});
inst('NOT_TAKEN', () => {});
inst('RESERVED', () => {});
inst('EXTENDED_ARG', () => {});
inst('POP_TOP', () => {});
inst('POP_ITER', () => {});
inst('END_FOR', () => {});

raw('RESUME', () => {
  if (thread.evalBreaker) {
    if (poll(thread)) leave(0);
    // When tools have begun to watch this code, it is another instruction by now.
    if (words[pc - 1] !== word) pc--;
  }
});

raw('LOAD_FAST', () => {
  locals[sp++] = locals[oparg]!;
});
raw('LOAD_FAST_BORROW', () => {
  locals[sp++] = locals[oparg]!;
});
raw('LOAD_FAST_CHECK', () => {
  if (locals[oparg] === undefined) throw errors.unboundLocal(frame, oparg);
  locals[sp++] = locals[oparg]!;
});
raw('LOAD_FAST_AND_CLEAR', () => {
  locals[sp++] = locals[oparg]!;
  locals[oparg] = undefined!;
});
raw('LOAD_FAST_LOAD_FAST', () => {
  locals[sp++] = locals[oparg >> 4]!;
  locals[sp++] = locals[oparg & 15]!;
});
raw('LOAD_FAST_BORROW_LOAD_FAST_BORROW', () => {
  locals[sp++] = locals[oparg >> 4]!;
  locals[sp++] = locals[oparg & 15]!;
});
raw('STORE_FAST', () => {
  locals[oparg] = locals[--sp]!;
});
raw('STORE_FAST_LOAD_FAST', () => {
  locals[oparg >> 4] = locals[sp - 1]!;
  locals[sp - 1] = locals[oparg & 15]!;
});
raw('STORE_FAST_STORE_FAST', () => {
  locals[oparg >> 4] = locals[--sp]!;
  locals[oparg & 15] = locals[--sp]!;
});
raw('DELETE_FAST', () => {
  if (locals[oparg] === undefined) throw errors.unboundLocal(frame, oparg);
  locals[oparg] = undefined!;
});
raw('LOAD_CONST', () => {
  locals[sp++] = exec.consts[oparg]!;
});
raw('LOAD_SMALL_INT', () => {
  locals[sp++] = oparg;
});
inst('LOAD_COMMON_CONSTANT', () => {
  value = names.commonConstant(thread, oparg);
});
raw('PUSH_NULL', () => {
  locals[sp++] = undefined!;
});
raw('COPY', () => {
  locals[sp] = locals[sp - oparg]!;
  sp++;
});
raw('SWAP', () => {
  const top = locals[sp - 1]!;
  locals[sp - 1] = locals[sp - oparg]!;
  locals[sp - oparg] = top;
});

inst('MAKE_CELL', () => {
  locals[oparg] = new PyCell(locals[oparg]);
});
inst('COPY_FREE_VARS', () => {
  calls.copyFreeVars(frame, oparg);
});
inst('LOAD_DEREF', () => {
  value = (locals[oparg] as PyCell).value ?? errors.unboundDeref(frame, oparg);
});
inst('STORE_DEREF', () => {
  (locals[oparg] as PyCell).value = v;
});
inst('DELETE_DEREF', () => {
  const cell = locals[oparg] as PyCell;
  if (cell.value === undefined) errors.unboundDeref(frame, oparg);
  cell.value = undefined;
});
inst('LOAD_FROM_DICT_OR_DEREF', () => {
  value = names.loadFromDictOrDeref(frame, class_dict, oparg);
});

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────

raw('LOAD_GLOBAL', () => {
  const cell = exec.globalCells[oparg >> 1];
  if (cell?.value !== undefined && exec.cellsVersion === (frame.globals.storage as CellStorage).version) {
    locals[sp++] = cell.value;
  } else {
    locals[sp++] = names.loadGlobal(frame, exec, oparg >> 1);
  }
  if (oparg & 1) locals[sp++] = undefined!;
});
inst('LOAD_NAME', () => {
  v = names.loadName(frame, exec.names[oparg]!);
});
inst('LOAD_FROM_DICT_OR_GLOBALS', () => {
  v = names.loadFromDictOrGlobals(frame, mod_or_class_dict, exec.names[oparg]!);
});
inst('STORE_NAME', () => {
  names.storeName(frame, exec.names[oparg]!, v);
});
inst('DELETE_NAME', () => {
  names.deleteName(frame, exec.names[oparg]!);
});
inst('STORE_GLOBAL', () => {
  dictSetItem(frame.globals, exec.names[oparg]!.str, v);
});
inst('DELETE_GLOBAL', () => {
  names.deleteGlobal(frame, exec.names[oparg]!);
});
raw('LOAD_LOCALS', () => {
  locals[sp++] = names.loadLocals(frame);
});
inst('LOAD_BUILD_CLASS', () => {
  bc = names.loadBuildClass(frame);
});
inst('SETUP_ANNOTATIONS', () => {
  names.setupAnnotations(frame);
});

// ── Attributes and items ─────────────────────────────────────────────────────────────────────────────────────────

raw('LOAD_ATTR', () => {
  const name = exec.names[oparg >> 1]!;
  const self = locals[sp - 1]!;
  if (thread.compiles && isNewReceiver(self, exec.words[pc]!)) noteReceiver(exec, pc, self);
  if (oparg & 1) {
    const method = methodOf(self, name);
    if (method !== undefined) {
      locals[sp - 1] = method;
      locals[sp++] = self;
    } else {
      locals[sp - 1] = getAttr(self, name);
      locals[sp++] = undefined!;
    }
  } else {
    locals[sp - 1] = getAttr(self, name);
  }
});
inst('STORE_ATTR', () => {
  if (thread.compiles && isNewReceiver(owner, exec.words[pc]!)) noteReceiver(exec, pc, owner);
  setAttr(owner, exec.names[oparg]!, v);
});
inst('DELETE_ATTR', () => {
  setAttr(owner, exec.names[oparg]!, undefined);
});
raw('LOAD_SUPER_ATTR', () => {
  if (thread.compiles && isNewReceiver(locals[sp - 1]!, exec.words[pc]!))
    noteSuper(exec, pc, locals[sp - 2]!, locals[sp - 1]!);
  sp = names.loadSuperAttr(locals, sp, exec.names[oparg >> 2]!, oparg);
});
raw('LOAD_SPECIAL', () => {
  sp = names.loadSpecial(locals, sp, oparg);
});
inst('STORE_SUBSCR', () => {
  ops.noteSubscript(exec, pc, container, sub, '$__setitem__');
  setItem(container, sub, v);
});
inst('DELETE_SUBSCR', () => {
  deleteItem(container, sub);
});
inst('BINARY_SLICE', () => {
  res = getSlice(container, start, stop);
});
inst('STORE_SLICE', () => {
  setSlice(container, start, stop, v);
});
inst('GET_LEN', () => {
  len = ops.length(obj);
});

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────

raw('BINARY_OP', () => {
  const r = locals[--sp]!;
  const l = locals[sp - 1]!;
  if (typeof l === 'number' && typeof r === 'number') {
    if (exec.words[pc] !== 0) exec.words[pc]! |= ops.BOTH_INTS;
    // Sums of safe integers are exact up to 2**54; products and the rest are left to the operator.
    if (oparg === 0 || oparg === 13) {
      const sum = l + r;
      locals[sp - 1] = sum >= -9007199254740991 && sum <= 9007199254740991 ? sum : number.add(l, r);
    } else if (oparg === 10 || oparg === 23) {
      const difference = l - r;
      locals[sp - 1] =
        difference >= -9007199254740991 && difference <= 9007199254740991
          ? difference
          : number.subtract(l, r);
    } else locals[sp - 1] = ops.BINARY_OPS[oparg]!(l, r);
  } else {
    // What was seen here stands in the inline cache: the compiler asks for it.
    if (oparg === NB_SUBSCR) ops.noteSubscript(exec, pc, l, r, '$__getitem__');
    else ops.noteOperands(exec, pc, l, r, oparg);
    locals[sp - 1] = ops.BINARY_OPS[oparg]!(l, r);
  }
});
raw('COMPARE_OP', () => {
  const r = locals[--sp]!;
  const l = locals[sp - 1]!;
  if (typeof l === 'number' && typeof r === 'number') {
    if (exec.words[pc] !== 0) exec.words[pc]! |= ops.BOTH_INTS;
    locals[sp - 1] = ops.compareNumbers(l, r, oparg >> COMPARE_OP_SHIFT);
  } else {
    ops.noteCompared(exec, pc, l, r, oparg >> COMPARE_OP_SHIFT);
    const outcome = richCompare(l, r, oparg >> COMPARE_OP_SHIFT);
    locals[sp - 1] = oparg & COMPARE_OP_TO_BOOL ? isTrue(outcome) : outcome;
  }
});
inst('CONTAINS_OP', () => {
  b = contains(right, left) !== (oparg === 1);
});
inst('IS_OP', () => {
  b = isSame(left, right) !== (oparg === 1);
});
raw('TO_BOOL', () => {
  const top = locals[sp - 1]!;
  if (typeof top !== 'boolean') locals[sp - 1] = isTrue(top);
});
raw('UNARY_NOT', () => {
  locals[sp - 1] = !locals[sp - 1];
});
inst('UNARY_NEGATIVE', () => {
  res = number.negative(value);
});
inst('UNARY_INVERT', () => {
  res = number.invert(value);
});

// ── Displays ─────────────────────────────────────────────────────────────────────────────────────────────────────

inst('BUILD_LIST', () => {
  list = listOf(values);
});
inst('BUILD_TUPLE', () => {
  tup = new PyTuple(values);
});
inst('BUILD_SET', () => {
  set = ops.buildSet(values);
});
inst('BUILD_MAP', () => {
  map = newDictOf(values);
});
inst('BUILD_SLICE', () => {
  slice = new PySlice(args[0]!, args[1]!, args[2] ?? None);
});
inst('BUILD_STRING', () => {
  str = ops.joinStrings(pieces);
});
raw('LIST_APPEND', () => {
  const item = locals[--sp]!;
  appendTo(locals[sp - oparg] as PyList, item);
});
raw('SET_ADD', () => {
  const item = locals[--sp]!;
  ops.setAdd(ops.asSet(locals[sp - oparg]!), item);
});
raw('MAP_ADD', () => {
  sp -= 2;
  dictSetItem(locals[sp - oparg] as PyDict, locals[sp]!, locals[sp + 1]!);
});
raw('LIST_EXTEND', () => {
  const items = locals[--sp]!;
  ops.listExtend(locals[sp - oparg] as PyList, items);
});
raw('SET_UPDATE', () => {
  const items = locals[--sp]!;
  ops.setUpdate(locals[sp - oparg] as PySet, items);
});
raw('DICT_UPDATE', () => {
  const mapping = locals[--sp]!;
  ops.dictUpdate(locals[sp - oparg] as PyDict, mapping);
});
raw('DICT_MERGE', () => {
  const mapping = locals[--sp]!;
  ops.dictMerge(locals[sp - oparg] as PyDict, mapping, locals[sp - oparg - 3]!);
});
raw('UNPACK_SEQUENCE', () => {
  exec.words[pc]! |= ops.unpackedKind(locals[sp - 1]!);
  sp = ops.unpackSequence(locals, sp, oparg);
});
raw('UNPACK_EX', () => {
  sp = ops.unpackEx(locals, sp, oparg & 255, oparg >> 8);
});
inst('FORMAT_SIMPLE', () => {
  res = ops.formatSimple(value);
});
inst('FORMAT_WITH_SPEC', () => {
  res = ops.formatWithSpec(value, fmt_spec);
});
inst('CONVERT_VALUE', () => {
  result = ops.convertValue(value, oparg);
});
raw('BUILD_INTERPOLATION', () => {
  sp = intrinsics.buildInterpolation(locals, sp, oparg);
});
inst('BUILD_TEMPLATE', () => {
  template = intrinsics.buildTemplate(strings, interpolations);
});

// ── Jumps and loops ──────────────────────────────────────────────────────────────────────────────────────────────

raw('JUMP_FORWARD', () => {
  pc += oparg;
});
raw('JUMP_BACKWARD', () => {
  pc += CACHES - oparg;
  if (thread.evalBreaker && poll(thread)) leave(0);
  if (++exec.rounds >= thread.interp.jitRounds && thread.startsCompiled) {
    const loop = thread.interp.jit!.loop(frame, pc, sp);
    if (loop === undefined) {
      // Other loops of the code may be compiled; this one is asked for again when much time has passed.
      exec.rounds = -1_000_000;
    } else {
      // The compiled loop takes the place of the frame, which is left: its exceptions are its caller's.
      const running = frame;
      const { generator } = running;
      running.stackpointer = sp;
      const caller =
        generator === undefined ? calls.leaveFrame(thread, running) : generators.release(thread, running);
      if (caller === undefined) {
        leaving = true;
        exit(loop(running) ?? thread.returnValue!);
      }
      frame = caller;
      locals = caller.localsplus as PyObject[];
      sp = caller.stackpointer;
      exec = frame.code.executable!;
      const returned = loop(running) ?? thread.returnValue!;
      locals[sp++] =
        running.initObject === undefined ? returned : calls.checkInit(running.initObject, returned);
      pc = frame.instrPtr + generators.offsetBehind(frame, generator);
    }
  }
  next();
});
raw('JUMP_BACKWARD_NO_INTERRUPT', () => {
  pc -= oparg;
});
// How often a jump was taken, and how often not, stands in the inline cache.
raw('POP_JUMP_IF_FALSE', () => {
  if (locals[--sp] === false) {
    words[pc]! += ops.JUMP_TAKEN;
    pc += oparg;
  } else {
    words[pc]!++;
    if ((words[pc + 1]! & 255) === NOT_TAKEN) pc++;
  }
});
raw('POP_JUMP_IF_TRUE', () => {
  if (locals[--sp] === true) {
    words[pc]! += ops.JUMP_TAKEN;
    pc += oparg;
  } else {
    words[pc]!++;
    if ((words[pc + 1]! & 255) === NOT_TAKEN) pc++;
  }
});
raw('POP_JUMP_IF_NONE', () => {
  if (locals[--sp] === None) {
    words[pc]! += ops.JUMP_TAKEN;
    pc += oparg;
  } else {
    words[pc]!++;
    if ((words[pc + 1]! & 255) === NOT_TAKEN) pc++;
  }
});
raw('POP_JUMP_IF_NOT_NONE', () => {
  if (locals[--sp] !== None) {
    words[pc]! += ops.JUMP_TAKEN;
    pc += oparg;
  } else {
    words[pc]!++;
    if ((words[pc + 1]! & 255) === NOT_TAKEN) pc++;
  }
});
inst('GET_ITER', () => {
  iter = ops.loopIter(iterable);
});
raw('FOR_ITER', () => {
  const iterator = locals[sp - 1]!;
  // What most loops iterate comes first, without a call through the type: 25 ns a round become 14 to 20.
  if (iterator instanceof PyRangeIter && iterator.remaining > 0) {
    iterator.remaining--;
    locals[sp++] = iterator.next;
    iterator.next += iterator.step;
  } else {
    let item: PyObject | undefined;
    // Of ranges nothing is noted in the inline cache.
    if (iterator instanceof PyListIter) {
      exec.words[pc]! |= iterator.list?.doubles === undefined ? ops.ITERATED_LIST : ops.ITERATED_DOUBLES;
      item = nextOfList(iterator);
    } else if (iterator instanceof PyTupleIter) {
      exec.words[pc]! |= ops.ITERATED_TUPLE;
      item = nextOfTuple(iterator);
    } else if (iterator instanceof PyGenerator && generators.isInterpreted(thread, iterator)) {
      exec.words[pc]! |= ops.ITERATED_OTHER;
      frame = generators.enter(thread, frame, iterator, None, pc, sp, CACHES + oparg);
      reload();
    } else {
      if ((exec.words[pc]! & ops.ITERATED_OTHER) === 0) exec.words[pc]! |= ops.iteratedKind(iterator);
      frame.stackpointer = sp;
      item = (typeOf(iterator).tp_iternext ?? notAnIterator)(iterator);
    }
    if (item !== undefined) locals[sp++] = item;
    else {
      exec.words[pc]! |= ops.ITERATED_END;
      // Behind the loop stands END_FOR, which only a generator that returned a value needs.
      pc += oparg + 1;
    }
  }
});

// ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────────

raw('CALL', () => {
  if (thread.compiles) exec.words[pc]! |= calls.calledKind(locals[sp - oparg - 2]!);
  entered = calls.enterFrame(thread, locals, sp, oparg, undefined);
  if (entered !== undefined) {
    frame.instrPtr = pc;
    frame.stackpointer = sp - oparg - 2;
    frame.returnOffset = CACHES;
    entered.previous = frame;
    thread.heapFrame = frame = entered;
    reload();
  }
  frame.stackpointer = sp;
  locals[sp - oparg - 2] = calls.callFromStack(locals, sp, oparg, undefined);
  sp -= oparg + 1;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
raw('CALL_KW', () => {
  const kwnames = locals[sp - 1] as PyTuple;
  entered = calls.enterFrame(thread, locals, sp - 1, oparg, kwnames);
  if (entered !== undefined) {
    frame.instrPtr = pc;
    frame.stackpointer = sp - oparg - 3;
    frame.returnOffset = CACHES;
    entered.previous = frame;
    thread.heapFrame = frame = entered;
    reload();
  }
  frame.stackpointer = sp;
  locals[sp - oparg - 3] = calls.callFromStack(locals, sp - 1, oparg, kwnames);
  sp -= oparg + 2;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
raw('CALL_FUNCTION_EX', () => {
  entered = calls.enterFrameEx(thread, locals[sp - 4]!, locals[sp - 2]!, locals[sp - 1]);
  if (entered !== undefined) {
    frame.instrPtr = pc;
    frame.stackpointer = sp - 4;
    frame.returnOffset = CACHES;
    entered.previous = frame;
    thread.heapFrame = frame = entered;
    reload();
  }
  frame.stackpointer = sp;
  locals[sp - 4] = calls.callFunctionEx(locals[sp - 4]!, locals[sp - 2]!, locals[sp - 1]);
  sp -= 3;
  if (thread.evalBreaker && poll(thread)) leave(CACHES);
});
inst('CALL_INTRINSIC_1', () => {
  res = intrinsics.INTRINSICS_1[oparg]!(value, frame, thread);
});
inst('CALL_INTRINSIC_2', () => {
  res = intrinsics.INTRINSICS_2[oparg]!(value2, value1);
});
inst('MAKE_FUNCTION', () => {
  func = calls.makeFunction(frame.globals, frame.builtins, codeobj);
});
inst('SET_FUNCTION_ATTRIBUTE', () => {
  calls.setFunctionAttribute(func as PyFunction, oparg, attr);
});
raw('RETURN_VALUE', () => {
  const returned = locals[sp - 1]!;
  const caller = calls.leaveFrame(thread, frame);
  if (caller === undefined) exit(returned);
  locals = caller.localsplus as PyObject[];
  sp = caller.stackpointer;
  locals[sp++] = frame.initObject === undefined ? returned : calls.checkInit(frame.initObject, returned);
  frame = caller;
  exec = frame.code.executable!;
  pc = frame.instrPtr + frame.returnOffset;
  next();
});
raw('INTERPRETER_EXIT', () => {
  exit(locals[sp - 1]!);
});
inst('EXIT_INIT_CHECK', () => {});

// ── Generators and coroutines ────────────────────────────────────────────────────────────────────────────────────

raw('RETURN_GENERATOR', () => {
  const caller = calls.leaveFrame(thread, frame);
  const made = generators.makeGenerator(thread, frame, pc, sp);
  if (caller === undefined) exit(made);
  locals = caller.localsplus as PyObject[];
  sp = caller.stackpointer;
  locals[sp++] = made;
  frame = caller;
  exec = frame.code.executable!;
  pc = frame.instrPtr + frame.returnOffset;
  next();
});
raw('YIELD_VALUE', () => {
  const yielded = locals[--sp]!;
  const caller = generators.suspend(thread, frame, pc, sp, FRAME_SUSPENDED + oparg);
  if (caller === undefined) exit(yielded);
  frame = caller;
  locals = frame.localsplus as PyObject[];
  sp = frame.stackpointer;
  locals[sp++] = yielded;
  exec = frame.code.executable!;
  pc = frame.instrPtr + generators.YIELD_OFFSET;
  next();
});
raw('SEND', () => {
  const sent = locals[sp - 1]!;
  const target = locals[sp - 2]!;
  if (generators.canEnter(thread, target)) {
    frame = generators.enter(thread, frame, target, sent, pc, sp - 1, CACHES + oparg);
    reload();
  }
  const step = send(thread, target, sent);
  if (step === undefined) {
    locals[sp - 1] = thread.returnValue!;
    pc += oparg;
  } else {
    locals[sp - 1] = step;
  }
});
inst('END_SEND', () => {
  val = value;
});
inst('GET_YIELD_FROM_ITER', () => {
  iter = generators.yieldFromIter(frame, iterable);
});
inst('GET_AWAITABLE', () => {
  iter = generators.awaitableIter(iterable, oparg);
});
inst('GET_AITER', () => {
  iter = generators.asyncIter(obj);
});
inst('GET_ANEXT', () => {
  awaitable = generators.asyncNext(aiter);
});
raw('CLEANUP_THROW', () => {
  const thrown = locals[sp - 1] as PyBaseException;
  const returned = errors.stopIterationValue(thrown);
  if (returned === undefined) reraise(thrown);
  sp--;
  locals[sp - 2] = None;
  locals[sp - 1] = returned;
});
raw('END_ASYNC_FOR', () => {
  const thrown = locals[--sp] as PyBaseException;
  if (!errors.isStopAsyncIteration(thrown)) reraise(thrown);
  sp--;
});

// ── Exceptions ───────────────────────────────────────────────────────────────────────────────────────────────────

raw('PUSH_EXC_INFO', () => {
  const thrown = locals[sp - 1]!;
  locals[sp - 1] = thread.excInfo.value ?? None;
  locals[sp++] = thrown;
  thread.excInfo.value = thrown as PyBaseException;
  thread.excInfo.value.isHeld = true;
});
inst('POP_EXCEPT', () => {
  thread.excInfo.value = exc_value === None ? undefined : (exc_value as PyBaseException);
});
inst('CHECK_EXC_MATCH', () => {
  b = errors.matches(left, right);
});
raw('CHECK_EG_MATCH', () => {
  errors.matchGroup(thread, frame, locals, sp);
});
raw('RAISE_VARARGS', () => {
  if (oparg > 0) raise(errors.raised(thread, locals[sp - oparg]!, oparg === 2 ? locals[sp - 1] : undefined));
  const handled = errors.currentException(thread);
  if (handled === undefined) throw errors.nothingToReraise();
  reraise(handled);
});
raw('RERAISE', () => {
  const thrown = locals[--sp] as PyBaseException;
  // The frame stands where the exception was raised first; who handles it is decided here.
  if (oparg > 0) frame.instrPtr = (locals[sp - oparg] as number) + 1;
  reraise(thrown);
});
raw('WITH_EXCEPT_START', () => {
  locals[sp] = errors.callExit(locals, sp);
  sp++;
});

// ── Patterns ─────────────────────────────────────────────────────────────────────────────────────────────────────

inst('MATCH_MAPPING', () => {
  res = match.isMapping(subject);
});
inst('MATCH_SEQUENCE', () => {
  res = match.isSequence(subject);
});
inst('MATCH_KEYS', () => {
  values_or_none = match.matchKeys(subject, keys);
});
raw('MATCH_CLASS', () => {
  sp -= 2;
  locals[sp - 1] = match.matchClass(locals[sp - 1]!, locals[sp]!, oparg, locals[sp + 1]!);
});

// ── Imports ──────────────────────────────────────────────────────────────────────────────────────────────────────

inst('IMPORT_NAME', () => {
  res = imports.importName(frame, exec.names[oparg]!, fromlist, level);
});
inst('IMPORT_FROM', () => {
  res = imports.importFrom(from, exec.names[oparg]!);
});
