/**
 * A start goes on with an interpreter and modules that the snapshot holds executed. No program may notice: `bin/tython`
 * (with the snapshot) and `node bin/tython` (without) show the same, and what CPython shows.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, test } from 'node:test';

const WITH_SNAPSHOT = [resolve('bin/tython')];
const WITHOUT = [process.execPath, resolve('bin/tython')];

interface Situation {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

function run(
  [program, ...first]: readonly string[],
  args: readonly string[],
  situation: Situation = {},
): string {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...situation.env };
  const options = { env, cwd: situation.cwd, encoding: 'utf8' } as const;
  const { stdout, stderr } = spawnSync(program!, [...first, ...args], options);
  assert.equal(stderr, '');
  return stdout;
}

/** What both ways of starting print. */
function both(args: readonly string[], situation?: Situation): string {
  const output = run(WITH_SNAPSHOT, args, situation);
  assert.equal(run(WITHOUT, args, situation), output);
  return output;
}

function inFolder(action: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'tython-'));
  try {
    action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CPython's. */
const AT_START =
  'sys builtins _frozen_importlib _imp _thread _warnings _weakref _io marshal posix _frozen_importlib_external time zipimport _codecs codecs encodings.aliases encodings encodings.utf_8 _signal __main__';
const OF_SITE =
  '_abc abc _stat stat _collections_abc errno genericpath posixpath os.path os _sitebuiltins site';

test('sys.modules at the start', () => {
  const show = ['-c', 'import sys; print(*sys.modules)'];
  assert.equal(both(show), `${AT_START} ${OF_SITE} linecache\n`);
  assert.equal(both(['-I', '-S', ...show]), `${AT_START} linecache\n`);
  assert.equal(both(['-X', 'dev', '-S', ...show]).startsWith(AT_START.slice(0, 40)), true);
});

test('what an import puts into sys.modules, in which order', () => {
  const describe =
    'import sys; before = set(sys.modules); import $; print([(name, module.__name__, getattr(module, "__file__", None), getattr(module, "__cached__", None), type(module.__spec__.loader).__name__, module.__spec__.name, module.__spec__.parent, module.__package__) for name, module in list(sys.modules.items()) if name not in before])';
  for (const name of [
    'json',
    'json.decoder',
    're',
    'dataclasses',
    'traceback',
    'collections.abc',
    'argparse',
  ]) {
    const output = both(['-c', describe.replace('$', name)]);
    assert.ok(output.includes(`'${name}'`), name);
  }
});

test('a submodule is an attribute of its package only when it is imported', () => {
  const source =
    'import importlib; print(hasattr(importlib, "machinery")); import importlib.machinery; print(importlib.machinery.__name__)';
  assert.equal(both(['-c', source]), 'False\nimportlib.machinery\n');
});

test('classes of modules that are not imported have no bases that know them', () => {
  const source =
    'show = lambda: "JSONDecodeError" in [c.__name__ for c in ValueError.__subclasses__()]; print(show()); import json; print(show())';
  assert.equal(both(['-c', source]), 'False\nTrue\n');
});

test('a module in front of the library is the one that is imported, also by the library', () => {
  inFolder((folder) => {
    writeFileSync(join(folder, 'keyword.py'), 'iskeyword = lambda word: "mine"\nkwlist = ["if"]\n');
    const source = 'import keyword, collections; print(keyword.iskeyword("x"), collections._iskeyword("x"))';
    assert.equal(both(['-c', source], { cwd: folder }), 'mine mine\n');
    assert.equal(both(['-c', source], { env: { PYTHONPATH: folder } }), 'mine mine\n');
    assert.equal(both(['-I', '-c', source], { cwd: folder }), 'False False\n');
    rmSync(join(folder, 'keyword.py'));
    mkdirSync(join(folder, 'json'));
    writeFileSync(join(folder, 'json', '__init__.py'), 'print("mine")\n');
    assert.equal(both(['-c', 'import json'], { cwd: folder }), 'mine\n');
  });
});

test('finders, hooks and audit hooks see every import', () => {
  const finder =
    'import sys\nclass Finder:\n  def find_spec(self, name, *rest): print(name)\nsys.meta_path.insert(0, Finder())\nimport reprlib';
  assert.equal(both(['-c', finder]), 'reprlib\nitertools\n_thread\n'.replace('_thread\n', ''));
  const audit =
    'import sys; sys.addaudithook(lambda event, args: event == "import" and print(args[0])); import keyword';
  assert.equal(both(['-c', audit]), 'keyword\n');
  const blocked =
    'import sys; sys.modules["keyword"] = None\ntry: import collections\nexcept ImportError as e: print(e)';
  assert.equal(both(['-c', blocked]), 'import of keyword halted; None in sys.modules\n');
});

test('what differs between processes', () => {
  const env = { TYTHON_TEST: 'x', TZ: 'Asia/Tokyo' };
  const source =
    'import os, sys, time; print(sys.argv, os.environ["TYTHON_TEST"], os.environb[b"TYTHON_TEST"], time.tzname, os.getcwd(), sys.flags.isolated)';
  inFolder((folder) => {
    const output = both(['-c', source, 'argument'], { env, cwd: folder });
    assert.match(output, /^\['-c', 'argument'\] x b'x' \('JST', 'JST'\) \S+ 0\n$/);
  });
  const hashes = ['-c', 'print(hash("text"), hash(b"octets"), hash(("a", 1)))'];
  assert.notEqual(run(WITH_SNAPSHOT, hashes), run(WITH_SNAPSHOT, hashes));
  // CPython's with this seed.
  const seeded = run(WITH_SNAPSHOT, ['-c', 'print(hash("abc"))'], { env: { PYTHONHASHSEED: '3' } });
  assert.equal(seeded, '-1999976057570025131\n');
  // Found again under another key: a pattern that the module has compiled.
  assert.equal(both(['-c', 'import re; print(all(key in re._cache for key in re._cache))']), 'True\n');
});

test('nothing of how the command starts is seen by the program', () => {
  const show = [
    '-c',
    'import os; print(os.environ.get("GLIBC_TUNABLES"), os.environb.get(b"GLIBC_TUNABLES"), [n for n in os.environ if n.startswith("TYTHON")])',
  ];
  assert.equal(both(show), 'None None []\n');
  // What the environment has of its own stays, also where it is read anew because Node cannot decode it.
  const env = { GLIBC_TUNABLES: 'glibc.malloc.check=0', OTHER: '\ufffd' };
  assert.equal(both(show, { env }), "glibc.malloc.check=0 b'glibc.malloc.check=0' []\n");
  assert.equal(both(show, { env: { OTHER: '\ufffd' } }), 'None None []\n');
  const several = 'glibc.malloc.check=0:glibc.malloc.top_pad=131072';
  const output = both(show, { env: { GLIBC_TUNABLES: several, OTHER: '\ufffd' } });
  assert.equal(output, `${several} b'${several}' []\n`);
  // The program that ran when the snapshot was made has left nothing behind, in no mode.
  const attributes = ['-c', 'import sys, builtins; print(sorted(vars(sys)), sorted(vars(builtins)))'];
  for (const options of [[], ['-I'], ['-S'], ['-I', '-S']]) both([...options, ...attributes]);
  inFolder((folder) => {
    const file = join(folder, 'file.py');
    writeFileSync(
      file,
      'import linecache, sys\nprint(linecache._interactive_cache, sys.path_importer_cache)\n',
    );
    assert.equal(both([file]).split(' ')[0], '{}');
  });
});

test('built-in modules that are evaluated when they are imported', () => {
  const source = `import sys
for name in sys.builtin_module_names:
    module = __import__(name)
    assert module.__name__ == name and len(vars(module)) > 5, name
print("all")`;
  assert.equal(both(['-c', source]), 'all\n');
  const again = 'import sys, array; del sys.modules["array"]; import array; print(array.array("i", [1]))';
  assert.equal(both(['-c', again]), "array('i', [1])\n");
});

describe('the bytecode of deferred parts', () => {
  const files = (): string[] => readdirSync('dist').filter((name) => /^deferred-.*\.code$/.test(name));
  const program = 'import math\nn = 0\nfor i in range(2000): n += math.gcd(i, 6)\nprint(n)';

  it('is accepted in every state of the flags', () => {
    const times = (): number[] => files().map((name) => statSync(`dist/${name}`).mtimeMs);
    const before = times();
    assert.ok(files().some((name) => name.startsWith('deferred-tier-up-')));
    // The process would write anew what was not accepted.
    const env = { ...process.env, TYTHON_KEEP_CODE: '1' };
    for (const source of [program, `import time; time.sleep(0.4)\n${program}`, `import site, math`])
      assert.equal(spawnSync('bin/tython', ['-c', source], { env }).status, 0);
    assert.deepEqual(times(), before);
  });
});

test('a library that somebody edits', () => {
  inFolder((folder) => {
    const dist = join(folder, 'dist');
    mkdirSync(join(dist, 'lib'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    cpSync('bin/tython', join(folder, 'bin/tython'));
    cpSync('dist/lib', join(dist, 'lib'), { recursive: true, preserveTimestamps: true });
    for (const name of readdirSync('dist'))
      if (/^deferred-.*\.js$/.test(name)) cpSync(join('dist', name), join(dist, name));
    const node = [process.execPath, '--no-warnings', '--snapshot-blob', join(folder, 'blob')];
    const built = spawnSync(node[0]!, [...node.slice(1), '--build-snapshot', 'build/snapshot.cjs', dist]);
    assert.equal(built.status, 0, String(built.stderr));
    const tython = [...node, dist, join(folder, 'bin/tython')];
    const show = ['-c', 'import keyword; print(keyword.__file__, getattr(keyword, "EDITED", None))'];
    const library = join(dist, 'lib/python3.14');
    assert.equal(run(tython, show), `${library}/keyword.py None\n`);
    appendFileSync(join(library, 'keyword.py'), 'EDITED = 1\n');
    assert.equal(run(tython, show), `${library}/keyword.py 1\n`);
    // Of the same size, but of another time: read again, though it says the same.
    utimesSync(join(library, 'reprlib.py'), 1e9, 1e9);
    assert.equal(run(tython, ['-c', 'import json; print(json.dumps({"a": 1}))']), '{"a": 1}\n');
  });
});

test('options for Node are no reason to miss a virtual environment', () => {
  inFolder((folder) => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'pyvenv.cfg'), `home = ${resolve('bin')}\n`);
    const link = join(folder, 'bin', 'python');
    symlinkSync(resolve('bin/tython'), link);
    const program =
      'import os, sys; print(sys.prefix, sys.executable, [name for name in os.environ if "TYTHON" in name])';
    for (const env of [{}, { NODE_OPTIONS: '--no-warnings' }])
      assert.equal(run([link], ['-c', program], { env }), `${folder} ${link} []\n`);
  });
});
