/** _stat: what the bits of `st_mode` mean. CPython: Modules/_stat.c. */
import type { PyObject } from '../objects/object.ts';
import { asIndex } from '../runtime/convert.ts';
import { constant, defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { overflowError } from '../runtime/errors.ts';

const S_IFMT = 0o170000;

/** File types: the letter that `ls -l` shows. */
const TYPES = {
  S_IFDIR: [0o040000, 'd'],
  S_IFCHR: [0o020000, 'c'],
  S_IFBLK: [0o060000, 'b'],
  S_IFREG: [0o100000, '-'],
  S_IFIFO: [0o010000, 'p'],
  S_IFLNK: [0o120000, 'l'],
  S_IFSOCK: [0o140000, 's'],
} as const;

const NUMBERS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(TYPES).map(([name, [bits]]) => [name, bits])),
  S_IFDOOR: 0,
  S_IFPORT: 0,
  S_IFWHT: 0,
  S_ISUID: 0o4000,
  S_ISGID: 0o2000,
  S_ISVTX: 0o1000,
  S_ENFMT: 0o2000,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o070,
  S_IRGRP: 0o040,
  S_IWGRP: 0o020,
  S_IXGRP: 0o010,
  S_IRWXO: 0o007,
  S_IROTH: 0o004,
  S_IWOTH: 0o002,
  S_IXOTH: 0o001,
  UF_SETTABLE: 0xffff,
  UF_NODUMP: 0x1,
  UF_IMMUTABLE: 0x2,
  UF_APPEND: 0x4,
  UF_OPAQUE: 0x8,
  UF_NOUNLINK: 0x10,
  UF_COMPRESSED: 0x20,
  UF_TRACKED: 0x40,
  UF_DATAVAULT: 0x80,
  UF_HIDDEN: 0x8000,
  SF_SETTABLE: 0xffff0000,
  SF_ARCHIVED: 0x10000,
  SF_IMMUTABLE: 0x20000,
  SF_APPEND: 0x40000,
  SF_NOUNLINK: 0x100000,
  SF_SNAPSHOT: 0x200000,
  SF_FIRMLINK: 0x800000,
  SF_DATALESS: 0x40000000,
  ST_MODE: 0,
  ST_INO: 1,
  ST_DEV: 2,
  ST_NLINK: 3,
  ST_UID: 4,
  ST_GID: 5,
  ST_SIZE: 6,
  ST_ATIME: 7,
  ST_MTIME: 8,
  ST_CTIME: 9,
};

/** A `mode_t`. */
function modeOf(value: PyObject): number {
  const mode = asIndex(value);
  if (mode < 0) throw overflowError("can't convert negative value to unsigned int");
  if (mode > 0xffffffff) throw overflowError('mode out of range');
  return Number(mode);
}

/** `-rwxr-xr-x`. */
function filemode(mode: number): string {
  const type = Object.values(TYPES).find(([bits]) => bits === (mode & S_IFMT));
  const may = (bit: number, letter: string): string => (mode & bit ? letter : '-');
  /** The letter for executing, which shows a special bit too. */
  const execute = (bit: number, special: number, letter: string): string =>
    mode & special ? (mode & bit ? letter : letter.toUpperCase()) : may(bit, 'x');
  return (
    (type?.[1] ?? '?') +
    may(0o400, 'r') +
    may(0o200, 'w') +
    execute(0o100, 0o4000, 's') +
    may(0o040, 'r') +
    may(0o020, 'w') +
    execute(0o010, 0o2000, 's') +
    may(0o004, 'r') +
    may(0o002, 'w') +
    execute(0o001, 0o1000, 't')
  );
}

/** A function of a mode, with the signature that CPython shows for all of them. */
function test(name: string, doc: string, run: (mode: number) => PyObject): ModuleEntry {
  return fn(
    `${name}($module, mode: object, /)`,
    doc,
    (_: PyObject, mode: PyObject) => run(modeOf(mode)),
    '($self, object, /)',
  );
}

function typeTest(name: string, doc: string, bits: number | undefined): ModuleEntry {
  return test(name, doc, (mode) => bits !== undefined && (mode & S_IFMT) === bits);
}

export const _stat = defineModule(
  '_stat',
  'The numbers of <sys/stat.h>, and functions that take the mode of a file apart.',
  [
    typeTest('S_ISDIR', 'Is the mode that of a folder?', TYPES.S_IFDIR[0]),
    typeTest('S_ISCHR', 'Is the mode that of a character device?', TYPES.S_IFCHR[0]),
    typeTest('S_ISBLK', 'Is the mode that of a block device?', TYPES.S_IFBLK[0]),
    typeTest('S_ISREG', 'Is the mode that of a file?', TYPES.S_IFREG[0]),
    typeTest('S_ISFIFO', 'Is the mode that of a named pipe?', TYPES.S_IFIFO[0]),
    typeTest('S_ISLNK', 'Is the mode that of a symbolic link?', TYPES.S_IFLNK[0]),
    typeTest('S_ISSOCK', 'Is the mode that of a socket?', TYPES.S_IFSOCK[0]),
    typeTest('S_ISDOOR', 'Is the mode that of a door? There are none here.', undefined),
    typeTest('S_ISPORT', 'Is the mode that of an event port? There are none here.', undefined),
    typeTest('S_ISWHT', 'Is the mode that of a whiteout? There are none here.', undefined),
    test('S_IMODE', 'Return the bits that chmod() sets.', (mode) => mode & 0o7777),
    test('S_IFMT', 'Return the bits that tell the type.', (mode) => mode & S_IFMT),
    test('filemode', "Return a mode as 'ls -l' shows it: '-rwxrwxrwx'.", filemode),
    ...Object.entries(NUMBERS).map(([name, value]) => constant(name, value)),
  ],
);
