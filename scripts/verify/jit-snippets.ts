/**
 * Small random programs, of which many run in a second, for comparing compiled code with CPython's interpreter.
 *
 * Each has two classes, a few functions, a generator and a coroutine, and calls them with values of changing types while
 * it changes what they rely on. Expressions mostly have the type that their place wants, so that programs come far; the
 * other times they raise. What the programs print with and how they are driven is in jit-programs.py.
 */
import type { Random } from './random.ts';

type Kind = 'int' | 'float' | 'str' | 'bytes' | 'list' | 'tuple' | 'dict' | 'set' | 'bool' | 'object';

const ATOMS: Readonly<Record<Kind, readonly string[]>> = {
  int: [
    ...[
      '0',
      '1',
      '2',
      '3',
      '5',
      '10',
      '63',
      '255',
      '-1',
      '-7',
      'True',
      '2**31 - 1',
      '2**31',
      '-2**31',
      '2**32',
    ],
    ...['2**53 - 1', '2**53', '-2**53', '2**53 + 1', '2**63', '-2**63 - 1', '10**20', 'G', 'P.k'],
  ],
  float: [
    ...['0.0', '-0.0', '0.5', '1.5', '-2.25', '0.1', '3.0', '1e16', '1e300', '5e-324', 'NAN', 'INF', '-INF'],
    ...['2.0**53', 'H'],
  ],
  str: ["''", "'a'", "'abc'", "'h\u00e9llo'", "'\\U0001f600x'", "'12'", "'a,b,c'", "'__proto__'", "'k'", 'T'],
  bytes: ["b''", "b'ab'", "b'\\xff\\x00'", "bytearray(b'xyz')"],
  list: [
    ...['[]', '[1, 2, 3]', '[1.5, 2.5]', '[1, 2.5]', '[True, None]', "['x', 'y']", '[2**53, 1]', '[-0.0, 0]'],
    // No NaN: in CPython one that was computed is not in a list that has another one; here they are one value.
    ...['[[1], [2.0]]', '[3, 1, 2, 0]', '[INF, 1]', "[1, 'a']"],
  ],
  tuple: ['()', '(1,)', '(1, 2)', '(0.5, 1)', "('a', (2, 3))", '(2**60, -1.5, None)'],
  dict: ['{}', "{'a': 1}", "{1: 2.5, 'k': None}", "{'a': 1, 'b': 2.5, 'c': 'x'}", '{0: 0, 1.5: 1}'],
  set: ['set()', '{1, 2}', 'frozenset((1, 2.5))', "{'a'}"],
  bool: ['True', 'False'],
  object: [
    'P(1)',
    'P(2.5)',
    'Q(3)',
    "Q('q')",
    'OBJ',
    'None',
    '...',
    'range(4)',
    'range(2**53 - 2, 2**53 + 2)',
    '2j',
  ],
};
const KINDS = Object.keys(ATOMS) as Kind[];

/** The variable of each kind, as the programs call it; in some programs by a name that JavaScript has a meaning for. */
const NAMES: Readonly<Record<Kind, string>> = {
  ...{ int: 'x', float: 'y', str: 's', bytes: 'z', list: 'l', tuple: 't', dict: 'd', set: 'e', bool: 'c' },
  object: 'o',
};
const HOSTILE = [
  ...[
    '__proto__',
    'constructor',
    'arguments',
    'eval',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'this',
    'var',
    'new',
  ],
  ...[
    'undefined',
    'NaN',
    'l0',
    's0',
    't0',
    'k0',
    'U',
    'S',
    'A',
    'B',
    'd',
    'func',
    'frame',
    'T',
    'self',
    'function',
  ],
  ...[
    'h\u00e9',
    '\ud835\udd31',
    '\uff41',
    'let',
    'static',
    'enum',
    'name',
    'length',
    'prototype',
    'e',
    'null',
  ],
];

