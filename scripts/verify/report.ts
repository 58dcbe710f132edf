/** How campaigns speak: progress on one line of standard error, results on standard output, figures last. */

/** Shows how far a long loop is; nothing where standard error is no terminal, but a line every ten seconds. */
export class Progress {
  readonly #title: string;
  readonly #total: number;
  readonly #start = performance.now();
  #shown = performance.now();
  #done = 0;

  constructor(title: string, total: number) {
    this.#title = title;
    this.#total = total;
  }

  step(): void {
    this.#done++;
    const now = performance.now();
    const terminal = process.stderr.isTTY;
    if (now - this.#shown < (terminal ? 200 : 10_000)) return;
    this.#shown = now;
    process.stderr.write(
      `${terminal ? '\r' : ''}${this.#title}: ${this.#done}/${this.#total}${terminal ? ' ' : '\n'}`,
    );
  }

  /** Clears the line; returns the seconds it took. */
  end(): number {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    return (performance.now() - this.#start) / 1000;
  }
}

/** `99.95 %`, cut off, never rounded up: 100 % means all. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '- %';
  return `${Math.floor((part / whole) * 10_000) / 100} %`;
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** Lines of text under a mark, each cut to what a terminal shows. */
export function indentLines(text: string, by = '    '): string {
  return text
    .split('\n')
    .map((line) => `${by}${line.length > 200 ? `${line.slice(0, 197)}...` : line}`)
    .join('\n');
}
