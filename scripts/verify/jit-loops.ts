/**
 * Random programs for what compiled code assumes of numbers: functions whose variables hold an int, a float, both in turn or
 * something else, in loops, with handlers, and what they rely on being changed meanwhile.
 *
 * Each function is called with ints, with floats and with anything, several times over; an exception is printed with the
 * variables of the functions that it left.
 */
import type { Random } from './random.ts';

const LITERALS = [
  ...['0', '1', '2', '3', '7', '-1', '-5', '64', '2**31', '2**53 - 1', '-2**53', '2**60', '10**20', 'True'],
  ...['0.0', '-0.0', '1.5', '-2.25', '0.1', '1e16', '1e300', '5e-324', 'NAN', 'INF', '-INF'],
];
const OTHERS = [
  'None',
  "'s'",
  "'ab'",
  '[1, 2.5]',
  '(3, 4.5)',
  'V(2)',
  'W(1.5)',
  'R()',
  'False',
  '2j',
  "b'x'",
];
const OPERATORS = ['+', '+', '+', '-', '-', '-', '*', '*', '/', '//', '%', '&', '|', '^', '>>', '<<', '**'];
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
const VARIABLES = ['x', 'y', 'z', 'w'];
const CALLS = [
  'abs',
  'float',
  'int',
  'round',
  'sqrt',
  'math.sqrt',
  'math.exp',
  'math.fabs',
  'bool',
  'len',
  'chr',
];
const CHANGES = [
  ...[
    'V.k = 2.5',
    'V.k = 3',
    "V.k = 'k'",
    'V.__add__ = lambda s, o: s.v',
    'V.__add__ = V.add',
    'V.m = V.other',
  ],
  ...['V.m = V.first', "globals()['G'] = 1.5", "globals()['G'] = 3", "globals().pop('G', None)", 'OBJ.v = 7'],
  ...['OBJ.v = 0.5', 'OBJ.__class__ = W', 'OBJ.__class__ = V', "globals()['abs'] = lambda x: ('abs', x)"],
  ...[
    "globals().pop('abs', None)",
    "globals()['len'] = lambda x: 2.5",
    "globals().pop('len', None)",
    'SLOT.a = 2',
  ],
  ...[
    "globals()['range'] = lambda *a: [1.5, 2]",
    "globals().pop('range', None)",
    'SLOT.a = 1.25',
    'del SLOT.a',
  ],
  ...[
    "globals()['sqrt'] = lambda x: x",
    "globals()['sqrt'] = math.sqrt",
    'V.p = property(lambda s: s.v)',
    'V.p = 1',
  ],
];

const PRELUDE = `import math
from math import sqrt
NAN = float('nan'); INF = float('inf')
fuel = 3000
class Empty(BaseException): pass
def tick():
    global fuel
    fuel -= 1
    if fuel < 0: raise Empty
def text(a):
    r = repr(a)
    return type(a).__name__ if ' at 0x' in r else r[:60]
def show(*args): print(*map(text, args))
def report(e):
    print(type(e).__name__, plain(e))
    tb = e.__traceback__
    print(tb.tb_lineno)
    while tb := tb.tb_next:
        names = sorted(tb.tb_frame.f_locals.items())
        print(' ', tb.tb_frame.f_code.co_name, tb.tb_lineno, [(n, text(v)) for n, v in names if n != '.0'])
def small(x):
    return x if isinstance(x, float) or isinstance(x, int) and -1e40 < x < 1e40 else 3
def few(x):
    # Strings above 512 MB are a MemoryError here.
    return len(x) if isinstance(x, (str, bytes, list, tuple)) else x
class V:
    k = 1
    p = 1
    def __init__(self, v): self.v = v
    def __repr__(self): return f'V({self.v!r})'
    def add(self, o): return NotImplemented if isinstance(o, str) else V(small(self.v) + o)
    __add__ = add
    def __radd__(self, o): return ('radd', o)
    def __mul__(self, o): return NotImplemented
    def __rmul__(self, o): return self.v
    def __lt__(self, o): return NotImplemented if o is None else self.v < o
    def __index__(self): return 2
    def first(self, a=1): return (self.v, a)
    def other(self, a=2.5): return a
    m = first
    def __getitem__(self, i):
        if i == 3: raise IndexError(i)
        return i * 1.5
class W(V):
    def __radd__(self, o): return 1.25
    def __add__(self, o): return NotImplemented
    def __getattr__(self, n): raise AttributeError(n)
class R:
    def __rsub__(self, o): return 4
    def __sub__(self, o): return 2.5
    def __truediv__(self, o): return NotImplemented
    def __bool__(self): return False
class Slot:
    __slots__ = 'a', 'b'
class M:
    def __enter__(self): return 1.5
    def __exit__(self, *e): return e[0] is ZeroDivisionError
def gen(n):
    for i in range(n):
        yield i
        yield i * 0.5
def deep(n, a):
    if n == 0: return a / a
    return deep(n - 1, a + 0.5) + 1
OBJ = V(1); SLOT = Slot(); SLOT.a = 1; G = 2
`;

