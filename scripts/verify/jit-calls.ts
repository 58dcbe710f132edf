/**
 * Small random programs about calls, for comparing compiled code with CPython's interpreter: functions and methods short
 * enough to be put in place of their calls, what they rely on changed between and during the calls, exceptions that
 * leave several of them at once, generators that hand on to each other, and what can be seen of callers.
 *
 * Each has a few functions `s0` … that call those of a higher number, a class or two, and one function `f` that calls
 * them in a loop. What the programs print with is in jit-programs.py.
 */
import type { Random } from './random.ts';

const INTS = [
  ...['0', '1', '2', '3', '7', '-1', 'True', '2**31 - 1', '-2**31', '2**53 - 1', '2**53', '-2**53', '2**62'],
  '10**20',
];
/** A NaN is equal to itself where it is in a tuple, if it is the same object: here all are one value. */
const FLOATS = ['0.5', '1.5', '-0.0', '0.0', '2.0**53', '1e300', '-2.25'];
const OTHERS = [
  ...[
    "'ab'",
    "''",
    'None',
    '(1, 2)',
    '(0.5, 1)',
    '()',
    '[1, 2]',
    'LIST',
    'OBJ',
    'K(2)',
    'False',
    '2j',
    "b'x'",
  ],
  ...['s0', 'K', '{1: 2}', 'SET', 'range(3)'],
];
const COMPARE = ['<', '<=', '==', '!=', '>', '>='];
const ARITHMETIC = ['+', '+', '+', '-', '-', '*', '/', '//', '%', '&', '|', '^', '>>'];
const EXCEPTIONS = [
  ...['Exception', 'TypeError', '(TypeError, ValueError)', 'ZeroDivisionError', 'LookupError', 'Own'],
  ...['ArithmeticError', 'AttributeError', 'NameError', 'RecursionError'],
];

/** How a function takes its arguments, and the ways in which it is called; `e` stands for an argument. */
const SIGNATURES: readonly { readonly parameters: string; readonly calls: readonly string[] }[] = [
  { parameters: 'a', calls: ['e', 'e', 'a=e', '*(e,)'] },
  { parameters: 'a, b', calls: ['e, e', 'e, e', 'e, b=e', 'b=e, a=e', '*(e, e)', '*LIST', '*t'] },
  { parameters: 'a, b=1', calls: ['e', 'e, e', 'e, b=e', "**{'a': e}", 'e, *(e,)'] },
  { parameters: 'a=0.5, b=2', calls: ['', 'e', 'b=e', 'e, e', '*LIST[:2]'] },
  { parameters: 'a, *, b=1.5', calls: ['e', 'e, b=e', 'a=e, b=e'] },
  { parameters: 'a, /, b=None', calls: ['e', 'e, e', 'e, b=e'] },
  { parameters: 'a, *b', calls: ['e', 'e, e', 'e, e, e', '*LIST', 'e, *t'] },
  { parameters: 'a, b=3, **w', calls: ['e', 'e, c=e', 'e, b=e, c=e', "e, **{'z': e}"] },
  { parameters: 'a, b=[]', calls: ['e', 'e, LIST', 'e, e'] },
];
type Signature = (typeof SIGNATURES)[number];

