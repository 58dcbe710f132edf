/**
 * Inputs for `npm run fuzz:runtime`: small Python programs about random data, and some about the ends of things: the
 * stack, the memory, the largest numbers. A program may end in any exception of Python's.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dumps } from '../../src/bytecode/marshal.ts';
import { compileSource } from '../../src/compiler/compile.ts';
import type { Random } from './random.ts';

export interface RuntimeInput {
  readonly kind: string;
  readonly program: string;
  /** May run out of time, as it does in CPython: what loops for ever, and patterns that try everything. */
  readonly mayHang: boolean;
  /** Instructions that make no sense crash CPython: an internal error is no finding. */
  readonly isGarbage: boolean;
}

const GOLDEN = 'tests/golden/compile';

/** Marshalled code of sources that use nothing but themselves. */
export function realCode(): Uint8Array[] {
  const codes: Uint8Array[] = [];
  for (const name of readdirSync(GOLDEN).sort()) {
    if (!name.endsWith('.py')) continue;
    const source = new Uint8Array(readFileSync(`${GOLDEN}/${name}`));
    if (/\b(import|open|input|breakpoint)\b/.test(Buffer.from(source).toString('latin1'))) continue;
    const options = { filename: name, mode: 'exec', flags: 0, optimize: 0, warn: () => {} } as const;
    codes.push(dumps(compileSource(source, options)));
  }
  return codes;
}

