/**
 * Assigning to `f_lineno`: going on at another line. The operand stack at the target must be one that the present stack
 * can be made into by popping, so that nobody jumps into a loop or an exception handler. To know it, the stack is
 * followed through the whole code, as a list of what kinds of values it holds.
 * CPython: `mark_stacks`, `frame_lineno_set_impl` in Objects/frameobject.c.
 */

import { decodeWords } from '../bytecode/instructions.ts';
import { parseExceptionTable, parseLocationTable } from '../bytecode/locations.ts';
import { stackEffect } from '../bytecode/opcode-metadata.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import type { PyCode } from '../objects/code.ts';
import { exceptionTypes, type PyBaseException } from '../objects/exception.ts';
import type { PyFrame } from '../objects/frame.ts';
import { generatorOf } from '../objects/frame.ts';
import { None } from '../objects/singletons.ts';
import { valueError } from './errors.ts';
import * as events from './monitoring/events.ts';
import type { Thread } from './state.ts';

/** A stack, one character a value, the top at the end. */
type Stack = string | typeof UNREACHED | typeof OVERFLOWED;

const UNREACHED = -2;
const OVERFLOWED = -1;

/** Deeper stacks are not followed. */
const MAX_DEPTH = 21;

// Kinds of values, in the order in which stacks are compared.
const ITERATOR = '1';
const EXCEPT = '2';
const OBJECT = '3';
const NULL = '4';
const LASTI = '5';

function push(stack: Stack, kind: string): Stack {
  return typeof stack === 'number' || stack.length >= MAX_DEPTH ? OVERFLOWED : stack + kind;
}

function pop(stack: Stack): Stack {
  return typeof stack === 'number' ? stack : stack.slice(0, -1);
}

/** The kind of the value `n` below the top, 1 for the top itself. */
function peek(stack: Stack, n: number): string {
  return (typeof stack === 'number' ? undefined : stack.at(-n)) ?? OBJECT;
}

function swap(stack: Stack, n: number): Stack {
  if (typeof stack === 'number' || stack.length < n) return stack;
  const at = stack.length - n;
  return stack.slice(0, at) + peek(stack, 1) + stack.slice(at + 1, -1) + stack[at];
}

/** Is `a` the greater of two stacks: deeper, or of greater kinds? */
function isGreater(a: Stack, b: Stack): boolean {
  if (typeof a === 'number' || typeof b === 'number')
    return typeof b === 'number' && (typeof a === 'string' || a > b);
  return a.length === b.length ? a > b : a.length > b.length;
}

/** The stack behind an instruction that has no rule of its own. */
function applyEffect(stack: Stack, opcode: number, oparg: number): Stack {
  let result = stack;
  let delta = stackEffect(opcode, oparg, -1);
  for (; delta < 0; delta++) result = pop(result);
  for (; delta > 0; delta--) result = push(result, OBJECT);
  return result;
}

/** The stack before each code unit. */
function markStacks(code: PyCode): Stack[] {
  const words = decodeWords(code.co_code);
  const handlers = parseExceptionTable(code.co_exceptiontable);
  const stacks = new Array<Stack>(words.length + 1).fill(UNREACHED);
  stacks[0] = '';
  let again = true;
  while (again) {
    again = false;
    for (let i = 0; i < words.length; ) {
      const before = stacks[i]!;
      const opcode = words[i]! & 255;
      const oparg = words[i]! >>> 8;
      const next = i + 1 + op.OPCODE_CACHES[opcode]!;
      if (before === UNREACHED) {
        i = next;
        continue;
      }
      switch (opcode) {
        case op.EXTENDED_ARG:
          stacks[next] = before;
          break;
        case op.POP_JUMP_IF_FALSE:
        case op.POP_JUMP_IF_TRUE:
        case op.POP_JUMP_IF_NONE:
        case op.POP_JUMP_IF_NOT_NONE:
          stacks[next] = stacks[next + oparg] = pop(before);
          break;
        case op.SEND:
          stacks[next] = stacks[next + oparg] = before;
          break;
        case op.JUMP_FORWARD:
          stacks[next + oparg] = before;
          break;
        case op.JUMP_BACKWARD:
        case op.JUMP_BACKWARD_NO_INTERRUPT:
          again ||= stacks[next - oparg] === UNREACHED;
          stacks[next - oparg] = before;
          break;
        case op.GET_ITER:
        case op.GET_AITER:
          stacks[next] = push(pop(before), ITERATOR);
          break;
        case op.FOR_ITER:
          stacks[next] = stacks[next + oparg] = push(before, OBJECT);
          break;
        case op.END_ASYNC_FOR:
          stacks[next] = pop(pop(before));
          break;
        case op.PUSH_EXC_INFO:
          stacks[next] = push(before, EXCEPT);
          break;
        case op.POP_EXCEPT:
          stacks[next] = pop(before);
          break;
        case op.RETURN_VALUE:
        case op.RAISE_VARARGS:
        case op.RERAISE:
          break;
        case op.PUSH_NULL:
          stacks[next] = push(before, NULL);
          break;
        case op.LOAD_GLOBAL: {
          const pushed = push(before, OBJECT);
          stacks[next] = oparg & 1 ? push(pushed, NULL) : pushed;
          break;
        }
        case op.LOAD_ATTR:
          stacks[next] = oparg & 1 ? push(push(pop(before), OBJECT), NULL) : before;
          break;
        case op.SWAP:
          stacks[next] = swap(before, oparg);
          break;
        case op.COPY:
          stacks[next] = push(before, peek(before, oparg));
          break;
        default:
          stacks[next] = applyEffect(before, opcode, oparg);
      }
      i = next;
    }
    for (const { start, target, depth, lasti } of handlers) {
      const guarded = stacks[start >> 1]!;
      if (guarded === UNREACHED || stacks[target >> 1] !== UNREACHED) continue;
      again = true;
      const kept = typeof guarded === 'string' ? guarded.slice(0, depth) : guarded;
      stacks[target >> 1] = push(lasti ? push(kept, LASTI) : kept, EXCEPT);
    }
  }
  return stacks;
}