/** What calls rely on, changed. */
const CHANGES = [
  ...["def s1(a, b=7): return ('new', a, b)", 'def s1(a): return a + 1', 'def s1(): return 1'],
  ...['s1 = s2', 's2 = s1', 's1 = len', 's1 = K', 's1 = OBJ', 's1 = OBJ.m', 's1 = lambda a, *r: (a, r)'],
  ...['s1.__code__ = s2.__code__', 's2.__code__ = s1.__code__', 's0.__code__ = s1.__code__'],
  ...[
    's1.__defaults__ = (8, 9.5)',
    's1.__defaults__ = None',
    "s1.__defaults__ = ('d',)",
    's2.__defaults__ = (1, 2, 3)',
  ],
  ...["s1.__kwdefaults__ = {'b': -1}", 's1.__kwdefaults__ = None', 'del s1', 'del s2', 's1 = None'],
  ...['f.__code__ = s1.__code__', 's1 = partial(s2, 5)', 's1 = lru_cache(s2)', 's2 = staticmethod(s1)'],
  ...[
    "K.m = lambda self, a=5: ('lambda', a)",
    'K.m = s1',
    'L.m = K.m',
    'L.m = s2',
    'del L.m',
    'K.m = 5',
    'K.m = K.n',
  ],
  ...["OBJ.m = lambda *a: ('own', a)", 'OBJ.m = s1', 'del OBJ.m', 'OBJ.__class__ = L', 'OBJ.__class__ = K'],
  ...[
    'K.p = property(lambda self: (self.v, 1))',
    'K.p = 3',
    'OBJ.v = 1.5',
    'OBJ.v = 2**53',
    "OBJ.v = 'v'",
    'del OBJ.v',
  ],
  ...[
    'K.c = classmethod(lambda *a: len(a))',
    'K.st = staticmethod(lambda *a: a)',
    'K.k = 2.5',
    'K.k = 4',
    'L.k = 0',
  ],
  ...[
    'K.__call__ = lambda self, *a: a',
    'K.__getitem__ = lambda self, k: (tick(), k)[1]',
    'K.__len__ = lambda self: 3',
  ],
  ...[
    'K.__eq__ = lambda self, o: o == 1',
    'K.__lt__ = lambda self, o: NotImplemented',
    'del K.__lt__',
    'del K.__eq__',
  ],
  ...[
    'K.__add__ = lambda self, o: 0.5',
    'K.__add__ = lambda self, o: NotImplemented',
    'K.__bool__ = lambda self: False',
  ],
  ...[
    'L.__init__ = lambda self, v=1: None',
    'K.__getattr__ = lambda self, n: n',
    'L.__bases__ = (K,)',
    'L.__bases__ = (J, K)',
  ],
  ...[
    'K.__getattribute__ = object.__getattribute__',
    'K.__contains__ = lambda self, o: o',
    'K.__hash__ = lambda self: 1',
  ],
  ...[
    'K.__init__ = lambda self, v=1, w=2: object.__setattr__(self, "v", w)',
    'K.v = property(lambda self: 9)',
  ],
  ...[
    'G = 1.5',
    'G = 3',
    'G = 2**53',
    'del G',
    'LIST[:] = [1.5, 2]',
    'LIST[:] = [1, 2]',
    'LIST.append(3)',
    'del LIST[1:]',
  ],
  ...[
    'len = lambda o: 2.5',
    'del len',
    'isinstance = lambda *a: 1',
    'del isinstance',
    'CLS = K',
    'CLS = (int, L)',
    'CLS = float',
  ],
  ...[
    'SET.add(2**53)',
    'SET.add(1.5)',
    'SET.clear()',
    'SET.add(3)',
    'BM = OBJ.n',
    'BM = s1',
    'memo.cache_clear()',
    'H = s1',
    'H = s2',
  ],
];

/** Methods that operators and the like call; those who define them in a class choose some. */
const SPECIAL: readonly string[] = [
  'def __add__(self, o): return K(E) if isinstance(o, K) else E',
  'def __add__(self, o): return NotImplemented if isinstance(o, str) else (self.v, o)',
  'def __radd__(self, o): return E',
  'def __iadd__(self, o): self.v = o; return self',
  'def __sub__(self, o): return self.v - o',
  'def __mul__(self, o): return o * self.v',
  'def __lt__(self, o): return self.v < (o.v if isinstance(o, K) else o)',
  'def __gt__(self, o): return E',
  'def __le__(self, o): return C',
  'def __eq__(self, o): return isinstance(o, K) and self.v == o.v',
  'def __ne__(self, o): return self.v != o',
  'def __hash__(self): return hash(self.v)',
  'def __bool__(self): return C',
  'def __len__(self): return 2 if C else self.v',
  'def __contains__(self, o): return o == self.v',
  'def __getitem__(self, key):\n  tick()\n  if type(key) is tuple:\n   i, j = key\n   return i + j * 2\n  if key == 3: raise IndexError(key)\n  return key + self.v',
  'def __getitem__(self, key): tick(); i, j = key; return LIST[i] + j',
  'def __setitem__(self, key, value): self.v = (key, value)',
  'def __call__(self, a=1, *r, **w): return E',
  'def __call__(self, a, b=2): return a + self.v',
  'def __iter__(self): return iter((self.v, 1))',
  'def __iter__(self): yield self.v; yield E',
  'def __next__(self): tick(); raise StopIteration',
  'def __neg__(self): return E',
  "def __getattr__(self, n):\n  if n[:2] == '__': raise AttributeError(n)\n  return n",
  'def __setattr__(self, n, v): object.__setattr__(self, n, v)',
  'def __enter__(self): return self.v\n def __exit__(self, kind, error, tb): return kind is TypeError',
  'def __index__(self): return 1',
];