/** Bytes as Python writes them. */
function bytesLiteral(bytes: Iterable<number>): string {
  return `b'${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
}

function randomBytes(random: Random, most: number): number[] {
  return Array.from({ length: random.below(most) }, () => random.below(256));
}

/** Real code with a few bytes changed. */
function mutatedCode(random: Random, codes: readonly Uint8Array[]): string {
  const bytes = random.pick(codes).slice();
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(bytes.length);
    bytes[at] = random.oneIn(3) ? random.below(256) : bytes[random.below(bytes.length)]!;
  }
  return `code = marshal.loads(${bytesLiteral(bytes)})\nexec(code, {'__name__': 'fuzz'})`;
}

/** Real functions whose instructions are changed: all of it loads, little of it makes sense. */
function mutatedInstructions(random: Random, codes: readonly Uint8Array[]): string {
  const changes = Array.from({ length: 1 + random.below(6) }, () => [random.below(4096), random.below(256)]);
  return [
    `code = marshal.loads(${bytesLiteral(random.pick(codes))})`,
    'bytecode = bytearray(code.co_code)',
    `for at, byte in ${JSON.stringify(changes)}: bytecode[at % len(bytecode)] = byte`,
    "exec(code.replace(co_code=bytes(bytecode)), {'__name__': 'fuzz'})",
  ].join('\n');
}

/** Text made of pieces that mean something to whoever reads it. */
function pieces(random: Random, alphabet: readonly string[], most: number): string {
  let text = '';
  for (let count = random.below(most); count > 0; count--) text += random.pick(alphabet);
  return JSON.stringify(text);
}

const JSON_PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  'a',
  '\\',
  '\\u12',
  '\\ud800',
  '0',
  '-',
  '.',
  'e9',
  'true',
  'NaN',
];
const STRUCT_PIECES = [...'@=<>!xcbB?hHiIlLqQnNefdFDspP 0123456789', '99999999', '9223372036854775807'];
const RE_PIECES = [
  ...[
    '(',
    ')',
    '(?:',
    '(?=',
    '(?<=',
    '(?!',
    '(?P<a>',
    '(?P=a)',
    '(?(1)',
    '(?>',
    '(?i:',
    '(?x)',
    '[',
    ']',
    '^',
    '$',
  ],
  ...[
    '|',
    '*',
    '+',
    '?',
    '*+',
    '??',
    '{2}',
    '{1,3}',
    '{,9999999999}',
    '{4294967295}',
    '\\1',
    '\\b',
    '\\w',
    '\\D',
  ],
  ...['\\x4', '\\u00e9', '\\N{DASH}', 'a', 'b', '-', '.', 'é', ' ', '#'],
];
const FORMAT_PIECES = [
  ...'{}!:<>=^+-#0123456789,_.%bcdeEfFgGnosxXrs*()l[]a',
  '99999999999',
  '2147483647',
  '{0}',
  '%*d',
];
const PICKLE_PIECES = [
  ...[
    '\\x80\\x05',
    '(',
    '.',
    '0',
    '1',
    '2',
    'I1\\n',
    'K\\x01',
    'N',
    '\\x88',
    ']',
    'a',
    'e',
    '}',
    's',
    'u',
    ')',
    't',
  ],
  ...[
    '\\x85',
    '\\x86',
    'q\\x00',
    'h\\x00',
    '\\x94',
    '\\x8c\\x01a',
    'X\\xff\\xff\\xff\\x7f',
    'cbuiltins\\nlist\\n',
    'R',
  ],
  ...[
    '\\x81',
    'b',
    '\\x93',
    '\\x8f',
    '\\x90',
    '\\x8e\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7f',
    '\\x95',
    'r\\xff\\xff\\xff\\x7f',
  ],
];

const VALUES = [
  "'x'",
  "'é\\U0001f600'",
  "b'x'",
  "bytearray(b'x')",
  '[0]',
  '(0,)',
  '1',
  '-1',
  '1.5',
  '1j',
  'range(3)',
  'None',
];
const SIZES = [
  '10**12',
  '2**31',
  '2**31 - 1',
  '2**32',
  '2**53',
  '2**62',
  '2**63 - 1',
  '2**63',
  '10**30',
  '-10**12',
  '-2**63',
];
const HUGE = [
  'V * N',
  'V << N',
  'V >> N',
  '(V) ** N',
  'bytes(N)',
  'bytearray(N)',
  '(V)[N:]',
  '(V)[N]',
  "'%*d' % (N, 1)",
  "'%.*f' % (N, 1.5)",
  'format(V, str(N))',
  "'{:{}}'.format(V, N)",
  'V.ljust(N)',
  'V.zfill(N)',
  'V.center(N, V)',
  'V.expandtabs(N)',
  'V.to_bytes(N)',
  'range(N)[V]',
  'len(range(N))',
  'list(range(N))',
  'round(V, N)',
  'chr(N)',
  'hash(N)',
  'itertools.repeat(V, N)',
  'math.ldexp(V, N)',
  'list(itertools.repeat(V, N))',
  'list(itertools.product(V, repeat=N))',
  'list(itertools.combinations(V, N))',
  'itertools.tee(V, N)',
  'collections.deque(V, N)',
  'collections.deque(V) * N',
  "array.array('i', [1]) * N",
  'struct.calcsize(str(N) + "i")',
  'slice(N).indices(N)',
  'struct.pack(str(N) + "x")',
  'io.BytesIO(b"x").seek(N)',
  'io.StringIO("x").read(N)',
  'memoryview(b"x").cast("B", [N])',
  'time.sleep(-N)',
  "int('9' * min(N, 10**6))",
  're.compile("a{%d}" % N)',
  "'x'.replace('', 'y' * min(N, 10**9))",
  'V.insert(N, V)',
  'V.pop(N)',
  'math.factorial(-N)',
  'math.isqrt(N)',
  'pow(V, N, N)',
  'int.from_bytes(V) << N',
  'operator.mul(V, N)',
  'datetime.timedelta(N)',
  'random.getrandbits(N)',
  'os.urandom(N)',
  'sys.setrecursionlimit(-abs(N))',
  'zlib.compress(V, N)',
  "str(V, 'utf-8') * N",
  'V.split(V, N)',
] as const;

function huge(random: Random): string {
  const value = random.pick(VALUES);
  const size = random.pick(SIZES);
  const expression = random.pick(HUGE).replaceAll(/\b[VN]\b/g, (name) => (name === 'V' ? value : size));
  return `(${expression})`;
}

/** How to wrap an object in another one, again and again. */
const WRAPPERS = [
  '[x]',
  '(x,)',
  '{1: x}',
  '{1: x}.items()',
  'collections.deque([x])',
  'collections.UserList([x])',
  'frozenset([x])',
  'slice(x)',
  'types.MappingProxyType({1: x})',
  'types.SimpleNamespace(a=x)',
  'functools.partial(x or print, x)',
  'ValueError(x)',
  'iter([x])',
  'itertools.chain(x or ())',
  'map(abs, x or ())',
  'filter(None, x or ())',
  'zip(x or ())',
  'enumerate(x or ())',
  'itertools.tee(x or ())[0]',
  'itertools.islice(x or (), 5)',
  'itertools.groupby(x or ())',
  '(y for y in x or ())',
  'staticmethod(x)',
  'classmethod(x)',
  'property(x)',
  'types.MethodType(x or print, 1)',
  'list[x]',
  'ExceptionGroup("", [x or ValueError()])',
  'type("A", (x or object,), {})',
  'memoryview(x or b"")',
];
const USES = [
  'repr(x)',
  'str(x)',
  'hash(x)',
  'x == y',
  'x < y',
  'copy.deepcopy(x)',
  'pickle.dumps(x)',
  'marshal.dumps(x)',
  'json.dumps(x)',
  'next(x)',
  'list(x)',
  'x()',
  'isinstance(1, x)',
  'issubclass(int, x)',
  'bool(x)',
  '1 in x',
  'sorted([x, y])',
  'x.absent',
  'format(x)',
  'x.__reduce__()',
  'max([x, y])',
  '{x: y}',
  'x.split(KeyError)',
  'len(x)',
  'x | y',
  'x + y',
  'x.__doc__',
  'eval(repr(x))',
  'x.__get__(1, int)',
  'iter(x)',
];

/** An object nested so deep that no recursion reaches its end, and a use of it. */
function deep(random: Random): string {
  const wrapper = random.pick(WRAPPERS);
  const count = random.pick([500, 20_000, 100_000]);
  return `def make(x=None):\n  for _ in range(${count}): x = ${wrapper}\n  return x\nx = make()\ny = make()\n${random.pick(USES)}`;
}

const METHODS: readonly (readonly [string, string])[] = [
  ['__eq__', 'self == other'],
  ['__hash__', 'hash(self)'],
  ['__repr__', 'repr(self)'],
  ['__str__', 'str(self)'],
  ['__len__', 'len(self)'],
  ['__bool__', 'bool(self)'],
  ['__iter__', 'list(self)'],
  ['__next__', 'next(self)'],
  ['__getattr__', 'self.absent'],
  ['__call__', 'self()'],
  ['__getattribute__', 'self.absent'],
  ['__add__', 'self + 1'],
  ['__radd__', '1 + self'],
  ['__getitem__', 'self[0]'],
  ['__index__', 'range(self)'],
  ['__contains__', '1 in self'],
  ['__format__', 'format(self)'],
  ['__int__', 'int(self)'],
  ['__float__', 'float(self)'],
  ['__lt__', 'sorted([self, other])'],
  ['__instancecheck__', 'isinstance(1, self)'],
  ['__deepcopy__', 'copy.deepcopy(self)'],
  ['__reduce_ex__', 'pickle.dumps(self)'],
  ['__bytes__', 'bytes(self)'],
  ['__buffer__', 'memoryview(self)'],
  ['__length_hint__', 'operator.length_hint(self)'],
  ['__fspath__', 'open(self)'],
  ['__setattr__', 'setattr(self, "a", 1)'],
  ['__delitem__', 'operator.delitem(self, 1)'],
  ['__enter__', 'contextlib.ExitStack().enter_context(self)'],
  ['__init__', 'type(self)()'],
  ['__missing__', 'collections.UserDict.__getitem__(self, 1)'],
  ['__dir__', 'dir(self)'],
  ['__set_name__', 'type("B", (), {"a": self})'],
];

/** A special method that calls itself, by way of what asks for it. */
function endless(random: Random): string {
  const [name, use] = random.pick(METHODS);
  const way = random.pick([
    'USE',
    'max([1], key=lambda _: USE)',
    'list(map(lambda _: USE, [1]))',
    'eval("USE", {**globals(), **locals()})',
  ]);
  const again = way.replace('USE', use.replaceAll('"', way.startsWith('eval') ? "'" : '"'));
  return `class A:\n  def ${name}(self, *args):\n    other = A.other\n    return ${again}\nself = object.__new__(A)\nother = A.other = object.__new__(A)\n${use}`;
}

/** Makes the program of an input. */
type Maker = (random: Random, codes: readonly Uint8Array[]) => string;

const MAKERS: readonly (readonly [kind: string, make: Maker, mayHang: boolean])[] = [
  ['code', mutatedCode, true],
  ['instructions', mutatedInstructions, true],
  [
    'marshal',
    (random) =>
      `marshal.loads(${bytesLiteral([random.pick([...Buffer.from('(<>[{cilsuzZyg\xe3\xfb')]), ...randomBytes(random, 40)])})`,
    false,
  ],
  [
    'pickle',
    (random) =>
      `pickle.loads(b'${Array.from({ length: random.below(30) }, () => random.pick(PICKLE_PIECES)).join('')}')`,
    false,
  ],
  ['json', (random) => `json.loads(${pieces(random, JSON_PIECES, 30)})`, false],
  [
    'struct',
    (random) => `struct.unpack(${pieces(random, STRUCT_PIECES, 6)}, bytes(${random.below(64)}))`,
    false,
  ],
  [
    'pack',
    (random) =>
      `struct.pack(${pieces(random, STRUCT_PIECES, 6)}, *[${random.pick(VALUES)}] * ${random.below(4)})`,
    false,
  ],
  ['re', (random) => `re.compile(${pieces(random, RE_PIECES, 14)}).findall('aab ba-é 12' * 3)`, true],
  ['format', (random) => `${pieces(random, FORMAT_PIECES, 8)}.format(${random.pick(VALUES)}, 7)`, false],
  ['percent', (random) => `${pieces(random, FORMAT_PIECES, 8)} % (${random.pick(VALUES)},)`, false],
  ['huge', huge, false],
  ['deep', deep, false],
  ['endless', endless, false],
];

/** The kinds of inputs there are. */
export const KINDS: readonly string[] = MAKERS.map(([kind]) => kind);

/** The input that a random stream makes, of a kind if one is given. */
export function runtimeInput(random: Random, codes: readonly Uint8Array[], only?: string): RuntimeInput {
  const makers = only === undefined ? MAKERS : MAKERS.filter(([kind]) => kind === only);
  const [kind, make, mayHang] = random.pick(makers);
  const isGarbage = make === mutatedCode || make === mutatedInstructions;
  return { kind, program: make(random, codes), mayHang, isGarbage };
}
