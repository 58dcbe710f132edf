/** What can be seen of the just-in-time compiler from outside: its listings, its log, `sys._jit`, and V8's profiles. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command with a program in a file of its own, `FILE` among the arguments. */
function run(source: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const folder = mkdtempSync(join(tmpdir(), 'tython-'));
  try {
    const file = join(folder, 'program.py');
    writeFileSync(file, source);
    const [command, ...rest] = args.map((arg) => (arg === 'FILE' ? file : arg.replace('FOLDER', folder)));
    const { status, stdout, stderr } = spawnSync(command!, rest, {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, ...env },
    });
    const shorter = (text: string): string => text.replaceAll(`${folder}/`, '');
    return { status, stdout: shorter(stdout), stderr: shorter(stderr) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PROGRAM = `
print("this is run, '\u2028 */ </script>")

def total(values):
    result = 0
    for value in values:
        result = result + value
    return result

class Point:
    def norm(self):
        try:
            return (lambda x: x * x)(self.x)
        except AttributeError:
            return None

def numbers(stop):
    for i in range(stop):
        got = yield i
        if got:
            yield got, i

async def wait(other):
    return await other

def show():
    return locals()
`;

test('--show=javascript lists all code objects and runs none', () => {
  const { status, stdout, stderr } = run(PROGRAM, ['bin/tython', '--show=javascript', 'FILE']);
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const titles = [
    ...stdout.matchAll(/^return \{ "(.*) \(program\.py:(\d+)\)(.*)"(?:: \(function )?\(/gm),
  ].map((match) => match.slice(1).join(' ').trimEnd());
  assert.deepEqual(titles, [
    '<module> 1',
    'total 4',
    'Point 10',
    'Point.norm 11',
    'Point.norm.<locals>.<lambda> 13',
    'numbers 17',
    'numbers 17  step in line 17',
    'numbers 17  step in line 19',
    'numbers 17  step in line 21',
    'wait 23',
    'wait 23  step in line 23',
    'wait 23  step in line 24',
    'wait 23  awaited',
  ]);
  assert.match(
    stdout,
    /^\/\/ show \(program\.py:26\): not compiled: it names locals, which looks at frames/m,
  );
  // Each listing is JavaScript.
  for (const listing of stdout.split('\n\n')) new Function(listing);
});

test('--show=javascript puts each line under the Python line that it was written for', () => {
  const { stdout } = run(PROGRAM, ['bin/tython', '--show=javascript', 'FILE']);
  const listing = stdout.split('\n\n').find((text) => text.startsWith('// total '))!;
  const under = new Map<string, string>();
  let python = '';
  for (const line of listing.split('\n')) {
    const [, number] = /^\/\/ +(\d+): /.exec(line) ?? [];
    if (number !== undefined) python = number;
    else under.set(python, `${under.get(python) ?? ''}${line.trim()}\n`);
  }
  assert.deepEqual([...under.keys()], ['', '5', '6', '8', '7']);
  assert.match(under.get('')!, /variables: l0 values, l1 result, l2 value/);
  assert.match(under.get('5')!, /^l1 = \(0\);$/m);
  assert.match(under.get('6')!, /getIter\(l0\)/);
  assert.match(under.get('7')!, / \+ /);
  assert.match(under.get('8')!, /return l1;/);
  assert.doesNotMatch(under.get('6')!, /return l1;/);
});

test('--show=javascript ends when all is written, however much it is', () => {
  const { stdout } = run('print(1)\n'.repeat(1200), ['bin/tython', '--show=javascript', 'FILE']);
  assert.ok(stdout.length > 200_000);
  assert.match(stdout, /\}\["<module> \(program\.py:1\)"\];\n$/);
});

test('--show=javascript tells of errors', () => {
  const { status, stderr } = run('def f(:\n', ['bin/tython', '--show=javascript', 'FILE']);
  assert.equal(status, 1);
  assert.match(stderr, /SyntaxError: invalid syntax/);
});

const HOT = `
def add(a, b):
    return a + b
def names():
    return len(dir())
for i in range(150):
    add(i, 1); names()
for i in range(10):
    add('a', 'b')
`;

test('-X jit=log has a line for each event', () => {
  const { stdout, stderr } = run(HOT, ['bin/tython', '-X', 'jit=log', 'FILE']);
  assert.equal(stdout, '');
  const events = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.includes('program.py') || line.includes('at the end'))
    .map((line) => /^jit: +\d+\.\d ms {2}(.*)$/.exec(line)![1]!.replace(/\d+ characters in .* ms/, 'SIZE'));
  const left = (count: number): string =>
    `left add (program.py:2) at line 3, BINARY_OP: what was assumed does not hold (${count} of 3), interpreted from there`;
  assert.deepEqual(events.slice(0, -1), [
    'compiled add (program.py:2): 100 calls, 9 code units; SIZE',
    'not compiled names (program.py:4): it names dir, which looks at frames or collects garbage',
    left(1),
    left(2),
    left(3),
    'gave up add (program.py:2): compiled again when it is hot, with what was seen since',
    'compiled add (program.py:2): 100 calls, revision 1, 9 code units; SIZE',
  ]);
  assert.match(
    events.at(-1)!,
    /^at the end: compiled \d+ functions, .*: SIZE; \d+ not compiled, 3 exits taken, 1 given up$/,
  );
});

test('-X jit=code shows the JavaScript under the Python lines', () => {
  const { stderr } = run(HOT, ['bin/tython', '-X', 'jit=code', 'FILE']);
  assert.match(
    stderr,
    /compiled add .*\n\/\/ variables: l0 a, l1 b\nreturn \{ "add [\s\S]*?\n\/\/ {4}3: {5}return a \+ b\n/,
  );
});

const ASK = `
import sys
def ask():
    return sys._jit.is_active()
for i in range(200):
    active = ask()
print(sys._jit.is_available(), sys._jit.is_enabled(), sys._jit.is_active(), active)
`;

test('attributes that floats are stored into are bare numbers until something else is stored', () => {
  const source = `
class Point:
    def __init__(self, x):
        self.x = x * 0.5

def points():
    return [Point(i) for i in range(3000)]

def norms(points):
    return [point.x * point.x for point in points]

points()
norms(points())
print(norms(points())[3])
point = Point(3)
point.x = None
print(point.x, vars(Point(4)))
`;
  const { stdout, stderr } = run(source, ['bin/tython', '-X', 'jit=code', 'FILE']);
  assert.equal(stdout, "2.25\nNone {'x': 2.0}\n");
  assert.match(stderr, /let \w+ = \w+\["x\$="\];/);
  assert.match(stderr, /\["x\$="\] = \w+;/);
});

test('sys._jit, -X jit and PYTHON_JIT', () => {
  const answers = (args: readonly string[], PYTHON_JIT = ''): string =>
    run(ASK, ['bin/tython', ...args, 'FILE'], { PYTHON_JIT }).stdout;
  const on = 'True True False True\n';
  const off = 'True False False False\n';
  assert.equal(answers([]), on);
  assert.equal(answers(['-X', 'jit']), on);
  assert.equal(answers(['-X', 'jit=0']), off);
  assert.equal(answers([], '0'), off);
  assert.equal(answers([], '1'), on);
  assert.equal(answers(['-E'], '0'), on);
  assert.equal(answers(['-X', 'jit=1'], '0'), on);
  assert.equal(answers(['-X', 'jit=0'], '1'), off);
});

test('values that -X jit does not have', () => {
  const complaint = (option: string): string => {
    const { status, stderr } = run('', ['bin/tython', '-X', option, 'FILE']);
    assert.equal(status, 2);
    return stderr.split('\n', 1)[0]!;
  };
  assert.equal(complaint('jit=fast'), "-X jit: no such value 'fast' (it is 0, 1, log or code)");
  assert.equal(complaint('jit_threshold=soon'), '-X jit_threshold: a number of calls is wanted');
});

test('where the host does not make JavaScript from text, everything is interpreted', () => {
  const node = [process.execPath, '--disallow-code-generation-from-strings', 'bin/tython'];
  const { stdout, stderr } = run(ASK, [...node, '-X', 'jit=log', 'FILE']);
  assert.equal(stdout, 'False False False False\n');
  assert.match(stderr, /not compiled .*: the host does not allow JavaScript to be made from text\n/);
  assert.match(stderr, /at the end: compiled 0 functions, 0 loops, 0 steps of generators/);
  for (const name of ['jit/hostile_names', 'jit/leaving-in-try']) {
    const program = `tests/python/${name}`;
    const printed = spawnSync(node[0]!, [...node.slice(1), '-X', 'jit_threshold=1', `${program}.py`], {
      encoding: 'utf8',
    });
    const shown = (printed.stdout + printed.stderr).replaceAll(`${process.cwd()}/`, '');
    assert.equal(shown, readFileSync(`${program}.out`, 'utf8'), name);
  }
  const listed = run(PROGRAM, [...node, '--show=javascript', 'FILE']);
  assert.match(listed.stdout, /^\/\/ numbers \(program\.py:17\) step in line 21$/m);
});

test("V8's profiler shows Python functions by name, file and line", () => {
  const source = `
def busy(n):
    total = 0
    for i in range(n):
        total = (total * 31 + i) % 1000003
    return total
def items(n):
    for i in range(n):
        yield busy(i)
for i in range(2000):
    busy(1000)
for value in items(1500):
    pass
for i in range(20000000):
    pass
`;
  const folder = mkdtempSync(join(tmpdir(), 'tython-'));
  try {
    const { status, stderr } = run(source, [
      process.execPath,
      '--cpu-prof',
      `--cpu-prof-dir=${folder}`,
      'bin/tython',
      'FILE',
    ]);
    assert.equal(status, 0, stderr);
    const [file] = readdirSync(folder);
    const profile = JSON.parse(readFileSync(join(folder, file!), 'utf8')) as {
      nodes: { callFrame: { functionName: string } }[];
    };
    const names = profile.nodes.map(({ callFrame }) => callFrame.functionName.replace(/\/\S*\//, ''));
    assert.ok(names.includes('busy (program.py:2)'), 'a function');
    assert.ok(names.includes('items (program.py:7) step in line 9'), 'a step of a generator');
    assert.ok(names.includes('<module> (program.py:1) loop in line 10'), 'a loop');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a function that an object has as an attribute is read as a field', () => {
  const { stdout, stderr, status } = run(
    `
class Holder:
    def __init__(self, call):
        self.call = call

def run(holder, x):
    return holder.call(x)

holder = Holder(abs)
print(sum(run(holder, i) for i in range(500)))
`,
    ['bin/tython', '-X', 'jit=code', 'FILE'],
  );
  assert.equal(status, 0);
  assert.equal(stdout, '124750\n');
  const listing = stderr.split('\nreturn ').find((text) => text.startsWith('{ "run ('))!;
  assert.match(listing, /l0\["call\$"\]/);
  assert.doesNotMatch(listing, /methodOf/);
});

test('compiled functions are let go with what they refer to, while the program runs', () => {
  const program = `
import weakref
class Thing: pass
def compiled(n):
    names = {'thing': Thing()}
    exec('def f(a): return thing, a', names)
    names['f'](n)
    return weakref.ref(names['thing'])
things = [compiled(n) for n in range(100)]
for n in range(400): [None] * 200_000
print(sum(thing() is None for thing in things))
`;
  const { stdout, stderr, status } = run(program, ['bin/tython', '-X', 'jit_threshold=1', 'FILE']);
  assert.deepEqual([stderr, status], ['', 0]);
  assert.ok(Number(stdout) > 50, stdout);
});
