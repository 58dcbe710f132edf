/**
 * Patterns as the host's own regular expressions, which its engine compiles to machine code.
 *
 * The code of a pattern is read back as a tree and written as JavaScript's syntax, as long as both languages mean the same
 * by it; where they do not, the pattern stays with the matcher of this module. They differ in three things: JavaScript unsets
 * the groups in a repeat when a round begins, lets a reference to a group that took no part match nothing, and ends a
 * repeat at a round that matches nothing. Classes and cases of characters are written out as ranges, up to a greatest
 * character: for subjects that have none beyond Latin-1, which are most, they are short.
 */
import { asciiLower, CharacterSet, categoryPredicate, isUnicodeWord, unicodeLower } from './characters.ts';
import * as op from './opcodes.ts';

/** A pattern in JavaScript's syntax. */
export interface Translation {
  readonly source: string;
  /** Groups in the order in which they end. */
  readonly closing: readonly number[];
}

/** JavaScript has no way to say this. */
class Untranslatable extends Error {}

/** Where in the pattern something stands. */
interface Place {
  /** In a repeat of more than one round. */
  readonly repeated: boolean;
  /** In a part of such a repeat that not every round goes through. */
  readonly skipped: boolean;
  /** Groups may be here. */
  readonly groups: boolean;
}

const OUTSIDE: Place = { repeated: false, skipped: false, groups: true };

/** Source text, and the least number of characters that it matches. */
interface Part {
  readonly source: string;
  readonly width: number;
}

function character(c: number): string {
  if ((c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)) return String.fromCharCode(c);
  return `\\u${c.toString(16).padStart(4, '0')}`;
}

/** The characters that a predicate holds for, as a class. */
function classOf(predicate: (c: number) => boolean, greatest: number): string {
  let ranges = '';
  for (let c = 0; c <= greatest; c++) {
    if (!predicate(c)) continue;
    const first = c;
    while (c < greatest && predicate(c + 1)) c++;
    ranges += first === c ? character(first) : `${character(first)}-${character(c)}`;
  }
  return `[${ranges}]`;
}

class Translator {
  readonly #code: Uint32Array;
  readonly #greatest: number;
  readonly closing: number[] = [];
  #opened = 0;
  /** Groups that have taken part wherever the pattern has come to this place. */
  #sure = new Set<number>();
  readonly #categories = new Map<number, string>();

  constructor(code: Uint32Array, greatest: number) {
    this.#code = code;
    this.#greatest = greatest;
  }

