/**
 * Random programs that print as they go, for comparing compiled code with CPython's interpreter.
 *
 * Any operation may raise; so that a program goes on, its blocks are guarded, and what was raised is printed with its
 * traceback now and then. Variables `n0` … hold numbers and are kept small enough where they are multiplied; `v0` …
 * hold anything. Every round of a loop and every call takes from a supply (`fuel`), at whose end the program stops.
 */
import type { Random } from './random.ts';

/** Functions that are suspended and resumed: `y0` … and `a0` … and `ag0` …, which are driven from elsewhere. */
type Suspended = 'generator' | 'coroutine' | 'async generator';

const PREFIXES: Readonly<Record<Suspended, string>> = {
  generator: 'y',
  coroutine: 'a',
  'async generator': 'ag',
};

interface Place {
  /** Variables that may be read: parameters and locals, bound or not. */
  readonly names: readonly string[];
  /** Functions that may be called: those with a higher number, so that there is no recursion by chance. */
  readonly callable: number;
  readonly loop: boolean;
  readonly function: boolean;
  /** What the function is, unless it is a plain one: how it may be suspended. */
  readonly kind?: Suspended | undefined;
  /** Inside `except*`, which jumps may not leave. */
  readonly sealed: boolean;
  readonly depth: number;
}

const NUMBERS = [
  ...[
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '10',
    '11',
    '13',
    '100',
    '-1',
    '-2',
    '-7',
    '255',
    '256',
    'True',
    'False',
    '0.0',
    '-0.0',
    '1.5',
    '-2.5',
    '1e300',
  ],
  ...["float('nan')", "float('inf')", "float('-inf')", '2**31', '-2**31', '2**53', '-2**53', '2**53 - 1'],
  ...['2**63', '-2**64', '10**20', '4294967296', '1073741823'],
];
const VALUES = [
  ...[
    "''",
    "'a'",
    "'héllo'",
    "'a\\U0001f600b'",
    "b'ab'",
    'None',
    '...',
    '()',
    '(1, 2)',
    '(1, (2, 3), 4)',
    '[]',
  ],
  ...[
    '[1, 2, 3]',
    "['x', 'y']",
    '{}',
    "{'a': 1, 'b': 2}",
    '{1: 2, 3: 4}',
    '{1, 2}',
    'range(3)',
    'range(5, 0, -2)',
  ],
  ...['C0', 'C1', 'o0', 'o1', 'S(1, 2)', 'len', 'int', '2j', 'iter([1, 2])', "{'k': 3, 'n': [4]}"],
];
const ARITHMETIC = ['+', '+', '+', '-', '-', '-', '//', '%', '%', '/', '&', '|', '^', '>>'];
const COMPARE = ['<', '<=', '==', '!=', '>', '>='];
const ATTRIBUTES = ['x', 'y', 'p', 'k', 'z', 'm'];
const EXCEPTIONS = [
  ...['Exception', 'TypeError', 'ValueError', 'ZeroDivisionError', 'KeyError', 'IndexError', 'LookupError'],
  ...[
    'AttributeError',
    'NameError',
    'UnboundLocalError',
    '(TypeError, ValueError)',
    'ArithmeticError',
    'E0',
    'E1',
  ],
];
const FORMATS = ['', '!r', ':>6', ':05', ':.2f', '!s:^8', ':x'];
const PATTERNS = [
  ...[
    '0',
    '-1',
    'None',
    'True',
    "'a'",
    'int()',
    'str()',
    'float(q)',
    '[]',
    '[q]',
    '[q, *r]',
    '(q, r)',
    '{**r}',
  ],
  ...[
    "{'a': q}",
    "{'k': q, **r}",
    'S(q, r)',
    'S(x=1)',
    'C0(x=q)',
    '1 | 2 | 3',
    '[1, _] | (_, 2)',
    'list() as q',
  ],
];

const ACTS = [
  ...['7', "'sent'", 'ValueError(1)', 'KeyError', "E1('x')", 'StopIteration(3)', "'state'", "'state'"],
  ...["'close'", 'GeneratorExit', 'TypeError()', '1.5'],
];

const FUNCTIONS = 5;
const SUSPENDED = 3;
const DEEPEST = 4;

