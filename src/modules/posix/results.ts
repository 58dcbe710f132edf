/** The named tuples that posix functions return. CPython: `stat_result_desc` and its like in Modules/posixmodule.c. */
import type { ProcessTimes, Stat, StatVfs } from '../../host/host.ts';
import { PyFloat } from '../../objects/float.ts';
import { normalizeInt, type PyObject, type PyType } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { strFromUtf16 } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { methodsOf, type TypeDefinition } from '../../runtime/define.ts';
import { defineStructSequence, newStructSequence } from '../../runtime/structseq.ts';

const statStruct = defineStructSequence({
  name: 'os.stat_result',
  doc: 'What stat, fstat and lstat tell of a file.\n\nAs a tuple it is (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime);\nthe attributes st_mode, st_ino, ... have more, such as times in nanoseconds.',
  fields: [
    ['st_mode', 'protection bits'],
    ['st_ino', 'inode'],
    ['st_dev', 'device'],
    ['st_nlink', 'number of hard links'],
    ['st_uid', 'user ID of owner'],
    ['st_gid', 'group ID of owner'],
    ['st_size', 'total size, in bytes'],
    [undefined, 'integer time of last access'],
    [undefined, 'integer time of last modification'],
    [undefined, 'integer time of last change'],
    ['st_atime', 'time of last access'],
    ['st_mtime', 'time of last modification'],
    ['st_ctime', 'time of last change'],
    ['st_atime_ns', 'time of last access in nanoseconds'],
    ['st_mtime_ns', 'time of last modification in nanoseconds'],
    ['st_ctime_ns', 'time of last change in nanoseconds'],
    ['st_blksize', 'blocksize for filesystem I/O'],
    ['st_blocks', 'number of blocks allocated'],
    ['st_rdev', 'device type (if inode device)'],
  ],
  sequenceLength: 10,
});

/** A stat_result made from a sequence: times that were not given are those in whole seconds. */
export const statResult: TypeDefinition = {
  ...statStruct,
  slots: {
    ...statStruct.slots,
    tp_new: (type, args, kwnames) => {
      const made = statStruct.slots!.tp_new!(type, args, kwnames) as PyTuple & { hidden: PyObject[] };
      for (let i = 0; i < 3; i++) if (made.hidden[i] === None) made.hidden[i] = made.items[7 + i]!;
      return made;
    },
  },
};

const SECOND = 1000000000n;

/** Whole seconds and the nanoseconds that remain. */
function split(ns: bigint): readonly [number, number] {
  const rest = ((ns % SECOND) + SECOND) % SECOND;
  return [Number((ns - rest) / SECOND), Number(rest)];
}

export function newStatResult(stat: Stat): PyTuple {
  const [atime, atimeRest] = split(stat.atimeNs);
  const [mtime, mtimeRest] = split(stat.mtimeNs);
  const [ctime, ctimeRest] = split(stat.ctimeNs);
  return newStructSequence(statResult, 10, [
    stat.mode,
    normalizeInt(stat.ino),
    normalizeInt(stat.dev),
    stat.nlink,
    stat.uid,
    stat.gid,
    stat.size,
    atime,
    mtime,
    ctime,
    new PyFloat(atime + 1e-9 * atimeRest),
    new PyFloat(mtime + 1e-9 * mtimeRest),
    new PyFloat(ctime + 1e-9 * ctimeRest),
    normalizeInt(stat.atimeNs),
    normalizeInt(stat.mtimeNs),
    normalizeInt(stat.ctimeNs),
    stat.blksize,
    stat.blocks,
    normalizeInt(stat.rdev),
  ]);
}

export const statvfsResult = defineStructSequence({
  name: 'os.statvfs_result',
  doc: 'What statvfs and fstatvfs tell of a file system.\n\nAs a tuple it is (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax);\nthe attributes are named f_bsize, f_frsize, ...',
  fields: (
    [
      'f_bsize',
      'f_frsize',
      'f_blocks',
      'f_bfree',
      'f_bavail',
      'f_files',
      'f_ffree',
      'f_favail',
      'f_flag',
      'f_namemax',
      'f_fsid',
    ] as const
  ).map((name) => [name, ''] as const),
  sequenceLength: 10,
});

