/** Built-in functions that take their arguments as they come: for signatures that clinic cannot express. */
import type { BuiltinDef } from '../objects/descriptor.ts';
import type { PyObject } from '../objects/object.ts';
import { checkNoKeywords } from './arguments.ts';

/** What a built-in function does with a few arguments, where there is a shorter way than {@link BuiltinDef.call}. */
export type Doors = Partial<Pick<BuiltinDef, 'call0' | 'call1' | 'call2' | 'call3'>>;

/** The first call with so many arguments makes the door: most built-in functions are never called. */
function openDoor0(this: RawFunction, self: PyObject): PyObject {
  const { call } = this;
  this.call0 = (self) => call(self, [], undefined);
  return this.call0(self);
}

function openDoor1(this: RawFunction, self: PyObject, a: PyObject): PyObject {
  const { call } = this;
  this.call1 = (self, a) => call(self, [a], undefined);
  return this.call1(self, a);
}

function openDoor2(this: RawFunction, self: PyObject, a: PyObject, b: PyObject): PyObject {
  const { call } = this;
  this.call2 = (self, a, b) => call(self, [a, b], undefined);
  return this.call2(self, a, b);
}

function openDoor3(this: RawFunction, self: PyObject, a: PyObject, b: PyObject, c: PyObject): PyObject {
  const { call } = this;
  this.call3 = (self, a, b, c) => call(self, [a, b, c], undefined);
  return this.call3(self, a, b, c);
}

/** The same for positional arguments only. */
function positionalOnly(name: string, call: BuiltinDef['call']): BuiltinDef['call'] {
  return (self, args, kwnames) => {
    checkNoKeywords(name, kwnames);
    return call(self, args, undefined);
  };
}

class RawFunction implements BuiltinDef {
  readonly name: string;
  readonly textSignature: string | undefined;
  readonly doc: string;
  readonly call: BuiltinDef['call'];
  call0: BuiltinDef['call0'];
  call1: BuiltinDef['call1'];
  call2: BuiltinDef['call2'];
  call3: BuiltinDef['call3'];

  constructor(
    name: string,
    textSignature: string | undefined,
    doc: string,
    call: BuiltinDef['call'],
    doors: Doors | undefined,
  ) {
    this.name = name;
    this.textSignature = textSignature;
    this.doc = doc;
    this.call = call;
    this.call0 = doors?.call0 ?? openDoor0;
    this.call1 = doors?.call1 ?? openDoor1;
    this.call2 = doors?.call2 ?? openDoor2;
    this.call3 = doors?.call3 ?? openDoor3;
  }
}

/** `owner`: the class of a method, as messages show it. */
export function rawDef(
  name: string,
  textSignature: string | undefined,
  doc: string,
  call: BuiltinDef['call'],
  doors?: Doors,
  owner?: string,
): BuiltinDef {
  // Who does not look at the names takes none.
  const checked =
    call.length < 3 ? positionalOnly(owner === undefined ? name : `${owner}.${name}`, call) : call;
  return new RawFunction(name, textSignature, doc, checked, doors);
}
