/**
 * Checks the code of a pattern before it runs: whoever calls `_sre.compile` with made-up code gets an error, never an
 * engine that runs wild. CPython: `_validate` in Modules/_sre/sre.c.
 */
import { PyBaseException } from '../../objects/exception.ts';
import { runtimeError } from '../../runtime/errors.ts';
import * as op from './opcodes.ts';

function invalid(): never {
  throw runtimeError('invalid SRE code');
}

/** Throws RuntimeError unless the code is well formed. */
export function validateCode(code: Uint32Array, groups: number): void {
  if (code.length === 0 || code[code.length - 1] !== op.SUCCESS || groups < 0 || groups > op.MAXGROUPS)
    invalid();
  new Validator(code, groups).block(0, code.length - 1);
}

class Validator {
  readonly #code: Uint32Array;
  readonly #groups: number;

  constructor(code: Uint32Array, groups: number) {
    this.#code = code;
    this.#groups = groups;
  }

  /** The index to which the skip at `at` leads; it must stay within `end`. */
  #target(at: number, end: number): number {
    const target = at + this.#code[at]!;
    if (at >= end || target > end || target <= at) invalid();
    return target;
  }

  /** A set from `at` up to and including its FAILURE, which must be the last code before `end`. */
  #set(start: number, end: number): void {
    const code = this.#code;
    let at = start;
    while (at < end) {
      switch (code[at++]) {
        case op.NEGATE:
          break;
        case op.LITERAL:
          at++;
          break;
        case op.CATEGORY:
          if (code[at++]! > 17) invalid();
          break;
        case op.RANGE:
        case op.RANGE_UNI_IGNORE:
          at += 2;
          break;
        case op.CHARSET:
          at += 8;
          break;
        case op.BIGCHARSET: {
          const blocks = code[at++]!;
          for (let i = 0; i < 64; i++) {
            const word = code[at + i] ?? invalid();
            for (let shift = 0; shift < 32; shift += 8) if (((word >>> shift) & 255) >= blocks) invalid();
          }
          at += 64 + blocks * 8;
          break;
        }
        case op.FAILURE:
          if (at !== end) invalid();
          return;
        default:
          invalid();
      }
    }
    invalid();
  }

  /** The codes from `start` up to `end`. */
  block(start: number, end: number): void {
    const code = this.#code;
    let at = start;
    while (at < end) {
      const opcode = code[at++]!;
      switch (opcode) {
        case op.MARK:
          if (code[at++]! > 2 * this.#groups + 1) invalid();
          break;
        case op.LITERAL:
        case op.NOT_LITERAL:
        case op.LITERAL_IGNORE:
        case op.NOT_LITERAL_IGNORE:
        case op.LITERAL_LOC_IGNORE:
        case op.NOT_LITERAL_LOC_IGNORE:
        case op.LITERAL_UNI_IGNORE:
        case op.NOT_LITERAL_UNI_IGNORE:
          at++;
          break;
        case op.SUCCESS:
        case op.FAILURE:
        case op.ANY:
        case op.ANY_ALL:
          break;
        case op.AT:
          if (code[at++]! > op.AT_UNI_NON_BOUNDARY) invalid();
          break;
        case op.IN:
        case op.IN_IGNORE:
        case op.IN_LOC_IGNORE:
        case op.IN_UNI_IGNORE: {
          const target = this.#target(at, end);
          this.#set(at + 1, target);
          at = target;
          break;
        }
        case op.INFO:
          at = this.#target(at, end);
          break;
        case op.BRANCH:
          at = this.#branch(at, end);
          break;
        case op.REPEAT_ONE:
        case op.MIN_REPEAT_ONE:
        case op.POSSESSIVE_REPEAT_ONE: {
          const target = this.#repeat(at, end);
          this.block(at + 3, target - 1);
          if (code[target - 1] !== op.SUCCESS) invalid();
          at = target;
          break;
        }
        case op.REPEAT:
        case op.POSSESSIVE_REPEAT: {
          const target = this.#repeat(at, end);
          this.block(at + 3, target);
          const until = code[target];
          const allowed =
            opcode === op.REPEAT ? until === op.MAX_UNTIL || until === op.MIN_UNTIL : until === op.SUCCESS;
          if (!allowed) invalid();
          at = target + 1;
          break;
        }
        case op.ATOMIC_GROUP: {
          const target = this.#target(at, end);
          this.block(at + 1, target - 1);
          if (code[target - 1] !== op.SUCCESS) invalid();
          at = target;
          break;
        }
        case op.GROUPREF:
        case op.GROUPREF_IGNORE:
        case op.GROUPREF_LOC_IGNORE:
        case op.GROUPREF_UNI_IGNORE:
          if (code[at++]! >= this.#groups) invalid();
          break;
        case op.GROUPREF_EXISTS:
          at = this.#conditional(at, end);
          break;
        case op.ASSERT:
        case op.ASSERT_NOT: {
          const target = this.#target(at, end);
          this.block(at + 2, target - 1);
          if (code[target - 1] !== op.SUCCESS) invalid();
          at = target;
          break;
        }
        default:
          invalid();
      }
    }
    if (at !== end) invalid();
  }

  #repeat(at: number, end: number): number {
    const target = this.#target(at, end);
    const min = this.#code[at + 1]!;
    const max = this.#code[at + 2]!;
    if (min > max) invalid();
    return target;
  }

  /** Alternatives: each begins with a skip to the next and ends with a jump behind the last, where a 0 stands. */
  #branch(start: number, end: number): number {
    const code = this.#code;
    let at = start;
    let behind = -1;
    while (code[at] !== 0) {
      const target = this.#target(at, end);
      this.block(at + 1, target - 2);
      if (code[target - 2] !== op.JUMP) invalid();
      const jump = this.#target(target - 1, end + 1);
      if (behind >= 0 && behind !== jump) invalid();
      behind = jump;
      at = target;
    }
    if (behind < 0 || behind !== at + 1) invalid();
    return behind;
  }

  /** `group skip yes [JUMP skip no]`. */
  #conditional(at: number, end: number): number {
    const code = this.#code;
    if (code[at]! >= this.#groups) invalid();
    const target = at + code[at + 1]!;
    if (target > end || target < at + 2) invalid();
    if (target - 3 >= at && code[target - 2] === op.JUMP && this.#isJump(target - 1, end)) {
      const behind = this.#target(target - 1, end);
      // What looks like a jump may be the operand of what stands before it.
      if (this.#isBlock(at + 2, target - 2)) {
        this.block(target, behind);
        return behind;
      }
    }
    this.block(at + 2, target);
    return target;
  }

  #isBlock(at: number, end: number): boolean {
    try {
      this.block(at, end);
      return true;
    } catch (thrown) {
      if (thrown instanceof PyBaseException) return false;
      throw thrown;
    }
  }

  #isJump(at: number, end: number): boolean {
    const target = at + this.#code[at]!;
    return target <= end && target > at;
  }
}