/** What all programs share: the classes, helpers and objects that they use. */
const PRELUDE = `import traceback
fuel = 600
class Empty(BaseException): pass
class E0(Exception): pass
class E1(E0):
    def __init__(self, *a): super().__init__(*a); self.x = a
def tick():
    global fuel
    fuel -= 1
    if fuel < 0: raise Empty
def num(x):
    return x if isinstance(x, (int, float)) else 3
def show(*args):
    for a in args:
        try: r = repr(a)
        except Empty: raise
        except BaseException as e: r = '!' + type(e).__name__
        if ' at 0x' in r: r = type(a).__name__
        print(r[:150], end=' ')
    print()
def caught(e):
    print(type(e).__name__, plain(e), type(e.__context__).__name__, type(e.__cause__).__name__)
    return e
def trace():
    print(placeless(traceback.format_exc()))
class C0:
    k = 1
    def __init__(self, x=0, *, y=2): self.x = x; self.y = y
    def m(self, a=1): return (self.x, a)
    @property
    def p(self): return self.x + 1
    @p.setter
    def p(self, v): self.x = v
    @classmethod
    def c(cls, a=0): return (cls.__name__, a)
    @staticmethod
    def s(a=0): return a
    def __repr__(self): return f'{type(self).__name__}({self.x!r})'
class C1(C0):
    def m(self, a=2): return super().m(a)[1:] + (self.k,)
    def __getattr__(self, name):
        if name == 'z': return 26
        raise AttributeError(name)
    def __add__(self, other): return ('add', other)
    def __radd__(self, other): return ('radd', other)
    def __eq__(self, other): return num(self.x) == other
    __hash__ = None
    def __bool__(self): return bool(self.x)
    def __getitem__(self, i):
        if i == 2: raise IndexError('two')
        return i
    def __call__(self, *a, **k): return (a, sorted(k))
    def __lt__(self, other): return [] if other is None else 'less'
    def __contains__(self, a): return a
    def __len__(self): return self.x
class S:
    __slots__ = ('x', 'y')
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x = x; self.y = y
    def m(self, a): self.x, self.y = a, self.x; return self
    def __repr__(self): return 'S'
class M:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self): show('enter'); return self
    def __exit__(self, kind, e, tb):
        show('exit', kind and kind.__name__)
        return self.swallow and kind not in (Empty, GeneratorExit)
    # A plain \`with\` and an asynchronous one may have to wait.
    async def __aenter__(self): await Wait(1); return self.__enter__()
    async def __aexit__(self, *error): await Wait(error and error[0]); return self.__exit__(*error)
class Wait:
    def __init__(self, value): self.value = value
    def __await__(self):
        got = yield ('wait', self.value)
        return got
class Steps:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __aiter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration('done')
        return self.n
    async def __anext__(self):
        if self.n == 2: await Wait(self.n)
        try: return self.__next__()
        except StopIteration: raise StopAsyncIteration
def state(g):
    kind = 'cr' if hasattr(g, 'cr_frame') else 'gi'
    frame = getattr(g, kind + '_frame')
    below = getattr(g, 'cr_await' if kind == 'cr' else 'gi_yieldfrom')
    show(getattr(g, kind + '_running'), getattr(g, kind + '_suspended'), type(below).__name__)
    if frame is not None: show(frame.f_lineno, list(frame.f_locals.items()), frame.f_back)
def drive(g, *acts):
    running.append(g)
    try:
        for act in acts:
            tick()
            try:
                if act is None: show('next', g.send(None))
                elif act == 'state': state(g)
                elif act == 'close': show('close', g.close())
                elif isinstance(act, type) or isinstance(act, Exception): show('throw', g.throw(act))
                else: show('send', g.send(act))
            except StopIteration as e: show('stop', e.value, e.__context__)
            except (Exception, GeneratorExit) as e: caught(e); trace()
    finally:
        g.close()
        running.pop()
def again():
    g = running[-1]
    show(g.cr_running if hasattr(g, 'cr_running') else g.gi_running)
    try: show(g.send(None))
    except ValueError as e: caught(e)
    except RuntimeError as e: caught(e)
running = []
def alternative(self, a=5): return ('other', a)
def deep(n, a):
    if n > 0: return deep(n - 1, a) + 1
    return a
def bottomless(n):
    try: return bottomless(n + 1)
    finally: n = n
def gen(n, a=None):
    try:
        for i in range(n):
            got = yield (i, a)
            if got is not None: a = got
    except ValueError as e:
        yield ('gen', str(e))
    # A generator that nobody runs to its end is closed when CPython's reference counts say so.
    except GeneratorExit: raise
    except: show('end of gen'); raise
    return a
g0 = 5
g1 = 'text'
o0 = C0(1)
o1 = C1(2)
`;