const COMPARE = ['<', '<=', '==', '!=', '>', '>='];
const MASKS = ['0xFF', '0x7FFFFFFF', '0xFFFFFFFF', '0x1FFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFF', '-8'];
const EXCEPTIONS = [
  ...['Exception', 'Exception', 'TypeError', 'ValueError', 'ZeroDivisionError', '(KeyError, IndexError)'],
  ...['LookupError', 'ArithmeticError', '(AttributeError, TypeError)', 'NameError', 'Own'],
];
const FORMATS = ['', '!r', ':>6', ':05', ':.2f', ':,', ':x', '!s:^8', ':e', ':g', ':b'];
const PATTERNS = [
  ...[
    '0',
    '-1',
    '1.5',
    'None',
    'True',
    "'a'",
    'int(q)',
    'str()',
    'float(q)',
    '[]',
    '[q]',
    '[q, *r]',
    '(q, r)',
  ],
  ...["{'a': q}", '{**r}', "{'k': q, **r}", 'P(q)', 'P(v=q)', '1 | 2 | 3', '[1, _] | (_, 2)', 'list() as q'],
  ...['bool()', 'P.k', '[int(q), float(r)]', '(1, (q, *r))', 'bytes(q)', '{1: q}', 'Q(v=int() as q)'],
];
const ACTS = [
  ...[
    'None',
    'None',
    'None',
    'None',
    '7',
    "'sent'",
    'ValueError(1)',
    'KeyError',
    'Own(2)',
    'StopIteration(3)',
  ],
  ...["'state'", "'close'", 'GeneratorExit', '1.5'],
];
/** What functions rely on, changed: in and between calls. */
const CHANGES = [
  ...[
    'P.k = 2.5',
    'P.k = 7',
    "P.k = 'k'",
    'Q.k = 0.25',
    "if 'k' in Q.__dict__: del Q.k",
    'OBJ.v = 1.5',
    'OBJ.v = 2**60',
  ],
  ...["OBJ.v = 's'", 'OBJ.f = 3', 'OBJ.f = -0.0', 'del OBJ.f', 'OBJ.__class__ = Q', 'OBJ.__class__ = P'],
  ...['P.m = lambda self, a=5: ("new", a)', 'Q.m = P.m', 'P.p = 4', 'P.p = property(lambda self: self.v)'],
  ...['P.__add__ = lambda self, o: 0.5', 'P.__eq__ = lambda self, o: o == 1', 'P.__len__ = lambda self: 3'],
  ...['P.__getattr__ = lambda self, n: n', "if '__getattr__' in P.__dict__: del P.__getattr__"],
  ...['P.__setattr__ = lambda self, n, v: object.__setattr__(self, n, v)', 'P.v = property(lambda self: 9)'],
  ...[
    'P.__bool__ = lambda self: False',
    'P.__call__ = lambda self, *a: a',
    'P.__init__ = lambda self, v=1, f=2: None',
  ],
  ...[
    'set_global("G", 1.5)',
    'set_global("G", 2**53)',
    'set_global("G", 3)',
    'set_global("H", 2)',
    'set_global("H", 0.5)',
  ],
  ...[
    'set_global("G")',
    'set_global("len", lambda o: 2.5)',
    'set_global("len")',
    'set_global("abs", lambda o: o)',
  ],
  ...[
    'set_global("range", lambda *a: [1.5, 2])',
    'set_global("range")',
    'set_global("abs")',
    'set_global("sum", max)',
  ],
  ...[
    'set_global("isinstance", lambda *a: 1)',
    'set_global("isinstance")',
    'set_global("str", repr)',
    'set_global("str")',
  ],
  ...[
    'f1.__defaults__ = (8, 9.5)',
    'f1.__code__ = spare.__code__',
    'set_global("f1", spare)',
    'set_global("T", 5)',
  ],
  ...['P.s = staticmethod(lambda *a: a)', 'P.c = classmethod(lambda *a: len(a))', 'Q.__bases__ = (P,)'],
];

interface Place {
  readonly way: 'function' | 'generator' | 'coroutine';
  /** Functions of a higher number may be called. */
  readonly number: number;
  readonly depth: number;
  readonly loop: boolean;
  /** The class at hand, in a method. */
  readonly inMethod: boolean;
}

const FUNCTIONS = 2;

export class JitSnippetWriter {
  readonly #random: Random;
  #lines: string[] = [];
  #fresh = 0;
  /** Variables that the function at hand binds. */
  #bound: string[] = [];
  #names: Record<Kind, string> = { ...NAMES };

  constructor(random: Random) {
    this.#random = random;
  }

