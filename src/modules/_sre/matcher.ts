/**
 * The matching engine: runs the code of a compiled pattern over a subject, backtracking.
 *
 * A state of the search is a place in the code, a position in the subject, the innermost repeat under way and the
 * marks (ends of groups). Repeats are immutable records, and marks are undone from a log, so that going back to a choice
 * restores all of it exactly; choices stand on an explicit stack, so that long subjects need no JavaScript stack.
 * Only assertions, atomic groups and possessive repeats, which are searched to their end by themselves, nest calls.
 * CPython: Modules/_sre/sre_lib.h.
 */
import { cutTo } from '../../common/arrays.ts';
import {
  asciiLower,
  CharacterSet,
  categoryPredicate,
  isAsciiWord,
  isUnicodeWord,
  unicodeLower,
} from './characters.ts';
import { NativeProgram } from './native-program.ts';
import * as op from './opcodes.ts';

/** What is searched: characters of a str, octets of a bytes-like object. */
export type Subject = string | Uint8Array | Uint32Array | Uint16Array;

/** A `REPEAT` under way: how often its body matched, and where the last round began. */
interface Repeat {
  /** Index behind the REPEAT opcode. */
  readonly pattern: number;
  readonly count: number;
  readonly lastStart: number;
  readonly outer: Repeat | undefined;
}

/** Kinds of choices: what to try when what follows has failed. */
const CHOICE_BRANCH = 0;
const CHOICE_REPEAT_ONE = 1;
const CHOICE_MIN_REPEAT_ONE = 2;
const CHOICE_LEAVE_REPEAT = 3;
const CHOICE_ANOTHER_ROUND = 4;

/** A state to go back to. */
interface Choice {
  readonly kind: number;
  readonly pc: number;
  position: number;
  readonly repeat: Repeat | undefined;
  readonly logLength: number;
  readonly lastIndex: number;
  /** Of a single-character repeat: where it began and how many it has at least, or at most. */
  readonly start: number;
  readonly bound: number;
}

/** A pattern ready to be matched. */
export class Program {
  readonly code: Uint32Array;
  readonly groups: number;
  readonly #sets = new Map<number, CharacterSet>();
  /** A literal that every match begins with, from INFO. */
  readonly prefix: readonly number[];
  /** The index in `code` of a set that the first character must be in; −1 without one. */
  readonly firstSet: number;
  /** No match is shorter. */
  readonly minWidth: number;
  /** The pattern for the host's engine. */
  readonly native: NativeProgram;

  constructor(code: Uint32Array, groups: number) {
    this.native = new NativeProgram(code);
    this.code = code;
    this.groups = groups;
    const info = readInfo(code);
    this.prefix = info.prefix;
    this.firstSet = info.firstSet;
    this.minWidth = info.minWidth;
  }

  /** The set at an index of the code. */
  setAt(index: number): CharacterSet {
    let set = this.#sets.get(index);
    if (set === undefined) {
      set = new CharacterSet(this.code, index);
      this.#sets.set(index, set);
    }
    return set;
  }
}

/** `<INFO> <skip> <flags> <min> <max> [<prefix length> <skip> prefix overlap | set]`. */
function readInfo(code: Uint32Array): { prefix: number[]; firstSet: number; minWidth: number } {
  if (code[0] !== op.INFO) return { prefix: [], firstSet: -1, minWidth: 0 };
  const flags = code[2]!;
  const minWidth = code[3]!;
  if (flags & op.INFO_PREFIX) {
    return { prefix: Array.from(code.subarray(7, 7 + code[5]!)), firstSet: -1, minWidth };
  }
  const hasSet = (flags & 4) !== 0;
  return { prefix: [], firstSet: hasSet ? 5 : -1, minWidth };
}

/** One search over one subject. */
export class Matcher {
  readonly #program: Program;
  readonly #code: Uint32Array;
  readonly #text: string | undefined;
  readonly #units: ArrayLike<number>;
  readonly #end: number;
  /** Two entries a group, −1 where unset. */
  readonly marks: Int32Array;
  lastIndex = -1;
  /** Where the match begins and ends. */
  matchStart = 0;
  matchEnd = 0;
  #log: number[] = [];
  #choices: Choice[] = [];
  #wholeSubject = false;
  /** A match must not be empty here: the one before ended at this place. */
  #mustAdvanceFrom = -1;

  /** `^` and lookbehind see the whole subject, `$` and everything else ends at `end`. */
  constructor(program: Program, subject: Subject, end: number) {
    this.#program = program;
    this.#code = program.code;
    this.#text = typeof subject === 'string' ? subject : undefined;
    this.#units = typeof subject === 'string' ? [] : subject;
    this.#end = end;
    this.marks = new Int32Array(program.groups * 2 + 2).fill(-1);
  }

