/**
 * Small random programs about lists, above all lists of floats that come to hold something else, for comparing compiled
 * code with CPython's interpreter.
 *
 * How a list keeps its items may depend on what they are, and compiled code may rely on that: so what these programs change
 * is what is in the lists, through every operation that can, while functions that have met other lists run on. What the
 * programs print with is in jit-programs.py.
 */
import type { Random } from './random.ts';

const FLOATS = ['0.5', '1.5', '2.5', '-2.25', '0.1', '3.0', '0.0', '-0.0', '1e16', '5e-324', '-1.0', '7.0'];
const HUGE = ['NAN', 'INF', '-INF', '1e300', '-NAN'];
const OTHERS = [
  ...[
    '0',
    '1',
    '2',
    '3',
    '-1',
    'True',
    'False',
    '2**31',
    '2**53',
    '2**53 + 1',
    '-2**53',
    '10**20',
    '2**1100',
  ],
  ...['None', "'s'", '(1, 2.5)', '[0.5]', 'F(1.5)', 'F(3)', 'I(2)', 'E(1.5)', 'X(1)', '1j', '...'],
];
const INDICES = [
  ...[
    '0',
    '0',
    '1',
    '-1',
    '-1',
    'i',
    'i',
    'i',
    'i - 1',
    '-i',
    'i % len(l)',
    'len(l) - 1',
    '2',
    '-2',
    'k % 3',
    'True',
  ],
];
/** Indices that mostly raise. */
const RARE_INDICES = ['len(l)', '9', '-9', '2**70', 'X(1)', '1.0', 'None', 'y', 'i >> 1', 'k'];
const BOUNDS = [
  '',
  '',
  '',
  '0',
  '1',
  '2',
  '-1',
  '-2',
  'i',
  'len(l)',
  '9',
  '-9',
  'None',
  'X(1)',
  '2**70',
  '1.5',
];
const STEPS = ['', '', '', '', ':', ':1', ':2', ':-1', ':-1', ':-2', ':0', ':i', ':X(1)', ':2**70'];
const COMPARE = ['<', '<=', '==', '==', '!=', '>', '>='];
const KEYS = [
  ...[
    'abs',
    'lambda v: -v',
    'float',
    'repr',
    'lambda v: 0',
    'int',
    'lambda v: l.append(v) or v',
    'None',
    'F',
  ],
  ...[
    'lambda v: len(l)',
    'lambda v: tick() or v * 0.5',
    'functools.cmp_to_key(lambda v, w: (v > w) - (v < w))',
  ],
];
/** What takes an iterable and gives something that can be shown. */
const READERS = [
  ...[
    'sum($)',
    'max($)',
    'min($)',
    'sorted($)',
    'tuple($)',
    'any($)',
    'all($)',
    'list(reversed($))',
    'list($)',
    'len($)',
  ],
  ...[
    'sum($, 0.5)',
    'sum($, [])',
    'max($, default=1)',
    'min(*$)',
    'max($, key=abs)',
    'list(map(abs, $))',
    '[*$]',
  ],
  ...[
    'list(enumerate($))',
    'list(zip($, $))',
    'list(filter(None, $))',
    'math.fsum($)',
    'math.prod($)',
    'math.hypot(*$)',
  ],
  ...[
    'math.sumprod($, $)',
    'math.dist($, $)',
    "f'{$}'",
    "'%s %r' % ($, $)",
    "', '.join(map(str, $))",
    '(*$,)',
    'repr($)',
  ],
  ...[
    "array.array('d', $)",
    "struct.pack('2d', *$[:2])",
    'copy.copy($)',
    'copy.deepcopy($)',
    'json.dumps($)',
    'bytes($)',
  ],
  ...[
    'pickle.loads(pickle.dumps($))',
    'list(itertools.accumulate($))',
    'list(itertools.chain($, $))',
    'bool($)',
    'str($)',
  ],
  ...[
    'list(itertools.islice($, 1, None, 2))',
    'functools.reduce(operator.add, $)',
    'operator.itemgetter(0)($)',
    'not $',
  ],
  ...[
    'list(iter($))',
    'next(iter($))',
    'list(map(operator.mul, $, $))',
    'collections.deque($, 3)',
    'type($)',
    'hash($)',
  ],
  ...[
    '[v for v in $]',
    '[v * 0.5 for v in $]',
    '[v for v in $ if v]',
    'sum(v for v in $)',
    '[(v, w) for v in $ for w in $][:4]',
  ],
  ...[
    '$.copy()',
    'K($)',
    'sum(map(float, $))',
    'list.__len__($)',
    'list(dict(enumerate($)).values())',
    '$.__reduce_ex__(2)[0]',
  ],
  ...[
    '{i: v for i, v in enumerate($)}',
    'divmod(*$[:2])',
    'round(*$[:1])',
    'statistics_mean($)',
    'heapq.nsmallest(2, $)',
  ],
  ...[
    'heapq.merge($, $).__next__()',
    'bisect.bisect($, y)',
    'isinstance($, list)',
    'range(*$)',
    'complex(*$[:2])',
    'slice(*$[:3])',
  ],
];
/** The same, where equal values are looked for: which NaN is which depends on addresses in CPython. */
const SEARCHES = [
  ...[
    '$ == £',
    '$ != £',
    '$ < £',
    '$ >= £',
    '$.count(¤)',
    '$.index(¤)',
    '$.index(¤, 1)',
    '¤ in $',
    '¤ not in $',
    '$ in [£, $]',
  ],
  ...[
    'len(set($))',
    'list(dict.fromkeys($))',
    'sorted(set($))',
    '[$, £] == [£, $]',
    '($,) < (£,)',
    '[$].index(£)',
    'len(frozenset($))',
  ],
  ...[
    '[£, $].count($)',
    '$.index(¤, -2, 9)',
    'all(v in $ for v in £)',
    'operator.eq($, £)',
    'operator.contains($, ¤)',
    'collections.Counter($)[¤]',
  ],
];
const ITERABLES = [
  ...[
    '(0.5, 1.5)',
    '(1, 2.5)',
    'range(3)',
    'halves(3)',
    "'ab'",
    '{1.5: 2}',
    'iter([0.5, 2.5])',
    '(v * 0.5 for v in range(3))',
  ],
  ...[
    'map(float, range(3))',
    'reversed([0.5, 1.0])',
    'zip([1.5], [2])',
    'halves(2, 1)',
    'K([0.5, 1.5])',
    "array.array('d', [0.5, 2])",
    '5',
  ],
];
const EXCEPTIONS = [
  'Exception',
  'Exception',
  'IndexError',
  'TypeError',
  '(ValueError, IndexError)',
  'LookupError',
];
const PATTERNS = [
  ...[
    '[]',
    '[q]',
    '[q, r]',
    '[q, *r]',
    '[0.5, *_]',
    '[float(q), *r]',
    '[*_, int(q)]',
    '[[q, *_], *r]',
    '[q, 1.5 | 2 as r]',
  ],
];

