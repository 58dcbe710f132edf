/** Where the command finds its library and its streams when it runs in Node from the package's own folder. */
import { readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeHost } from '../host/node.ts';
import type { FrozenModule } from '../runtime/state.ts';
import type { PythonEnvironment } from './python.ts';

/** The modules of dist/lib/frozen.bin: a line of JSON with names and sizes, then the marshalled code of each. */
function readFrozenModules(path: string): ReadonlyMap<string, FrozenModule> {
  const data = readFileSync(path);
  const newline = data.indexOf(10);
  const index = JSON.parse(data.toString('utf8', 0, newline)) as {
    name: string;
    size: number;
    isPackage: boolean;
  }[];
  const modules = new Map<string, FrozenModule>();
  let at = newline + 1;
  for (const { name, size, isPackage } of index) {
    modules.set(name, { code: new Uint8Array(data.buffer, data.byteOffset + at, size), isPackage });
    at += size;
  }
  return modules;
}

/** `bundle` is the URL of the bundled command: the library stands beside it. */
export function nodeEnvironment(bundle: string, executable: string): PythonEnvironment {
  const prefix = fileURLToPath(new URL('.', bundle)).replace(/\/$/, '');
  return {
    host: nodeHost(executable),
    installation: { prefix, executable },
    frozenModules: readFrozenModules(`${prefix}/lib/frozen.bin`),
    print: (fd, text) => void writeSync(fd, text),
  };
}