function isCompatibleKind(from: string, to: string): boolean {
  if (to === OBJECT) return from !== NULL;
  return to === NULL || from === to;
}

/** Can the one stack be made into the other by popping? */
function isCompatible(from: Stack, to: Stack): boolean {
  if (typeof from === 'number' || typeof to === 'number') return false;
  let kept = from;
  while (isGreater(kept, to)) kept = kept.slice(0, -1);
  if (kept.length !== to.length) return false;
  for (let i = 0; i < kept.length; i++) if (!isCompatibleKind(kept[i]!, to[i]!)) return false;
  return true;
}

/** Why nobody can jump to where this stack is. */
function explain(to: Stack): string {
  if (to === OVERFLOWED) return 'stack is too deep to analyze';
  if (to === UNREACHED) return "can't jump into an exception handler, or code may be unreachable";
  switch (peek(to, 1)) {
    case EXCEPT:
      return "can't jump into an 'except' block as there's no exception";
    case LASTI:
      return "can't jump into a re-raising block as there's no location";
    case ITERATOR:
      return "can't jump into the body of a for loop";
    default:
      return 'incompatible stacks';
  }
}

/** Code units by the line that begins there. */
function lineStarts(code: PyCode): Map<number, number> {
  const starts = new Map<number, number>();
  let last: number | undefined;
  for (const { start, lineno } of parseLocationTable(code.co_linetable, Number(code.co_firstlineno))) {
    if (lineno === undefined || lineno === last) continue;
    starts.set(start >> 1, lineno);
    last = lineno;
  }
  return starts;
}

/** Jumps are for trace functions, and not while an event is told that leaves the frame or is about to enter it. */
function checkEvent(event: number): void {
  switch (event) {
    case events.PY_RESUME:
    case events.JUMP:
    case events.BRANCH:
    case events.BRANCH_LEFT:
    case events.BRANCH_RIGHT:
    case events.LINE:
    case events.PY_YIELD:
      return;
    case events.PY_START:
      throw valueError("can't jump from the 'call' trace event of a new frame");
    case events.CALL:
    case events.C_RETURN:
      throw valueError("can't jump during a call");
    default:
      throw valueError(
        event < 0
          ? 'f_lineno can only be set in a trace function'
          : "can only jump from a 'line' trace event",
      );
  }
}

interface Target {
  readonly index: number;
  readonly stack: Stack;
}

/** The best place of a line to go to: the one with the deepest stack. */
function findTarget(
  starts: ReadonlyMap<number, number>,
  line: number,
  stacks: readonly Stack[],
  from: Stack,
): Target {
  let best: Target | undefined;
  let why: string | undefined;
  for (const [index, startLine] of starts) {
    if (startLine !== line) continue;
    const stack = stacks[index]!;
    if (isCompatible(from, stack)) {
      if (best === undefined || isGreater(stack, best.stack)) best = { index, stack };
    } else if (why === undefined) {
      if (from === OVERFLOWED) why = 'stack to deep to analyze';
      else if (from === UNREACHED) why = "can't jump from unreachable code";
      else why = explain(stack);
    }
  }
  if (best === undefined) throw valueError(why ?? 'cannot find bytecode for specified line');
  return best;
}

/** Variables that the code at the target may take for bound become None. */
function bindLocals(thread: Thread, self: PyFrame): void {
  const { localsplus, code } = self.frame;
  const count = code.localsCount;
  let unbound = 0;
  for (let i = 0; i < count; i++) if (localsplus[i] === undefined) unbound++;
  if (unbound === 0) return;
  const message = `assigning None to ${unbound} unbound local${unbound === 1 ? '' : 's'}`;
  thread.interp.warn?.(exceptionTypes.get('RuntimeWarning')!, message, 1);
  for (let i = 0; i < count; i++) localsplus[i] ??= None;
}

/** `frame.f_lineno = line`. */
export function jumpToLine(thread: Thread, self: PyFrame, line: number): void {
  checkEvent(thread.whatEvent);
  const { frame } = self;
  const { code } = frame;
  if (line > 0x7fffffff || line < -0x80000000) throw valueError('lineno out of range');
  if (line < Number(code.co_firstlineno)) {
    throw valueError(`line ${line} comes before the current code block`);
  }
  const starts = lineStarts(code);
  let newLine = Number.POSITIVE_INFINITY;
  for (const start of starts.values()) if (start >= line && start < newLine) newLine = start;
  if (newLine === Number.POSITIVE_INFINITY) {
    throw valueError(`line ${line} comes after the current code block`);
  }
  const stacks = markStacks(code);
  const isSuspended = generatorOf(frame)?.isSuspended() ?? false;
  const from = stacks[isSuspended ? frame.instrPtr : frame.instrPtr - 1]!;
  const target = findTarget(starts, newLine, stacks, from);
  bindLocals(thread, self);
  let stack = isSuspended ? pop(from) : from;
  while (isGreater(stack, target.stack)) {
    const popped = frame.localsplus[--frame.stackpointer];
    if (peek(stack, 1) === EXCEPT)
      thread.excInfo.value = popped === None ? undefined : (popped as PyBaseException);
    stack = pop(stack);
  }
  self.lineno = 0;
  frame.instrPtr = isSuspended ? target.index : target.index + 1;
  self.hasJumped = !isSuspended;
}