export class JitLoopWriter {
  readonly #random: Random;
  #lines: string[] = [];
  #loops = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  program(): string {
    const random = this.#random;
    this.#lines = PRELUDE.trimEnd().split('\n');
    for (const name of ['f2', 'f1', 'f0']) this.#function(name);
    this.#emit(0, 'try:');
    for (let i = 0; i < 8; i++) {
      const call = `f${random.below(2)}(${this.#atom()}, ${this.#atom()})`;
      this.#emit(1, `for k in range(${1 + random.below(6)}):`);
      this.#emit(2, `try: show(${call})`);
      this.#emit(2, 'except Exception as e: report(e)');
      if (random.oneIn(2)) this.#change(1);
    }
    this.#emit(0, "except Empty: print('empty')");
    return `${this.#lines.join('\n')}\n`;
  }

  #emit(indent: number, line: string): void {
    this.#lines.push('    '.repeat(indent) + line);
  }

  #change(indent: number): void {
    this.#emit(indent, `try: ${this.#random.pick(CHANGES)}`);
    this.#emit(indent, 'except Exception as e: print(e)');
  }

  #function(name: string): void {
    const random = this.#random;
    const next = Number(name[1]) + 1;
    this.#emit(0, `def ${name}(a, b=1.5):`);
    this.#emit(1, 'tick(); x = a; y = b; i = 0; l = [1, 2.5, a]');
    this.#emit(1, random.pick(['z = 0.0', 'z = 0', 'z = a', 'z = None', 'z = -0.0']));
    if (random.oneIn(2)) this.#emit(1, 'w = x');
    this.#block(1, 2 + random.below(4), 0, false);
    if (next < 3) this.#emit(1, `x = f${next}(x, y)`);
    this.#emit(1, random.pick(['return x, y, z, i', 'return x, y, z, w', 'return z']));
  }

  #block(indent: number, count: number, depth: number, isLoop: boolean): void {
    for (let i = 0; i < count; i++) this.#statement(indent, depth, isLoop);
  }

  #variable(): string {
    return this.#random.pick(VARIABLES);
  }

  #atom(): string {
    const random = this.#random;
    return random.oneIn(6) ? random.pick(OTHERS) : random.pick(LITERALS);
  }

  #expression(depth = 2): string {
    const random = this.#random;
    if (depth === 0 || random.oneIn(4)) {
      return random.oneIn(3) ? this.#atom() : random.pick([...VARIABLES, 'a', 'b', 'i']);
    }
    const e = (): string => this.#expression(depth - 1);
    switch (random.below(16)) {
      case 0:
        return `(-${e()})`;
      case 1:
        return `${random.pick(CALLS)}(${e()})`;
      case 2:
        return `${random.pick(['min', 'max'])}(${e()}, ${e()})`;
      case 3:
        return random.pick([
          'G',
          'V.k',
          'OBJ.v',
          'OBJ.k',
          'OBJ.p',
          'SLOT.a',
          'OBJ.m()',
          `OBJ.m(${e()})`,
          'OBJ[i]',
        ]);
      case 4:
        return `l[${random.pick(['0', '-1', 'i', e()])}]`;
      case 5:
        return `(${e()} if ${this.#condition()} else ${e()})`;
      case 6:
        return random.pick([
          'len(l)',
          "len('ab')",
          "ord('é')",
          'sum(gen(2))',
          'deep(3, x)',
          'deep(2, 0)',
          'G',
        ]);
      case 7:
        return `(small(${e()}) ** ${random.pick(['2', '2', 'G', '0.5', '-1'])})`;
      case 8:
        return `(small(${e()}) << ${random.pick(['1', '20', '33', 'i', '-1'])})`;
      default: {
        const operator = random.pick(OPERATORS.slice(0, -2));
        return operator === '*' ? `(small(${e()}) * few(${e()}))` : `(${e()} ${operator} ${e()})`;
      }
    }
  }

  #condition(): string {
    const random = this.#random;
    const e = (): string => this.#expression(1);
    return random.pick([
      () => `${e()} ${random.pick(COMPARISONS)} ${e()}`,
      () => `${this.#variable()} ${random.pick(['is', 'is not'])} None`,
      () => `not ${e()}`,
      () => e(),
      () => `isinstance(${this.#variable()}, ${random.pick(['int', 'float', '(int, str)', 'V'])})`,
      () => `i ${random.pick(COMPARISONS)} ${random.below(5)}`,
      () => `${e()} in (1, 2.5, 'ab', l)`,
    ])();
  }

  #source(): string {
    const random = this.#random;
    return random
      .pick([
        ...[
          'range(5)',
          'range(0, 9, 2)',
          'range(9, 0, -4)',
          'range(i, 6)',
          'range(x)',
          'range(2**53 - 3, 2**53 + 1)',
        ],
        ...[
          'range(0, 7, G)',
          'l',
          '(1, 2.5, None)',
          "'abc'",
          'gen(3)',
          "{'k': 1}",
          'OBJ',
          '[y, x, 1]',
          'range(2, 2)',
        ],
        ...[
          'random_source(i)',
          'range(-3, 4, 3)',
          '(i * 0.5 for i in range(4))',
          'zip(l, range(9))',
          'reversed(l)',
        ],
      ])
      .replace(
        'random_source(i)',
        '(range(4), [1.5, 2], (0.5,), gen(2), "xy")[i % 5 if type(i) is int else 0]',
      );
  }

  #statement(indent: number, depth: number, isLoop: boolean): void {
    const random = this.#random;
    const v = this.#variable();
    const inner = (loop = isLoop): void => this.#block(indent + 1, 1 + random.below(3), depth + 1, loop);
    switch (random.below(depth < 4 ? 24 : 12)) {
      case 0:
      case 1:
      case 2:
        this.#emit(indent, `${v} = ${this.#expression()}`);
        return;
      case 3:
      case 4:
        this.#emit(indent, `${v} ${random.pick(['+', '-', '/', '//', '%'])}= ${this.#expression(1)}`);
        return;
      case 5:
        this.#emit(indent, random.pick([`del ${v}`, `${v} = None`, `i += 1`, `x, y = y, x`, `${v} = -0.0`]));
        return;
      case 6:
        this.#emit(
          indent,
          random.pick([
            `l.append(${this.#expression(1)})`,
            `l[${random.pick(['0', '-1', 'i'])}] = ${this.#expression(1)}`,
            `${v}, y, *_ = l`,
            `OBJ.v = ${v}`,
            `SLOT.a = ${v}`,
            `${v} = [j + 0.5 for j in ${random.pick(['range(3)', 'l', `range(0, 5, 2)`])}][-1]`,
            `${v} = [${v} for ${v} in range(3)]`,
            `${v} = (lambda: x)()`,
          ]),
        );
        this.#emit(indent, 'if len(l) > 9: del l[3:]');
        return;
      case 7:
        this.#change(indent);
        return;
      case 8:
        this.#emit(indent, `show(${v}, ${this.#expression(1)})`);
        return;
      case 9:
        this.#emit(indent, `if ${this.#condition()}: ${v} = ${this.#atom()}`);
        return;
      case 10:
        if (isLoop)
          this.#emit(indent, `if ${this.#condition()}: ${random.pick(['break', 'continue', 'return z'])}`);
        else this.#emit(indent, `${v} = small(${v}) * 0.5`);
        return;
      case 11:
        this.#emit(
          indent,
          `z = small(z) ${random.pick(['+', '*', '-'])} ${random.pick(['x', '0.5', '3', 'i'])}`,
        );
        return;
      case 12:
      case 13:
      case 14: {
        this.#emit(indent, 'try:');
        inner();
        const handles = !random.oneIn(4);
        if (handles) {
          const kinds = [
            'Exception',
            'Exception',
            'TypeError',
            '(ZeroDivisionError, UnboundLocalError)',
            'OverflowError',
          ];
          this.#emit(indent, `except ${random.pick(kinds)} as e:`);
          this.#emit(indent + 1, 'report(e); show(x, y)');
          this.#block(indent + 1, 1, depth + 1, isLoop);
        }
        if (!handles || random.oneIn(3)) {
          this.#emit(indent, 'finally:');
          this.#emit(indent + 1, `${v} = ${this.#expression(1)}`);
        }
        return;
      }
      case 15:
        this.#emit(indent, `with M() as ${v}:`);
        inner();
        return;
      case 16:
      case 17:
        this.#emit(indent, `if ${this.#condition()}:`);
        inner();
        this.#emit(indent, 'else:');
        inner();
        return;
      case 18: {
        const counter = `n${this.#loops++}`;
        this.#emit(indent, `${counter} = 0`);
        this.#emit(indent, `while ${counter} < ${3 + random.below(5)}:`);
        this.#emit(indent + 1, `${counter} += 1; tick()`);
        inner(true);
        return;
      }
      default:
        this.#emit(indent, `for ${random.pick(['i', 'i', 'i', v])} in ${this.#source()}:`);
        this.#emit(indent + 1, 'tick()');
        inner(true);
    }
  }
}