export function newStatvfsResult(stat: StatVfs): PyTuple {
  return newStructSequence(statvfsResult, 10, [
    stat.bsize,
    stat.frsize,
    stat.blocks,
    stat.bfree,
    stat.bavail,
    stat.files,
    stat.ffree,
    stat.favail,
    stat.flag,
    stat.namemax,
    normalizeInt(stat.fsid),
  ]);
}

export const terminalSize = defineStructSequence({
  name: 'os.terminal_size',
  doc: 'The size of a terminal window as (columns, lines).',
  fields: [
    ['columns', 'width of the terminal window in characters'],
    ['lines', 'height of the terminal window in characters'],
  ],
  sequenceLength: 2,
});

export const timesResult = defineStructSequence({
  name: 'posix.times_result',
  doc: 'What os.times() tells: (user, system, children_user, children_system, elapsed), in seconds.',
  fields: [
    ['user', 'user time'],
    ['system', 'system time'],
    ['children_user', 'user time of children'],
    ['children_system', 'system time of children'],
    ['elapsed', 'elapsed time since an arbitrary point in the past'],
  ],
  sequenceLength: 5,
});

export function newTimesResult(times: ProcessTimes): PyTuple {
  const { user, system, childrenUser, childrenSystem, elapsed } = times;
  const values: PyObject[] = [user, system, childrenUser, childrenSystem, elapsed].map(
    (time) => new PyFloat(time),
  );
  return newStructSequence(timesResult, 5, values);
}

export const unameResult = defineStructSequence({
  name: 'posix.uname_result',
  doc: 'What os.uname() tells of the system: (sysname, nodename, release, version, machine).',
  fields: [
    ['sysname', 'operating system name'],
    ['nodename', 'name of machine on network (implementation-defined)'],
    ['release', 'operating system release'],
    ['version', 'operating system version'],
    ['machine', 'hardware identifier'],
  ],
  sequenceLength: 5,
});

export function newUnameResult(texts: readonly string[]): PyTuple {
  return newStructSequence(
    unameResult,
    5,
    texts.map((text) => strFromUtf16(text)),
  );
}

const schedParamShape = defineStructSequence({
  name: 'posix.sched_param',
  doc: 'Parameters of a scheduling policy; so far there is one.\n\n  sched_priority\n    A scheduling parameter.',
  fields: [['sched_priority', 'the scheduling priority']],
  sequenceLength: 1,
});

const newSchedParam = builtinDef<PyType, 'sched_param($type, /, sched_priority: object)'>(
  'sched_param($type, /, sched_priority: object)',
  '',
  (_type, priority) => newStructSequence(schedParamShape, 1, [priority]),
);

/** It is made of its item, and not of a sequence. */
export const schedParam: TypeDefinition = {
  ...schedParamShape,
  textSignature: '(sched_priority)',
  slots: {
    ...schedParamShape.slots,
    tp_new: (type, args, kwnames) => newSchedParam.call(type, args, kwnames),
  },
  entries: [
    ...schedParamShape.entries!.filter(({ name }) => name !== '__reduce__'),
    methodsOf<PyTuple>()(
      '__reduce__($self, /)',
      '',
      (self) => new PyTuple([schedParamShape.type, new PyTuple(self.items)]),
    ),
  ],
};

export const waitidResult = defineStructSequence({
  name: 'posix.waitid_result',
  doc: 'What waitid tells of a child: (si_pid, si_uid, si_signo, si_status, si_code).',
  fields: (['si_pid', 'si_uid', 'si_signo', 'si_status', 'si_code'] as const).map(
    (name) => [name, ''] as const,
  ),
  sequenceLength: 5,
});

export const RESULT_TYPES = [
  statResult,
  statvfsResult,
  terminalSize,
  timesResult,
  unameResult,
  schedParam,
  waitidResult,
];
