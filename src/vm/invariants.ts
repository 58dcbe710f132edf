/**
 * What must hold before each instruction. The debug build (TYTHON_DEBUG=1 when building) checks it, the release build
 * has none of this. A violation is a bug of the compiler or of an opcode's body, so it is a JavaScript Error.
 *
 * - An instruction begins here, not an inline cache.
 * - The operand stack is as deep as following all paths through the code says, exception handlers included.
 * - Each value is one that Python can see, in its canonical form: ints that fit are numbers, text beyond the Basic
 *   Multilingual Plane is no JavaScript string.
 */
import { decodeWords } from '../bytecode/instructions.ts';
import { parseExceptionTable } from '../bytecode/locations.ts';
import { hasJump, isScopeExit, isUnconditionalJump, stackEffect } from '../bytecode/opcode-metadata.ts';
import {
  JUMP_BACKWARD,
  JUMP_BACKWARD_NO_INTERRUPT,
  OPCODE_CACHES,
  OPCODE_NAMES,
} from '../bytecode/opcodes.gen.ts';
import type { PyCode } from '../objects/code.ts';
import type { Frame } from '../objects/frame.ts';
import { PyBaseObject } from '../objects/object.ts';
import { utf16FromStr } from '../objects/str.ts';

/** No path leads here. */
const UNREACHED = -1;

interface Expectations {
  readonly words: Int32Array;
  /** How deep the stack is before each code unit. */
  readonly depths: Int16Array;
}

const expectations = new WeakMap<PyCode, Expectations>();

/** Where an instruction jumps to, −1 where it does not jump. */
function targetOf(opcode: number, oparg: number, next: number): number {
  // END_ASYNC_FOR has the distance to its loop as oparg, and does not jump.
  if (!hasJump(opcode) || OPCODE_NAMES[opcode] === 'END_ASYNC_FOR') return -1;
  return opcode === JUMP_BACKWARD || opcode === JUMP_BACKWARD_NO_INTERRUPT ? next - oparg : next + oparg;
}

/** Follows all paths through the code. */
function expect(code: PyCode): Expectations {
  const words = decodeWords(code.co_code);
  const depths = new Int16Array(words.length).fill(UNREACHED);
  const work: number[] = [];
  const reach = (index: number, depth: number): void => {
    if (index >= words.length || depths[index] !== UNREACHED) return;
    depths[index] = depth;
    work.push(index);
  };
  reach(0, 0);
  for (const { target, depth, lasti } of parseExceptionTable(code.co_exceptiontable)) {
    reach(target >> 1, depth + (lasti ? 2 : 1));
  }
  for (let index = work.pop(); index !== undefined; index = work.pop()) {
    const opcode = words[index]! & 255;
    const oparg = words[index]! >>> 8;
    const depth = depths[index]!;
    const next = index + 1 + OPCODE_CACHES[opcode]!;
    const target = targetOf(opcode, oparg, next);
    if (target >= 0) reach(target, depth + stackEffect(opcode, oparg, 1));
    if (!isScopeExit(opcode) && !isUnconditionalJump(opcode))
      reach(next, depth + stackEffect(opcode, oparg, 0));
  }
  return { words, depths };
}

/** Is it a value that may stand on the operand stack? `undefined` is NULL. */
function isValid(value: unknown): boolean {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return true;
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0);
    case 'bigint':
      return value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER);
    case 'string':
      return !/[\ud800-\udbff][\udc00-\udfff]/.test(value);
    default:
      return value instanceof PyBaseObject;
  }
}

function violation(what: string, code: PyCode, words: Int32Array, index: number): never {
  const opcode = OPCODE_NAMES[(words[index] ?? 0) & 255] ?? 'no instruction';
  throw new Error(`${what} at ${2 * index} (${opcode}) of ${utf16FromStr(code.co_qualname)}`);
}

/** Checks the state before the instruction at `index` of the frame's code. */
export function checkInstruction(frame: Frame, index: number, sp: number): void {
  const { code } = frame;
  let expected = expectations.get(code);
  if (expected === undefined) {
    expected = expect(code);
    expectations.set(code, expected);
  }
  const { words, depths } = expected;
  const depth = depths[index] ?? UNREACHED;
  if (depth === UNREACHED) violation('an instruction is executed that no path leads to', code, words, index);
  const base = code.localsCount;
  if (sp !== base + depth) violation(`the stack is ${sp - base} deep, not ${depth},`, code, words, index);
  for (let i = base; i < sp; i++) {
    const value: unknown = frame.localsplus[i];
    if (!isValid(value)) violation(`the stack holds ${String(value)}`, code, words, index);
  }
}
