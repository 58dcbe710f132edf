/** Where the command finds its library and its streams when it runs in Node from the package's own folder. */
import { closeSync, existsSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeHost } from '../host/node.ts';
import type { FrozenModule } from '../runtime/state.ts';
import type { PythonEnvironment } from './python.ts';
import type { VirtualEnvironment } from './python-config.ts';
import { writeAll } from './write-all.ts';

/** A module of dist/lib/frozen.bin, read when it is first needed: with a start-up snapshot that is hardly ever. */
class FrozenPart implements FrozenModule {
  readonly isPackage: boolean;
  readonly #bundle: () => string;
  readonly #offset: number;
  readonly #size: number;

  constructor(bundle: () => string, offset: number, size: number, isPackage: boolean) {
    this.#bundle = bundle;
    this.#offset = offset;
    this.#size = size;
    this.isPackage = isPackage;
  }
  get code(): Uint8Array {
    const code = new Uint8Array(this.#size);
    const fd = openSync(frozenFile(this.#bundle()), 'r');
    try {
      readSync(fd, code, 0, this.#size, this.#offset);
    } finally {
      closeSync(fd);
    }
    return code;
  }
}

function frozenFile(bundle: string): string {
  return `${folderOf(bundle)}/lib/frozen.bin`;
}

/** The modules of dist/lib/frozen.bin: a line of JSON with names and sizes, then the marshalled code of each. */
export function readFrozenModules(bundle: () => string): ReadonlyMap<string, FrozenModule> {
  const data = readFileSync(frozenFile(bundle()));
  const newline = data.indexOf(10);
  const index = JSON.parse(data.toString('utf8', 0, newline)) as {
    name: string;
    size: number;
    isPackage: boolean;
  }[];
  const modules = new Map<string, FrozenModule>();
  let at = newline + 1;
  for (const { name, size, isPackage } of index) {
    modules.set(name, new FrozenPart(bundle, at, size, isPackage));
    at += size;
  }
  return modules;
}

function folderOf(bundle: string): string {
  return fileURLToPath(new URL('.', bundle)).replace(/\/$/, '');
}

/** The nearest folder above the executable that holds a library, as CPython's getpath looks for one. */
function prefixAbove(executable: string): string | undefined {
  for (let folder = dirname(executable); ; folder = dirname(folder)) {
    if (existsSync(`${folder}/lib/python3.14/os.py`)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The virtual environment in which an executable stands. CPython: `pyvenv.cfg` in Modules/getpath.py. */
function environmentOf(
  executable: string,
): { readonly environment: VirtualEnvironment; readonly home: string } | undefined {
  const folder = dirname(executable);
  for (const prefix of [folder, dirname(folder)]) {
    const file = `${prefix}/pyvenv.cfg`;
    // What Node throws in the usual case is slow to make.
    if (!existsSync(file)) continue;
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      continue;
    }
    const home = /^[ \t]*home[ \t]*=[ \t]*(.*?)[ \t\r]*$/im.exec(text)?.[1];
    if (home === undefined) return undefined;
    const sameName = `${home}/${basename(executable)}`;
    const baseExecutable = existsSync(sameName) ? sameName : `${home}/${basename(realpathSync(executable))}`;
    return { environment: { prefix, baseExecutable }, home };
  }
  return undefined;
}

/** `bundle` is the URL of the bundled command: its own library stands beside it, unless the executable has one. */
export function nodeEnvironment(
  bundle: string,
  executable: string,
  parts?: Partial<PythonEnvironment>,
): PythonEnvironment {
  const found = environmentOf(executable);
  const above = found === undefined ? undefined : prefixAbove(`${found.home}/python`);
  const prefix = above ?? prefixAbove(realpathSync(executable)) ?? folderOf(bundle);
  return {
    host: nodeHost(executable),
    installation: { prefix, executable, environment: found?.environment },
    frozenModules: parts?.frozenModules ?? readFrozenModules(() => bundle),
    print: writeAll,
    ...parts,
  };
}
