/**
 * What importing without Python code has in common: when it may be done, and what is in the folders of `sys.path`.
 *
 * Both the modules of a start-up snapshot (ready-modules.ts) and compiled source files (source-import.ts) are imported
 * without importlib, but only where importlib's finders would come to the same: as soon as a program has changed them,
 * or somebody watches, importlib does everything.
 */
import { HostError } from '../host/host.ts';
import { PyDict } from '../objects/dict.ts';
import { PyList } from '../objects/list.ts';
import type { PyModule } from '../objects/module.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { utf16FromStr } from '../objects/str.ts';
import { strValue } from './convert.ts';
import { dictGetItem, dictGetStr } from './dict.ts';
import { current, type Interpreter } from './state.ts';
import { typeOf } from './type-of.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

/** How long a folder must have been left alone before its time tells whether it has changed since, in nanoseconds. */
const SETTLED = 2_000_000_000n;

/** The names in a folder, as they were at a time. */
interface Listing {
  readonly mtimeNs: bigint;
  readonly files: ReadonlySet<string>;
  /** The names up to their first point. */
  readonly stems: ReadonlySet<string>;
}

/** The import system as an interpreter starts with it. */
export class ImportSystem {
  readonly #metaPath: readonly PyObject[];
  readonly #pathHooks: readonly PyObject[];
  readonly #fileFinder: PyType;
  readonly #listings: Map<string, Listing> = new Map();

  constructor(interp: Interpreter) {
    const list = (name: string): PyObject[] => (dictGetStr(interp.sysdict, name) as PyList).items.slice();
    this.#metaPath = list('meta_path');
    this.#pathHooks = list('path_hooks');
    const external = dictGetStr(interp.modules, '_frozen_importlib_external') as PyModule;
    this.#fileFinder = dictGetStr(external.dict!, 'FileFinder') as PyType;
  }

  /** Does nothing stand between an import statement and the finders an interpreter starts with? */
  isUntouched(interp: Interpreter): boolean {
    const { thread } = current;
    return (
      interp.auditHooks.length === 0 &&
      !interp.monitoring.watchesCode &&
      thread.traceFunction === undefined &&
      thread.profileFunction === undefined &&
      isListOf(dictGetStr(interp.sysdict, 'meta_path'), this.#metaPath) &&
      isListOf(dictGetStr(interp.sysdict, 'path_hooks'), this.#pathHooks)
    );
  }

  /** The folders on a path for modules; absent when other things stand there, or other finders are used. */
  foldersOf(interp: Interpreter, path: PyObject | undefined): string[] | undefined {
    const importers = dictGetStr(interp.sysdict, 'path_importer_cache');
    if (!(path instanceof PyList) || !(importers instanceof PyDict)) return undefined;
    const folders: string[] = [];
    for (const item of path.items) {
      const text = strValue(item);
      if (text === undefined) return undefined;
      const importer = dictGetItem(importers, item);
      if (importer !== undefined && importer !== None && typeOf(importer) !== this.#fileFinder)
        return undefined;
      folders.push(utf16FromStr(text));
    }
    return folders;
  }

  /** What is in a folder: nothing when there is none, absent when it cannot be told (it is a zip file, …). */
  listing(interp: Interpreter, folder: string): Listing | undefined {
    const { fs, clock } = interp.host;
    try {
      const stat = fs.statOrAbsent(folder);
      if (stat === undefined) return NOTHING;
      if ((stat.mode & S_IFMT) !== S_IFDIR) return undefined;
      const known = this.#listings.get(folder);
      if (known?.mtimeNs === stat.mtimeNs) return known;
      const names = fs.readdir(folder).map((file) => file.name);
      const listing: Listing = {
        mtimeNs: stat.mtimeNs,
        files: new Set(names),
        stems: new Set(names.map((name) => name.split('.', 1)[0]!)),
      };
      if (clock.time() - stat.mtimeNs > SETTLED) this.#listings.set(folder, listing);
      return listing;
    } catch (thrown) {
      // It cannot be read: the finders know what follows from that.
      if (thrown instanceof HostError) return undefined;
      throw thrown;
    }
  }
}

const NOTHING: Listing = { mtimeNs: 0n, files: new Set(), stems: new Set() };

function isListOf(list: PyObject | undefined, items: readonly PyObject[]): boolean {
  return (
    list instanceof PyList &&
    list.items.length === items.length &&
    list.items.every((item, i) => item === items[i])
  );
}

/** The folder that an entry of a path means; absent where that is not plain to see. */
export function folderOf(interp: Interpreter, entry: string): string | undefined {
  if (entry.startsWith('/')) return entry.endsWith('/') ? undefined : entry;
  if (entry !== '' && entry !== '.') return undefined;
  try {
    return interp.host.fs.getcwd();
  } catch (thrown) {
    if (thrown instanceof HostError) return undefined;
    throw thrown;
  }
}
