/**
 * posix: the operating system, for os.py. CPython: Modules/posixmodule.c.
 *
 * What concerns the process itself and its files is here. Names that os.py does without (fork, exec, spawn, …) are
 * missing where the host has no means for them.
 */
import { PyOSError } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import { constant, defineModule } from '../../runtime/define.ts';
import { current } from '../../runtime/state.ts';
import { childFunctions } from './children.ts';
import { constants } from './constants.ts';
import { descriptorFunctions } from './descriptors.ts';
import { directoryFunctions } from './directories.ts';
import { createEnviron, environmentFunctions } from './environment.ts';
import { pathFunctions } from './paths.ts';
import { processFunctions } from './process.ts';
import {
  RESULT_TYPES,
  schedParam,
  statResult,
  statvfsResult,
  terminalSize,
  timesResult,
  unameResult,
  waitidResult,
} from './results.ts';
import { DirEntryType, SCANDIR_TYPES, scandirFunction } from './scandir.ts';
import { statFunctions } from './stat.ts';
import { systemFunctions } from './system.ts';

/** What os.py reads its sets `supports_fd`, `supports_dir_fd`, … from. */
const HAVE = [
  'HAVE_FCHMOD',
  'HAVE_FCHOWN',
  'HAVE_FSTATVFS',
  'HAVE_FTRUNCATE',
  'HAVE_FUTIMENS',
  'HAVE_FUTIMES',
  'HAVE_LCHOWN',
  'HAVE_LSTAT',
  'HAVE_LUTIMES',
];

/** The same, where a descriptor has a path: then folders may be given by descriptors. */
const HAVE_WITH_DESCRIPTOR_PATHS = [
  'HAVE_FACCESSAT',
  'HAVE_FCHDIR',
  'HAVE_FCHMODAT',
  'HAVE_FCHOWNAT',
  'HAVE_FDOPENDIR',
  'HAVE_FSTATAT',
  'HAVE_FUTIMESAT',
  'HAVE_LINKAT',
  'HAVE_MKDIRAT',
  'HAVE_MKFIFOAT',
  'HAVE_MKNODAT',
  'HAVE_OPENAT',
  'HAVE_READLINKAT',
  'HAVE_RENAMEAT',
  'HAVE_SYMLINKAT',
  'HAVE_UNLINKAT',
  'HAVE_UTIMENSAT',
];

function haveFunctions(): PyList {
  const { hasDescriptorPaths } = current.thread.interp.host.fs;
  return new PyList(hasDescriptorPaths ? [...HAVE, ...HAVE_WITH_DESCRIPTOR_PATHS] : [...HAVE]);
}

export const posix = defineModule(
  'posix',
  'This module gives access to the functions of the operating system that are standardized by the C standard and the\nPOSIX standard. Use it through the module os.',
  [
    ...childFunctions,
    ...descriptorFunctions,
    ...directoryFunctions,
    ...environmentFunctions,
    ...pathFunctions,
    ...processFunctions,
    ...statFunctions,
    ...systemFunctions,
    scandirFunction,
    ...constants,
    constant('DirEntry', DirEntryType),
    constant('error', PyOSError.type),
    constant('sched_param', schedParam.type),
    constant('stat_result', statResult.type),
    constant('statvfs_result', statvfsResult.type),
    constant('terminal_size', terminalSize.type),
    constant('times_result', timesResult.type),
    constant('uname_result', unameResult.type),
    constant('waitid_result', waitidResult.type),
    { name: 'environ', make: createEnviron },
    { name: '_have_functions', make: haveFunctions },
  ],
);

export const POSIX_TYPES = [...RESULT_TYPES, ...SCANDIR_TYPES];