  #at(i: number): number {
    return this.#text === undefined ? this.#units[i]! : this.#text.charCodeAt(i);
  }

  /** Matches at a position; with `whole` only up to the end. */
  match(position: number, whole: boolean, mustAdvance = false): boolean {
    this.#wholeSubject = whole;
    this.#mustAdvanceFrom = mustAdvance ? position : -1;
    this.#reset();
    const end = this.#run(0, position, undefined);
    if (end < 0) return false;
    this.matchStart = position;
    this.matchEnd = end;
    return true;
  }

  /** Finds the first match at or behind a position. */
  search(position: number, mustAdvance = false): boolean {
    this.#wholeSubject = false;
    this.#mustAdvanceFrom = mustAdvance ? position : -1;
    const { prefix, firstSet, minWidth } = this.#program;
    const last = this.#end - minWidth;
    const set = firstSet < 0 ? undefined : this.#program.setAt(firstSet);
    for (let at = position; at <= last; at++) {
      if (prefix.length > 0) {
        at = this.#findPrefix(prefix, at, last);
        if (at < 0) return false;
      } else if (set !== undefined) {
        while (at <= last && (at >= this.#end || !set.has(this.#at(at)))) at++;
        if (at > last) return false;
      }
      this.#reset();
      const end = this.#run(0, at, undefined);
      if (end >= 0) {
        this.matchStart = at;
        this.matchEnd = end;
        return true;
      }
    }
    return false;
  }

  #findPrefix(prefix: readonly number[], from: number, last: number): number {
    const first = prefix[0]!;
    for (let at = from; at <= last; at++) {
      if (this.#at(at) !== first) continue;
      let i = 1;
      while (i < prefix.length && at + i < this.#end && this.#at(at + i) === prefix[i]) i++;
      if (i === prefix.length) return at;
    }
    return -1;
  }

  #reset(): void {
    if (this.#log.length > 0 || this.lastIndex >= 0) {
      this.marks.fill(-1);
      cutTo(this.#log, 0);
      this.lastIndex = -1;
    }
    cutTo(this.#choices, 0);
  }

  #setMark(mark: number, position: number): void {
    this.#log.push(mark, this.marks[mark]!);
    this.marks[mark] = position;
  }

  #undo(logLength: number, lastIndex: number): void {
    const log = this.#log;
    while (log.length > logLength) {
      const old = log.pop()!;
      this.marks[log.pop()!] = old;
    }
    this.lastIndex = lastIndex;
  }

  #choose(
    kind: number,
    pc: number,
    position: number,
    repeat: Repeat | undefined,
    start = 0,
    bound = 0,
  ): void {
    this.#choices.push({
      kind,
      pc,
      position,
      repeat,
      logLength: this.#log.length,
      lastIndex: this.lastIndex,
      start,
      bound,
    });
  }

  /** Searches a part of the pattern by itself up to its SUCCESS, and forgets its choices. The end, −1 for none. */
  #runAlone(pc: number, position: number, repeat: Repeat | undefined): number {
    const choices = this.#choices;
    const whole = this.#wholeSubject;
    const mustAdvance = this.#mustAdvanceFrom;
    this.#choices = [];
    this.#wholeSubject = false;
    this.#mustAdvanceFrom = -1;
    try {
      return this.#run(pc, position, repeat);
    } finally {
      this.#choices = choices;
      this.#wholeSubject = whole;
      this.#mustAdvanceFrom = mustAdvance;
    }
  }

  /** Runs the code from `pc`; returns the position at SUCCESS, −1 when no choice is left. */
  #run(startPc: number, startPosition: number, startRepeat: Repeat | undefined): number {
    const code = this.#code;
    const end = this.#end;
    const choices = this.#choices;
    let pc = startPc;
    let position = startPosition;
    let repeat = startRepeat;

    for (;;) {
      let failed = false;
      switch (code[pc++]) {
        case op.FAILURE:
          failed = true;
          break;
        case op.SUCCESS:
          if ((this.#wholeSubject && position !== end) || position === this.#mustAdvanceFrom) {
            failed = true;
            break;
          }
          return position;
        case op.INFO:
        case op.JUMP:
          pc += code[pc]!;
          break;
        case op.MARK: {
          const mark = code[pc++]!;
          this.#setMark(mark, position);
          if (mark & 1) this.lastIndex = (mark >> 1) + 1;
          break;
        }

        case op.ANY:
          if (position < end && this.#at(position) !== 10) position++;
          else failed = true;
          break;
        case op.ANY_ALL:
          if (position < end) position++;
          else failed = true;
          break;
        case op.LITERAL:
          if (position < end && this.#at(position) === code[pc]) position++;
          else failed = true;
          pc++;
          break;
        case op.NOT_LITERAL:
          if (position < end && this.#at(position) !== code[pc]) position++;
          else failed = true;
          pc++;
          break;
        case op.IN: {
          if (position < end && this.#program.setAt(pc + 1).has(this.#at(position))) position++;
          else failed = true;
          pc += code[pc]!;
          break;
        }
        case op.CATEGORY:
          if (position < end && categoryPredicate(code[pc]!)(this.#at(position))) position++;
          else failed = true;
          pc++;
          break;
        case op.LITERAL_IGNORE:
        case op.LITERAL_LOC_IGNORE:
        case op.LITERAL_UNI_IGNORE:
        case op.NOT_LITERAL_IGNORE:
        case op.NOT_LITERAL_LOC_IGNORE:
        case op.NOT_LITERAL_UNI_IGNORE:
        case op.IN_IGNORE:
        case op.IN_LOC_IGNORE:
        case op.IN_UNI_IGNORE:
          if (position < end && this.#matchesOne(pc - 1, position)) position++;
          else failed = true;
          pc = this.#afterOne(pc - 1);
          break;

        case op.AT:
          if (!this.#isAt(code[pc++]!, position)) failed = true;
          break;

        case op.GROUPREF:
        case op.GROUPREF_IGNORE:
        case op.GROUPREF_LOC_IGNORE:
        case op.GROUPREF_UNI_IGNORE: {
          const length = this.#matchGroup(code[pc - 1]!, code[pc]!, position);
          if (length < 0) failed = true;
          else position += length;
          pc++;
          break;
        }
        case op.GROUPREF_EXISTS: {
          const group = code[pc]!;
          const isSet = this.marks[2 * group]! >= 0 && this.marks[2 * group + 1]! >= this.marks[2 * group]!;
          pc += isSet ? 2 : code[pc + 1]!;
          break;
        }

        case op.ASSERT: {
          const from = position - code[pc + 1]!;
          if (from < 0 || this.#runAlone(pc + 2, from, repeat) < 0) failed = true;
          pc += code[pc]!;
          break;
        }
        case op.ASSERT_NOT: {
          const from = position - code[pc + 1]!;
          const logLength = this.#log.length;
          const lastIndex = this.lastIndex;
          if (from >= 0 && this.#runAlone(pc + 2, from, repeat) >= 0) failed = true;
          this.#undo(logLength, lastIndex);
          pc += code[pc]!;
          break;
        }
        case op.ATOMIC_GROUP: {
          const after = this.#runAlone(pc + 1, position, repeat);
          if (after < 0) failed = true;
          else position = after;
          pc += code[pc]!;
          break;
        }

        case op.BRANCH: {
          const next = pc + code[pc]!;
          if (code[next] !== 0) this.#choose(CHOICE_BRANCH, next, position, repeat);
          pc++;
          break;
        }

        case op.REPEAT_ONE: {
          const min = code[pc + 1]!;
          const tail = pc + code[pc]!;
          const count = this.#countOne(pc + 3, position, code[pc + 2]!);
          if (count < min) {
            failed = true;
            break;
          }
          const start = position;
          position += count;
          pc = tail;
          if (count > min) {
            this.#choose(CHOICE_REPEAT_ONE, tail, position, repeat, start + min);
            // Where the tail begins with a literal, no other position is worth trying.
            if (code[tail] === op.LITERAL && (position >= end || this.#at(position) !== code[tail + 1]))
              failed = true;
          }
          break;
        }
        case op.MIN_REPEAT_ONE: {
          const min = code[pc + 1]!;
          const max = code[pc + 2]!;
          const tail = pc + code[pc]!;
          if (min > 0) {
            const count = this.#countOne(pc + 3, position, min);
            if (count < min) {
              failed = true;
              break;
            }
            position += min;
          }
          if (max > min) {
            const most = max === op.MAXREPEAT ? Number.POSITIVE_INFINITY : position + (max - min);
            this.#choose(CHOICE_MIN_REPEAT_ONE, pc + 3, position, repeat, tail, most);
          }
          pc = tail;
          break;
        }
        case op.POSSESSIVE_REPEAT_ONE: {
          const count = this.#countOne(pc + 3, position, code[pc + 2]!);
          if (count < code[pc + 1]!) failed = true;
          else position += count;
          pc += code[pc]!;
          break;
        }

        case op.REPEAT:
          repeat = { pattern: pc, count: -1, lastStart: -1, outer: repeat };
          pc += code[pc]!;
          break;
        case op.MAX_UNTIL: {
          const round: Repeat = repeat!;
          const count = round.count + 1;
          const min = code[round.pattern + 1]!;
          const max = code[round.pattern + 2]!;
          if (count < min) {
            repeat = { ...round, count, lastStart: position };
            pc = round.pattern + 3;
          } else if ((count < max || max === op.MAXREPEAT) && position !== round.lastStart) {
            this.#choose(CHOICE_LEAVE_REPEAT, pc, position, round.outer);
            repeat = { ...round, count, lastStart: position };
            pc = round.pattern + 3;
          } else repeat = round.outer;
          break;
        }
        case op.MIN_UNTIL: {
          const round: Repeat = repeat!;
          const count = round.count + 1;
          const min = code[round.pattern + 1]!;
          const max = code[round.pattern + 2]!;
          if (count < min) {
            repeat = { ...round, count, lastStart: position };
            pc = round.pattern + 3;
          } else {
            if ((count < max || max === op.MAXREPEAT) && position !== round.lastStart) {
              const next = { ...round, count, lastStart: position };
              this.#choose(CHOICE_ANOTHER_ROUND, round.pattern + 3, position, next);
            }
            repeat = round.outer;
          }
          break;
        }
        case op.POSSESSIVE_REPEAT: {
          const after = this.#repeatPossessively(pc, position, repeat);
          if (after < 0) failed = true;
          else position = after;
          pc += code[pc]! + 1;
          break;
        }
        default:
          failed = true;
      }

      if (!failed) continue;
      // Back to the last choice that has something left to try.
      for (;;) {
        const choice = choices.pop();
        if (choice === undefined) return -1;
        this.#undo(choice.logLength, choice.lastIndex);
        repeat = choice.repeat;
        if (choice.kind === CHOICE_BRANCH) {
          position = choice.position;
          const next = choice.pc + code[choice.pc]!;
          if (code[next] !== 0) this.#choose(CHOICE_BRANCH, next, position, repeat);
          pc = choice.pc + 1;
          break;
        }
        if (choice.kind === CHOICE_REPEAT_ONE) {
          const shorter = this.#shorten(choice.pc, choice.position - 1, choice.start);
          if (shorter < 0) continue;
          position = shorter;
          if (shorter > choice.start)
            this.#choose(CHOICE_REPEAT_ONE, choice.pc, shorter, repeat, choice.start);
          pc = choice.pc;
          break;
        }
        if (choice.kind === CHOICE_MIN_REPEAT_ONE) {
          if (choice.position >= end || !this.#matchesOne(choice.pc, choice.position)) continue;
          position = choice.position + 1;
          if (position < choice.bound) {
            this.#choose(CHOICE_MIN_REPEAT_ONE, choice.pc, position, repeat, choice.start, choice.bound);
          }
          pc = choice.start;
          break;
        }
        position = choice.position;
        pc = choice.pc;
        break;
      }
    }
  }

  /** The next position down from `from`, not below `least`, at which the tail may match; −1 for none. */
  #shorten(tail: number, from: number, least: number): number {
    const code = this.#code;
    if (code[tail] !== op.LITERAL) return from >= least ? from : -1;
    const literal = code[tail + 1];
    for (let at = from; at >= least; at--) if (at < this.#end && this.#at(at) === literal) return at;
    return -1;
  }

  /** As many rounds as the body matches, each by itself; −1 for fewer than the least. */
  #repeatPossessively(pc: number, start: number, repeat: Repeat | undefined): number {
    const min = this.#code[pc + 1]!;
    const max = this.#code[pc + 2]!;
    let position = start;
    for (let count = 0; count < max || max === op.MAXREPEAT; count++) {
      const logLength = this.#log.length;
      const lastIndex = this.lastIndex;
      const after = this.#runAlone(pc + 3, position, repeat);
      if (after < 0) {
        this.#undo(logLength, lastIndex);
        return count < min ? -1 : position;
      }
      if (after === position && count >= min) return position;
      position = after;
    }
    return position;
  }

  /** How many characters from a position match a single-character item, at most `max`. */
  #countOne(item: number, position: number, max: number): number {
    const code = this.#code;
    const limit = max === op.MAXREPEAT || max > this.#end - position ? this.#end : position + max;
    let at = position;
    switch (code[item]) {
      case op.ANY_ALL:
        return limit - position;
      case op.ANY:
        while (at < limit && this.#at(at) !== 10) at++;
        break;
      case op.LITERAL: {
        const literal = code[item + 1];
        while (at < limit && this.#at(at) === literal) at++;
        break;
      }
      case op.NOT_LITERAL: {
        const literal = code[item + 1];
        while (at < limit && this.#at(at) !== literal) at++;
        break;
      }
      case op.IN: {
        const set = this.#program.setAt(item + 2);
        while (at < limit && set.has(this.#at(at))) at++;
        break;
      }
      default:
        while (at < limit && this.#matchesOne(item, at)) at++;
    }
    return at - position;
  }

  /** Does the character at a position match the single-character item? */
  #matchesOne(item: number, position: number): boolean {
    const code = this.#code;
    const c = this.#at(position);
    const operand = code[item + 1]!;
    switch (code[item]) {
      case op.ANY:
        return c !== 10;
      case op.ANY_ALL:
        return true;
      case op.LITERAL:
        return c === operand;
      case op.NOT_LITERAL:
        return c !== operand;
      case op.IN:
        return this.#program.setAt(item + 2).has(c);
      case op.CATEGORY:
        return categoryPredicate(operand)(c);
      case op.LITERAL_IGNORE:
      case op.LITERAL_LOC_IGNORE:
        return asciiLower(c) === asciiLower(operand);
      case op.NOT_LITERAL_IGNORE:
      case op.NOT_LITERAL_LOC_IGNORE:
        return asciiLower(c) !== asciiLower(operand);
      case op.LITERAL_UNI_IGNORE:
        return unicodeLower(c) === operand;
      case op.NOT_LITERAL_UNI_IGNORE:
        return unicodeLower(c) !== operand;
      case op.IN_IGNORE:
        return this.#program.setAt(item + 2).has(asciiLower(c));
      case op.IN_LOC_IGNORE: {
        const set = this.#program.setAt(item + 2);
        const lower = asciiLower(c);
        const upper = lower >= 97 && lower <= 122 ? lower - 32 : lower;
        // What a negated set leaves out, it leaves out in either case.
        return code[item + 2] === op.NEGATE
          ? set.has(lower) && set.has(upper)
          : set.has(lower) || set.has(upper);
      }
      case op.IN_UNI_IGNORE:
        return this.#program.setAt(item + 2).has(unicodeLower(c));
      default:
        return false;
    }
  }

  /** Index behind a single-character item. */
  #afterOne(item: number): number {
    switch (this.#code[item]) {
      case op.IN:
      case op.IN_IGNORE:
      case op.IN_LOC_IGNORE:
      case op.IN_UNI_IGNORE:
        return item + 1 + this.#code[item + 1]!;
      case op.ANY:
      case op.ANY_ALL:
        return item + 1;
      default:
        return item + 2;
    }
  }

  /** The length of a group's text when it stands again at a position; −1 when it does not. */
  #matchGroup(opcode: number, group: number, position: number): number {
    const from = this.marks[2 * group]!;
    const to = this.marks[2 * group + 1]!;
    if (from < 0 || to < from || position + (to - from) > this.#end) return -1;
    const fold =
      opcode === op.GROUPREF ? undefined : opcode === op.GROUPREF_UNI_IGNORE ? unicodeLower : asciiLower;
    for (let i = 0; i < to - from; i++) {
      const a = this.#at(from + i);
      const b = this.#at(position + i);
      if (a !== b && (fold === undefined || fold(a) !== fold(b))) return -1;
    }
    return to - from;
  }

  #isAt(where: number, position: number): boolean {
    switch (where) {
      case op.AT_BEGINNING:
      case op.AT_BEGINNING_STRING:
        return position === 0;
      case op.AT_BEGINNING_LINE:
        return position === 0 || this.#at(position - 1) === 10;
      case op.AT_END:
        return position === this.#end || (position + 1 === this.#end && this.#at(position) === 10);
      case op.AT_END_LINE:
        return position === this.#end || this.#at(position) === 10;
      case op.AT_END_STRING:
        return position === this.#end;
      case op.AT_BOUNDARY:
      case op.AT_LOC_BOUNDARY:
        return this.#isBoundary(position, isAsciiWord);
      case op.AT_NON_BOUNDARY:
      case op.AT_LOC_NON_BOUNDARY:
        return !this.#isBoundary(position, isAsciiWord);
      case op.AT_UNI_BOUNDARY:
        return this.#isBoundary(position, isUnicodeWord);
      case op.AT_UNI_NON_BOUNDARY:
        return !this.#isBoundary(position, isUnicodeWord);
      default:
        return false;
    }
  }

  #isBoundary(position: number, isWord: (c: number) => boolean): boolean {
    const before = position > 0 && isWord(this.#at(position - 1));
    const here = position < this.#end && isWord(this.#at(position));
    return before !== here;
  }
}
