/** What the instructions behind the one at hand do with its result: that decides how the result is best held. */
import {
  NB_ADD,
  NB_AND,
  NB_INPLACE_AND,
  NB_MULTIPLY,
  NB_OR,
  NB_SUBSCR,
  NB_SUBTRACT,
  NB_XOR,
} from '../bytecode/opargs.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import type { Translator } from './translator.ts';
import { isMask } from './values.ts';

/** What may put an int on the stack without doing anything else. */
const INT_LOADS: ReadonlySet<number> = new Set([op.LOAD_SMALL_INT, op.LOAD_FAST, op.LOAD_FAST_BORROW]);

/** What may bring the mapping of `f(**mapping)`. */
const MAPPING_LOADS: ReadonlySet<number> = new Set([
  op.LOAD_FAST,
  op.LOAD_FAST_BORROW,
  op.LOAD_DEREF,
  op.LOAD_GLOBAL,
  op.LOAD_NAME,
  op.LOAD_ATTR,
]);

/** The operators whose lowest bits follow from those of the operands. */
const KEEPS_WIDE: ReadonlySet<number> = new Set([NB_ADD, NB_SUBTRACT, NB_MULTIPLY, NB_AND, NB_OR, NB_XOR]);

/** The opcode behind the instruction at hand; −1 at the end of its block. */
export function nextOpcode({ subject, pc, blockEnd }: Translator): number {
  const { words } = subject.unit.code.executable!;
  const next = pc + 1 + OPCODE_CACHES[words[pc]! & 255]!;
  return next < blockEnd ? words[next]! & 255 : -1;
}

/** Is the result the index of a subscription? */
export function isSubscriptNext(t: Translator): boolean {
  const { words } = t.subject.unit.code.executable!;
  const opcode = nextOpcode(t);
  if (opcode !== op.BINARY_OP) return opcode === op.STORE_SUBSCR;
  return words[t.pc + 1 + OPCODE_CACHES[words[t.pc]! & 255]!]! >>> 8 === NB_SUBSCR;
}

/** Do the next instructions take no more of the result than its lowest 32 bits, perhaps after a sum or product? */
export function isMaskedNext({ subject, pc, blockEnd }: Translator): boolean {
  const { code } = subject.unit;
  const { words } = code.executable!;
  let at = pc;
  for (;;) {
    const load = at + 1 + OPCODE_CACHES[words[at]! & 255]!;
    at = load + 1;
    if (at >= blockEnd || (words[at]! & 255) !== op.BINARY_OP) return false;
    const loading = words[load]! & 255;
    const constant = loading === op.LOAD_CONST ? code.co_consts[words[load]! >>> 8] : undefined;
    const operator = words[at]! >>> 8;
    if (operator === NB_AND || operator === NB_INPLACE_AND) {
      if (loading === op.LOAD_SMALL_INT || isMask(constant)) return true;
    }
    const isOperand = typeof constant === 'number' || INT_LOADS.has(loading);
    if (!isOperand || !KEEPS_WIDE.has(operator)) return false;
  }
}

/** Do the next instructions store so many values of the stack in fast locals? */
export function areStoredNext({ subject, pc, blockEnd }: Translator, count: number): boolean {
  const { words } = subject.unit.code.executable!;
  let left = count;
  let at = pc + 1 + OPCODE_CACHES[words[pc]! & 255]!;
  for (; left > 0 && at < blockEnd; at++) {
    const opcode = words[at]! & 255;
    if (opcode === op.STORE_FAST) left--;
    else if (opcode === op.STORE_FAST_STORE_FAST && left > 1) left -= 2;
    else return opcode === op.STORE_FAST_LOAD_FAST && left === 1;
  }
  return left === 0;
}

/** Do the next instructions load a mapping, merge it into the dict that this one makes, and call with that as keywords? */
export function areKeywordsNext({ subject, pc, blockEnd }: Translator): boolean {
  const { words } = subject.unit.code.executable!;
  let at = pc + 1;
  while (at < blockEnd && MAPPING_LOADS.has(words[at]! & 255)) at += 1 + OPCODE_CACHES[words[at]! & 255]!;
  if (at + 1 >= blockEnd || (words[at]! & 255) !== op.DICT_MERGE) return false;
  return (words[at + 1]! & 255) === op.CALL_FUNCTION_EX;
}

/** What may bring the class of an `except` clause, or the classes. */
const CLASS_LOADS: ReadonlySet<number> = new Set([
  op.LOAD_FAST,
  op.LOAD_FAST_BORROW,
  op.LOAD_DEREF,
  op.LOAD_GLOBAL,
  op.LOAD_NAME,
  op.LOAD_ATTR,
  op.BUILD_TUPLE,
]);

/** Is an exception raised once more behind the instruction at hand? */
export function isReraiseNext({ subject, pc }: Translator): boolean {
  const { words } = subject.unit.code.executable!;
  return (words[pc + 1 + OPCODE_CACHES[words[pc]! & 255]!]! & 255) === op.RERAISE;
}

/** Behind PUSH_EXC_INFO: does no `except` clause give the exception a name, or to anybody else? */
export function isAnonymousHandler({ subject, pc }: Translator): boolean {
  const { words } = subject.unit.code.executable!;
  const opcodeAt = (at: number): number => words[at]! & 255;
  const behind = (at: number): number => at + 1 + OPCODE_CACHES[opcodeAt(at)]!;
  for (let at = behind(pc); ; ) {
    if (opcodeAt(at) === op.POP_TOP || opcodeAt(at) === op.RERAISE) return true;
    while (CLASS_LOADS.has(opcodeAt(at))) at = behind(at);
    if (opcodeAt(at) !== op.CHECK_EXC_MATCH) return false;
    at = behind(at);
    if (opcodeAt(at) !== op.POP_JUMP_IF_FALSE) return false;
    const next = behind(at) + (words[at]! >>> 8);
    at = behind(at);
    if (opcodeAt(at) === op.NOT_TAKEN) at = behind(at);
    if (opcodeAt(at) !== op.POP_TOP) return false;
    at = next;
  }
}
