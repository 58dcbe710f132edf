/**
 * Random programs that mostly compile: they exercise what comes after the parser in combinations that nobody writes.
 * A handful of names, so that scopes meet; every statement where it may stand, so that few programs are refused.
 */
import type { Random } from './random.ts';

/** Where a statement stands. */
interface Place {
  readonly scope: 'module' | 'function' | 'async' | 'class';
  readonly loop: boolean;
  readonly depth: number;
  /** Inside `except*`, which jumps may not leave. */
  readonly sealed: boolean;
}

const NAMES = ['a', 'b', 'c', 'x', 'y', '__p', 'self'];
const ATOMS = [
  '1',
  '0',
  '-1',
  '256',
  '1.5',
  '2j',
  "'s'",
  "'t u'",
  "b'b'",
  'None',
  'True',
  '...',
  '()',
  '[]',
  '{}',
  '__debug__',
  '(1, 2)',
  '"é"',
  '10**20',
];
const BINARY = ['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^'];
const COMPARE = ['<', '<=', '==', '!=', '>', '>=', 'is', 'is not', 'in', 'not in'];

/** How deep blocks nest; expressions are bounded by their own depth. */
const DEEPEST = 4;

export class ProgramWriter {
  readonly #random: Random;
  #lines: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** A whole program. */
  program(): string {
    this.#lines = [];
    if (this.#random.oneIn(12)) this.#lines.push('from __future__ import annotations');
    this.#block({ scope: 'module', loop: false, depth: 0, sealed: false }, 1 + this.#random.below(6));
    return `${this.#lines.join('\n')}\n`;
  }

  #name(): string {
    return this.#random.pick(NAMES);
  }

