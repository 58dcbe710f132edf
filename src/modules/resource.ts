/** resource: limits of the process and what it has used. CPython: Modules/resource.c. */
import { HostError } from '../host/host.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyFloat } from '../objects/float.ts';
import { normalizeInt, type PyInt, type PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { audit } from '../runtime/audit.ts';
import { asIndex } from '../runtime/convert.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { overflowError, valueError } from '../runtime/errors.ts';
import { iterToArray } from '../runtime/iter.ts';
import { onHost } from '../runtime/os-error.ts';
import { current } from '../runtime/state.ts';
import { defineStructSequence, newStructSequence } from '../runtime/structseq.ts';

const EINVAL = 22;
const EPERM = 1;
const RLIM_INFINITY = 0xffffffffffffffffn;
/** The number of resources that Linux limits. */
const RLIM_NLIMITS = 16;

const libc = () => current.thread.interp.host.libc;

/** The counts of a `struct rusage` behind its two times, in order. */
const COUNTS = [
  ['ru_maxrss', 'max. resident set size'],
  ['ru_ixrss', 'shared memory size'],
  ['ru_idrss', 'unshared data size'],
  ['ru_isrss', 'unshared stack size'],
  ['ru_minflt', 'page faults not requiring I/O'],
  ['ru_majflt', 'page faults requiring I/O'],
  ['ru_nswap', 'number of swap outs'],
  ['ru_inblock', 'block input operations'],
  ['ru_oublock', 'block output operations'],
  ['ru_msgsnd', 'IPC messages sent'],
  ['ru_msgrcv', 'IPC messages received'],
  ['ru_nsignals', 'signals received'],
  ['ru_nvcsw', 'voluntary context switches'],
  ['ru_nivcsw', 'involuntary context switches'],
] as const;

const structRusage = defineStructSequence({
  name: 'resource.struct_rusage',
  doc: 'What getrusage() tells: as a tuple (utime, stime, maxrss, ixrss, idrss, isrss, minflt, majflt,\nnswap, inblock, oublock, msgsnd, msgrcv, nsignals, nvcsw, nivcsw), or by the attributes ru_utime, ...',
  fields: [['ru_utime', 'user time used'], ['ru_stime', 'system time used'], ...COUNTS],
  sequenceLength: 16,
});

/** The named tuple of a C `struct rusage`. */
export function newRusage(bytes: Uint8Array): PyTuple {
  const view = new DataView(bytes.buffer);
  const seconds = (at: number): PyFloat =>
    new PyFloat(Number(view.getBigInt64(at, true)) + Number(view.getBigInt64(at + 8, true)) / 1e6);
  const counts = COUNTS.map((_, i) => normalizeInt(view.getBigInt64(32 + 8 * i, true)));
  return newStructSequence(structRusage, 16, [seconds(0), seconds(16), ...counts]);
}

function checkResource(resource: number): void {
  if (resource < 0 || resource >= RLIM_NLIMITS) throw valueError('invalid resource specified');
}

/** A `rlim_t` that Python gives. */
function limit(value: PyObject): bigint {
  const int = BigInt(asIndex(value));
  if (int === -1n) return RLIM_INFINITY;
  if (int < 0n) throw valueError('Cannot convert negative int');
  if (int > RLIM_INFINITY) throw overflowError('Python int too large to convert to C rlim_t');
  return int;
}

/** A C `struct rlimit` of a pair. */
function limits(value: PyObject): Uint8Array {
  const items = value instanceof PyTuple ? value.items : iterToArray(value);
  if (items.length !== 2) throw valueError('expected a tuple of 2 integers');
  return new Uint8Array(BigUint64Array.of(limit(items[0]!), limit(items[1]!)).buffer);
}

function pairOf(bytes: Uint8Array): PyTuple {
  const [soft, hard] = new BigUint64Array(bytes.buffer);
  const shown = (value: bigint): PyInt => (value === RLIM_INFINITY ? -1 : normalizeInt(value));
  return new PyTuple([shown(soft!), shown(hard!)]);
}

/** Calls the host; wrong arguments and hard limits are ValueErrors. */
function setting<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.errno === EINVAL) {
      throw valueError('current limit exceeds maximum limit');
    }
    if (thrown instanceof HostError && thrown.errno === EPERM) {
      throw valueError('not allowed to raise maximum limit');
    }
    return onHost(() => {
      throw thrown;
    });
  }
}

function prlimit(pid: number, resource: number, wanted: PyObject): PyTuple {
  checkResource(resource);
  audit('resource.prlimit', pid, resource, wanted);
  const old = new Uint8Array(16);
  const given = wanted === None ? null : limits(wanted);
  setting(() => libc().call('int prlimit(int, int, void *, void *)', pid, resource, given, old));
  return pairOf(old);
}

export const resource = defineModule(
  'resource',
  'Limits of the process and the resources that it has used.',
  [
    fn(
      'getrusage($module, who: int, /)',
      'Return what a process, its threads or its children have used.',
      (_, who) => {
        const usage = new Uint8Array(144);
        try {
          libc().call('int getrusage(int, void *)', who, usage);
        } catch (thrown) {
          if (thrown instanceof HostError && thrown.errno === EINVAL)
            throw valueError('invalid who parameter');
          return onHost(() => {
            throw thrown;
          });
        }
        return newRusage(usage);
      },
    ),
    fn(
      'getrlimit($module, resource: int, /)',
      'Return the soft and the hard limit of a resource.',
      (_, which) => {
        checkResource(which);
        const found = new Uint8Array(16);
        onHost(() => libc().call('int getrlimit(int, void *)', which, found));
        return pairOf(found);
      },
    ),
    fn(
      'setrlimit($module, resource: int, limits: object, /) -> None',
      'Set the limits of a resource.',
      (_, which, wanted) => {
        checkResource(which);
        audit('resource.setrlimit', which, wanted);
        const given = limits(wanted);
        setting(() => libc().call('int setrlimit(int, void *)', which, given));
      },
    ),
    fn(
      'prlimit($module, pid: int, resource: int, limits: object = None, /)',
      'Return the limits of a process, and set them.',
      (_, pid, which, wanted) => prlimit(pid, which, wanted),
    ),
    fn('getpagesize($module, /) -> int', 'Return the size of a page of memory.', () =>
      onHost(() => current.thread.interp.host.process.sysconf(30)),
    ),
    constant('error', exceptionTypes.get('OSError')!),
    constant('struct_rusage', structRusage.type),
    ...Object.entries({
      RLIMIT_CPU: 0,
      RLIMIT_FSIZE: 1,
      RLIMIT_DATA: 2,
      RLIMIT_STACK: 3,
      RLIMIT_CORE: 4,
      RLIMIT_RSS: 5,
      RLIMIT_NPROC: 6,
      RLIMIT_NOFILE: 7,
      RLIMIT_OFILE: 7,
      RLIMIT_MEMLOCK: 8,
      RLIMIT_AS: 9,
      RLIMIT_SIGPENDING: 11,
      RLIMIT_MSGQUEUE: 12,
      RLIMIT_NICE: 13,
      RLIMIT_RTPRIO: 14,
      RLIMIT_RTTIME: 15,
      RLIM_INFINITY: -1,
      RUSAGE_SELF: 0,
      RUSAGE_CHILDREN: -1,
      RUSAGE_THREAD: 1,
    }).map(([name, value]) => constant(name, value)),
  ],
);

export const RESOURCE_TYPES = [structRusage];
