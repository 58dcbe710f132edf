/** Where the command finds its library and its streams when it runs in Node from the package's own folder. */
import { existsSync, readFileSync, realpathSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** The nearest folder above the executable that holds a library, as CPython's getpath looks for one. */
function prefixAbove(executable: string): string | undefined {
  for (let folder = dirname(executable); ; folder = dirname(folder)) {
    if (existsSync(`${folder}/lib/python3.14/os.py`)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** `bundle` is the URL of the bundled command: its own library stands beside it, unless the executable has one. */
export function nodeEnvironment(
  bundle: string,
  executable: string,
  parts?: Partial<PythonEnvironment>,
): PythonEnvironment {
  const own = fileURLToPath(new URL('.', bundle)).replace(/\/$/, '');
  const prefix = prefixAbove(realpathSync(executable)) ?? own;
  return {
    host: nodeHost(executable),
    installation: { prefix, executable },
    frozenModules: parts?.frozenModules ?? readFrozenModules(`${own}/lib/frozen.bin`),
    print: (fd, text) => void writeSync(fd, text),
    ...parts,
  };
}
