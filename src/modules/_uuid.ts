/** _uuid: UUIDs of time and place. CPython: Modules/_uuidmodule.c, which asks libuuid. */
import { PyBytes } from '../objects/bytes.ts';
import { PyTuple } from '../objects/tuple.ts';
import { constant, defineModule, fn } from '../runtime/define.ts';
import { current, moduleState } from '../runtime/state.ts';

/** From 15 October 1582, where UUIDs begin to count, to 1970: in steps of 100 nanoseconds. */
const GREGORIAN_OFFSET = 0x01b21dd213814000n;

/** What tells the UUIDs of this process from those of others. */
class Generator {
  /** A number for this process, and an address that no network card has: the bit of groups is set. */
  private readonly _tail: Uint8Array;
  private _last = 0n;

  constructor(random: Uint8Array) {
    this._tail = random;
    random[0] = (random[0]! & 0x3f) | 0x80;
    random[2]! |= 1;
  }

  next(nanoseconds: bigint): Uint8Array {
    let time = nanoseconds / 100n + GREGORIAN_OFFSET;
    // Two at a time are told apart by a little of the future.
    if (time <= this._last) time = this._last + 1n;
    this._last = time;
    const uuid = new Uint8Array(16);
    const view = new DataView(uuid.buffer);
    view.setUint32(0, Number(time & 0xffffffffn));
    view.setUint16(4, Number((time >> 32n) & 0xffffn));
    view.setUint16(6, Number((time >> 48n) & 0x0fffn) | 0x1000);
    uuid.set(this._tail, 8);
    return uuid;
  }
}

export const _uuid = defineModule('_uuid', 'UUIDs of time and place.\n', [
  fn(
    'generate_time_safe($self, /)',
    'Return the 16 bytes of a new UUID of version 1, and -1: no other process was asked.',
    () => {
      const { host } = current.thread.interp;
      const generator = moduleState('_uuid', () => new Generator(host.randomBytes(8)));
      return new PyTuple([new PyBytes(generator.next(host.clock.time())), -1]);
    },
  ),
  constant('has_uuid_generate_time_safe', 1),
  constant('has_stable_extractable_node', 0),
]);
