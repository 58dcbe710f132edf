/** pwd and grp: the users and groups of the system. CPython: Modules/pwdmodule.c, Modules/grpmodule.c. */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import type { PyTuple } from '../objects/tuple.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { keyError } from '../runtime/errors.ts';
import { fsDecode, hostPath } from '../runtime/fs-path.ts';
import { repr } from '../runtime/repr.ts';
import { current } from '../runtime/state.ts';
import { defineStructSequence, newStructSequence } from '../runtime/structseq.ts';
import { strConcat } from '../runtime/text.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import { gidArgument, uidArgument } from './posix/path-argument.ts';

const libc = () => current.thread.interp.host.libc;

/** The text that a pointer at an offset of a structure points to. */
function text(view: DataView, at: number): Str {
  const bytes = libc().stringAt(view.getBigUint64(at, true));
  return bytes === undefined ? '' : fsDecode(bytes);
}

const structPasswd = defineStructSequence({
  name: 'pwd.struct_passwd',
  doc: 'pwd.struct_passwd: an entry of the user database, as a tuple\n(pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell) or by these attributes.',
  fields: [
    ['pw_name', 'user name'],
    ['pw_passwd', 'password'],
    ['pw_uid', 'user id'],
    ['pw_gid', 'group id'],
    ['pw_gecos', 'real name'],
    ['pw_dir', 'home directory'],
    ['pw_shell', 'shell program'],
  ],
  sequenceLength: 7,
});

const structGroup = defineStructSequence({
  name: 'grp.struct_group',
  doc: 'grp.struct_group: an entry of the group database, as a tuple\n(gr_name, gr_passwd, gr_gid, gr_mem) or by these attributes.',
  fields: [
    ['gr_name', 'group name'],
    ['gr_passwd', 'password'],
    ['gr_gid', 'group id'],
    ['gr_mem', 'group members'],
  ],
  sequenceLength: 4,
});

/** The entry of a `struct passwd *`; absent for a null pointer. */
function passwd(address: number | bigint): PyTuple | undefined {
  if (Number(address) === 0) return undefined;
  const view = new DataView(libc().bytesAt(address, 48).buffer);
  return newStructSequence(structPasswd, 7, [
    text(view, 0),
    text(view, 8),
    view.getUint32(16, true),
    view.getUint32(20, true),
    text(view, 24),
    text(view, 32),
    text(view, 40),
  ]);
}

/** The entry of a `struct group *`; absent for a null pointer. */
function group(address: number | bigint): PyTuple | undefined {
  if (Number(address) === 0) return undefined;
  const view = new DataView(libc().bytesAt(address, 32).buffer);
  const members: Str[] = [];
  for (let at = view.getBigUint64(24, true); ; at += 8n) {
    const member = new DataView(libc().bytesAt(at, 8).buffer);
    if (member.getBigUint64(0, true) === 0n) break;
    members.push(text(member, 0));
  }
  return newStructSequence(structGroup, 4, [
    text(view, 0),
    text(view, 8),
    view.getUint32(16, true),
    new PyList(members),
  ]);
}

/** All entries, from the first to the last. */
function all(kind: 'pw' | 'gr', entry: (address: number | bigint) => PyTuple | undefined): PyList {
  const entries: PyTuple[] = [];
  libc().callWide(`void set${kind}ent()`);
  for (;;) {
    const found = entry(libc().callWide(`uint64_t get${kind}ent()`));
    if (found === undefined) break;
    entries.push(found);
  }
  libc().callWide(`void end${kind}ent()`);
  return new PyList(entries);
}

function byName(
  name: Str,
  functionName: string,
  prototype: string,
  entry: (address: number | bigint) => PyTuple | undefined,
): PyTuple {
  const found = entry(libc().callWide(prototype, libc().path(hostPath(name))));
  if (found === undefined) {
    throw keyError(strConcat(`${functionName}(): name not found: `, repr(name)));
  }
  return found;
}

const OverflowErrorType = exceptionTypes.get('OverflowError')!;
/** What −1 stands for. */
const NOBODY = 0xffffffff;

function byId(
  value: PyObject,
  what: 'uid' | 'gid',
  functionName: string,
  prototype: string,
  entry: (address: number | bigint) => PyTuple | undefined,
): PyTuple {
  let number: number;
  try {
    number = (what === 'uid' ? uidArgument(value) : gidArgument(value)) >>> 0;
  } catch (thrown) {
    const isTooLarge = thrown instanceof PyBaseException && isInstanceOf(thrown, OverflowErrorType);
    if (what === 'gid' || !isTooLarge) throw thrown;
    throw keyError(`${functionName}(): ${what} not found`);
  }
  const found = entry(libc().callWide(prototype, number));
  if (found === undefined) {
    throw keyError(`${functionName}(): ${what} not found: ${number === NOBODY ? -1 : number}`);
  }
  return found;
}

export const pwd = defineModule('pwd', 'The user database of the system.', [
  fn('getpwnam($module, name: c_str, /)', 'Return the entry of a user.', (_, name) =>
    byName(strFromUtf16(name), 'getpwnam', 'uint64_t getpwnam(void *)', passwd),
  ),
  fn('getpwuid($module, uidobj: object, /)', 'Return the entry of the user with a number.', (_, uid) =>
    byId(uid, 'uid', 'getpwuid', 'uint64_t getpwuid(unsigned int)', passwd),
  ),
  fn('getpwall($module, /)', 'Return all entries, in no particular order.', () => all('pw', passwd)),
  constant('struct_passwd', structPasswd.type),
]);

export const grp = defineModule('grp', 'The group database of the system.', [
  fn('getgrnam($module, /, name: c_str)', 'Return the entry of a group.', (_, name) =>
    byName(strFromUtf16(name), 'getgrnam', 'uint64_t getgrnam(void *)', group),
  ),
  fn('getgrgid($module, /, id: object)', 'Return the entry of the group with a number.', (_, gid) =>
    byId(gid, 'gid', 'getgrgid', 'uint64_t getgrgid(unsigned int)', group),
  ),
  fn('getgrall($module, /)', 'Return all entries, in no particular order.', () => all('gr', group)),
  constant('struct_group', structGroup.type),
]);

export const USER_DATABASE_TYPES = [structPasswd, structGroup];