interface Scope {
  readonly names: readonly string[];
  /** Functions of this number and higher ones may be called. */
  readonly next: number;
  readonly depth: number;
  readonly isMethod: boolean;
}

export class JitCallWriter {
  readonly #random: Random;
  #lines: string[] = [];
  #signatures: Signature[] = [];
  #hasHeir = false;

  constructor(random: Random) {
    this.#random = random;
  }

  program(): string {
    const random = this.#random;
    this.#lines = [];
    this.#signatures = Array.from({ length: 3 + random.below(2) }, () => random.pick(SIGNATURES));
    this.#hasHeir = random.oneIn(2);
    this.#emit(
      0,
      `G = 2; LIST = ${random.pick(['[1, 2]', '[1, 2.5]', '[3, 4]'])}; SET = {1, 2, 3}; CLS = ${random.pick(['int', '(int, str)', 'float'])}`,
    );
    for (let i = this.#signatures.length - 1; i >= 0; i--) this.#callee(i);
    this.#class();
    if (random.oneIn(3)) this.#generators();
    this.#emit(0, `OBJ = ${this.#hasHeir && random.oneIn(2) ? 'L' : 'K'}(1); BM = OBJ.m; H = s1`);
    if (random.oneIn(4)) {
      this.#emit(0, '@lru_cache(maxsize=2)');
      this.#emit(0, `def memo(a, b=1): return ${this.#expression(this.#scope(['a', 'b'], 1))}`);
    } else this.#emit(0, 'memo = s1');
    this.#caller();
    this.#calls();
    return `${this.#lines.join('\n')}\n`;
  }

