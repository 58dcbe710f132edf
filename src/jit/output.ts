/**
 * What is being written: the lines of a function and of everything that is inlined into it, and what these share (constants,
 * assumptions, numbers of temporaries).
 */
import type { Places, Subject } from './subject.ts';

/** How far everything is written: where to go back to, to write it again. */
export interface Mark {
  readonly lines: number;
  readonly units: number;
  readonly assumptions: number;
  readonly counters: number;
  readonly inlinedInstructions: number;
}

export class Output {
  readonly lines: string[] = [];
  readonly constants: unknown[] = [];
  /** What each exit was written for. */
  readonly assumptions: string[] = [];
  /** The names of the variables of loop counters. */
  readonly counters: string[] = [];
  /** What was inlined, by the first part of the names of its assumptions: the same each time that everything is written. */
  readonly inlined = new Map<string, Subject>();
  /** How many regions were written. */
  regions = 0;
  /** How many activations at most are noted above that of the function itself. */
  inlinedDepth = 0;
  /** How many instructions were inlined. */
  inlinedInstructions = 0;
  readonly #constantNames = new Map<unknown, string>();
  readonly #places: Places | undefined;
  #indent = 1;
  #temporaries = 0;

  constructor(places: Places | undefined) {
    this.#places = places;
  }

  /** Everything is written anew. */
  clear(): void {
    this.goBack({ lines: 0, units: 0, assumptions: 0, counters: 0, inlinedInstructions: 0 });
    this.#temporaries = 0;
    this.inlinedDepth = 0;
    this.regions = 0;
  }

  get mark(): Mark {
    return {
      lines: this.lines.length,
      units: this.#places?.units.length ?? 0,
      assumptions: this.assumptions.length,
      counters: this.counters.length,
      inlinedInstructions: this.inlinedInstructions,
    };
  }

  goBack({ lines, units, assumptions, counters, inlinedInstructions }: Mark): void {
    this.lines.length = lines;
    if (this.#places !== undefined) this.#places.units.length = units;
    this.assumptions.length = assumptions;
    this.counters.length = counters;
    this.inlinedInstructions = inlinedInstructions;
  }

  /** Writes a line of a code unit. */
  emit(line: string, unit: number): void {
    this.lines.push('  '.repeat(this.#indent) + line);
    this.#places?.units.push(unit);
  }

  /** Leaves room for a line that is known later. */
  reserve(unit: number): number {
    this.emit('', unit);
    return this.lines.length - 1;
  }

  fill(reserved: number, line: string): void {
    this.lines[reserved] += line;
  }

  indent(by: 1 | -1): void {
    this.#indent += by;
  }

  /** The variables of a loop counter are needed. */
  declare(...names: readonly string[]): void {
    for (const name of names) if (!this.counters.includes(name)) this.counters.push(name);
  }

  temporary(): string {
    return `t${this.#temporaries++}`;
  }

  /** A name for a value of the compile time. */
  constant(value: unknown): string {
    let name = this.#constantNames.get(value);
    if (name === undefined) {
      name = `k${this.constants.length}`;
      this.constants.push(value);
      this.#constantNames.set(value, name);
    }
    return name;
  }

  /** Is this the name of that value of the compile time? */
  isConstant(js: string, value: unknown): boolean {
    return this.#constantNames.get(value) === js;
  }
}