export class JitProgramWriter {
  readonly #random: Random;
  #lines: string[] = [];
  #fresh = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A whole program. */
  program(): string {
    this.#lines = PRELUDE.trimEnd().split('\n');
    this.#fresh = 0;
    for (const kind of ['async generator', 'coroutine', 'generator'] as const) {
      for (let i = 0; i < SUSPENDED; i++) this.#function(`${PREFIXES[kind]}${i}`, i + 1, '', 0, kind);
    }
    for (let i = 0; i < FUNCTIONS; i++) this.#function(`f${i}`, i + 1, '', 0);
    const module: Place = {
      names: ['n0', 'n1', 'v0', 'v1'],
      callable: 0,
      loop: true,
      function: false,
      sealed: false,
      depth: 2,
    };
    this.#emit(0, 'n0 = 1; n1 = 2.0; v0 = []; v1 = o1');
    this.#emit(0, 'try:');
    for (const kind of ['y', 'a']) {
      const driven = `${kind}${this.#random.below(2)}(${this.#random.pick(['1', '2.0', '0'])})`;
      this.#emit(1, `for i in range(${2 + this.#random.below(8)}):`);
      this.#emit(2, 'fuel += 40');
      this.#emit(2, `try: drive(${driven}, ${this.#acts()})`);
      this.#emit(2, 'except Exception as e: caught(e)');
    }
    for (const name of ['a', 'b']) {
      this.#emit(1, `for ${name} in range(${8 + this.#random.below(20)}):`);
      this.#emit(2, 'try:');
      this.#emit(3, `n0 = ${this.#random.oneIn(2) ? name : this.#number(module)}`);
      this.#block(module, 3, 2 + this.#random.below(4));
      this.#emit(3, `show(f${this.#random.below(2)}(${this.#arguments(module)}))`);
      this.#emit(2, 'except Exception as e:');
      this.#emit(3, this.#random.oneIn(2) ? 'caught(e)' : 'trace()');
    }
    this.#emit(1, 'show(n0, n1, v0, v1, g0)');
    this.#emit(0, 'except Empty:');
    this.#emit(1, "print('empty')");
    this.#emit(0, 'except Exception as e:');
    this.#emit(1, 'caught(e)');
    return `${this.#lines.join('\n')}\n`;
  }

