/**
 * Searches: with the host's engine where a pattern is translated, else with the matcher of this module.
 *
 * The engine answers with the texts of the groups. Where these stand is asked for less often and costs as much as the
 * search, so it is found out when needed, by matching once more at the place that is known.
 */
import { stringFromUnits } from '../../objects/str.ts';
import { Matcher, type Program } from './matcher.ts';
import type { Forms, Kind } from './native-program.ts';
import type { SearchText } from './subjects.ts';

/** What a match was: the texts of its groups now, their places when they are asked for. */
export interface Found {
  /** By group, group 0 the whole; absent where the subject is no str, or only the places are known. */
  readonly texts: readonly (string | undefined)[] | undefined;
  /** Start and end of group 0, 1, …; −1 where a group took no part. */
  readonly marks: Int32Array;
  /** The group that ended last, −1 for none. */
  readonly lastIndex: number;
}

class NativeFound implements Found {
  readonly texts: readonly (string | undefined)[] | undefined;
  readonly #forms: Forms;
  readonly #kind: Kind;
  readonly #result: RegExpExecArray;
  #marks: Int32Array | undefined = undefined;

  constructor(forms: Forms, kind: Kind, result: RegExpExecArray, isStr: boolean) {
    this.#forms = forms;
    this.#kind = kind;
    this.#result = result;
    this.texts = isStr ? result : undefined;
  }

  get marks(): Int32Array {
    this.#marks ??= this.#locate();
    return this.#marks;
  }

  #locate(): Int32Array {
    const result = this.#result;
    const marks = new Int32Array(2 * result.length).fill(-1);
    marks[0] = result.index;
    marks[1] = result.index + result[0].length;
    if (result.length === 1) return marks;
    const form = this.#forms.form(this.#kind === 'fullmatch' ? 'fullmatch' : 'match', 'd');
    form.lastIndex = result.index;
    const { indices } = form.exec(result.input)!;
    for (let group = 1; group < result.length; group++) {
      const span = indices![group];
      if (span === undefined) continue;
      marks[2 * group] = span[0];
      marks[2 * group + 1] = span[1];
    }
    return marks;
  }

  get lastIndex(): number {
    const { closing } = this.#forms;
    for (let i = closing.length - 1; i >= 0; i--)
      if (this.#result[closing[i]!] !== undefined) return closing[i]!;
    return -1;
  }
}

/** The characters of bytes, for the engine: those of the last ones are kept, for loops over their matches. */
const lastBytes: { octets: Uint8Array | undefined; text: string } = { octets: undefined, text: '' };

function textOfOctets(octets: Uint8Array, isFrozen: boolean): string {
  if (isFrozen && lastBytes.octets === octets) return lastBytes.text;
  const text = stringFromUnits(octets);
  if (isFrozen) {
    lastBytes.octets = octets;
    lastBytes.text = text;
  }
  return text;
}

/** Searches a subject, with the engine where the pattern is translated, else with the matcher of this module. */
export class Searcher {
  readonly #program: Program;
  readonly #searched: SearchText;
  readonly #end: number;
  readonly #forms: Forms | undefined;
  /** What the engine searches: up to the end. */
  readonly #text: string;
  #matcher: Matcher | undefined = undefined;
  matchStart = 0;
  matchEnd = 0;
  #result: RegExpExecArray | undefined = undefined;
  #kind: Kind = 'search';
  #found: Found | undefined = undefined;

  constructor(program: Program, searched: SearchText, end: number) {
    this.#program = program;
    this.#searched = searched;
    this.#end = end;
    const { subject } = searched;
    let text: string | undefined;
    if (typeof subject === 'string') text = subject;
    else if (searched.isBytes && program.native.wants(subject.length)) {
      text = textOfOctets(subject as Uint8Array, searched.isFrozen);
    }
    this.#forms = text === undefined ? undefined : program.native.formsFor(text);
    this.#text = text === undefined || end >= text.length ? (text ?? '') : text.slice(0, end);
  }

  /** Finds the first match at or behind a position; with `mustAdvance` none that is empty and at the position. */
  search(position: number, mustAdvance = false): boolean {
    const forms = this.#forms;
    if (forms === undefined) return this.#bySelf((matcher) => matcher.search(position, mustAdvance));
    let from = position;
    if (mustAdvance) {
      if (this.#bySelf((matcher) => matcher.match(position, false, true))) return true;
      from++;
      if (from > this.#end) return false;
    }
    return this.#byEngine(forms, 'search', from) ?? this.#bySelf((matcher) => matcher.search(from));
  }

  /** Matches at a position; with `whole` only up to the end. */
  match(position: number, whole: boolean, mustAdvance = false): boolean {
    const forms = this.#forms;
    const found =
      forms === undefined || mustAdvance
        ? undefined
        : this.#byEngine(forms, whole ? 'fullmatch' : 'match', position);
    return found ?? this.#bySelf((matcher) => matcher.match(position, whole, mustAdvance));
  }

  /** `undefined` when the engine had no room for going back. */
  #byEngine(forms: Forms, kind: Kind, position: number): boolean | undefined {
    const form = forms.form(kind, '');
    form.lastIndex = position;
    let result: RegExpExecArray | null;
    try {
      result = form.exec(this.#text);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
    if (result === null) return false;
    this.#result = result;
    this.#found = undefined;
    this.#kind = kind;
    this.matchStart = result.index;
    this.matchEnd = result.index + result[0].length;
    return true;
  }

  #bySelf(run: (matcher: Matcher) => boolean): boolean {
    this.#matcher ??= new Matcher(this.#program, this.#searched.subject, this.#end);
    this.#result = undefined;
    this.#found = undefined;
    if (!run(this.#matcher)) return false;
    this.matchStart = this.#matcher.matchStart;
    this.matchEnd = this.#matcher.matchEnd;
    return true;
  }

  /** The match that was found last, for keeping. */
  get found(): Found {
    this.#found ??=
      this.#result === undefined
        ? foundBy(this.#matcher!, this.#program.groups)
        : new NativeFound(this.#forms!, this.#kind, this.#result, !this.#searched.isBytes);
    return this.#found;
  }

  /** Start and end of a group in it, −1 where it took no part. */
  get marks(): Int32Array {
    return this.found.marks;
  }

  /** The texts of its groups, when it is a str that the engine has searched. */
  get texts(): readonly (string | undefined)[] | undefined {
    return this.#searched.isBytes ? undefined : this.#result;
  }
}

/** The state of a matcher, which goes on to search. */
function foundBy(matcher: Matcher, groups: number): Found {
  const marks = new Int32Array(2 * (groups + 1)).fill(-1);
  marks[0] = matcher.matchStart;
  marks[1] = matcher.matchEnd;
  for (let i = 0; i < 2 * groups; i += 2) {
    const start = matcher.marks[i]!;
    const end = matcher.marks[i + 1]!;
    if (start < 0 || end < start) continue;
    marks[i + 2] = start;
    marks[i + 3] = end;
  }
  return { texts: undefined, marks, lastIndex: matcher.lastIndex };
}
