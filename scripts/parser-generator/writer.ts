/** Collects lines of TypeScript with their indentation. */
export class Writer {
  private readonly lines: string[] = [];
  private indentation = '';
  private names = 0;

  line(text: string): void {
    this.lines.push(this.indentation + text);
  }

  open(text: string): void {
    this.line(text);
    this.indentation += '  ';
  }

  close(text = '}'): void {
    this.indentation = this.indentation.slice(2);
    this.line(text);
  }

  /** A name that this text does not have yet. */
  fresh(prefix: string): string {
    return `${prefix}${++this.names}`;
  }

  /** All lines, without the marks that a function declares but does not use. */
  text(): string {
    return `${this.lines.join('\n')}\n`.replace(/^function [\s\S]*?^\}\n/gm, (body) => {
      const isUnused = (name: string): boolean => body.split(new RegExp(`\\${name}(?!\\w)`)).length === 2;
      return body
        .replace(/^ *const (\$[mt]\d*) = p\.mark;\n/gm, (line, name: string) => (isUnused(name) ? '' : line))
        .replace('(p: Parser, $m: number', (parameters) =>
          isUnused('$m') ? '(p: Parser, _m: number' : parameters,
        );
    });
  }
}