  /** What stands from `start` up to `end`, or up to its SUCCESS. */
  sequence(start: number, end: number, place: Place): Part {
    const code = this.#code;
    let source = '';
    let width = 0;
    let pc = start;
    while (pc < end && code[pc] !== op.SUCCESS) {
      const at = pc;
      switch (code[pc++]) {
        case op.INFO:
          pc += code[pc]!;
          break;
        case op.MARK:
          source += this.#mark(code[pc++]!, place);
          break;
        case op.AT:
          source += this.#position(code[pc++]!);
          break;
        case op.BRANCH: {
          const branch = this.#branch(pc, place);
          source += branch.source;
          width += branch.width;
          pc = branch.end;
          break;
        }
        case op.REPEAT_ONE:
        case op.MIN_REPEAT_ONE: {
          const [min, max] = [code[pc + 1]!, code[pc + 2]!];
          source += this.#single(pc + 3) + quantifier(min, max, code[at] === op.MIN_REPEAT_ONE);
          width += min;
          pc += code[pc]!;
          break;
        }
        case op.REPEAT: {
          const until = pc + code[pc]!;
          const [min, max] = [code[pc + 1]!, code[pc + 2]!];
          const body = this.#repeat(pc + 3, until, min, max, place);
          source += `(?:${body.source})${quantifier(min, max, code[until] === op.MIN_UNTIL)}`;
          width += min * body.width;
          pc = until + 1;
          break;
        }
        case op.ASSERT:
        case op.ASSERT_NOT: {
          const after = pc + code[pc]!;
          const isNegative = code[at] === op.ASSERT_NOT;
          const isBehind = code[pc + 1]! > 0;
          const sure = new Set(this.#sure);
          const body = this.sequence(pc + 2, after, {
            ...place,
            groups: place.groups && !isNegative && !isBehind,
          });
          if (isNegative) this.#sure = sure;
          source += `(?${isBehind ? '<' : ''}${isNegative ? '!' : '='}${body.source})`;
          pc = after;
          break;
        }
        case op.GROUPREF: {
          const group = code[pc++]! + 1;
          if (!this.#sure.has(group)) throw new Untranslatable();
          source += `(?:\\${group})`;
          break;
        }
        default:
          source += this.#single(at);
          width++;
          pc = this.#afterSingle(at);
      }
    }
    return { source, width };
  }

  #mark(mark: number, place: Place): string {
    const group = (mark >> 1) + 1;
    if (!place.groups || (place.repeated && place.skipped)) throw new Untranslatable();
    if ((mark & 1) === 0) {
      if (group !== ++this.#opened) throw new Untranslatable();
      return '(';
    }
    this.closing.push(group);
    this.#sure.add(group);
    return ')';
  }

  #branch(first: number, place: Place): Part & { readonly end: number } {
    const code = this.#code;
    const inner: Place = { ...place, skipped: place.skipped || place.repeated };
    const sure = new Set(this.#sure);
    const sources: string[] = [];
    let width = Number.POSITIVE_INFINITY;
    let pc = first;
    while (code[pc] !== 0) {
      const next = pc + code[pc]!;
      if (code[next - 2] !== op.JUMP) throw new Untranslatable();
      this.#sure = new Set(sure);
      const part = this.sequence(pc + 1, next - 2, inner);
      sources.push(part.source);
      width = Math.min(width, part.width);
      pc = next;
    }
    this.#sure = sure;
    return { source: `(?:${sources.join('|')})`, width, end: pc + 1 };
  }

  #repeat(start: number, until: number, min: number, max: number, place: Place): Part {
    const sure = new Set(this.#sure);
    const body = this.sequence(start, until, {
      repeated: place.repeated || max > 1,
      skipped: place.skipped || (place.repeated && min === 0),
      groups: place.groups,
    });
    if (body.width === 0) throw new Untranslatable();
    if (min === 0) this.#sure = sure;
    return body;
  }

  #position(where: number): string {
    switch (where) {
      case op.AT_BEGINNING:
      case op.AT_BEGINNING_STRING:
        return '^';
      case op.AT_BEGINNING_LINE:
        return '(?<![^\\n])';
      case op.AT_END:
        return '(?=\\n?$)';
      case op.AT_END_LINE:
        return '(?![^\\n])';
      case op.AT_END_STRING:
        return '$';
      case op.AT_BOUNDARY:
      case op.AT_LOC_BOUNDARY:
        return '\\b';
      case op.AT_NON_BOUNDARY:
      case op.AT_LOC_NON_BOUNDARY:
        return '\\B';
      case op.AT_UNI_BOUNDARY: {
        const word = classOf(isUnicodeWord, this.#greatest);
        return `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      }
      case op.AT_UNI_NON_BOUNDARY: {
        const word = classOf(isUnicodeWord, this.#greatest);
        return `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`;
      }
      default:
        throw new Untranslatable();
    }
  }

  #category(category: number): string {
    let known = this.#categories.get(category);
    if (known === undefined) {
      known = classOf(categoryPredicate(category), this.#greatest);
      this.#categories.set(category, known);
    }
    return known;
  }

  /** An item that matches a single character. */
  #single(at: number): string {
    const code = this.#code;
    const operand = code[at + 1]!;
    switch (code[at]) {
      case op.ANY:
        return '[^\\n]';
      case op.ANY_ALL:
        return '[^]';
      case op.LITERAL:
        return operand > 0xffff ? '[]' : character(operand);
      case op.NOT_LITERAL:
        return operand > 0xffff ? '[^]' : `[^${character(operand)}]`;
      case op.CATEGORY:
        return this.#category(operand);
      case op.IN: {
        const set = new CharacterSet(code, at + 2);
        return classOf((c) => set.has(c), this.#greatest);
      }
      case op.LITERAL_IGNORE:
        return classOf((c) => asciiLower(c) === asciiLower(operand), this.#greatest);
      case op.NOT_LITERAL_IGNORE:
        return classOf((c) => asciiLower(c) !== asciiLower(operand), this.#greatest);
      case op.LITERAL_UNI_IGNORE:
        return classOf((c) => unicodeLower(c) === operand, this.#greatest);
      case op.NOT_LITERAL_UNI_IGNORE:
        return classOf((c) => unicodeLower(c) !== operand, this.#greatest);
      case op.IN_IGNORE: {
        const set = new CharacterSet(code, at + 2);
        return classOf((c) => set.has(asciiLower(c)), this.#greatest);
      }
      case op.IN_UNI_IGNORE: {
        const set = new CharacterSet(code, at + 2);
        return classOf((c) => set.has(unicodeLower(c)), this.#greatest);
      }
      default:
        throw new Untranslatable();
    }
  }

  #afterSingle(at: number): number {
    switch (this.#code[at]) {
      case op.ANY:
      case op.ANY_ALL:
        return at + 1;
      case op.IN:
      case op.IN_IGNORE:
      case op.IN_UNI_IGNORE:
        return at + 1 + this.#code[at + 1]!;
      default:
        return at + 2;
    }
  }
}

function quantifier(min: number, max: number, isLazy: boolean): string {
  const least = isLazy ? '?' : '';
  if (max === op.MAXREPEAT) return (min === 0 ? '*' : min === 1 ? '+' : `{${min},}`) + least;
  if (min === max) return min === 1 ? '' : `{${min}}`;
  return (min === 0 && max === 1 ? '?' : `{${min},${max}}`) + least;
}

/** The pattern of a code for characters up to `greatest`; `undefined` when JavaScript cannot say the same. */
export function translate(code: Uint32Array, greatest: number): Translation | undefined {
  const translator = new Translator(code, greatest);
  try {
    const { source } = translator.sequence(0, code.length, OUTSIDE);
    return { source, closing: translator.closing };
  } catch (thrown) {
    if (thrown instanceof Untranslatable) return undefined;
    throw thrown;
  }
}