  #list(count: number, item: () => string): string {
    return Array.from({ length: count }, item).join(', ');
  }

  /** An expression that may stand in parentheses. `place` says whether it may yield and await. */
  #expr(place: Place, depth = 3): string {
    const random = this.#random;
    if (depth <= 0 || random.oneIn(4)) return random.oneIn(2) ? this.#name() : random.pick(ATOMS);
    const e = (): string => this.#expr(place, depth - 1);
    const inner: Place = { ...place, scope: 'function' };
    switch (random.below(32)) {
      case 0:
        return `(${e()} ${random.pick(BINARY)} ${e()})`;
      case 1:
        return `(${e()} ${random.pick(COMPARE)} ${e()})`;
      case 2:
        return `(${e()} ${random.pick(COMPARE)} ${e()} ${random.pick(COMPARE)} ${e()})`;
      case 3:
        return `(${e()} and ${e()}${random.oneIn(2) ? ` or ${e()}` : ''})`;
      case 4:
        return `(${e()} or ${e()}${random.oneIn(3) ? ` and ${e()}` : ''})`;
      case 5:
        return `(not ${e()})`;
      case 6:
        return `(${random.pick(['-', '+', '~'])}${e()})`;
      case 7:
        return `(${e()} if ${e()} else ${e()})`;
      case 8:
        return `${this.#name()}.${this.#name()}`;
      case 9:
        return `${this.#name()}[${e()}]`;
      case 10:
        return `${this.#name()}[${random.oneIn(2) ? e() : ''}:${random.oneIn(2) ? e() : ''}${random.oneIn(3) ? `:${e()}` : ''}]`;
      case 11:
        return this.#call(place, depth);
      case 12:
        return this.#call(place, depth);
      case 13:
        return `(${e()}, ${random.oneIn(3) ? '*' : ''}${e()})`;
      case 14:
        return `[${this.#list(random.below(4), e)}]`;
      case 15:
        return `{${this.#list(1 + random.below(3), e)}}`;
      case 16:
        return `{${this.#list(random.below(4), () => (random.oneIn(4) ? `**${e()}` : `${e()}: ${e()}`))}}`;
      case 17:
        return `[*${e()}, ${e()}]`;
      case 18:
        return `(lambda ${random.pick(['', 'a', 'a, b=1', '*x', 'a, /, b', '*, y=2', '**x'])}: ${this.#expr(inner, depth - 1)})`;
      case 19:
      case 20:
      case 21:
        return this.#comprehension(place, depth);
      case 22:
        return `f'${this.#pieces(place, depth)}'`;
      case 23:
        return `t'${this.#pieces(place, depth)}'`;
      case 24:
        return place.scope === 'class' ? e() : `(${random.pick(['a', 'b', 'w'])} := ${e()})`;
      case 25:
        return place.scope === 'async'
          ? `(await ${e()})`
          : place.scope === 'function'
            ? `(yield ${e()})`
            : e();
      case 26:
        return `(${e()} in ${random.pick(['(1, 2, 3)', '[1, 2]', '{1, 2, 3}', "{'a', 'b'}", '[a, 1]'])})`;
      case 27:
        return `(${random.pick(['1', "'a'", '(1, 2)', '2.5', '-7'])} ${random.pick(BINARY)} ${random.pick(['2', '3', "'b'", '0'])})`;
      case 28:
        return `'%s${random.pick(['', ' %r', '%%', '%5d', '%a'])}' % (${e()},${random.oneIn(2) ? e() : ''})`;
      case 29:
        return `super().${this.#name()}${random.oneIn(2) ? `(${e()})` : ''}`;
      case 30:
        return `${random.pick(['any', 'all', 'tuple', 'list'])}(${e()} for ${this.#name()} in ${e()})`;
      default:
        return `(${e()} is ${random.oneIn(2) ? 'not ' : ''}None)`;
    }
  }

  #call(place: Place, depth: number): string {
    const random = this.#random;
    const e = (): string => this.#expr(place, depth - 1);
    const callee = random.pick([this.#name(), `${this.#name()}.${this.#name()}`, `(${e()}).${this.#name()}`]);
    const args: string[] = [];
    for (let n = random.below(4); n > 0; n--) args.push(random.oneIn(6) ? `*${e()}` : e());
    if (random.oneIn(3)) args.push(`k=${e()}`);
    if (random.oneIn(6)) args.push(`m=${e()}`);
    if (random.oneIn(8)) args.push(`**${e()}`);
    return `${callee}(${args.join(', ')})`;
  }

  #comprehension(place: Place, depth: number): string {
    const random = this.#random;
    // Inside, yield is not allowed, nor a walrus that rebinds a loop's variable: class rules are the strictest.
    const inside: Place = { ...place, scope: 'class' };
    const e = (): string => this.#expr(inside, depth - 1);
    const clauses: string[] = [];
    for (let n = random.oneIn(4) ? 2 : 1; n > 0; n--) {
      clauses.push(
        `${place.scope === 'async' && random.oneIn(4) ? 'async ' : ''}for ${random.pick(['i', 'j', 'x', 'i, j'])} in ${e()}`,
      );
      while (random.oneIn(3)) clauses.push(`if ${e()}`);
    }
    const tail = clauses.join(' ');
    switch (random.below(4)) {
      case 0:
        return `[${e()} ${tail}]`;
      case 1:
        return `{${e()} ${tail}}`;
      case 2:
        return `{${e()}: ${e()} ${tail}}`;
      default:
        return `(${e()} ${tail})`;
    }
  }

  /** The inside of an f-string or t-string. */
  #pieces(place: Place, depth: number): string {
    const random = this.#random;
    const quiet: Place = { ...place, scope: place.scope === 'async' ? 'async' : 'class' };
    let text = '';
    for (let n = 1 + random.below(3); n > 0; n--) {
      text += random.pick(['', 'a', ' b ', '{{', 'é']);
      text += `{${random.oneIn(3) ? this.#name() : `(${this.#expr(quiet, depth - 1)})`}`;
      text += `${random.oneIn(6) ? '=' : ''}${random.oneIn(4) ? random.pick(['!r', '!s', '!a']) : ''}`;
      text += `${random.oneIn(4) ? random.pick([':>10', ':{a}', ':', ':x{b!r}y']) : ''}}`;
    }
    return text;
  }

  #target(place: Place): string {
    const random = this.#random;
    switch (random.below(9)) {
      case 0:
        return `${this.#name()}.${this.#name()}`;
      case 1:
        return `${this.#name()}[${this.#expr(place, 1)}]`;
      case 2:
        return `${this.#name()}, ${this.#name()}`;
      case 3:
        return `(${this.#name()}, *${this.#name()})`;
      case 4:
        return `[${this.#name()}, (${this.#name()}, ${this.#name()})]`;
      case 5:
        return `${this.#name()}[${this.#name()}:]`;
      default:
        return this.#name();
    }
  }

  #pattern(depth: number, names: string[]): string {
    const random = this.#random;
    const p = (): string => this.#pattern(depth - 1, names);
    const capture = (): string => (names.length > 0 && random.oneIn(2) ? names.pop()! : '_');
    if (depth <= 0) return random.pick(['1', "'s'", 'None', '-1.5', 'x.y', '1 + 2j', 'True']);
    switch (random.below(9)) {
      case 0:
        return `[${this.#list(random.below(4), p)}]`;
      case 1:
        return `[${p()}, *${capture()}]`;
      case 2:
        return `{'k': ${p()}, 2: ${p()}${random.oneIn(3) && names.length > 0 ? `, **${names.pop()}` : ''}}`;
      case 3:
        return `C(${p()}, k=${p()})`;
      case 4:
        return `(1 | 'a' | ${random.pick(['2', 'x.y', '[3]'])})`;
      case 5:
        return names.length > 0 ? `(${random.pick(['1', 'C()', '[]'])} as ${names.pop()})` : p();
      case 6:
        return `(${p()}, ${p()})`;
      default:
        return random.pick(['1', "'s'", 'None', 'x.y']);
    }
  }

  #line(place: Place, text: string): void {
    this.#lines.push('    '.repeat(place.depth) + text);
  }

  #block(place: Place, count: number): void {
    for (let n = Math.max(1, count); n > 0; n--) this.#statement(place);
  }

  #body(place: Place, changes: Partial<Place> = {}): void {
    this.#block({ ...place, depth: place.depth + 1, ...changes }, 1 + this.#random.below(3));
  }

  #statement(place: Place): void {
    if (place.depth < DEEPEST && this.#random.oneIn(2)) this.#compound(place);
    else this.#line(place, this.#simple(place));
  }

  /** A statement of one line. */
  #simple(place: Place): string {
    const random = this.#random;
    const e = (): string => this.#expr(place);
    const jumps = place.scope === 'function' || place.scope === 'async';
    switch (random.below(16)) {
      case 0:
      case 1:
      case 2:
        return `${this.#target(place)} = ${random.oneIn(5) ? `${this.#target(place)} = ` : ''}${e()}`;
      case 3:
        return `${random.pick([this.#name(), `${this.#name()}.x`, `${this.#name()}[0]`])} ${random.pick(BINARY)}= ${e()}`;
      case 4:
        return `${random.pick([this.#name(), 'self.q', 'c[0]'])}: ${this.#expr({ ...place, scope: 'class' }, 2)}${random.oneIn(2) ? ` = ${e()}` : ''}`;
      case 5:
        return `del ${this.#target(place)}`;
      case 6:
        return `assert ${e()}${random.oneIn(2) ? `, ${e()}` : ''}`;
      case 7:
        return random.pick([
          'import a',
          'import a.b.c as x',
          'from a import b as c, x',
          'from . import y',
          'pass',
        ]);
      case 8:
        return place.loop && !place.sealed ? random.pick(['break', 'continue']) : 'pass';
      case 9:
        return jumps && !place.sealed
          ? `return${random.oneIn(4) || place.scope === 'async' ? '' : ` ${e()}`}`
          : e();
      case 10:
        return `raise ${e()}${random.oneIn(3) ? ` from ${e()}` : ''}`;
      case 11:
        return `${this.#name()}, ${this.#name()} = ${this.#name()}, ${this.#name()}`;
      case 12:
        return jumps && place.scope === 'function' ? `${this.#name()} = yield from ${e()}` : e();
      case 13:
        return `type ${this.#name()}${random.oneIn(2) ? '[T]' : ''} = ${this.#expr({ ...place, scope: 'class' }, 2)}`;
      default:
        return e();
    }
  }

  #compound(place: Place): void {
    const random = this.#random;
    const e = (): string => this.#expr(place);
    const line = (text: string): void => this.#line(place, text);
    const async = place.scope === 'async' && random.oneIn(2) ? 'async ' : '';
    switch (random.below(12)) {
      case 0:
      case 1:
        line(`if ${e()}:`);
        this.#body(place);
        if (random.oneIn(3)) {
          line(`elif ${e()}:`);
          this.#body(place);
        }
        if (random.oneIn(2)) {
          line('else:');
          this.#body(place);
        }
        return;
      case 2:
        line(`while ${random.oneIn(4) ? random.pick(['1', '0', 'True', 'not a']) : e()}:`);
        this.#body(place, { loop: true, sealed: false });
        if (random.oneIn(3)) {
          line('else:');
          this.#body(place);
        }
        return;
      case 3:
      case 4:
        line(`${async}for ${this.#target(place)} in ${e()}:`);
        this.#body(place, { loop: true, sealed: false });
        if (random.oneIn(3)) {
          line('else:');
          this.#body(place);
        }
        return;
      case 5:
      case 6:
        this.#try(place);
        return;
      case 7:
        line(
          `${async}with ${e()}${random.oneIn(2) ? ` as ${this.#target(place)}` : ''}${random.oneIn(4) ? `, ${e()}` : ''}:`,
        );
        this.#body(place);
        return;
      case 8:
      case 9:
        this.#function(place);
        return;
      case 10: {
        line(`class ${this.#name()}${random.oneIn(4) ? '[T]' : ''}(${random.oneIn(2) ? this.#name() : ''}):`);
        if (random.oneIn(4)) this.#line({ ...place, depth: place.depth + 1 }, '"""doc"""');
        this.#body(place, { scope: 'class', loop: false, sealed: false });
        return;
      }
      default:
        line(`match ${e()}:`);
        for (let n = 1 + random.below(3); n > 0; n--) {
          this.#line(
            { ...place, depth: place.depth + 1 },
            `case ${this.#pattern(2, ['a', 'b', 'c', 'x'])}${random.oneIn(3) ? ` if ${e()}` : ''}:`,
          );
          this.#block({ ...place, depth: place.depth + 2 }, 1 + random.below(2));
        }
        if (random.oneIn(2)) {
          this.#line({ ...place, depth: place.depth + 1 }, `case ${random.pick(['_', 'y'])}:`);
          this.#block({ ...place, depth: place.depth + 2 }, 1);
        }
    }
  }

  #try(place: Place): void {
    const random = this.#random;
    const star = random.oneIn(5) ? '*' : '';
    this.#line(place, 'try:');
    this.#body(place);
    const handlers = random.below(3);
    for (let n = handlers; n > 0; n--) {
      const bare = n === 1 && star === '' && random.oneIn(3);
      const type = this.#expr(place, 1);
      this.#line(
        place,
        bare ? 'except:' : `except${star} ${type}${random.oneIn(2) ? ` as ${this.#name()}` : ''}:`,
      );
      this.#body(place, star === '' ? {} : { sealed: true, loop: false });
    }
    if (handlers > 0 && random.oneIn(3)) {
      this.#line(place, 'else:');
      this.#body(place);
    }
    if (handlers === 0 || random.oneIn(3)) {
      this.#line(place, 'finally:');
      this.#body(place);
    }
  }

  #function(place: Place): void {
    const random = this.#random;
    const e = (): string => this.#expr({ ...place, scope: 'class' }, 1);
    while (random.oneIn(6)) this.#line(place, `@${this.#name()}`);
    const isAsync = random.oneIn(3);
    const parameters = random.pick([
      '',
      'a',
      'self',
      'a, b=1',
      '*a',
      'a, /, b, *, c=2',
      '**x',
      'a, *b, c, **x',
      `a: ${e()} = ${e()}`,
      `self, x=${e()}`,
    ]);
    const generic = random.oneIn(6) ? random.pick(['[T]', '[T: a, *U]', '[**P]', '[T = int]']) : '';
    const returns = random.oneIn(5) ? ` -> ${e()}` : '';
    this.#line(place, `${isAsync ? 'async ' : ''}def ${this.#name()}${generic}(${parameters})${returns}:`);
    const inside: Place = {
      scope: isAsync ? 'async' : 'function',
      loop: false,
      depth: place.depth + 1,
      sealed: false,
    };
    if (random.oneIn(5)) this.#line(inside, '"""  doc\n\n      more\n    """');
    if (random.oneIn(6)) this.#line(inside, `global ${random.pick(['y', '__p'])}`);
    this.#block(inside, 1 + random.below(4));
  }
}
