/** Options and environment variables of `tython`: what each sets, and what a value that makes no sense is told. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';

const TYTHON = resolve('bin/tython');

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(environment: Readonly<Record<string, string>>, args: readonly string[], input = ''): Outcome {
  const env = { PATH: process.env['PATH'], HOME: '/nowhere', LANG: 'C.UTF-8', ...environment };
  return spawnSync(TYTHON, args, { env, input, encoding: 'utf8' });
}

/** An option, its variable, and what Python says of it with that value: absent where they end the start. */
type Row = readonly [
  option: string | undefined,
  variable: string | undefined,
  expression: string,
  said: string | undefined,
];

const FLAGS = 'import sys, os; f = sys.flags; print(';

const ROWS: readonly Row[] = [
  ['dev', 'PYTHONDEVMODE=0', 'f.dev_mode, sys.warnoptions', "True ['default']"],
  ['utf8', 'PYTHONUTF8=1', 'f.utf8_mode', '1'],
  ['utf8=0', 'PYTHONUTF8=0', 'f.utf8_mode', '0'],
  ['utf8=2', 'PYTHONUTF8=2', '', undefined],
  ['int_max_str_digits=640', 'PYTHONINTMAXSTRDIGITS=640', 'f.int_max_str_digits', '640'],
  ['int_max_str_digits=5', 'PYTHONINTMAXSTRDIGITS=5', '', undefined],
  ['int_max_str_digits=x', 'PYTHONINTMAXSTRDIGITS=x', '', undefined],
  ['cpu_count=3', 'PYTHON_CPU_COUNT=3', 'os.cpu_count(), os.process_cpu_count()', '3 3'],
  ['cpu_count=0', 'PYTHON_CPU_COUNT=0', '', undefined],
  ['cpu_count', undefined, '', undefined],
  ['warn_default_encoding', 'PYTHONWARNDEFAULTENCODING=0', 'f.warn_default_encoding', '1'],
  ['frozen_modules=off', 'PYTHON_FROZEN_MODULES=off', '1', '1'],
  ['frozen_modules=x', 'PYTHON_FROZEN_MODULES=x', '', undefined],
  ['thread_inherit_context=1', 'PYTHON_THREAD_INHERIT_CONTEXT=1', 'f.thread_inherit_context', '1'],
  ['thread_inherit_context=2', 'PYTHON_THREAD_INHERIT_CONTEXT=2', '', undefined],
  ['context_aware_warnings=1', 'PYTHON_CONTEXT_AWARE_WARNINGS=1', 'f.context_aware_warnings', '1'],
  ['context_aware_warnings', 'PYTHON_CONTEXT_AWARE_WARNINGS=x', '', undefined],
  ['pycache_prefix=/a', 'PYTHONPYCACHEPREFIX=/a', 'sys.pycache_prefix', '/a'],
  ['tracemalloc=x', 'PYTHONTRACEMALLOC=x', '', undefined],
  ['importtime=3', 'PYTHONPROFILEIMPORTTIME=3', '', undefined],
  ['gil=0', 'PYTHON_GIL=0', '', undefined],
  [undefined, 'PYTHONHASHSEED=7', 'f.hash_randomization, hash("abc")', '1 -7459679063432183616'],
  [undefined, 'PYTHONHASHSEED=-1', '', undefined],
  [undefined, 'PYTHONMALLOC=x', '', undefined],
  [undefined, 'PYTHONPLATLIBDIR=lib64', 'sys.platlibdir', 'lib64'],
  [undefined, 'PYTHONINSPECT=0', 'f.inspect', '1'],
  [
    undefined,
    'PYTHONUSERBASE=/u',
    '__import__("site").getusersitepackages()',
    '/u/lib/python3.14/site-packages',
  ],
  [
    undefined,
    'LC_ALL=C',
    'f.utf8_mode, sys.stdout.errors, open(0, closefd=False).encoding',
    '1 surrogateescape utf-8',
  ],
  [undefined, 'LANG=C', 'os.environ.get("LC_CTYPE")', 'C.UTF-8'],
  [
    undefined,
    'PYTHONIOENCODING=latin1:replace',
    'sys.stdout.encoding, sys.stdout.errors',
    'iso8859-1 replace',
  ],
  [undefined, 'PYTHONIOENCODING=nonsense', '', undefined],
];

test('what options and variables set, and that they refuse what makes no sense', () => {
  const check = (environment: Record<string, string>, args: string[], [, , expression, said]: Row): void => {
    const { status, stdout, stderr } = start(environment, [...args, '-c', `${FLAGS}${expression})`]);
    const told = JSON.stringify([environment, args]);
    if (said === undefined) {
      assert.equal(status, 1, told);
      assert.match(stderr, /^Fatal Python error: .+\nPython runtime state: [a-z ]+\n/, told);
      assert.doesNotMatch(stderr, /node:|\.js/, told);
    } else assert.deepEqual([stdout, status], [`${said}\n`, 0], `${told} ${stderr}`);
  };
  for (const row of ROWS) {
    const [option, variable] = row;
    if (option !== undefined) check({}, ['-X', option], row);
    if (variable === undefined) continue;
    const at = variable.indexOf('=');
    check({ [variable.slice(0, at)]: variable.slice(at + 1) }, [], row);
  }
});

test('imports that are timed and traced', () => {
  const timed = start({}, ['-X', 'importtime=2', '-c', 'import this_is_not_there']);
  assert.match(timed.stderr, /^import time: self \[us\] \| cumulative \| imported package\n/);
  assert.match(timed.stderr, /\nimport time: +\d+ \| +\d+ \| {3}os\n/);
  assert.match(timed.stderr, /\nimport time: cached +\| cached +\| +sys\n/);
  assert.match(start({}, ['-v', '-S', '-c', 'pass']).stderr, /\nimport 'encodings' # </);
});

test('help, and options that there are not', () => {
  for (const [option, line] of [
    ['--help', 'usage: '],
    ['--help-env', 'PYTHONHASHSEED  :'],
    ['--help-xoptions', '-X importtime'],
    ['--help-all', '-X utf8'],
  ] as const) {
    const { status, stdout } = start({}, [option]);
    assert.deepEqual([status, stdout.includes(line)], [0, true], option);
  }
  const { status, stderr } = start({}, ['--nonsense']);
  assert.equal(status, 2);
  assert.match(stderr, /^Unknown option: --nonsense\nusage: /);
});

test('what cannot be flushed at the end is told, and seen in the status', () => {
  const { status, stderr } = start({}, ['-c', 'import os; os.close(1); print(1)']);
  assert.equal(status, 120);
  assert.match(stderr, /^Exception ignored while flushing sys\.stdout:\nOSError: \[Errno 9\]/);
});
