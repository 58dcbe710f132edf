/** Memory of the system that a file stands behind: asking for it, changing its size, giving it back. */
import { HostError } from '../../host/host.ts';
import { current } from '../../runtime/state.ts';

/** Linux's. */
export const MAP_SHARED = 1;
export const MAP_PRIVATE = 2;
export const MAP_ANONYMOUS = 32;
export const PROT_READ = 1;
export const PROT_WRITE = 2;
const MREMAP_MAYMOVE = 1;
const MS_SYNC = 4;

const libc = () => current.thread.interp.host.libc;

/** A mapping: where it is, and its octets. */
export interface Mapping {
  readonly address: number | bigint;
  readonly octets: Uint8Array;
}

/** `mmap(2)`. Throws HostError. */
export function mapMemory(length: number, prot: number, flags: number, fd: number, offset: number): Mapping {
  const address = libc().callWide(
    'int64_t mmap(uint64_t, size_t, int, int, int, int64_t)',
    0,
    length,
    prot,
    flags,
    fd,
    offset,
  );
  try {
    return { address, octets: libc().memory(address, length) };
  } catch (thrown) {
    if (thrown instanceof HostError) libc().call('int munmap(uint64_t, size_t)', address, length);
    throw thrown;
  }
}

/** `munmap(2)`: whoever looked at the octets must not look any more. */
export function unmap({ address, octets }: Mapping): void {
  libc().call('int munmap(uint64_t, size_t)', address, octets.length);
}

/** The same memory with another length, perhaps elsewhere. */
export function remap({ address, octets }: Mapping, length: number): Mapping {
  const moved = libc().callWide(
    'int64_t mremap(uint64_t, size_t, size_t, int)',
    address,
    octets.length,
    length,
    MREMAP_MAYMOVE,
  );
  return { address: moved, octets: libc().memory(moved, length) };
}

/** Has what was written reach the file. */
export function synchronise({ address }: Mapping, start: number, length: number): void {
  libc().call('int msync(uint64_t, size_t, int)', BigInt(address) + BigInt(start), length, MS_SYNC);
}

export function advise({ address }: Mapping, start: number, length: number, advice: number): void {
  libc().call('int madvise(uint64_t, size_t, int)', BigInt(address) + BigInt(start), length, advice);
}