const PRELUDE = `class F(float):
 pass
class I(int):
 pass
class K(list):
 pass
class X:
 def __init__(self, v): self.v = v
 def __repr__(self): return brief(self)
 def __index__(self): return self.v
class E(X):
 def __eq__(self, o): return self.v == o
 def __lt__(self, o): return self.v < o
 def __float__(self): return 0.25
 def __radd__(self, o): return o
class C:
 def __init__(self, n=3): self.l = [0.5] * n; self.m = [[0.0] * n for _ in range(2)]; self.v = 1.5
 def at(self, i): return self.l[i]
 def put(self, i, v): self.l[i] = v
 def total(self):
  s = 0.0
  for v in self.l: s += v
  return s
def halves(n, w=0.5):
 for j in range(n): yield j * w
def statistics_mean(v): return sum(v) / len(v)
OBJ = C(); G = [0.5, 1.5, 2.5]
`;

export class JitListWriter {
  readonly #random: Random;
  #lines: string[] = [];
  #fresh = 0;
  /** May there be a NaN? Then nothing is looked for. */
  #hasNaN = false;
  /** Of so many items one is no float. */
  #purity = 4;

  constructor(random: Random) {
    this.#random = random;
  }

  program(): string {
    const random = this.#random;
    this.#hasNaN = random.oneIn(4);
    this.#purity = random.pick([3, 6, 20]);
    this.#lines = PRELUDE.trimEnd().split('\n');
    this.#emit(
      0,
      `def g(l, i, y, m=([0.5, 1.5],), r=[0.25, 2]): ${random.pick(['tick(); ', ''])}return ${this.#item(2)}`,
    );
    this.#emit(0, `def h(l, y, k=1, acc=[${this.#many(random.below(3), () => this.#float())}]):`);
    this.#emit(1, 'i = 1; m = [l, acc]; r = m[-1]');
    this.#block(1, 1, 3, false);
    this.#emit(1, `acc.append(${this.#item(1)}); del acc[6:]`);
    this.#emit(1, `return ${random.pick(['l', 'acc', 'y', 'acc, l'])}`);
    this.#emit(0, 'def f(l, y=0.5, k=0):');
    this.#emit(1, `tick(); i = ${random.below(3)}; m = ${this.#nested()}; r = ${this.#list(1)}`);
    this.#block(1, 2 + random.below(4), 0, false);
    this.#emit(1, `return ${random.pick(['l', 'l, m', 'm, r', 'l, r, y', 'y, OBJ.l, G'])}`);
    for (let round = random.below(2); round < 3; round++) {
      this.#purity = random.pick([2, 5, 30]);
      this.#emit(0, `for k in range(${2 + random.below(6)}):`);
      this.#emit(1, `l = ${random.oneIn(3) ? this.#later() : this.#literal()}`);
      this.#emit(1, `try: tell(${random.oneIn(5) ? 'h' : 'f'}(l, ${this.#atom()}, k), l)`);
      this.#emit(1, 'except Exception as error: report(error)');
    }
    return `${this.#lines.join('\n')}\n`;
  }

  #emit(indent: number, line: string): void {
    this.#lines.push(' '.repeat(indent) + line);
  }

  #many(count: number, make: () => string): string {
    return Array.from({ length: count }, make).join(', ');
  }

  // ── Expressions ────────────────────────────────────────────────────────────────────────────────────────────────

  #float(): string {
    const random = this.#random;
    return random.pick(this.#hasNaN && random.oneIn(4) ? HUGE : FLOATS);
  }

  #atom(): string {
    return this.#random.oneIn(this.#purity) ? this.#random.pick(OTHERS) : this.#float();
  }

  /** A list of atoms, as a literal. */
  #literal(): string {
    const random = this.#random;
    return random.pick([
      () => `[${this.#many(random.below(6), () => this.#float())}]`,
      () => `[${this.#many(3 + random.below(4), () => this.#float())}]`,
      () => `[${this.#many(random.below(6), () => this.#atom())}]`,
      () => `[${this.#float()}] * ${random.below(5)}`,
      () => `[j * ${this.#float()} for j in range(${random.below(6)})]`,
      () => `[${random.pick(['1, 2, 3', 'None, 0.5', '[0.5], [1.5]', "'a', 'b'", '2**53, 0.5'])}]`,
    ])();
  }

  /** A list that depends on the round of the loop at hand: of floats at first, of something else later. */
  #later(): string {
    const random = this.#random;
    return random.pick([
      () => `[k * 0.5, ${this.#float()}, ${this.#atom()} if k > 2 else ${this.#float()}]`,
      () => `(${this.#literal()}, ${this.#literal()}, ${this.#literal()})[k % 3]`,
      () => `[${this.#float()} for _ in range(k)]`,
      () => `[${this.#float()}] * k + [${this.#atom()}] * (k > 2)`,
    ])();
  }

  #nested(): string {
    const random = this.#random;
    return random.pick([
      () => `[[${this.#float()}] * 3 for _ in range(2)]`,
      () => `[${this.#literal()}, ${this.#literal()}]`,
      () => '[l, l[:]]',
      () => `[[j * 0.5, ${this.#atom()}] for j in range(3)]`,
      () => `[[${this.#float()}]] * 2`,
      () => 'OBJ.m',
    ])();
  }

  /** A variable that holds a list, mostly. */
  #place(): string {
    return this.#random.pick(['l', 'l', 'l', 'l', 'r', 'm[0]', 'm[-1]', 'm[i]', 'OBJ.l', 'G', 'OBJ.m[0]']);
  }

  #slice(): string {
    const random = this.#random;
    return `${random.pick(BOUNDS)}:${random.pick(BOUNDS)}${random.pick(STEPS)}`;
  }

  #index(): string {
    return this.#random.pick(this.#random.oneIn(10) ? RARE_INDICES : INDICES);
  }

  #list(depth: number): string {
    const random = this.#random;
    if (depth === 0) return random.oneIn(2) ? this.#place() : this.#literal();
    const l = (): string => this.#list(depth - 1);
    return random.pick([
      l,
      l,
      () => `${this.#place()}[${this.#slice()}]`,
      () => `(${l()} + ${l()})[:8]`,
      () => `(${l()} * ${random.pick(['2', '0', '1', 'i', 'True', '-1', 'k'])})[:8]`,
      () => `[*${l()}, ${this.#item(1)}]`,
      () => `sorted(${l()}${random.oneIn(3) ? `, key=${random.pick(KEYS)}` : ''})`,
      () => `list(${random.pick(ITERABLES)})`,
      () => `[v ${random.pick(['+', '*', '-'])} ${this.#float()} for v in ${l()}]`,
      () => `[v for v in ${l()} if ${random.pick(['v', 'v > 1', 'v is not None', 'type(v) is float'])}]`,
      () => `[float(v) for v in ${l()}]`,
      () => `${this.#place()}.copy()`,
      () => `list(${l()})`,
      () => `[${this.#item(1)}, ${this.#item(1)}]`,
      () => `K(${l()})`,
    ])();
  }

  /** An item, or what is computed of items. */
  #item(depth: number): string {
    const random = this.#random;
    if (depth === 0 || random.oneIn(4)) return random.oneIn(2) ? 'y' : this.#atom();
    const e = (): string => this.#item(depth - 1);
    return random.pick([
      () => `${this.#place()}[${this.#index()}]`,
      () => `${this.#place()}[${this.#index()}]`,
      () =>
        `(${this.#place()}[${this.#index()}] ${random.pick(['+', '-', '+', '-', '/', '//', '%'])} ${e()})`,
      () => `(${e()} * ${random.pick(['0.5', '1.5', '-1', '2'])})`,
      () => `(y ${random.pick(['+', '-'])} ${e()})`,
      () => `-${e()}`,
      () => `float(${e()})`,
      () => `(${e()} if ${this.#condition()} else ${e()})`,
      () => 'OBJ.at(i)',
      () => 'OBJ.total()',
      () => `len(${this.#place()})`,
      () => `sum(${this.#place()})`,
      () => `${random.pick(['max', 'min'])}(${e()}, ${e()})`,
      () => `${this.#place()}.pop(${random.pick(['', '', '0', '-1', 'i'])})`,
      () => `abs(${e()})`,
    ])();
  }

  #condition(): string {
    const random = this.#random;
    return random.pick([
      () => `${this.#place()}[${this.#index()}] ${random.pick(COMPARE)} ${this.#item(0)}`,
      () => `y ${random.pick(COMPARE)} ${this.#item(1)}`,
      () => this.#place(),
      () => `len(${this.#place()}) > ${random.below(5)}`,
      () => `i ${random.pick(COMPARE)} ${random.below(4)}`,
      () => `k == ${random.below(6)}`,
      () => (this.#hasNaN ? 'not l' : `${this.#item(0)} in ${this.#place()}`),
    ])();
  }

  /** What only reads. */
  #reading(): string {
    const random = this.#random;
    const isSearch = !this.#hasNaN && random.oneIn(3);
    const source = random.oneIn(3) ? this.#list(1) : this.#place();
    const text = random.pick(isSearch ? SEARCHES : READERS);
    const whole = source.startsWith('[') || /^[\w.[\]-]+$/.test(source) ? source : `(${source})`;
    return text
      .replaceAll('$', () => whole)
      .replaceAll('£', () => this.#list(1))
      .replaceAll('¤', () => this.#item(1));
  }

  // ── Statements ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** What changes a list, or another one. */
  #change(l: string): string {
    const random = this.#random;
    return random.pick([
      () => `${l}[${this.#index()}] = ${this.#item(2)}`,
      () => `${l}[${this.#index()}] = ${this.#item(2)}`,
      () => `${l}[${this.#index()}] ${random.pick(['+', '-', '*', '/'])}= ${this.#float()}`,
      () => `${l}[${this.#index()}], ${l}[${this.#index()}] = ${l}[${this.#index()}], ${this.#item(1)}`,
      () => `${l}.append(${this.#item(2)})`,
      () => `${l}.append(${this.#item(1)})`,
      () => `${l}.insert(${this.#index()}, ${this.#item(1)})`,
      () => `${l}.extend(${random.oneIn(2) ? this.#list(1) : random.pick(ITERABLES)})`,
      () => `${l}.extend(${random.oneIn(2) ? l : 'v for v in l[:3]'})`,
      () => `${l} += ${random.oneIn(2) ? this.#list(1) : random.pick(ITERABLES)}`,
      () => `${l} *= ${random.pick(['2', '0', 'i', '1', 'True', '-1', '1.5'])}`,
      () => `${l}.reverse()`,
      () => `${l}.sort()`,
      () => `${l}.sort(${random.pick(['', 'reverse=True, '])}key=${random.pick(KEYS)})`,
      () => `y = ${l}.pop(${random.oneIn(2) ? '' : this.#index()})`,
      () => (this.#hasNaN ? `${l}.clear()` : `${l}.remove(${this.#item(1)})`),
      () => `${l}.clear()`,
      () => `del ${l}[${this.#index()}]`,
      () => `del ${l}[${this.#slice()}]`,
      () => `${l}[${this.#slice()}] = ${random.oneIn(3) ? random.pick(ITERABLES) : this.#list(1)}`,
      () => `${l}[${this.#slice()}] = ${l}[${this.#slice()}]`,
      () => `m[${this.#index()}][${this.#index()}] = ${this.#item(1)}`,
      () => `m[${this.#index()}] = ${this.#list(1)}`,
      () => `OBJ.put(i, ${this.#item(1)})`,
      () => `OBJ.l = ${this.#list(1)}`,
      () => `heapq.heapify(${l}); heapq.heappush(${l}, ${this.#item(1)})`,
      () => `bisect.insort(${l}, ${this.#item(1)})`,
      () => `${l}.__init__(${random.oneIn(2) ? this.#list(1) : ''})`,
      () => `${l}.__setitem__(${this.#index()}, ${this.#item(1)})`,
      () => `for ${l}[${this.#index()}] in ${random.pick(ITERABLES)}: pass`,
    ])();
  }

  #block(indent: number, count: number, depth: number, isLoop: boolean): void {
    for (let i = 0; i < count; i++) this.#statement(indent, depth, isLoop);
  }

  #statement(indent: number, depth: number, isLoop: boolean): void {
    const random = this.#random;
    const inner = (loop = isLoop): void => this.#block(indent + 1, 1 + random.below(2), depth + 1, loop);
    const choice = random.below(depth < 3 ? 30 : 18);
    if (choice < 8) {
      const list = this.#place();
      this.#emit(indent, this.#change(list));
      this.#emit(indent, `if len(${list}) > 9: del ${list}[${random.pick(['3', '6', '0'])}:]`);
    } else if (choice < 10) {
      const isGuarded = !random.oneIn(3);
      this.#emit(indent, `${isGuarded ? 'try: ' : ''}tell(${this.#reading()})`);
      if (isGuarded) this.#emit(indent, `except ${random.pick(EXCEPTIONS)} as error: report(error)`);
    } else if (choice < 11) this.#emit(indent, `y = ${this.#item(2)}`);
    else if (choice < 12) this.#emit(indent, `${random.pick(['l', 'r'])} = ${this.#list(2)}`);
    else if (choice < 13) {
      const targets = [
        'y, *r',
        '*r, y',
        'y, z',
        'y, _, z',
        '*r,',
        '(y, *_), *r',
        'l[0], y',
        'y, *l[1:]',
        'y, *OBJ.l',
      ];
      this.#emit(indent, `${random.pick(targets)} = ${this.#list(1)}`);
    } else if (choice < 14) this.#emit(indent, `y = g(${this.#list(1)}, ${this.#index()}, ${this.#item(1)})`);
    else if (choice < 15) this.#emit(indent, `tell(h(${this.#list(1)}, ${this.#item(1)}, k))`);
    else if (choice < 16) this.#emit(indent, `try_to(lambda: ${this.#reading()})`);
    else if (choice < 17) {
      if (isLoop)
        this.#emit(indent, `if ${this.#condition()}: ${random.pick(['break', 'continue', 'return l'])}`);
      else this.#emit(indent, `i = ${random.pick(['len(l)', '0', '1', 'i + 1', '-1'])}`);
    } else if (choice < 18) {
      this.#emit(indent, `match ${this.#list(1)}:`);
      for (let i = 1 + random.below(3); i > 0; i--) {
        const pattern = random.pick(PATTERNS);
        const names = ['q', 'r'].filter((name) => new RegExp(`\\b${name}\\b`).test(pattern));
        this.#emit(indent + 1, `case ${pattern}: tell(${names.join(', ')})`);
      }
    } else if (choice < 21) {
      this.#emit(indent, `if ${this.#condition()}:`);
      inner();
      if (random.oneIn(2)) {
        this.#emit(indent, 'else:');
        inner();
      }
    } else if (choice < 24) {
      this.#emit(indent, 'try:');
      inner();
      this.#emit(indent, `except ${random.pick(EXCEPTIONS)} as error: report(error)`);
    } else {
      this.#loop(indent);
      inner(true);
    }
  }

  /** The head of a loop, and what its round begins with. */
  #loop(indent: number): void {
    const random = this.#random;
    const l = this.#place();
    const head = random.pick([
      () => `for y in ${l}:`,
      () => `for i, y in enumerate(${l}):`,
      () => `for i in range(len(${l})):`,
      () => `for i in range(${1 + random.below(5)}):`,
      () => `for i in range(len(${l}) - 1, -1, -1):`,
      () => `for y, z in zip(${l}, ${this.#list(1)}):`,
      () => `for y in reversed(${l}):`,
      () => `for y in ${this.#list(1)}:`,
      () => `for r in m:`,
      () => `for y in iter(${l}.pop, ${random.pick(FLOATS)}):`,
      () => `for y in (v * 0.5 for v in ${l}):`,
    ])();
    const isWhile = random.oneIn(6);
    const counter = `w${this.#fresh++}`;
    if (isWhile) {
      this.#emit(indent, `${counter} = 0`);
      this.#emit(
        indent,
        `while ${counter} < ${2 + random.below(6)} and ${random.oneIn(2) ? 'l' : this.#condition()}:`,
      );
      this.#emit(indent + 1, `${counter} += 1; tick()`);
    } else {
      this.#emit(indent, head);
      this.#emit(indent + 1, 'tick()');
    }
    if (random.oneIn(3)) {
      const usual = [
        'l[i] = y',
        'y += l[i]',
        'l[i] += y',
        'r.append(y)',
        'm[0][i] = y',
        'l[i], l[-1] = l[-1], l[i]',
      ];
      this.#emit(indent + 1, random.pick([...usual, 'l[i] = l[i] * 0.5 + 1.0', 'y = y + l[i] * r[i]']));
    }
  }
}