  program(): string {
    const random = this.#random;
    this.#lines = [];
    this.#names = { ...NAMES };
    if (random.oneIn(4)) {
      const free = HOSTILE.slice();
      for (const kind of KINDS) {
        if (random.oneIn(2)) this.#names[kind] = free.splice(random.below(free.length), 1)[0]!;
      }
    }
    this.#emit(0, 'G = 2; H = 0.5; T = "text"');
    this.#classes();
    this.#emit(0, 'def spare(a=1, b=2, *r): return (b, a)');
    this.#function('g0', 'generator', FUNCTIONS);
    if (random.oneIn(4)) {
      this.#function('c1', 'coroutine', FUNCTIONS);
      this.#function('c0', 'coroutine', 1);
    }
    for (let i = FUNCTIONS - 1; i >= 0; i--) this.#function(`f${i}`, 'function', i + 1);
    this.#emit(0, 'OBJ = P(1)');
    const text = this.#lines.join('\n');
    for (const name of ['f0', random.pick(['f0', 'f1'])]) {
      this.#emit(0, `for k in range(${2 + random.below(7)}):`);
      this.#emit(1, `try: show(${name}(${this.#arguments()}))`);
      this.#emit(1, 'except Exception as e: report(e)');
      if (random.oneIn(2)) this.#emit(1, `if k == ${random.below(5)}: try_to(lambda: ${this.#call('f', 0)})`);
      if (!random.oneIn(3)) this.#change(0);
    }
    if (random.oneIn(2)) return `${this.#lines.join('\n')}\n`;
    const driven = text.includes('def c0') && random.oneIn(2) ? 'c0' : 'g0';
    this.#emit(0, `for k in range(${1 + random.below(4)}):`);
    this.#emit(
      1,
      `drive(lambda: ${driven}(${this.#arguments()}), ${this.#many(2 + random.below(6), () => random.pick(ACTS))})`,
    );
    return `${this.#lines.join('\n')}\n`;
  }

  #emit(indent: number, line: string): void {
    // A digit in front of a dot is the begin of a float.
    this.#lines.push(' '.repeat(indent) + line.replace(/(?<![\w.])(\d+)\.(?=[a-z])/g, '($1).'));
  }

  #many(count: number, make: () => string): string {
    return Array.from({ length: count }, make).join(', ');
  }

  #change(indent: number): void {
    this.#emit(indent, `change(${JSON.stringify(this.#random.pick(CHANGES))})`);
  }

  // ── Definitions ────────────────────────────────────────────────────────────────────────────────────────────────

  #classes(): void {
    const random = this.#random;
    const method = (): string => this.#value(this.#anyKind(), { ...METHOD, depth: 3 }, 2);
    for (const name of ['P', 'Q']) {
      const isBase = name === 'P';
      if (!isBase && random.oneIn(2)) {
        this.#emit(0, 'Q = P');
        continue;
      }
      this.#emit(0, isBase ? 'class P:' : 'class Q(P):');
      const slots = isBase ? "'v', 'f'" : "'w',";
      if (random.oneIn(3)) this.#emit(1, `__slots__ = ${slots}`);
      if (isBase) {
        this.#emit(1, "__match_args__ = ('v',)");
        this.#emit(1, `k = ${random.pick(['1', '2.5', "'kk'"])}`);
        this.#emit(
          1,
          random.pick([
            'def __init__(self, v, f=0.5): self.v = v; self.f = f',
            'def __init__(self, v=0, f=2, *r, n=1): self.v, self.f = v, f',
          ]),
        );
        this.#emit(1, 'def __repr__(self): return brief(self)');
        this.#emit(1, 'def step(self): self.f = self.f * 0.5 + self.v; return self.f');
        this.#emit(1, `def m(self, a=1): return ${method()}`);
        this.#emit(1, '@property');
        this.#emit(1, 'def p(self): return self.v');
        this.#emit(1, '@p.setter');
        this.#emit(1, 'def p(self, v): self.v = v; self.f = v');
      } else {
        if (random.oneIn(2))
          this.#emit(
            1,
            `def __init__(self, v, *r): super().__init__(v, *r); self.w = ${method()}`.replace(
              'self.w',
              random.pick(['self.w', 'self.v', 'self.f']),
            ),
          );
        if (random.oneIn(2)) this.#emit(1, 'def m(self, a=2.5): return (super().m(a), self.k)');
        else this.#emit(1, `def m(self, a=2): return ${method()}`);
      }
      const special = [
        () => 'def __add__(self, o): return NotImplemented if isinstance(o, str) else type(self)(o)',
        () => `def __radd__(self, o): return ${method()}`,
        () => 'def __sub__(self, o): return (self.v, o)',
        () => 'def __lt__(self, o): return self.v < o',
        () => 'def __eq__(self, o): return self.v == o',
        () => 'def __hash__(self): return 5',
        () => 'def __len__(self): return self.v',
        () => 'def __bool__(self): return self.v > 1',
        () => 'def __iter__(self): yield self.v; yield self.f',
        () => `def __getitem__(self, i):\n  if i == 2: raise IndexError(i)\n  return i * 1.5`,
        () => "def __getattr__(self, n):\n  if n[:2] == '__': raise AttributeError(n)\n  return n",
        () => 'def __call__(self, *a, **k): return (a, sorted(k))',
        () => 'def __contains__(self, o): return o',
        () => 'def __index__(self): return 2',
        () => 'def __float__(self): return 0.25',
        () => "def __format__(self, f): return f'<{f}>'",
        () => 'def __neg__(self): return self.f',
        () => 'def __iadd__(self, o): self.v = o; return self',
        () => `def __setattr__(self, n, v): object.__setattr__(self, n, ${random.pick(['v', 'v', '2.5'])})`,
        () => 'def __enter__(self): return self.f\n def __exit__(self, *e): return e[0] is ZeroDivisionError',
        () => '@classmethod\n def c(cls, *a): return (cls.__name__, a)',
        () => '@staticmethod\n def s(*a, **k): return (a, k)',
      ];
      for (let i = random.below(4); i > 0; i--) this.#emit(1, random.pick(special)());
    }
  }

  #function(name: string, way: Place['way'], number: number): void {
    const random = this.#random;
    const place: Place = { way, number, depth: 0, loop: false, inMethod: false };
    const parameters = random.pick([
      'a, b=1.5',
      'a, b=2',
      'a=0, b=None, *r',
      'a, /, b=0, *, k=1',
      'a, b=3, **w',
      'a, *b',
      'a=1, b=[], *r, **w',
      'a, b=1',
    ]);
    this.#emit(0, `${way === 'coroutine' ? 'async ' : ''}def ${name}(${parameters}):`);
    this.#emit(1, random.oneIn(8) ? 'global G; tick(); G = 1' : 'tick()');
    if (way === 'generator') this.#emit(1, 'if 0: yield');
    const unbound = KINDS.filter(() => random.oneIn(8));
    this.#bound = KINDS.filter((kind) => !unbound.includes(kind)).map((kind) => this.#names[kind]);
    const start = this.#lines.length;
    this.#block(place, 1, 1 + random.below(3));
    this.#emit(1, `return ${this.#many(1 + random.below(3), () => this.#variable())}`);
    const used = new Set(
      this.#lines
        .slice(start)
        .join('\n')
        .match(/[\p{L}_][\p{L}\w]*/gu),
    );
    for (const kind of KINDS) {
      const name = this.#names[kind];
      if (unbound.includes(kind) || !used.has(name)) continue;
      const value = random.oneIn(5) ? random.pick(['a', 'b']) : random.pick(ATOMS[kind]);
      this.#lines.splice(start, 0, ` ${name} = ${value}`);
    }
  }

  // ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

  #anyKind(): Kind {
    const random = this.#random;
    return random.oneIn(2)
      ? random.pick(['int', 'int', 'float', 'float', 'str', 'list'] as const)
      : random.pick(KINDS);
  }

  #variable(): string {
    const random = this.#random;
    return random.oneIn(5) ? random.pick(['a', 'b']) : this.#names[this.#anyKind()];
  }

  #arguments(): string {
    const random = this.#random;
    const v = (): string => random.pick(ATOMS[this.#anyKind()]);
    return random.pick([
      () => v(),
      () => `${v()}, ${v()}`,
      () => `(1, 2.5, 'a', 3)[k % 4], ${v()}`,
      () => `k, k * 0.5`,
      () => `k + 2**53 - 3, ${v()}`,
      () => `-k * 0.0, k`,
      () => `[k, k * 1.5], k`,
      () => `${v()}, b=${v()}`,
      () => `*[${v()}, ${v()}]`,
      () => `${v()}, **{'b': ${v()}}`,
      () => `P(k), ${v()}`,
      () => `${v()}, ${v()}, ${v()}`,
    ])();
  }

  #call(prefix: string, from: number): string {
    const random = this.#random;
    const e = (): string => random.pick(ATOMS[this.#anyKind()]);
    return `${prefix}${from + random.below(FUNCTIONS - from)}(${random.pick([() => `${e()}, ${e()}`, () => e(), () => `${e()}, b=${e()}`, () => `*(${e()}, ${e()})`, () => `${e()}, **{'b': 1}`])()})`;
  }

  #expression(kind: Kind, place: Place, depth = 2): string {
    const random = this.#random;
    if (random.oneIn(14)) return this.#expression(random.pick(KINDS), place, depth - 1);
    if (depth <= 0 || random.oneIn(4)) {
      if (place.inMethod)
        return random.pick(['self.v', 'self.f', 'a', 'self.k', 'self.v', 'self.f', random.pick(ATOMS[kind])]);
      return random.oneIn(3)
        ? random.pick(ATOMS[kind])
        : random.oneIn(6)
          ? random.pick(['a', 'b'])
          : this.#names[kind];
    }
    const e = (wanted: Kind): string => this.#expression(wanted, place, depth - 1);
    const any = (): string => e(this.#anyKind());
    if (place.number < FUNCTIONS && random.oneIn(14)) {
      const callee = `f${place.number + random.below(FUNCTIONS - place.number)}`;
      return `${callee}(${random.pick([() => `${any()}, ${any()}`, () => any(), () => `${any()}, b=${any()}`, () => `*${e('list')}`, () => `${any()}, **${e('dict')}`])()})`;
    }
    if (random.oneIn(20)) return `(${e(kind)} if ${e('bool')} else ${any()})`;
    if (random.oneIn(20)) return `(${any()} ${random.pick(['or', 'and'])} ${e(kind)})`;
    const i = (): string => e('int');
    const f = (): string => e('float');
    const s = (): string => e('str');
    const l = (): string => e('list');
    const v = random.pick(['v', 'i', this.#names.int, 'a']);
    switch (kind) {
      case 'int':
        return random.pick([
          () => `(${i()} ${random.pick(['+', '-'])} ${i()})`,
          () => `(${i()} ${random.pick(['+', '-'])} ${random.pick(['1', '1', '2', '7'])})`,
          () => `small(${i()} * ${i()})`,
          () => `(${i()} ${random.pick(['//', '%', '&', '|', '^'])} ${i()})`,
          () => `(${i()} & ${random.pick(MASKS)})`,
          () =>
            `(small(num(${i()}) * ${random.pick(['31', '1103515245', '6364136223846793005', '-3'])} + 12345) & ${random.pick(MASKS)})`,
          () => `(${i()} >> ${random.pick(['1', '3', '31', '40', `(${i()} & 63)`])})`,
          () => `small(${i()} << ${random.pick(['1', '5', '31', '33', `(${i()} & 31)`])})`,
          () => `(-${i()})`,
          () => `(~${i()})`,
          () => `small(small(${i()}) ** ${random.pick(['2', '3', '0', '-1', '0.5'])})`,
          () => `len(${random.pick([l(), s(), e('dict'), e('set'), e('object')])})`,
          () => `${l()}[${random.pick(['0', '-1', `${i()} % 3`, i()])}]`,
          () => `${e('bytes')}[${random.pick(['0', '-1'])}]`,
          () => `${e('dict')}.get(${any()}, ${i()})`,
          () => `ord(${s()}[:1] or 'q')`,
          () => `int(${random.pick([f(), s(), i()])})`,
          () => `abs(${i()})`,
          () => `${random.pick(['min', 'max'])}(${i()}, ${any()})`,
          () =>
            `sum(${random.pick([l(), e('tuple'), `(${v} for ${v} in ${l()})`, `[${v} & 7 for ${v} in ${l()} if ${v}]`])})`,
          () =>
            `sum(1 for ${v} in ${e(random.pick(['list', 'str', 'dict', 'tuple']))} if ${v} ${random.pick(COMPARE)} ${i()})`,
          () => `round(${f()})`,
          () => `divmod(${i()}, ${i()})[${random.below(2)}]`,
          () => `pow(${i()}, 2, 7)`,
          () => `(${this.#names.int} := ${i()})`,
          () => `${s()}.${random.pick(['find', 'count'])}(${s()})`,
          () => `${e('object')}.${random.pick(['v', 'p', 'k', 'm()', `m(${i()})`, 'step()'])}`,
          () => random.pick(['OBJ.v', 'OBJ.p', 'OBJ.m()', 'OBJ.step()', 'P(3).v', 'Q(2).m(1)', 'G', 'P.k']),
          () => `hash(${random.pick([i(), e('bool')])} // 1)`,
          () => `(lambda q, n=${i()}: q - n)(${i()})`,
        ])();
      case 'float':
        return random.pick([
          () => `(${f()} ${random.pick(['+', '-', '*', '/'])} ${f()})`,
          () => `(${f()} ${random.pick(['+', '-', '*', '/'])} ${f()})`,
          () => `(${f()} ${random.pick(['+', '-', '*', '/', '//', '%'])} ${i()})`,
          () => `(${i()} ${random.pick(['+', '-', '*', '/', '//', '%'])} ${f()})`,
          () => `(${i()} / ${i()})`,
          () => `(-${f()})`,
          () => `abs(${f()})`,
          () => `float(${random.pick([i(), f(), s()])})`,
          () => `sqrt(${random.pick([`abs(${f()})`, f(), i()])})`,
          () => `(small(${f()}) ** ${random.pick(['2', '0.5', '-1', '3.0'])})`,
          () => `${random.pick(['min', 'max'])}(${f()}, ${any()})`,
          () => `round(${f()}, ${random.pick(['1', '0', '-1'])})`,
          () => `sum(${v} * 0.5 for ${v} in ${l()})`,
          () => `${l()}[${random.pick(['0', '-1', '1'])}]`,
          () => `${e('object')}.${random.pick(['f', 'f', 'v', 'step()'])}`,
          () => random.pick(['OBJ.f', 'OBJ.step()', 'P(0.5).f', 'H', 'OBJ.v']),
          () => `(${this.#names.float} := ${f()})`,
          () =>
            `math.${random.pick(['sin', 'floor', 'fabs', 'exp', 'log', 'copysign(1, H) + math.fabs'])}(${f()})`,
        ])();
      case 'str':
        return random.pick([
          () => `cut(${s()} + ${s()})`,
          () => `cut(${s()} * ${random.pick(['2', '0', `(${i()} & 3)`])})`,
          () => `f"{(${any().replace(/["\\]/g, "'")})${random.pick(FORMATS)}}|{${this.#variable()}!r}"`,
          () => `f'{(${this.#variable()})${random.pick(FORMATS)}}'`,
          () => `'%s-%r' % (${any()}, ${any()})`,
          () => `'%d %5.2f' % (${i()}, ${f()})`,
          () =>
            `','.join(${random.pick([l(), `str(${v}) for ${v} in ${l()}`, `[${v} for ${v} in ${s()}]`])})`,
          () => `${s()}[${random.pick(['1:', ':-1', '::-1', '0', '-1', `${i()}:`, '::2'])}]`,
          () =>
            `${s()}.${random.pick(['upper()', 'strip()', "replace('a', 'bc')", "ljust(4, '.')", 'title()', "partition(',')[2]", 'casefold()'])}`,
          () => `str(${any()})[:30]`,
          () => `repr(${any()})[:30]`,
          () => `chr(97 + ${i()} % 7)`,
          () => `'{}:{!r:>4}'.format(${any()}, ${any()})`,
          () => `${e('bytes')}.hex()`,
          () => `type(${any()}).__name__`,
        ])();
      case 'bytes':
        return random.pick([
          () => `${s()}.encode()`,
          () => `cut(${e('bytes')} + ${e('bytes')})`,
          () => `bytes(${v} & 255 for ${v} in ${l()})`,
          () => `bytes(${l()})`,
          () => `${e('bytes')}[${random.pick(['1:', '::-1', ':2'])}]`,
          () => `(${i()} & 0xFFFF).to_bytes(2, 'big')`,
        ])();
      case 'list':
        return random.pick([
          () => `[${this.#many(random.below(4), any)}]`,
          () => `[*${e(random.pick(['list', 'tuple', 'str']))}, ${any()}]`,
          () => `cut(${l()} + ${l()})`,
          () =>
            `[${random.pick([v, `${v} * 2`, `(${v}, b)`, `${v} + 0.5`, this.#names.float])} for ${v} in ${random.pick([l(), 'range(4)', e('tuple'), 'range(1, 8, 3)', e('dict')])}${random.oneIn(2) ? ` if ${random.pick([v, `${v} ${random.pick(COMPARE)} ${e('int')}`, e('bool')])}` : ''}]`,
          () => `[(${v}, w) for ${v} in range(2) for w in ${l()}]`,
          () => `[[w for w in range(${v})] for ${v} in range(3)]`,
          () => `sorted(${l()}${random.oneIn(2) ? ', key=repr' : ''})`,
          () => `${l()}[${random.pick(['1:', '::-1', ':2', `${i()}:`])}]`,
          () =>
            `list(${random.pick([e('dict'), s(), e('tuple'), e('object'), `map(str, ${l()})`, `zip(${l()}, ${e('tuple')})`, `reversed(${l()})`, `enumerate(${s()})`, `g0(${any()})`, `filter(None, ${l()})`])})[:9]`,
          () => `${s()}.split(',')`,
          () =>
            `list(map(lambda q: q ${random.pick(['+', '*', '<', '=='])} ${random.pick(['1', '0.5', 'q'])}, ${l()}))[:9]`,
          () => `([${any()}] * ${random.pick(['2', '3', `(${i()} & 3)`])})`,
          () =>
            `list(range(${random.pick(['4', '5, 0, -2', '-3, 3, 2', '2**53 - 2, 2**53 + 2', `${i()} & 7`])}))`,
        ])();
      case 'tuple':
        return random.pick([
          () => `(${any()}, ${any()})`,
          () => `(*${l()}, ${any()})`,
          () => `tuple(${random.pick([l(), s(), `${v} for ${v} in ${l()}`])})[:9]`,
          () => `divmod(${any()}, ${any()})`,
          () => `${e('tuple')}[${random.pick(['1:', '::-1', ':1'])}]`,
          () => `cut(${e('tuple')} + ${e('tuple')})`,
          () => `${s()}.partition('b')`,
        ])();
      case 'dict':
        return random.pick([
          () => `{${v}: ${random.pick([v, any()])} for ${v} in ${random.pick([l(), s(), 'range(3)'])}}`,
          () => `{**${e('dict')}, ${random.pick(["'a'", s(), i()])}: ${any()}}`,
          () => `dict(a=${any()}, k=${any()})`,
          () => `(${e('dict')} | ${e('dict')})`,
          () => `dict(zip(${s()}, ${l()}))`,
          () => `{w: ${v} for ${v}, w in ${random.pick([`${e('dict')}.items()`, `enumerate(${l()})`])}}`,
        ])();
      case 'set':
        return random.pick([
          () => `{${v} for ${v} in ${l()}}`,
          () => `set(${random.pick([l(), s(), e('tuple')])})`,
          () => `(${e('set')} ${random.pick(['|', '&', '-', '^'])} ${e('set')})`,
          () => `{${any()}, ${any()}}`,
        ])();
      case 'bool':
        return random.pick([
          () => `(${i()} ${random.pick(COMPARE)} ${i()})`,
          () => `(${f()} ${random.pick(COMPARE)} ${f()})`,
          () => `(${any()} ${random.pick(COMPARE)} ${any()})`,
          () => `(${i()} ${random.pick(COMPARE)} ${this.#variable()} ${random.pick(COMPARE)} ${f()})`,
          () =>
            `(${any()} ${random.pick(['in', 'not in'])} ${e(random.pick(['list', 'dict', 'set', 'str', 'tuple', 'object']))})`,
          () => `(${any()} ${random.pick(['is', 'is not'])} ${random.pick(['None', 'True', 'OBJ', 'T'])})`,
          () => `(not ${any()})`,
          () => `isinstance(${any()}, ${random.pick(['int', 'float', '(str, list)', 'P', 'Q', 'bool'])})`,
          () => `${random.pick(['any', 'all'])}(${v} ${random.pick(COMPARE)} ${i()} for ${v} in ${l()})`,
          () => `(${e('bool')} ${random.pick(['and', 'or'])} ${e('bool')})`,
          () => `bool(${any()})`,
          () => `${s()}.startswith(${s()})`,
          () => `callable(${any()})`,
          () => `hasattr(${any()}, ${random.pick(["'v'", "'w'", "'nope'"])})`,
        ])();
      case 'object':
        return random.pick([
          () =>
            `${random.pick(['P', 'Q', 'P', 'type(OBJ)'])}(${random.pick([any(), `${any()}, ${f()}`, `v=${any()}`])})`,
          () => `(${e('object')} ${random.pick(['+', '-'])} ${any()})`,
          () => `(${any()} + ${e('object')})`,
          () => `${e('object')}.${random.pick(['v', 'w', 'k', 'c(1)', 's(1, q=2)', `m(${any()})`])}`,
          () => `${e('object')}[${any()}]`,
          () => `${e('object')}(${any()}, q=1)`,
          () => `getattr(${e('object')}, ${random.pick(["'v'", "'w', 1", "'m'", "'nope', None"])})`,
          () => `(lambda: ${random.pick([this.#variable(), any().replace(/\(\w+ := /g, '(')])})()`,
          () =>
            `next(${random.pick([`iter(${l()})`, `(${v} for ${v} in ${l()} if ${v})`, `g0(${any()})`])}, ${any()})`,
        ])();
    }
  }

  // ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

  #block(place: Place, indent: number, count: number): void {
    for (let i = 0; i < count; i++) this.#statement(place, indent);
  }

  /** An expression; no walrus where it might stand in a comprehension. */
  #value(kind: Kind, place: Place, depth = 2): string {
    const value = this.#expression(kind, place, depth);
    return / for |lambda/.test(value) ? value.replace(/\([^\s()]+ := /g, '(') : value;
  }

  #statement(place: Place, indent: number): void {
    const random = this.#random;
    const kind = this.#anyKind();
    const name = this.#names[kind];
    const e = (wanted: Kind = this.#anyKind(), depth = 2): string => this.#value(wanted, place, depth);
    const { int: x, float: y, str: s, list: l, dict: d, object: o } = this.#names;
    if (place.way !== 'function' && random.oneIn(3)) {
      this.#suspension(place, indent);
      return;
    }
    const inner: Place = { ...place, depth: place.depth + 1 };
    const looping: Place = { ...inner, loop: true };
    const body = (where: Place = inner): void => this.#block(where, indent + 1, 1 + random.below(2));
    switch (random.below(place.depth < 2 ? 40 : 24)) {
      case 0:
      case 1:
      case 2:
      case 3:
        this.#emit(indent, `${name} = ${e(kind, 3)}`);
        return;
      case 4:
        this.#emit(indent, `${x} ${random.pick(['+', '-', '//', '%', '&', '|', '^', '>>'])}= ${e('int')}`);
        return;
      case 5:
        this.#emit(indent, `${y} ${random.pick(['+', '-', '*', '/', '*', '+'])}= ${e('float')}`);
        return;
      case 6:
        this.#emit(
          indent,
          random.pick([`${s} += ${e('str')}`, `${l} += ${e('list')}`, `${o} += ${e()}`, `${s} = cut(${s})`]),
        );
        this.#emit(indent, `${s} = cut(${s}); ${l} = cut(${l})`);
        return;
      case 7:
      case 8:
        this.#emit(
          indent,
          random.pick([
            `${l}.append(${e()})`,
            `${l}[${random.pick(['0', '-1', e('int')])}] = ${e()}`,
            `${l}[${random.pick(['0', '-1', x])}] ${random.pick(['+', '-', '*'])}= ${e(random.pick(['int', 'float'] as const), 1)}`,
            `${l}.insert(0, ${e()})`,
            `show(${l}.pop())`,
            `${l}[1:2] = ${e('list')}`,
            `${l}.extend(${e('list')})`,
            `${l}.sort(${random.pick(['', 'key=repr', 'reverse=True'])})`,
            `${l}.reverse()`,
            `del ${l}[${random.pick(['0', '-1', '1:'])}]`,
          ]),
        );
        this.#emit(indent, `${l} = cut(${l})`);
        return;
      case 9:
        this.#emit(
          indent,
          random.pick([
            `${d}[${e(random.pick(['int', 'str'] as const), 1)}] = ${e()}`,
            `${d}[${random.pick(["'a'", '1', s, x])}] += 1`,
            `show(${d}.setdefault(${e('str', 1)}, []))`,
            `show(${d}.pop(${e('str', 1)}, None))`,
            `del ${d}[${random.pick(["'a'", '1'])}]`,
            `${d}.update(${e('dict')})`,
            `show(list(${d}.items()), ${random.pick(["'a'", '1'])} in ${d})`,
            `${this.#names.set}.add(${e()})`,
            `${this.#names.set} ${random.pick(['|=', '&=', '-='])} ${e('set')}`,
          ]),
        );
        return;
      case 10:
      case 11:
        this.#emit(
          indent,
          random.pick([
            `${o}.v = ${e()}`,
            `${o}.f = ${e('float')}`,
            `OBJ.f = ${e('float')}`,
            `OBJ.v = ${e('int')}`,
            `OBJ.v += ${e('int', 1)}`,
            `${o}.f *= ${e('float', 1)}`,
            `${o}.p = ${e()}`,
            `del ${o}.${random.pick(['v', 'f', 'w'])}`,
            `${o}.w = ${e()}`,
          ]),
        );
        return;
      case 12:
        this.#emit(
          indent,
          random.pick([
            `${name}, ${y} = ${e('tuple')}`,
            `${x}, ${y} = ${y}, ${x}`,
            `${x}, ${y}, ${s} = ${e('int')}, ${e('float')}, ${e('str')}`,
            `${x}, *${l} = ${e(random.pick(['list', 'tuple'] as const))}`,
            `*${l}, ${y} = ${e('list')}`,
            `(${x}, (${y}, *${l})) = ${e('tuple')}`,
            `${x} = ${y} = ${e()}`,
            `${l}[0], ${x} = ${e('tuple')}`,
          ]),
        );
        return;
      case 13:
        this.#emit(
          indent,
          random.pick([
            `del ${name}`,
            `${name} = None`,
            `${y} = -0.0`,
            `${x} = 2**53 - 1`,
            `${name} = ${random.pick(ATOMS[this.#anyKind()])}`,
          ]),
        );
        return;
      case 14:
      case 15:
        this.#emit(indent, `show(${this.#variable()}, ${e()})`);
        return;
      case 16:
        this.#change(indent);
        return;
      case 17:
        if (place.loop)
          this.#emit(indent, `if ${e('bool')}: ${random.pick(['break', 'continue', 'continue'])}`);
        else this.#emit(indent, `${y} = ${e('float', 3)}`);
        return;
      case 18:
        this.#emit(
          indent,
          `if ${e('bool')}: ${random.pick([`${name} = ${e(kind)}`, `return ${e()}`, `raise ${random.pick(['Own(1)', 'ValueError', 'KeyError(2) from None', `Own(${e()})`, `IndexError from ValueError(${x})`])}`])}`,
        );
        return;
      case 19:
        this.#emit(
          indent,
          random.pick([
            'where()',
            'where()',
            'where()',
            'trace()',
            'trace()',
            random.oneIn(3) ? 'look()' : 'where()',
            'show(sorted(locals()))',
            `show(eval(${JSON.stringify(this.#variable())}))`,
          ]),
        );
        return;
      case 20:
        this.#emit(indent, `assert ${e('bool')}, ${e()}`);
        return;
      case 21:
        this.#emit(
          indent,
          random.pick([
            'set_global("G", 2)',
            `set_global("H", ${e('float')})`,
            `set_global("G", ${e('int')})`,
          ]),
        );
        return;
      case 22:
        this.#emit(indent, `${name} = ${e(kind, 3)}; show(${name})`);
        return;
      case 23: {
        const it = `it${this.#fresh++}`;
        this.#emit(indent, `${it} = g0(${e()}, ${e()})`);
        this.#emit(
          indent,
          `try: show(next(${it}, None), ${it}.send(${e('int', 1)}), ${random.pick([`next(${it})`, `list(${it})`, `${it}.throw(Own(3))`, `${it}.close()`])})`,
        );
        this.#emit(indent, `finally: ${it}.close()`);
        return;
      }
      case 24:
      case 25:
        this.#emit(indent, `if ${e('bool')}:`);
        body();
        if (random.oneIn(2)) {
          this.#emit(indent, 'else:');
          body();
        }
        return;
      case 26:
      case 27:
      case 28:
      case 29:
      case 30:
      case 31: {
        const target = random.pick([x, x, 'i', 'i', name, `i, ${x}`, y, `${o}.v`]);
        const source = random.pick([
          () => `range(${random.below(8)})`,
          () =>
            `range(${random.pick(['3, -3, -2', '1, 9, 3', '2**53 - 3, 2**53 + 2', 'G', `${x} & 7`, 'b', '0, 6, G', '-2, 3'])})`,
          () => `range(len(${l}))`,
          () => e('list'),
          () => l,
          () => e('tuple'),
          () => e('str'),
          () => `${d}${random.pick(['', '.items()', '.values()'])}`,
          () => `enumerate(${e('list')}${random.oneIn(3) ? ', 5' : ''})`,
          () => `zip(${e('list')}, ${random.pick(['range(9)', e('str')])})`,
          () => `g0(${e()})`,
          () => `(q * 0.5 for q in range(4))`,
          () => `reversed(${e('list')})`,
          () => "[1, 2.5, 'a', True, 2**60, None]",
          () => '[0.5, 1.5, 2, -0.0]',
          () => o,
          () => `sorted(${e('set')}, key=repr)`,
        ])();
        this.#emit(indent, `for ${target} in ${source}:`);
        this.#emit(indent + 1, 'tick()');
        body(looping);
        if (random.oneIn(4)) {
          this.#emit(indent, 'else:');
          body();
        }
        return;
      }
      case 32: {
        const counter = `n${this.#fresh++}`;
        this.#emit(indent, `${counter} = 0`);
        this.#emit(
          indent,
          `while ${counter} < ${2 + random.below(6)}${random.oneIn(3) ? ` and ${e('bool')}` : ''}:`,
        );
        this.#emit(indent + 1, `${counter} += 1; tick()`);
        body(looping);
        return;
      }
      case 33:
      case 34:
      case 35: {
        this.#emit(indent, 'try:');
        body();
        const handles = !random.oneIn(4);
        if (handles) {
          for (let i = random.below(2); i >= 0; i--) {
            this.#emit(indent, `except ${random.pick(EXCEPTIONS)}${random.oneIn(3) ? '' : ' as err'}:`);
            this.#emit(indent + 1, random.pick(['trace()', `show(${this.#variable()})`, 'where()', 'pass']));
            this.#block(inner, indent + 1, random.below(2));
            if (random.oneIn(6))
              this.#emit(indent + 1, random.pick(['raise', 'raise Own(4)', 'raise Own from None']));
          }
          if (random.oneIn(4)) {
            this.#emit(indent, 'else:');
            body();
          }
        }
        if (!handles || random.oneIn(3)) {
          this.#emit(indent, 'finally:');
          if (place.way === 'function') this.#block({ ...inner, loop: false }, indent + 1, 1);
          else this.#emit(indent + 1, `${name} = ${random.pick(ATOMS[kind])}`);
          const last = this.#lines[this.#lines.length - 1]!;
          // A jump out of `finally` is a warning in 3.14.
          this.#lines[this.#lines.length - 1] = last.replace(/: return .*$/, ': pass');
        }
        return;
      }
      case 36:
        // A generator that nobody runs to its end is closed when CPython's reference counts say so: nothing shows it.
        if (place.way !== 'function') {
          this.#emit(indent, 'where()');
          return;
        }
        this.#emit(
          indent,
          `with ${random.pick([`M(${e('bool')})`, 'M(1)', o, 'OBJ'])}${random.oneIn(2) ? ` as ${name}` : ''}:`,
        );
        body();
        return;
      case 37: {
        this.#emit(indent, `match ${e()}:`);
        for (let i = random.below(3); i >= 0; i--) {
          const pattern = random.pick(PATTERNS);
          this.#emit(indent + 1, `case ${pattern}${random.oneIn(4) ? ` if ${e('bool', 1)}` : ''}:`);
          if (/\bq\b/.test(pattern)) this.#emit(indent + 2, 'show(q)');
          this.#block(inner, indent + 2, 1);
        }
        return;
      }
      case 38:
      case 39: {
        const local = `h${this.#fresh++}`;
        const bound = this.#bound.length > 0 ? random.pick(this.#bound) : undefined;
        if (bound === undefined) {
          this.#emit(indent, 'where()');
          return;
        }
        const isRecursive = random.oneIn(3);
        this.#emit(indent, `def ${local}(q, n=${e()}):`);
        this.#emit(indent + 1, 'tick()');
        if (random.oneIn(2)) {
          this.#emit(indent + 1, `nonlocal ${bound}`);
          this.#emit(
            indent + 1,
            `${bound} = ${random.pick(['q', `${bound} + q`, `${bound} - 1`, `[q, ${bound}]`])}`,
          );
        }
        if (isRecursive)
          this.#emit(indent + 1, `if type(q) is int and 0 < q < 50: return ${local}(q - 1, n)`);
        this.#emit(
          indent + 1,
          `return ${random.pick([`(q, ${bound})`, 'q + n', bound, 'n', `q * ${random.pick(['0.5', '2'])}`])}`,
        );
        this.#emit(
          indent,
          `show(${random.pick([`${local}(${e('int')})`, `[${local}(i) for i in range(3)]`, `list(map(${local}, ${e('list')}))`, `${local}(${e()}, ${e()})`])}, ${bound})`,
        );
        return;
      }
    }
  }

  /** A statement at which a function is suspended, or hands on to another one that is. */
  #suspension(place: Place, indent: number): void {
    const random = this.#random;
    const name = this.#names[this.#anyKind()];
    const e = (): string => this.#value(this.#anyKind(), place, 1);
    if (place.way === 'generator') {
      this.#emit(
        indent,
        random.pick([
          `yield ${e()}`,
          `${name} = yield ${e()}`,
          `show((yield ${e()}), ${name})`,
          `${name} = yield from ${this.#value('list', place, 1)}`,
          `yield from ${e()}`,
          `${name} = yield`,
          `yield (yield ${e()})`,
        ]),
      );
      return;
    }
    const next = place.number < 2 ? [`${name} = await c1(${e()})`, `show(await c1(${e()}), ${name})`] : [];
    this.#emit(
      indent,
      random.pick([
        `${name} = await Wait(${e()})`,
        `show(await Wait(${e()}), await Wait(2))`,
        `${name} = await ${name}`,
        ...next,
        ...next,
      ]),
    );
  }
}

const METHOD: Place = { way: 'function', number: FUNCTIONS, depth: 0, loop: false, inMethod: true };
