/** _posixshmem: memory that processes share by name. CPython: Modules/_multiprocessing/posixshmem.c. */
import type { Str } from '../objects/str.ts';
import { strLength, utf16FromStr } from '../objects/str.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { valueError } from '../runtime/errors.ts';
import { onHost } from '../runtime/os-error.ts';
import { current } from '../runtime/state.ts';
import { indexOfCode } from '../runtime/text.ts';

const O_CLOEXEC = 0o2000000;

const libc = () => current.thread.interp.host.libc;

function cName(name: Str): Uint8Array {
  if (strLength(name) > 0 && indexOfCode(name, 0) >= 0) throw valueError('embedded null character');
  return libc().path(utf16FromStr(name));
}

export const _posixshmem = defineModule('_posixshmem', 'POSIX shared memory module', [
  fn(
    'shm_open($module, /, path: str, flags: int, mode: int = 511) -> int',
    'Open shared memory, which may be made: return its file descriptor.',
    (_, path, flags, mode) =>
      onHost(() =>
        libc().call('int shm_open(void *, int, unsigned int)', cName(path), flags | O_CLOEXEC, mode),
      ),
  ),
  fn('shm_unlink($module, /, path: str) -> None', 'Take the name of shared memory away.', (_, path) => {
    onHost(() => libc().call('int shm_unlink(void *)', cName(path)));
  }),
]);
