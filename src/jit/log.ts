/**
 * `-X jit=log`: what the compiler does, a line for each event on standard error. With `-X jit=code` the JavaScript of
 * everything that is compiled follows, under the Python lines that it belongs to.
 */
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import { readSourceLines } from '../runtime/source-file.ts';
import type { Interpreter } from '../runtime/state.ts';
import { listEntry } from './listing.ts';
import type { Places, Translation } from './subject.ts';

/** What is counted for the last line. */
type Counted = 'function' | 'loop' | 'step';

export class JitLog {
  /** The JavaScript is shown too. */
  readonly showsCode: boolean;
  readonly #interp: Interpreter;
  readonly #start = performance.now();
  readonly #compiled: Record<Counted, number> = { function: 0, loop: 0, step: 0 };
  /** What was said of code that is not compiled: once is enough. */
  readonly #refused = new Set<string>();
  /** The lines of source files. */
  readonly #sources = new Map<string, readonly string[]>();
  #milliseconds = 0;
  #characters = 0;
  #exits = 0;
  #revisions = 0;

  constructor(interp: Interpreter, showsCode: boolean) {
    this.#interp = interp;
    this.showsCode = showsCode;
  }

  #write(text: string): void {
    const { fs } = this.#interp.host;
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; ) at += fs.write(2, bytes.subarray(at));
  }

  #say(text: string): void {
    this.#write(`jit: ${(performance.now() - this.#start).toFixed(1).padStart(8)} ms  ${text}\n`);
  }

  /** `why` it was compiled, how many characters of JavaScript it became, and how long that took. */
  compiled(title: string, kind: Counted, why: string, length: number, milliseconds: number): void {
    this.#compiled[kind]++;
    this.#milliseconds += milliseconds;
    this.#characters += length;
    this.#say(`compiled ${title}: ${why}; ${length} characters in ${milliseconds.toFixed(1)} ms`);
  }

  /** The JavaScript of what was compiled. */
  code(unit: CodeUnit, translation: Translation, places: Places): void {
    const filename = utf16FromStr(unit.code.co_filename);
    let lines = this.#sources.get(filename);
    if (lines === undefined) {
      lines = readSourceLines(this.#interp, filename) ?? [];
      this.#sources.set(filename, lines);
    }
    const sourceLines = lines;
    this.#write(listEntry(unit, translation, places, (line) => sourceLines[line - 1]));
  }

  refused(title: string, why: string): void {
    const text = `not compiled ${title}: ${why}`;
    if (this.#refused.has(text)) return;
    this.#refused.add(text);
    this.#say(text);
  }

  /** Compiled code has handed over to tier 0. */
  left(title: string, place: string, why: string): void {
    this.#exits++;
    this.#say(`left ${title} at ${place}: ${why}`);
  }

  givenUp(title: string, what: string): void {
    this.#revisions++;
    this.#say(`gave up ${title}: ${what}`);
  }

  summary(): void {
    const { function: functions, loop: loops, step: steps } = this.#compiled;
    const compiled = `compiled ${functions} functions, ${loops} loops, ${steps} steps of generators`;
    const size = `${this.#characters} characters in ${this.#milliseconds.toFixed(1)} ms`;
    const rest = `${this.#refused.size} not compiled, ${this.#exits} exits taken, ${this.#revisions} given up`;
    this.#say(`at the end: ${compiled}: ${size}; ${rest}`);
  }
}
