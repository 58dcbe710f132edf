/**
 * Runs the programs of tests/python and compares what they print with what CPython printed, which stands beside each in
 * a `.out` file: `python3.14 FILE.py > FILE.out`.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compileSource } from '../../../src/compiler/compile.ts';
import { nodeHost } from '../../../src/host/node.ts';
import { mainModule, newInterpreter, runInModule } from '../../../src/interpreter.ts';
import { attrName } from '../../../src/objects/attribute-name.ts';
import { PyBaseException } from '../../../src/objects/exception.ts';
import type { PyList } from '../../../src/objects/list.ts';
import { type Str, utf16FromStr } from '../../../src/objects/str.ts';
import { getAttr } from '../../../src/runtime/attributes.ts';
import { call } from '../../../src/runtime/call.ts';
import { type Config, defaultFlags } from '../../../src/runtime/config.ts';
import { dictGetStr, dictSetItem } from '../../../src/runtime/dict.ts';
import { repr } from '../../../src/runtime/repr.ts';

const ROOT = 'tests/python';

const CONFIG: Config = {
  flags: defaultFlags(),
  argv: [''],
  origArgv: [''],
  executable: '',
  baseExecutable: '',
  prefix: '',
  execPrefix: '',
  stdlibDir: '',
  modulePath: [],
  warnOptions: [],
  xoptions: new Map(),
  pycachePrefix: undefined,
  stdioEncoding: 'utf-8',
  stdioErrors: 'strict',
  unbuffered: false,
  checkHashPycsMode: 'default',
};

/** A stand-in for sys.stdout that keeps what is written. */
const COLLECTOR = `
class Collector:
    def __init__(self):
        self.parts = []
    def write(self, text):
        self.parts.append(text)
    def flush(self):
        pass
`;

/** What a program prints; an exception that it does not catch fails the test. */
function run(source: Uint8Array | string, filename: string): string {
  const interp = newInterpreter({ host: nodeHost(''), config: CONFIG, frozenModules: new Map() });
  const main = mainModule(interp);
  const execute = (text: Uint8Array | string): void => {
    const options = { filename, mode: 'exec', flags: 0, optimize: 0, warn: () => {}, programText: undefined } as const;
    runInModule(interp, main, compileSource(text, options));
  };
  execute(COLLECTOR);
  const collector = call(dictGetStr(main.dict!, 'Collector')!, []);
  dictSetItem(interp.sysdict, 'stdout', collector);
  try {
    execute(source);
  } catch (thrown) {
    if (thrown instanceof PyBaseException) assert.fail(`uncaught ${utf16FromStr(repr(thrown))}`);
    throw thrown;
  }
  const { items } = getAttr(collector, attrName('parts')) as PyList;
  return items.map((part) => utf16FromStr(part as Str)).join('');
}

for (const name of readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.py')) continue;
  test(name, () => {
    const expected = readFileSync(`${ROOT}/${name.replace(/\.py$/, '.out')}`, 'utf8');
    assert.equal(run(new Uint8Array(readFileSync(`${ROOT}/${name}`)), name), expected);
  });
}
