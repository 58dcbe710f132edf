/** `tython-compile`: the tree it writes, its report, its exit status. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPyc } from '../../../src/bytecode/pyc.ts';

/** Runs the command in a fresh folder with these sources in `src/`; gives status, output, and the files of `out/`. */
function run(sources: Readonly<Record<string, string>>, args: (folder: string) => readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tython-'));
  try {
    for (const [name, text] of Object.entries(sources)) {
      const path = join(folder, 'src', name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/tython-compile', ...args(folder)], {
      encoding: 'utf8',
    });
    mkdirSync(join(folder, 'out'), { recursive: true });
    const names = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' });
    const files = new Map<string, Uint8Array>();
    for (const name of names.sort()) {
      if (name.endsWith('.pyc')) files.set(name, new Uint8Array(readFileSync(join(folder, 'out', name))));
    }
    const clean = (text: string) => text.replaceAll(folder, 'FOLDER');
    return { status, files, stdout: clean(stdout), stderr: clean(stderr) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a folder becomes a tree of the same shape', () => {
  const sources = { 'b.py': 'x = 1\n', 'a/c.py': '', 'a/d.txt': '', '__pycache__/e.py': '' };
  const { status, files, stdout } = run(sources, (f) => [
    `${f}/src/`,
    '--out',
    `${f}/out/`,
    '--prefix',
    '/lib/',
  ]);
  assert.equal(status, 0);
  assert.equal(stdout, '2 written\n');
  assert.deepEqual([...files.keys()], ['a/c.pyc', 'b.pyc']);
  const data = files.get('b.pyc')!;
  assert.equal(Buffer.from(data.subarray(0, 16)).toString('hex'), '2b0e0d0a000000000000000006000000');
  assert.equal(readPyc(data, 'b.pyc').co_filename, '/lib/b.py');
});

test('a single file', () => {
  const { status, files } = run({ 'b.py': '"""Doc."""' }, (f) => [
    `${f}/src/b.py`,
    '--out',
    `${f}/out`,
    '-OO',
  ]);
  assert.equal(status, 0);
  assert.deepEqual([...files.keys()], ['b.pyc']);
  const code = readPyc(files.get('b.pyc')!, 'b.pyc');
  assert.match(code.co_filename as string, /\/src\/b\.py$/);
  assert.ok(!code.co_consts.includes('Doc.'));
});

test('a file with an error does not stop the others', () => {
  const sources = { 'a.py': 'x = (\n', 'b.py': '' };
  const { status, files, stdout, stderr } = run(sources, (f) => [`${f}/src`, '--out', `${f}/out`]);
  assert.equal(status, 1);
  assert.deepEqual([...files.keys()], ['b.pyc']);
  assert.equal(stdout, '1 written, 1 not\n');
  assert.equal(
    stderr,
    `  File "FOLDER/src/a.py", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n`,
  );
});

test('--json has a line for each file', () => {
  const sources = { 'a.py': 'return\n', 'b.py': 'x = 1 is 1\n', 'c.py': '' };
  const { status, stdout, stderr } = run(sources, (f) => [`${f}/src`, '--out', `${f}/out`, '--json']);
  assert.equal(status, 1);
  assert.equal(stderr, '');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  assert.deepEqual(lines, [
    {
      file: 'FOLDER/src/a.py',
      ok: false,
      type: 'SyntaxError',
      message: "'return' outside function",
      lineno: 1,
      offset: 1,
      end_lineno: 1,
      end_offset: 7,
      text: 'return\n',
    },
    {
      file: 'FOLDER/src/b.py',
      ok: true,
      warnings: [
        { category: 'SyntaxWarning', message: '"is" with \'int\' literal. Did you mean "=="?', lineno: 1 },
      ],
    },
    { file: 'FOLDER/src/c.py', ok: true },
  ]);
});

test('wrong command lines', () => {
  const stderrOf = (...args: string[]) => {
    const { status, stderr } = run({}, () => args);
    assert.equal(status, 2);
    return stderr.split('\n', 1)[0];
  };
  assert.equal(stderrOf('--out', 'x'), 'tython-compile: no sources');
  assert.equal(stderrOf('x.py'), 'tython-compile: --out is missing');
  assert.match(
    stderrOf('/nowhere/x.py', '--out', 'x')!,
    /^tython-compile: ENOENT: no such file or directory/,
  );
});
