/** A process that is killed while it imports leaves no broken `.pyc` file behind. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { readPyc } from '../../../src/bytecode/pyc.ts';

const COUNT = 40;

/** Modules that take a moment to compile and more than one page to write. */
function writeModules(folder: string): void {
  const body = Array.from({ length: 300 }, (_, i) => `def f${i}(x):\n    return x + ${i}\n`).join('');
  for (let i = 0; i < COUNT; i++) writeFileSync(join(folder, `m${i}.py`), `${body}VALUE = ${i}\n`);
}

const IMPORT_ALL = `import importlib\nprint(sum(importlib.import_module(f'm{i}').VALUE for i in range(${COUNT})))`;

test('kill -9 while .pyc files are written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tython-'));
  const env = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '' };
  const args = ['bin/tython', '-c', IMPORT_ALL];
  const cache = join(folder, '__pycache__');
  try {
    writeModules(folder);
    // Each round is killed a little after it has written its first file.
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('close', resolve));
      const before = existsSync(cache) ? readdirSync(cache).length : 0;
      while (child.exitCode === null && (!existsSync(cache) || readdirSync(cache).length === before))
        await delay(1);
      await delay(round * 3);
      child.kill('SIGKILL');
      await ended;
      for (const name of readdirSync(cache)) {
        if (name.endsWith('.pyc')) readPyc(new Uint8Array(readFileSync(join(cache, name))), name);
      }
    }
    const { stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(stdout, `${(COUNT * (COUNT - 1)) / 2}\n`);
    const written = readdirSync(cache).filter((name) => name.endsWith('.pyc'));
    assert.equal(written.length, COUNT);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
