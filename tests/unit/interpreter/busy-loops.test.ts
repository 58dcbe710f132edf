/** Programs that never wait: memory that they use up, and Ctrl-C. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** Programs that fill a small heap in different ways: each must be able to say so. */
const FILLING = {
  'a list of lists': 'a = []\n    while True: a.append([])',
  'tuples in tuples': 'a = None\n    while True: a = (a, 1)',
  'a built-in that never ends': 'from itertools import count\n    set(zip(count()))',
  'a program of 20 MB': "compile('x=1\\n' * 5_000_000, 'x', 'exec')",
};

for (const [name, body] of Object.entries(FILLING)) {
  test(`MemoryError: ${name}`, () => {
    const program = `try:\n    ${body}\nexcept MemoryError:\n    a = None\n    print('no memory')\n`;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--max-old-space-size=250', 'bin/tython', '-c', program],
      {
        encoding: 'utf8',
        timeout: 120_000,
      },
    );
    assert.deepEqual([stdout, stderr.slice(-2000), status], ['no memory\n', '', 0]);
  });
}

for (const options of [[], ['-X', 'jit=0']]) {
  test(`Ctrl-C ends a loop: ${options.join(' ')}`, { timeout: 60_000 }, async () => {
    const program = 'print("on", flush=True)\nn = 0\nwhile True: n += 1\n';
    const child = spawn('bin/tython', [...options, '-c', program]);
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    // Not before the loop has become hot: until then the signal has its default effect.
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGINT'), 3000));
    await new Promise((done) => child.once('close', done));
    assert.match(errors, /\nKeyboardInterrupt\n$/);
  });
}
