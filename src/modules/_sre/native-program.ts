/** Patterns that are used often, translated to regular expressions of the host. */
import { type Translation, translate } from './translate.ts';

/** So many searches, or so many characters to search, make a pattern worth translating. */
const OFTEN = 3;
const LONG = 200;
/** The same for subjects with characters beyond Latin-1, whose classes are long. */
const OFTEN_WIDE = 20;
const LONG_WIDE = 5000;

const LATIN_1 = 0xff;
const GREATEST_UNIT = 0xffff;

/** A subject with characters beyond Latin-1. For the engine's one-byte strings it answers without looking. */
const WIDE = /[^\0-\xff]/;

/** What a match may have been: anywhere, at a place, at a place and up to the end. */
export type Kind = 'search' | 'match' | 'fullmatch';

/** One translated pattern in the forms that searches want, each made when first wanted. */
export class Forms {
  readonly closing: readonly number[];
  readonly #source: string;
  readonly #forms = new Map<string, RegExp>();

  constructor({ source, closing }: Translation) {
    this.#source = source;
    this.closing = closing;
    // What the engine does not take shows here.
    this.form('search', '');
  }

  form(kind: Kind, indices: '' | 'd'): RegExp {
    const key = kind + indices;
    let form = this.#forms.get(key);
    if (form === undefined) {
      const source = kind === 'fullmatch' ? `(?:${this.#source})$` : this.#source;
      form = new RegExp(source, (kind === 'search' ? 'g' : 'y') + indices);
      this.#forms.set(key, form);
    }
    return form;
  }
}

/** The translations of a pattern, and what decides about making them. */
export class NativeProgram {
  readonly #code: Uint32Array;
  #searches = 0;
  #wideSearches = 0;
  #latin: Forms | 'none' | undefined = undefined;
  #wide: Forms | 'none' | undefined = undefined;

  constructor(code: Uint32Array) {
    this.#code = code;
  }

  /** May octets that are so many be searched by the engine? */
  wants(length: number): boolean {
    if (this.#latin === 'none') return false;
    return this.#latin !== undefined || length >= LONG || ++this.#searches >= OFTEN;
  }

  /** The translation for a subject; `undefined` when there is none, or not yet. */
  formsFor(text: string): Forms | undefined {
    if (this.#latin === 'none') return undefined;
    if (WIDE.test(text)) {
      if (this.#wide === undefined) {
        if (++this.#wideSearches < OFTEN_WIDE && text.length < LONG_WIDE) return undefined;
        this.#wide = this.#translate(GREATEST_UNIT);
      }
      return this.#wide === 'none' ? undefined : this.#wide;
    }
    if (this.#latin === undefined) {
      if (++this.#searches < OFTEN && text.length < LONG) return undefined;
      this.#latin = this.#translate(LATIN_1);
    }
    return this.#latin === 'none' ? undefined : this.#latin;
  }

  #translate(greatest: number): Forms | 'none' {
    const translation = translate(this.#code, greatest);
    if (translation === undefined) return 'none';
    try {
      return new Forms(translation);
    } catch (error) {
      // Too large for the engine.
      if (error instanceof SyntaxError) return 'none';
      throw error;
    }
  }
}
