/** scandir: the entries of a folder with what listing it tells of them. CPython: `DirEntry`, `ScandirIterator`. */
import type { DirectoryEntry, Stat } from '../../host/host.ts';
import { HostError } from '../../host/host.ts';
import { attrName } from '../../objects/attribute-name.ts';
import {
  normalizeInt,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../../objects/object.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { audit } from '../../runtime/audit.ts';
import { defineType, fn, type ModuleEntry, member, methodsOf } from '../../runtime/define.ts';
import { classGetItem } from '../../runtime/generic-alias.ts';
import { osErrorFrom } from '../../runtime/os-error.ts';
import { repr } from '../../runtime/repr.ts';
import { current } from '../../runtime/state.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { asGiven } from './directories.ts';
import { anyPath, auditedPath, onFile, type PathArgument, pathArgument } from './path-argument.ts';
import { newStatResult } from './results.ts';

const DT_UNKNOWN = 0;
const DT_DIR = 4;
const DT_REG = 8;
const DT_LNK = 10;
const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const ENOENT = 2;

const files = () => current.thread.interp.host.fs;

class PyDirEntry extends PyBaseObject {
  static readonly type = new PyType('posix.DirEntry', PyDirEntry, objectType, TPFLAGS_DISALLOW_INSTANTIATION);

  readonly name: PyObject;
  readonly path: PyObject;
  /** For the host. */
  readonly hostPath: string;
  /** `DT_*`. */
  readonly kind: number;
  status: Stat | undefined = undefined;
  linkStatus: Stat | undefined = undefined;

  constructor(name: PyObject, path: PyObject, hostPath: string, kind: number) {
    super();
    this.name = name;
    this.path = path;
    this.hostPath = hostPath;
    this.kind = kind;
  }
}

class PyScandirIterator extends PyBaseObject {
  static readonly type = new PyType(
    'posix.ScandirIterator',
    PyScandirIterator,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly argument: PathArgument;
  /** Absent when exhausted or closed. */
  entries: readonly DirectoryEntry[] | undefined;
  index = 0;

  constructor(argument: PathArgument, entries: readonly DirectoryEntry[]) {
    super();
    this.argument = argument;
    this.entries = entries;
  }
}

/** `stat` or `lstat` of an entry, asked once. */
function statusOf(entry: PyDirEntry, followSymlinks: boolean): Stat {
  try {
    if (!followSymlinks) {
      entry.linkStatus ??= files().lstat(entry.hostPath);
      return entry.linkStatus;
    }
    if (entry.status === undefined) {
      entry.status = isSymlink(entry) ? files().stat(entry.hostPath) : statusOf(entry, false);
    }
    return entry.status;
  } catch (thrown) {
    throw osErrorFrom(thrown, entry.path);
  }
}

function isSymlink(entry: PyDirEntry): boolean {
  if (entry.kind !== DT_UNKNOWN) return entry.kind === DT_LNK;
  return (statusOf(entry, false).mode & S_IFMT) === 0o120000;
}

/** Is the entry of this type? What is gone is of none. */
function hasType(entry: PyDirEntry, followSymlinks: boolean, kind: number, mode: number): boolean {
  if (entry.kind !== DT_UNKNOWN && !(followSymlinks && entry.kind === DT_LNK)) return entry.kind === kind;
  try {
    const status = followSymlinks
      ? (entry.status ??= files().stat(entry.hostPath))
      : (entry.linkStatus ??= files().lstat(entry.hostPath));
    return (status.mode & S_IFMT) === mode;
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.errno === ENOENT) return false;
    throw osErrorFrom(thrown, entry.path);
  }
}

const entryMethod = methodsOf<PyDirEntry>();
const nameAttribute = attrName('name');

const dirEntry = defineType({
  type: PyDirEntry.type,
  slots: {
    tp_repr: (self) => {
      const name = getAttrOrAbsent(self, nameAttribute);
      return name === undefined ? `<${typeName(self)}>` : strJoin('', ['<DirEntry ', repr(name), '>']);
    },
  },
  entries: [
    member<PyDirEntry>('name', 'the entry\'s base filename, relative to scandir() "path" argument', 'name'),
    member<PyDirEntry>(
      'path',
      "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)",
      'path',
    ),
    entryMethod(
      'is_dir($self, /, *, follow_symlinks: bool = True) -> bool',
      'Is it a folder?',
      (self, followSymlinks) => hasType(self, followSymlinks, DT_DIR, S_IFDIR),
    ),
    entryMethod(
      'is_file($self, /, *, follow_symlinks: bool = True) -> bool',
      'Is it a file?',
      (self, followSymlinks) => hasType(self, followSymlinks, DT_REG, S_IFREG),
    ),
    entryMethod('is_symlink($self, /) -> bool', 'Is it a symbolic link?', isSymlink),
    entryMethod('is_junction($self, /) -> bool', 'Is it a junction? There are none here.', () => false),
    entryMethod(
      'stat($self, /, *, follow_symlinks: bool = True)',
      'Return the stat_result of the entry.',
      (self, followSymlinks) => newStatResult(statusOf(self, followSymlinks)),
    ),
    entryMethod('inode($self, /)', 'Return the number of the inode.', (self) =>
      normalizeInt(statusOf(self, false).ino),
    ),
    entryMethod('__fspath__($self, /)', 'Return the path.', (self) => self.path),
    classGetItem,
  ],
});

function nextEntry(self: PyObject): PyObject | undefined {
  const iterator = self as PyScandirIterator;
  const { entries, argument } = iterator;
  const entry = entries?.[iterator.index];
  if (entry === undefined) {
    iterator.entries = undefined;
    return undefined;
  }
  iterator.index++;
  const name = asGiven(argument, entry.name);
  if (argument.fd !== undefined) {
    return new PyDirEntry(name, name, `${anyPath(argument)}/${entry.name}`, entry.type);
  }
  const folder = argument.object === undefined ? '.' : argument.path;
  const joined = folder === '' || folder.endsWith('/') ? folder + entry.name : `${folder}/${entry.name}`;
  return new PyDirEntry(name, asGiven(argument, joined), joined, entry.type);
}

function closeIterator(iterator: PyScandirIterator): void {
  iterator.entries = undefined;
}

const iteratorMethod = methodsOf<PyScandirIterator>();

const scandirIterator = defineType({
  type: PyScandirIterator.type,
  slots: {
    tp_iter: (self) => self,
    tp_iternext: nextEntry,
    tp_finalize: (self) => closeIterator(self as PyScandirIterator),
  },
  entries: [
    iteratorMethod('__enter__($self, /)', 'Return the iterator.', (self) => self),
    iteratorMethod('__exit__($self, /, *exc_info) -> None', 'Close the iterator.', closeIterator, false),
    iteratorMethod('close($self, /) -> None', 'End the iteration.', closeIterator),
  ],
});

export const scandirFunction: ModuleEntry = fn(
  'scandir($module, /, path: object = None)',
  'Return an iterator of DirEntry objects for a folder.',
  (_, path) => {
    const argument = pathArgument(path, 'scandir', 'path', { fd: true, none: true });
    audit('os.scandir', auditedPath(argument));
    const entries = onFile(argument, () => files().readdir(anyPath(argument)));
    return new PyScandirIterator(argument, entries);
  },
);

export const DirEntryType = PyDirEntry.type;
export const SCANDIR_TYPES = [dirEntry, scandirIterator];