  #emit(indent: number, line: string): void {
    this.#lines.push('    '.repeat(indent) + line);
  }

  /** What is done to a generator, one thing after the other. */
  #acts(): string {
    const { length } = Array.from({ length: 3 + this.#random.below(12) });
    const acts = Array.from({ length }, () => (this.#random.oneIn(2) ? 'None' : this.#random.pick(ACTS)));
    return acts.join(', ');
  }

  #function(name: string, callable: number, outer: string, indent: number, kind?: Suspended): void {
    const random = this.#random;
    const parameters = random.pick([
      'n0, v0',
      'n0, v0=1, n1=2',
      'n0, v0=None, *v1',
      'n0=1, /, v0=2, *, n1=3',
      'n0, v0=(), **v2',
      'v0=[], *v1, n0=7, **v2',
      'n0',
    ]);
    const isAsync = kind !== undefined && kind !== 'generator';
    this.#emit(indent, `${isAsync ? 'async ' : ''}def ${name}(${parameters}):`);
    this.#emit(indent + 1, 'tick()');
    // One that never yields would be a plain function.
    if (kind?.endsWith('generator')) this.#emit(indent + 1, 'if 0: yield');
    if (outer !== '') this.#emit(indent + 1, `nonlocal ${outer}`);
    else if (random.oneIn(3)) this.#emit(indent + 1, 'global g0, g2');
    const place: Place = {
      names: outer === '' ? ['n0', 'n1', 'n2', 'v0', 'v1', 'v2', 'v3'] : ['n0', 'n1', 'v0', 'v1', outer],
      callable,
      loop: false,
      function: true,
      kind,
      sealed: false,
      depth: outer === '' ? 0 : 2,
    };
    if (kind !== undefined) {
      // Most of them come to a place where they are suspended.
      this.#emit(indent + 1, "n1 = 2; n2 = 3; v1 = [4]; v2 = (5, 6); v3 = 'a'");
      this.#block(place, indent + 1, 3 + random.below(4));
      if (kind !== 'async generator') this.#emit(indent + 1, `return ${this.#variable(place, 'v')}`);
      return;
    }
    // Most variables are bound most of the time.
    if (outer === '') this.#emit(indent + 1, 'if 0: n2 = v3 = 0');
    if (!parameters.includes('n1') && !random.oneIn(4)) this.#emit(indent + 1, `n1 = ${this.#number(place)}`);
    if (!parameters.includes('v1') && !random.oneIn(4)) this.#emit(indent + 1, `v1 = ${this.#value(place)}`);
    if (outer === '' && !random.oneIn(3)) this.#emit(indent + 1, 'n2 = 0; v3 = n0');
    this.#block(place, indent + 1, 2 + random.below(outer === '' ? 5 : 2));
    if (!random.oneIn(4)) this.#emit(indent + 1, `return ${this.#expression(place, 2)}`);
  }

  #block(place: Place, indent: number, count: number): void {
    for (let i = 0; i < count; i++) this.#statement(place, indent);
  }

  // ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

  #variable(place: Place, prefix: string): string {
    const names = place.names.filter((name) => name.startsWith(prefix));
    return names.length > 0 ? this.#random.pick(names) : prefix === 'n' ? '4' : 'None';
  }

  /** An expression that is a number unless it raises. */
  #number(place: Place, depth = 2): string {
    const random = this.#random;
    if (depth <= 0 || random.oneIn(5)) {
      return random.oneIn(3) ? random.pick(NUMBERS) : this.#variable(place, 'n');
    }
    const e = (): string => this.#number(place, depth - 1);
    switch (random.below(16)) {
      case 0:
        return `(-${e()})`;
      case 1:
        return `(~${e()})`;
      case 2:
        return `(${e()} * ${random.oneIn(2) ? this.#variable(place, 'n') : random.pick(NUMBERS)})`;
      case 3:
        return `(${e()} << ${random.pick(['0', '1', '20', '31', '40', '-1'])})`;
      case 4:
        return `(${e()} ** ${random.pick(['0', '1', '2', '-1', '0.5', 'True'])})`.replace(/^\(-/, '(0 - ');
      case 5:
        return `(${e()} ${random.pick(COMPARE)} ${e()})`;
      case 6:
        return `(${e()} if ${this.#condition(place, depth - 1)} else ${e()})`;
      case 7:
        return `num(${this.#value(place, depth - 1)})`;
      case 8:
        return `len(${this.#value(place, depth - 1)})`;
      case 9:
        return `abs(${e()})`;
      case 10:
        return random.pick(['g0', 'o0.k', 'o0.x', 'o1.x', 'C0.k', 'o1.p']);
      default:
        return `(${e()} ${random.pick(ARITHMETIC)} ${e()})`;
    }
  }

  #condition(place: Place, depth = 2): string {
    const random = this.#random;
    const e = (): string => this.#expression(place, depth - 1);
    switch (random.below(9)) {
      case 0:
        return `${e()} ${random.pick(COMPARE)} ${e()} ${random.pick(COMPARE)} ${e()}`;
      case 1:
        return `${e()} ${random.pick(['is', 'is not'])} ${random.pick(['None', 'True', 'o0', 'o1'])}`;
      case 2:
        return `${e()} ${random.pick(['in', 'not in'])} ${this.#value(place, depth - 1)}`;
      case 3:
        return `not ${this.#value(place, 0)}`;
      case 4:
        return `(${this.#target(place)} := ${this.#number(place, 1)}) ${random.pick(COMPARE)} ${e()}`;
      case 5:
        return `isinstance(${this.#value(place, 0)}, ${random.pick(['int', 'str', 'C0', '(list, tuple)'])})`;
      default:
        return `${this.#number(place, depth)} ${random.pick(COMPARE)} ${this.#number(place, depth)}`;
    }
  }

  #expression(place: Place, depth = 2): string {
    return this.#random.oneIn(2) ? this.#number(place, depth) : this.#value(place, depth);
  }

  /** A variable that a walrus may bind. */
  #target(place: Place): string {
    return this.#variable(place, 'n').replace(/^\d+$/, 'n0');
  }

  #arguments(place: Place): string {
    const random = this.#random;
    const e = (): string => this.#expression(place, 1);
    return random.pick([
      () => e(),
      () => `${e()}, ${e()}`,
      () => `${e()}, ${e()}`,
      () => `${e()}, ${e()}, ${e()}`,
      () => `${e()}, v0=${e()}`,
      () => `n0=${e()}`,
      () => `${e()}, *(${e()},)`,
      () => `${e()}, **{'v0': ${e()}}`,
      () => `*[${e()}, ${e()}]`,
      () => `${e()}, q=${e()}`,
      () => '',
    ])();
  }

  #value(place: Place, depth = 2): string {
    const value = this.#anyValue(place, depth);
    // Comprehensions and lambdas are not for binding variables around them.
    return / for | lambda|^lambda|\(lambda/.test(value) ? value.replace(/\(\w+ := /g, '(') : value;
  }

  #anyValue(place: Place, depth: number): string {
    const random = this.#random;
    if (depth <= 0 || random.oneIn(5)) {
      return random.oneIn(2) ? random.pick(VALUES) : this.#variable(place, 'v');
    }
    const v = (): string => this.#value(place, depth - 1);
    const n = (): string => this.#number(place, depth - 1);
    const e = (): string => this.#expression(place, depth - 1);
    const name = random.pick(place.names);
    switch (random.below(28)) {
      case 0:
        return `[${e()}, ${e()}]`;
      case 1:
        return `(${e()}, *${v()})`;
      case 2:
        return `{${random.pick(['1', "'a'", n()])}: ${e()}, **${v()}}`;
      case 3:
        return `${v()}[${random.oneIn(2) ? n() : random.pick(['0', '-1', "'a'"])}]`;
      case 4:
        return `${v()}[${random.pick(['1:', ':-1', '::2', '0:2', `${n()}:`, '::-1', '::0'])}]`;
      case 5:
        return `(${v()} + ${e()})`;
      case 6:
        return `[${random.pick(['i', name, `(i, ${name})`])} for i in ${v()}]`;
      case 7:
        return `[${name} for ${name} in ${random.pick(['range(3)', v(), '(1, None)'])} if ${this.#condition(place, 1)}]`;
      case 8:
        return `{i: j for i, j in ${random.pick(['enumerate([5, 6])', "{'a': 1}.items()", v()])}}`;
      case 9:
        return `[(lambda: (i, ${name}))() for i in range(2)]`;
      case 10:
        return `sorted({${n()} for i in range(3)}, key=str)`;
      case 11:
        return `list(i for i in ${v()})`;
      case 12:
        return `f"{(${e()})${random.pick(FORMATS)}} {${name}!r}"`;
      case 13:
      case 14:
      case 15:
        return place.callable < FUNCTIONS
          ? `f${place.callable + random.below(FUNCTIONS - place.callable)}(${this.#arguments(place)})`
          : `str(${e()})[:40]`;
      case 16:
        return `${random.pick(['o0', 'o1', v()])}.${random.pick(ATTRIBUTES)}`;
      case 17:
        return `${random.pick(['o0', 'o1', 'C0(3)', 'S(4, 5)', v()])}.m(${random.oneIn(3) ? '' : e()})`;
      case 18:
        return `${random.pick(['C0', 'C1', 'E1'])}(${random.pick([e(), `y=${e()}`, `${e()}, y=1`, ''])})`;
      case 19:
        return `(${v()} ${random.pick(['or', 'and'])} ${e()})`;
      case 20:
        return `(${v()} if ${this.#condition(place, 1)} else ${e()})`;
      case 21:
        return `${random.pick(['C0.c', 'o1.s', 'o1', 'o0.c', 'max', 'tuple', 'type'])}(${e()})`;
      case 22:
        return `list(gen(${random.below(4)}, ${e()}))`;
      case 23:
        return `(lambda a, b=${e()}, *c: (a, b, c, ${name}))(${random.pick([e(), `${e()}, 2`, '1, 2, 3', ''])})`;
      case 24:
        return `deep(${random.pick(['3', '40', '300'])}, ${e()})`;
      case 25:
        return `getattr(${v()}, ${random.pick(["'x', 1", "'m'", "'nope', 2", "'nope'"])})`;
      case 26:
        return random.pick(['g1', 'g2', 'g0', 'print', 'nowhere']);
      default:
        return `(${n()}, ${e()})`;
    }
  }

  // ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** A statement at which a function is suspended, or hands on to another one that is. */
  #suspension(place: Place, indent: number): void {
    const random = this.#random;
    const v = this.#variable(place, 'v').replace('None', 'v0');
    const e = this.#expression(place, random.oneIn(4) ? 1 : 0);
    const next = place.callable < SUSPENDED ? place.callable + random.below(SUSPENDED - place.callable) : -1;
    const inner: Place = { ...place, depth: place.depth + 1, loop: true };
    const isWith = random.oneIn(2);
    if (place.kind !== 'coroutine' && random.oneIn(2)) {
      const yields = [`yield ${e}`, `${v} = yield ${e}`, `${v} = yield`, `show((yield ${e}), ${v})`];
      this.#emit(indent, random.pick([...yields, `${v} = num((yield ${e})) + 1`, `yield (yield ${e})`]));
    } else if (place.kind === 'generator') {
      this.#emit(
        indent,
        random.pick([
          ...[
            `${v} = yield from Steps(2)`,
            `${v} = yield from [1, ${e}]`,
            `yield from ${this.#value(place, 1)}`,
          ],
          next < 0 ? 'again()' : `${v} = yield from y${next}(${e})`,
          next < 0 ? `yield from gen(2, ${e})` : `${v} = yield from y${next}(${e})`,
        ]),
      );
    } else if (random.oneIn(2) || place.depth >= DEEPEST) {
      this.#emit(
        indent,
        random.pick([
          ...[`${v} = await Wait(${e})`, `show(await Wait(${e}), await Wait(2))`, `await ${v}`],
          next < 0 ? 'again()' : `${v} = await a${next}(${e})`,
          `${v} = [i async for i in Steps(4)]`,
        ]),
      );
    } else if (isWith) {
      this.#emit(indent, `async with M(${random.pick(['True', 'False', e])}) as ${v}:`);
      this.#block({ ...inner, loop: place.loop }, indent + 1, 1 + random.below(2));
    } else {
      const source = next < 0 ? 'Steps(3)' : `ag${next}(${e})`;
      const iterator = `it${this.#fresh++}`;
      this.#emit(indent, `${iterator} = ${source}`);
      this.#emit(indent, 'try:');
      this.#emit(indent + 1, `async for ${v} in ${iterator}:`);
      this.#emit(indent + 2, 'tick()');
      this.#block(inner, indent + 2, 1 + random.below(2));
      this.#emit(indent, 'finally:');
      this.#emit(indent + 1, next < 0 ? 'pass' : `await ${iterator}.aclose()`);
    }
  }

  #statement(place: Place, indent: number): void {
    const random = this.#random;
    if (place.kind !== undefined && !place.sealed && random.oneIn(3)) {
      this.#suspension(place, indent);
      return;
    }
    if (place.kind !== undefined && place.depth === 0 && random.oneIn(2)) {
      this.#emit(indent, 'try:');
      this.#block({ ...place, depth: 1 }, indent + 1, 2);
      this.#emit(indent, `except Exception as e: ${random.pick(['caught(e)', 'trace()'])}`);
      return;
    }
    const choice = random.below(place.depth < DEEPEST ? 44 : 24);
    const n = this.#target(place);
    const v = this.#variable(place, 'v');
    switch (choice) {
      case 0:
      case 1:
        this.#emit(indent, `${n} = ${this.#number(place, 3)}`);
        this.#emit(
          indent,
          `if not -1e30 < ${n} < 1e30 and type(${n}) is int: ${n} = ${random.pick(NUMBERS)}`,
        );
        return;
      case 2:
        this.#emit(indent, `${n} ${random.pick(ARITHMETIC)}= ${this.#number(place)}`);
        return;
      case 3:
      case 4:
        this.#emit(indent, `${v} = ${this.#value(place, 3)}`);
        return;
      case 5:
        this.#emit(indent, `${v} += ${random.pick(['[1]', "'s'", '(2,)', this.#number(place, 1)])}`);
        this.#emit(indent, `if isinstance(${v}, (str, list, tuple)): ${v} = ${v}[:9]`);
        return;
      case 6:
      case 7:
        this.#emit(indent, `show(${this.#expression(place)}, ${random.pick(place.names)})`);
        return;
      case 8:
        this.#emit(indent, `show(${this.#condition(place)})`);
        return;
      case 9:
        this.#emit(indent, `del ${random.pick([n, v, `${v}[0]`, `${v}[1:]`, `${v}.x`, `${v}['a']`])}`);
        return;
      case 10:
        this.#emit(indent, `${v}[${this.#expression(place, 1)}] = ${this.#expression(place, 1)}`);
        return;
      case 11:
        this.#emit(
          indent,
          `${random.pick(['o0', 'o1', v])}.${random.pick(ATTRIBUTES)} = ${this.#expression(place, 1)}`,
        );
        return;
      case 12:
        this.#emit(
          indent,
          random.pick([
            `${n}, ${v} = ${this.#value(place)}`,
            `${n}, ${v} = ${this.#number(place)}, ${this.#expression(place)}`,
            `${n}, *${v} = ${this.#value(place)}`,
            `(${n}, (${v}, o0.y)), g3 = ${this.#value(place)}, ${this.#expression(place)}`,
            `${v} = ${v}[0:1] = ${this.#value(place)}`,
            `${n}, ${v} = ${v}, ${n}`,
          ]),
        );
        return;
      case 13:
        this.#emit(
          indent,
          random.pick([
            'C0.m = alternative',
            'o0.m = lambda a=0: a',
            "o0.__dict__.pop('m', None)",
            'C0.k += 1',
            'C1.k = 7.5',
            'if "k" in C1.__dict__: del C1.k',
            "C0.x = property(lambda self: 'px')",
            'if "x" in C0.__dict__: del C0.x',
            'o0.__class__ = C1',
            'o0.__class__ = C0',
            'f4.__defaults__ = (8, 9)',
            'f3.__code__ = alternative.__code__',
            'C1.__getitem__ = lambda self, i: [i]',
            'C0.__init__ = lambda self, x=1, y=2: setattr(self, "x", (x, y))',
            'C0.__setattr__ = lambda self, n, v: object.__setattr__(self, n, v)',
            'C1.__getattribute__ = lambda self, n: object.__getattribute__(self, n)',
          ]),
        );
        return;
      case 14:
        this.#emit(
          indent,
          random.pick([
            `globals()['g0'] = ${this.#expression(place, 1)}`,
            `globals()['g2'] = ${this.#expression(place, 1)}`,
            "globals().pop('g1', None)",
            "globals().pop('g2', None)",
            "globals()['g1'] = 'again'",
            "globals()['len'] = lambda x: 99",
            "globals().pop('len', None)",
            'globals()[3] = 4',
            'globals().update(g0=1, g2=2)',
            "globals().setdefault('g1', 6)",
          ]),
        );
        return;
      case 15:
        this.#emit(
          indent,
          `raise ${random.pick(['ValueError(1)', 'E0', "E1('a', 2)", `KeyError(${n})`, 'TypeError from None', `E0 from ValueError(${n})`, v])}`,
        );
        return;
      case 16:
        this.#emit(indent, `assert ${this.#condition(place)}, ${this.#expression(place, 1)}`);
        return;
      case 17:
        if (place.loop && !place.sealed) {
          this.#emit(indent, `if ${this.#condition(place)}: ${random.pick(['break', 'continue'])}`);
        } else this.#emit(indent, `${v} = ${n}`);
        return;
      case 18:
        if (place.function && !place.sealed) {
          const returned = place.kind === 'async generator' ? '' : ` ${this.#expression(place)}`;
          this.#emit(indent, `if ${this.#condition(place)}: return${returned}`);
        } else this.#emit(indent, `${n} = -${n}`);
        return;
      case 19:
        this.#emit(
          indent,
          random.pick([
            `it = gen(3, ${n}); show(next(it), it.send(${this.#expression(place, 1)}), list(it))`,
            "it = gen(3); next(it); show(it.throw(ValueError('thrown'))); it.close()",
            `it = (${n} + i for i in ${v}); show(next(it, 'none'))`,
            'it = gen(1); next(it); next(it)',
          ]),
        );
        return;
      case 20:
        this.#emit(
          indent,
          random.pick(['import math as v9; show(v9.floor(2.5))', 'from math import nope', 'pass']),
        );
        return;
      case 21:
      case 22:
        this.#emit(indent, `if ${this.#condition(place)}: ${n} = ${this.#number(place)}`);
        return;
      case 23:
        this.#emit(indent, `${v} = ${this.#value(place)}; show(${v})`);
        return;
      default:
        this.#compound(place, indent, choice);
    }
  }

  #compound(place: Place, indent: number, choice: number): void {
    const random = this.#random;
    const inner: Place = { ...place, depth: place.depth + 1 };
    const looping: Place = { ...inner, loop: true };
    const body = (where: Place = inner): void => this.#block(where, indent + 1, 1 + random.below(3));
    if (choice < 28) {
      this.#emit(indent, `if ${this.#condition(place)}:`);
      body();
      if (random.oneIn(2)) {
        this.#emit(indent, 'else:');
        body();
      }
    } else if (choice < 32) {
      const target = random.pick([
        'i',
        this.#target(place),
        this.#variable(place, 'v'),
        `i, ${this.#target(place)}`,
        'o0.x',
      ]);
      const source = random.pick([
        `range(${random.below(7)})`,
        'range(2**53 - 2, 2**53 + 2)',
        `range(${this.#target(place)}, 3)`,
        this.#value(place),
        this.#value(place),
        `gen(${random.below(4)}, ${this.#number(place, 1)})`,
        `enumerate(${this.#value(place)})`,
        "[1, 2.5, 'a', True, 2**60, None]",
      ]);
      this.#emit(indent, `for ${target} in ${source}:`);
      this.#emit(indent + 1, 'tick()');
      body(looping);
      if (random.oneIn(3)) {
        this.#emit(indent, 'else:');
        body();
      }
    } else if (choice < 34) {
      const counter = `w${this.#fresh++}`;
      this.#emit(indent, `${counter} = 0`);
      this.#emit(
        indent,
        `while ${counter} < ${1 + random.below(8)}${random.oneIn(2) ? ` and (${this.#condition(place)})` : ''}:`,
      );
      this.#emit(indent + 1, `${counter} += 1; tick()`);
      body(looping);
      if (random.oneIn(3)) {
        this.#emit(indent, 'else:');
        body();
      }
    } else if (choice < 39) this.#try(place, inner, indent, body);
    else if (choice < 41) {
      const as = random.oneIn(2) ? ` as ${this.#variable(place, 'v').replace('None', 'v0')}` : '';
      const second = random.oneIn(4) ? `, ${random.pick(['M(False)', this.#value(place)])}` : '';
      this.#emit(
        indent,
        `with M(${random.pick(['True', 'False', this.#expression(place, 1)])})${as}${second}:`,
      );
      body();
    } else if (choice < 42) {
      this.#emit(indent, `match ${this.#expression(place)}:`);
      const patterns = Array.from({ length: 1 + random.below(4) }, () => random.pick(PATTERNS));
      for (const pattern of patterns) {
        this.#emit(
          indent + 1,
          `case ${pattern}${random.oneIn(4) ? ` if ${this.#condition(place, 1)}` : ''}:`,
        );
        if (/\bq\b/.test(pattern)) this.#emit(indent + 2, 'show(q)');
        this.#block(inner, indent + 2, 1);
      }
    } else if (choice < 43 && place.function && place.depth < 2) {
      const name = `h${this.#fresh++}`;
      const outer = random.pick(['n2', 'v3']);
      if (place.names.includes(outer)) {
        this.#function(name, place.callable, outer, indent);
        this.#emit(indent, `show(${name}(${this.#arguments(place)}), ${outer})`);
      } else this.#emit(indent, 'pass');
    } else {
      this.#emit(indent, `try: bottomless(${this.#number(place, 1)})`);
      this.#emit(indent, 'except RecursionError as e: caught(e)');
    }
  }

  #try(place: Place, inner: Place, indent: number, body: (where?: Place) => void): void {
    const random = this.#random;
    const isGroup = random.oneIn(7);
    const hasHandlers = !random.oneIn(5);
    this.#emit(indent, 'try:');
    body();
    if (isGroup) {
      this.#emit(
        indent + 1,
        `raise ExceptionGroup('g', [ValueError(1), TypeError(${this.#expression(place, 1)}), ExceptionGroup('h', [KeyError(2), E0()])])`,
      );
    }
    if (isGroup || hasHandlers) {
      const handlers = 1 + random.below(2);
      for (let i = 0; i < handlers; i++) {
        const name = random.oneIn(3) ? '' : ' as e';
        this.#emit(indent, `except${isGroup ? '*' : ''} ${random.pick(EXCEPTIONS)}${name}:`);
        if (name !== '') this.#emit(indent + 1, 'caught(e)');
        else if (random.oneIn(2)) this.#emit(indent + 1, 'trace()');
        body(isGroup ? { ...inner, sealed: true } : inner);
        if (random.oneIn(5))
          this.#emit(indent + 1, random.pick(['raise', `raise E0(3)`, 'raise E1 from None']));
      }
      if (random.oneIn(3)) {
        this.#emit(indent, 'else:');
        body();
      }
    }
    if (!(isGroup || hasHandlers) || random.oneIn(3)) {
      this.#emit(indent, 'finally:');
      // A jump out of `finally` is a warning in 3.14.
      body({ ...inner, sealed: true });
    }
  }
}
