/** The slots that a class takes over from its base are all those that the table ties to special methods. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { objectType } from '../../../src/objects/object.ts';
import { copySlots } from '../../../src/objects/type-slots.ts';
import { SLOT_DEFS } from '../../../src/runtime/slotdefs.ts';

test('copySlots copies every slot of the table', () => {
  const from = Object.create(objectType) as Record<string, unknown>;
  const to = {} as Record<string, unknown>;
  for (const { slot } of SLOT_DEFS) from[slot] = slot;
  copySlots(from as never, to as never);
  for (const { slot } of SLOT_DEFS) assert.equal(to[slot], slot);
});