  #emit(indent: number, line: string): void {
    // A digit in front of a dot is the begin of a float.
    this.#lines.push(' '.repeat(indent) + line.replace(/(?<![\w.])(\d+)\.(?=[a-z])/g, '($1).'));
  }

  #scope(names: readonly string[], next: number, isMethod = false): Scope {
    return { names, next, depth: 0, isMethod };
  }

  #change(): string {
    return `change(${JSON.stringify(this.#random.pick(CHANGES))})`;
  }

  /** What is seen of a compiled function that runs takes a thousand times as long as what it does: once in a while. */
  #look(): string {
    return this.#random.oneIn(6) ? 'look()' : 'where()';
  }

  #atom(): string {
    const random = this.#random;
    return random.pick(random.oneIn(4) ? OTHERS : random.oneIn(3) ? FLOATS : INTS);
  }

  // ── Definitions ────────────────────────────────────────────────────────────────────────────────────────────────

  /** A small function. */
  #callee(number: number): void {
    const random = this.#random;
    const name = `s${number}`;
    const { parameters } = this.#signatures[number]!;
    const names = parameters.match(/\b[abw]\b/g) ?? ['a'];
    const scope = this.#scope(names, number + 1);
    const isBound = random.oneIn(8);
    const indent = isBound ? 1 : 0;
    if (isBound) this.#emit(0, `def make${number}(n):`);
    this.#emit(indent, `def ${name}(${parameters}):`);
    if (isBound) this.#emit(indent + 1, random.pick(['nonlocal n; n = n + 1', 'a = a + n']));
    if (random.oneIn(12)) {
      this.#emit(indent + 1, `global G; G = ${this.#expression(scope)}`);
    }
    if (random.oneIn(6)) {
      const call = `${name}(${names.length > 1 ? random.pick(['a - 1', 'a - 1', 'a - 0.5', 'a - 1, a']) : 'a - 1'})`;
      this.#emit(
        indent + 1,
        `if isinstance(a, (int, float)) and 0 < a < ${random.pick(['9', '60'])}: return ${random.pick([call, `${call} + 1`, `1 + ${call}`, `(a, ${call})[0]`])}`,
      );
    } else if (random.oneIn(40)) {
      this.#emit(indent + 1, `if a == 3: return ${name}(a)${random.pick(['', ' + 1'])}`);
    }
    this.#body(scope, indent + 1, random.below(3));
    if (isBound) {
      this.#emit(1, `return ${name}`);
      this.#emit(0, `${name} = make${number}(${random.pick(['1', '0.5', '2**53'])})`);
    }
  }

  #body(scope: Scope, indent: number, count: number): void {
    for (let i = 0; i < count; i++) this.#statement(scope, indent);
    const random = this.#random;
    const e = (): string => this.#expression(scope);
    const result = random.pick([e, e, e, e, () => `${e()}, ${e()}`, () => `[${e()}, ${e()}]`]);
    if (random.oneIn(12)) this.#emit(indent, 'pass');
    else this.#emit(indent, `return ${result()}`);
  }

  #class(): void {
    const random = this.#random;
    this.#emit(0, 'class J: k = 0.25');
    for (const name of this.#hasHeir ? ['K', 'L'] : ['K']) {
      const isBase = name === 'K';
      const scope = this.#scope(['a', 'self.v'], 0, true);
      const expression = (): string => this.#expression({ ...scope, names: ['self.v', 'o'], depth: 1 });
      this.#emit(0, isBase ? 'class K:' : 'class L(K):');
      if (isBase) {
        if (random.oneIn(4)) this.#emit(1, "__slots__ = 'v', 'w'");
        this.#emit(1, `k = ${random.pick(['1', '2.5'])}`);
        this.#emit(
          1,
          random.pick([
            'def __init__(self, v, w=0.5): self.v = v; self.w = w',
            'def __init__(self, v=1, *r): self.v = v',
          ]),
        );
        this.#emit(1, 'def __repr__(self): return brief(self)');
        this.#emit(1, 'def n(self, a=2, b=0): return (a, self.v)');
        this.#emit(1, '@property');
        this.#emit(
          1,
          `def p(self): tick(3); return ${random.pick(['self.v', 'self.v + 1', 'self.m()', 's1(self.v)'])}`,
        );
        if (random.oneIn(2)) {
          this.#emit(1, '@p.setter');
          this.#emit(1, 'def p(self, value): self.v = value');
        }
        this.#emit(1, '@classmethod');
        this.#emit(
          1,
          `def c(cls, a=1): return ${random.pick(['(cls.k, a)', 'cls(a)', 'cls.k + a', 'cls.st(a)'])}`,
        );
        this.#emit(1, '@staticmethod');
        this.#emit(1, `def st(a, b=2): return ${random.pick(['a + b', '(a, b)', 's2(a)'])}`);
        this.#emit(1, 'def m(self, a=1):');
        if (random.oneIn(3))
          this.#emit(2, random.pick(['self.v = a', 'self.v += 1', 'self.v, a = a, self.v', 'self.v += a']));
        this.#body(scope, 2, random.below(2));
      } else {
        if (random.oneIn(3)) this.#emit(1, 'def __init__(self, v, *r): super().__init__(v, *r)');
        if (random.oneIn(3)) this.#emit(1, 'k = 7');
        this.#emit(1, 'def m(self, a=2):');
        this.#emit(
          2,
          random.pick([
            'a = super().m(a)',
            'a = (super().k, a)',
            'a = super(L, self).n(a)',
            'a = K.m(self, a)',
            'pass',
          ]),
        );
        this.#body(scope, 2, random.below(2));
      }
      for (let i = random.below(isBase ? 5 : 2); i > 0; i--) {
        const method = random.pick(SPECIAL).replace(/\bE\b/g, expression);
        this.#emit(
          1,
          method.replace(/\bC\b/g, () => this.#condition({ ...scope, names: ['self.v'], depth: 1 })),
        );
      }
    }
  }

  /** Generators that call the small functions, and hand on to each other. */
  #generators(): void {
    const random = this.#random;
    const scope = this.#scope(['a', 'n', 'got'], 0);
    const e = (): string => this.#expression({ ...scope, depth: 1 });
    this.#emit(0, 'def g(n, a=1):');
    this.#emit(1, `got = ${e().replace(/\bgot\b/g, 'a')}`);
    const yielded = `got = yield ${e()}`;
    const chain = random.pick([
      'yield from g(n - 1, a)',
      'got = yield from g(n - 1, got)',
      'yield from (q for q in g(n - 1))',
      'yield from [n, a]',
    ]);
    const guarded = random.oneIn(2);
    if (guarded) this.#emit(1, 'try:');
    const indent = guarded ? 2 : 1;
    if (random.oneIn(2)) this.#emit(indent, yielded);
    this.#emit(indent, `if n > 0: ${chain}`);
    this.#emit(
      indent,
      random.pick([
        yielded,
        `yield ${e()}`,
        `if ${this.#condition(scope)}: return ${e()}`,
        'raise StopIteration(n)',
        'where()',
      ]),
    );
    if (guarded) {
      this.#emit(
        1,
        `except ${random.pick(['ValueError', 'Own', 'TypeError'])}: ${random.pick(['got = yield n', 'raise', 'where()', `return ${e()}`])}`,
      );
    }
    this.#emit(1, `return ${e()}`);
  }

  #caller(): void {
    const random = this.#random;
    const rounds = random.oneIn(6) ? 36 + random.below(12) : 3 + random.below(8);
    const scope = this.#scope(['a', 'b', 'i', 'x'], 0);
    this.#emit(0, `def f(a, b=${this.#atom()}):`);
    this.#emit(
      1,
      `x = ${random.pick(['a', '0', '0.0', '1', "''", '(1, 2)'])}; t = (1, 2); o = ${random.pick(['OBJ', 'K(a)', 'b', 'K'])}`,
    );
    this.#emit(
      1,
      random.pick([
        `for i in range(${rounds}):`,
        `for i in range(${rounds}):`,
        'for i in (1, 2.5, 3, a, b):',
        'for i in LIST * 3:',
        'for i, x in enumerate((1, a, 2.5, b)):',
      ]),
    );
    if (random.oneIn(4)) this.#emit(2, 'tick()');
    const guarded = random.oneIn(2);
    if (guarded) this.#emit(2, 'try:');
    for (let i = 1 + random.below(2); i > 0; i--) this.#statement(scope, guarded ? 3 : 2);
    this.#emit(guarded ? 3 : 2, `x = keep(${random.pick(['x + ', 'x - ', '', ''])}${this.#call(scope)})`);
    if (guarded) {
      this.#emit(
        2,
        `except ${random.pick(EXCEPTIONS)} as error: ${random.pick(['report(error)', 'full()', 'show(x, i)', 'trace()', 'x = i', 'show(error)'])}`,
      );
      if (random.oneIn(5)) this.#emit(2, `finally: x = ${this.#expression(scope)}`);
    }
    if (random.oneIn(3))
      this.#emit(
        2,
        `if i == ${random.below(rounds)}: ${random.pick([this.#change(), this.#change(), 'where()', this.#look(), 'return x', 'b = 0.5', 'continue'])}`,
      );
    this.#emit(1, `return ${random.pick(['x', 'x, i', `x, ${this.#call(scope)}`])}`);
  }

  /** The calls at the end. */
  #calls(): void {
    const random = this.#random;
    for (let i = 1 + random.below(3); i > 0; i--) {
      this.#emit(0, `for k in range(${1 + random.below(6)}):`);
      const value = random.pick([
        () => `f(${this.#atom()})`,
        () => `f(${this.#atom()}, ${this.#atom()})`,
        () => 'f(k, k * 0.5)',
        () => 'f(k + 2**53 - 2)',
        () => '[f(q) for q in (k, 1.5, "a")]',
      ])();
      this.#emit(1, `try: show(${value}, G, OBJ)`);
      this.#emit(1, `except Exception as error: ${random.oneIn(4) ? 'full()' : 'report(error)'}`);
      if (random.oneIn(2)) this.#emit(1, `if k == ${random.below(4)}: ${this.#change()}`);
      if (!random.oneIn(3)) this.#emit(0, this.#change());
      if (random.oneIn(4))
        this.#emit(
          0,
          `try_to(lambda: ${this.#call(this.#scope(['k'], 0))
            .replace(/\bt\b/g, '(1, 2)')
            .replace(/\bo\b/g, 'OBJ')})`,
        );
    }
    if (!this.#lines.includes('def g(n, a=1):')) return;
    const acts = Array.from({ length: 3 + random.below(5) }, () =>
      random.pick([
        'None',
        'None',
        'None',
        '1',
        '2.5',
        'ValueError(1)',
        'Own(2)',
        "'state'",
        "'close'",
        'GeneratorExit',
      ]),
    );
    this.#emit(
      0,
      `for k in range(${2 + random.below(3)}): drive(lambda: g(${random.pick(['k', '2', '3', '5'])}), ${acts.join(', ')})`,
    );
  }

  // ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

  #condition(scope: Scope): string {
    const random = this.#random;
    const e = (): string => this.#expression({ ...scope, depth: 2 });
    return random.pick([
      () => `${e()} ${random.pick(COMPARE)} ${e()}`,
      () => `${random.pick(scope.names)} ${random.pick(COMPARE)} ${random.pick(['1', '2', '0.5', '3'])}`,
      () => `${random.pick(scope.names)} ${random.pick(COMPARE)} ${random.pick(['1', '2', '0.5', '3'])}`,
      () =>
        `isinstance(${random.pick(scope.names)}, ${random.pick(['int', 'float', '(int, float)', 'K', 'CLS', 'CLS', 'str'])})`,
      () =>
        `${e()} ${random.pick(['is', 'is not', 'in', 'not in'])} ${random.pick(['LIST', 'SET', 'None', '(1, None)', 'OBJ'])}`
          .replace(/(is|is not) (SET|LIST|\(1, None\))/, '$1 None')
          .replace(/ in None/, ' in LIST'),
      () => `not ${e()}`,
      () => `${e()} < ${e()} <= ${e()}`,
      () => e(),
    ])();
  }

  /** A call of a small function or method. */
  #call(scope: Scope): string {
    const random = this.#random;
    const inner = { ...scope, depth: scope.depth + 1 };
    const e = (): string => this.#expression(inner);
    const count = this.#signatures.length;
    if (scope.next < count && !random.oneIn(3)) {
      const number = scope.next + random.below(count - scope.next);
      const { calls } = random.oneIn(20) ? random.pick(SIGNATURES) : this.#signatures[number]!;
      let given = random.pick(calls).replace(/\be\b/g, e);
      if (!scope.names.includes('i')) given = given.replace(/\*t\b/, '*(1, 2)');
      return `s${number}(${given})`;
    }
    if (scope.next >= 2)
      return random.pick([
        () => `abs(${e()})`,
        () => `(${e()} + ${e()})`,
        () => `float(${e()})`,
        () => e(),
      ])();
    const o = scope.names.includes('i')
      ? random.pick(['o', 'OBJ', 'OBJ'])
      : scope.isMethod
        ? random.pick(['self', 'OBJ'])
        : 'OBJ';
    if (scope.isMethod && o === 'self') {
      return random.pick([
        () => `self.n(${e()})`,
        () => 'self.k',
        () => `self.st(${e()})`,
        () => `type(self).k`,
        () => `self.c(${e()})`,
      ])();
    }
    return random.pick([
      () => `${o}.m(${random.pick([e(), '', `a=${e()}`])})`,
      () => `${o}.m(${e()})`,
      () => `${o}.n(${random.pick([e(), `${e()}, ${e()}`, `b=${e()}`, '*LIST'])})`,
      () => `${o}.p`,
      () => `${o}.c(${e()})`,
      () => `${o}.st(${e()})`,
      () => `K.m(${o}, ${e()})`,
      () => `K.c(${e()})`,
      () => `K.st(${e()}, ${e()})`,
      () => `K(${e()}).m(${e()})`,
      () => `K(${random.pick([e(), `${e()}, ${e()}`, ''])})`,
      () => `${o}[${e()}]`,
      () => `${o}[${e()}, ${e()}]`,
      () => `${o}(${e()})`,
      () => `(${o} + ${e()})`,
      () => `(${e()} + ${o})`,
      () => `(${o} ${random.pick(COMPARE)} ${random.pick([e(), 'K(1)', 'OBJ'])})`,
      () => `len(${o})`,
      () => `(${e()} in ${o})`,
      () => `(-${o})`,
      () => `BM(${e()})`,
      () => `H(${e()})`,
      () => `memo(${e()})`,
      () => `memo(${random.pick(['1', '2', '1.0', '1, 2', 'True'])})`,
      () => `list(map(s${random.below(count)}, LIST))`,
      () => `[s${random.below(count)}(q) for q in LIST]`,
      () => `sum(s${random.below(count)}(q) for q in LIST)`,
      () => `sorted([2, 1, ${e()}], key=s${random.below(count)})`,
      () => `max(${e()}, ${e()}, key=H)`,
      () => `(lambda q, n=${e()}: q + n)(${e()})`,
      () => `list(${o})`,
    ])();
  }

  #expression(scope: Scope): string {
    const random = this.#random;
    if (scope.depth >= 2 || random.oneIn(4)) return random.oneIn(3) ? this.#atom() : random.pick(scope.names);
    const inner = { ...scope, depth: scope.depth + 1 };
    const e = (): string => this.#expression(inner);
    const name = random.pick(scope.names);
    switch (random.below(14)) {
      case 0:
      case 1:
      case 2: {
        const operator = random.pick(ARITHMETIC);
        // Products must not grow without end.
        return operator === '*'
          ? `(${e()} * ${random.pick(['2', '3', '0.5', '-1'])})`
          : `(${e()} ${operator} ${e()})`;
      }
      case 3:
        return `(${name} ${random.pick(['+', '-'])} ${random.pick(['1', '2', '0.5'])})`;
      case 4:
        return random.pick([`(-${e()})`, `(not ${e()})`, `(~${name})`]);
      case 5:
        return `(${e()} if ${this.#condition(inner)} else ${e()})`;
      case 6:
        return `(${e()} ${random.pick(['and', 'or'])} ${e()})`;
      case 7:
        return random.pick([
          `(${e()}, ${e()})`,
          `[${e()}, ${e()}]`,
          `{${random.pick(["'k'", '1'])}: ${e()}}`,
          `f'{${name}!r}|{${name}}'`,
        ]);
      case 8:
        return random.pick([
          'LIST[-1]',
          `LIST[${name}]`,
          'LIST[0]',
          `LIST[-${name}]`,
          `LIST[${e()}]`,
          `(1, 2.5, 'c')[${name}]`,
        ]);
      case 9:
        return random.pick([
          'G',
          'K.k',
          'OBJ.v',
          'OBJ.k',
          'OBJ.p',
          'len(LIST)',
          'len(locals())',
          'sys._getframe(1).f_lineno',
          `type(${name}).__name__`,
        ]);
      default:
        return this.#call(scope);
    }
  }

  // ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

  #statement(scope: Scope, indent: number): void {
    const random = this.#random;
    const e = (): string => this.#expression(scope);
    const c = (): string => this.#condition(scope);
    const plain = scope.names.filter((name) => /^\w+$/.test(name));
    const name = random.pick(plain);
    const isCaller = scope.names.includes('i');
    const emit = (line: string): void => this.#emit(indent, line);
    switch (random.below(isCaller ? 24 : 19)) {
      case 0:
      case 1:
        emit(`${name} = ${e()}`);
        return;
      case 2:
        emit(`${name} ${random.pick(['+', '-', '+'])}= ${e()}`);
        return;
      case 3:
      case 4:
        emit(`if ${c()}: ${isCaller ? `${name} = ${e()}` : `return ${e()}`}`);
        return;
      case 5:
        emit(
          `if ${c()}: raise ${random.pick(['Own(a)', 'ValueError(a)', 'TypeError', 'KeyError(a) from None', 'Own() from ValueError(1)'])}`,
        );
        return;
      case 6:
        emit(
          random.pick([
            'where()',
            this.#look(),
            'show(sorted(locals()))',
            `show(${name})`,
            'show(sys._getframe(1).f_code.co_name)',
            `show(${c()})`,
          ]),
        );
        return;
      case 7:
        emit(`if ${c()}: ${this.#change()}`);
        return;
      case 8:
        emit(
          random.pick([
            `${name}, c = ${e()}, ${e()}`,
            `${name}, c = ${e()}`,
            `(${name}, c), q = ${e()}, 1`,
            `${name}, *c = ${e()}`,
            `c = d = ${e()}`,
          ]),
        );
        return;
      case 9:
        emit(`try: ${name} = ${e()}`);
        emit(
          `except ${random.pick(EXCEPTIONS)}${random.oneIn(2) ? ' as error' : ''}: ${random.pick(['trace()', `${name} = ${e()}`, isCaller ? 'pass' : `return ${e()}`, 'where()', 'raise', 'raise Own(1)', 'full()'])}`,
        );
        return;
      case 10:
        emit(
          `for q in ${random.pick(['range(3)', 'LIST', '(1, 0.5)', e()])}: ${name} = ${random.pick([`${name} + q`, 'q', e()])}`,
        );
        return;
      case 11:
        emit(
          random.pick([
            `LIST[-1] = ${e()}`,
            `LIST[${e()}] = ${e()}`,
            `LIST[0] += ${e()}`,
            `LIST.append(${e()}); del LIST[3:]`,
            `SET.add(${random.pick(['1', '4', name, e()])})`,
          ]),
        );
        return;
      case 12:
        emit(
          random.pick([
            `OBJ.v = ${e()}`,
            `OBJ.v += ${e()}`,
            `OBJ.p = ${e()}`,
            `OBJ[${e()}] = ${e()}`,
            `OBJ[1, ${e()}] = ${e()}`,
          ]),
        );
        return;
      case 13:
        emit(
          random.pick([
            `del ${name}`,
            `assert ${c()}, ${name}`,
            `${name} = None`,
            `global G; G = ${e()}`.replace(/^global G; /, ''),
            `c = lambda: ${name}`,
          ]),
        );
        return;
      case 14:
        emit(`while ${c()}: ${random.pick(['tick(); break', `tick(); ${name} = ${e()}`])}`);
        return;
      case 15:
        if (scope.isMethod)
          emit(
            random.pick([
              `self.v = ${e()}`,
              `self.v += ${random.pick(['1', '0.5', 'a'])}`,
              `self.v, self.w = a, self.v`,
            ]),
          );
        else emit(`${name} = ${this.#call(scope)}`);
        return;
      case 16:
        emit(`with M(${random.pick(['0', '1'])}): ${name} = ${e()}`);
        return;
      case 17:
        emit(`match ${name}:`);
        this.#emit(
          indent + 1,
          `case ${random.pick(['1', 'int()', '(q, r)', 'K(v=q)', 'float() | str()', '[1, *q]'])}: ${name} = ${e()}`,
        );
        this.#emit(
          indent + 1,
          `case ${random.pick(['_', 'q', 'None'])}: ${random.pick(['pass', `${name} = ${e()}`])}`,
        );
        return;
      case 18:
        emit(`try: ${name} = ${e()}`);
        emit(`finally: ${random.pick(['where()', `G2 = ${name}`, 'show(1)', `${name} = ${this.#atom()}`])}`);
        return;
      case 19:
        emit(`x = ${random.pick(['x', 'i', 'a'])} ${random.pick(['+', '-'])} ${this.#call(scope)}`);
        return;
      case 20:
        emit(`o = ${random.pick(['OBJ', 'K(i)', 'K', 'b', this.#hasHeir ? 'L(i)' : 'K(2)', 'o'])}`);
        return;
      case 21:
        emit(`t = ${random.pick(['(i, x)', '(1, 2)', 'x', '(x,)', 'LIST'])}`);
        return;
      case 22:
        emit(
          `x = ${random.pick([`{i: ${this.#call(scope)}}`, `[i, ${this.#call(scope)}, x][-2]`, `(i, ${this.#call(scope)}, ${this.#call(scope)})[1]`, `f'{i}{${name}}' + str(${this.#call(scope)})`])}`,
        );
        return;
      default:
        emit(`${random.pick(['o.v', 'OBJ.v', 'LIST[0]'])} ${random.pick(['=', '+='])} ${this.#call(scope)}`);
    }
  }
}
