/** Built-in functions that take their arguments as they come: for signatures that clinic cannot express. */
import type { BuiltinDef } from '../objects/descriptor.ts';

/** What a built-in function does with a few arguments, where there is a shorter way than {@link BuiltinDef.call}. */
export type Doors = Partial<Pick<BuiltinDef, 'call0' | 'call1' | 'call2' | 'call3'>>;

export function rawDef(
  name: string,
  textSignature: string | undefined,
  doc: string,
  call: BuiltinDef['call'],
  doors?: Doors,
): BuiltinDef {
  return {
    name,
    textSignature,
    doc,
    call,
    call0: (self) => call(self, [], undefined),
    call1: (self, a) => call(self, [a], undefined),
    call2: (self, a, b) => call(self, [a, b], undefined),
    call3: (self, a, b, c) => call(self, [a, b, c], undefined),
    ...doors,
  };
}
