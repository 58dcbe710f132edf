/**
 * Declaring built-in types and modules. A declaration is a record; interpreter.ts readies the records in the order of
 * their bases, so nothing depends on the order of imports.
 */
import {
  type BuiltinDef,
  type MemberKind,
  PyCFunction,
  PyClassMethodDescr,
  PyGetSetDescr,
  PyMemberDescr,
  PyMethodDescr,
} from '../objects/descriptor.ts';
import { PyStaticMethod } from '../objects/method.ts';
import type { PyBaseObject, PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { InheritedSlots } from '../objects/type-slots.ts';
import { builtinDef, type Implementation } from './clinic.ts';
import type { ModuleDefinition, ModuleEntry } from './module-definition.ts';
import { type Doors, rawDef } from './raw-builtin.ts';
import { readyStaticType } from './type-attributes.ts';

/** The slots a declaration may fill. */
export type SlotFunctions = Partial<
  InheritedSlots &
    Pick<
      PyType,
      | Extract<keyof PyType, `nb_${string}` | `sq_${string}` | `mp_${string}` | `am_${string}`>
      | 'tp_new'
      | 'make1'
    >
>;

/** One entry of a type's dict, made when the type is readied. */
export interface Entry {
  readonly name: string;
  make(owner: PyType): PyObject;
}

/** What a built-in type is. */
export interface TypeDefinition {
  readonly type: PyType;
  /** `__doc__`, and in front of it `__text_signature__` where the type has one: `(object='')`. */
  readonly doc?: string;
  readonly textSignature?: string;
  /** What fills the type; let go of when that is done. */
  slots?: SlotFunctions | undefined;
  entries?: readonly Entry[] | undefined;
}

export function defineType(definition: TypeDefinition): TypeDefinition {
  return definition;
}

/** A maker of methods for a type whose instances are of one layout; the receiver is checked at each call. */
export function methodsOf<Self extends PyObject>() {
  return <S extends string>(
    signature: S,
    doc: string,
    implementation: Implementation<Self, S>,
    shownSignature?: string | false,
  ): Entry => ({
    name: signature.slice(0, signature.indexOf('(')),
    make: (owner) =>
      new PyMethodDescr(owner, builtinDef(signature, doc, implementation, owner.tp_qualname, shownSignature)),
  });
}

/** A method that takes its arguments as they come, for signatures that clinic cannot express. */
export function rawMethod(
  name: string,
  textSignature: string | undefined,
  doc: string,
  run: BuiltinDef['call'],
  doors?: Doors,
): Entry {
  return {
    name,
    make: (owner) =>
      new PyMethodDescr(owner, rawDef(name, textSignature, doc, run, doors, owner.tp_qualname)),
  };
}

/** A class method: the implementation gets the class. */
export function classMethod<S extends string>(
  signature: S,
  doc: string,
  implementation: Implementation<PyType, S>,
  shownSignature?: string | false,
): Entry {
  return {
    name: signature.slice(0, signature.indexOf('(')),
    make: (owner) =>
      new PyClassMethodDescr(
        owner,
        builtinDef(signature, doc, implementation, owner.tp_qualname, shownSignature, true),
      ),
  };
}

/** A class method that takes its arguments as they come; it gets the class as the receiver. */
export function rawClassMethod(
  name: string,
  textSignature: string | undefined,
  doc: string,
  run: BuiltinDef['call'],
): Entry {
  return {
    name,
    make: (owner) =>
      new PyClassMethodDescr(owner, rawDef(name, textSignature, doc, run, undefined, owner.tp_qualname)),
  };
}

/** A static method: the implementation gets nothing first. */
export function staticMethod<S extends string>(
  signature: S,
  doc: string,
  implementation: Implementation<undefined, S>,
): Entry {
  return {
    name: signature.slice(0, signature.indexOf('(')),
    make: (owner) =>
      new PyStaticMethod(
        new PyCFunction(
          builtinDef(signature, doc, implementation, owner.tp_qualname),
          owner,
          undefined,
          true,
        ),
      ),
  };
}

/** An attribute computed by functions. Without `set` it is read-only. */
export function getset<Self extends PyObject>(
  name: string,
  doc: string | undefined,
  get: (self: Self) => PyObject,
  set?: (self: Self, value: PyObject | undefined) => void,
): Entry {
  return {
    name,
    make: (owner) =>
      new PyGetSetDescr(
        owner,
        name,
        doc,
        get as unknown as PyGetSetDescr['get'],
        set as unknown as PyGetSetDescr['set'],
      ),
  };
}

/** How an attribute that is a field departs from the usual: read-only, an absent value read as None. */
export interface MemberOptions<Self extends PyObject> {
  readonly writable?: boolean;
  readonly kind?: MemberKind;
  /** Makes the value where the layout keeps it in another form. */
  readonly read?: (self: Self) => PyObject;
}

/** An attribute that is a field of the layout. */
export function member<Self extends PyObject>(
  name: string,
  doc: string | undefined,
  field: keyof Self & string,
  options: MemberOptions<Self> = {},
): Entry {
  const { writable = false, kind = 'object', read } = options;
  return {
    name,
    make: (owner) =>
      new PyMemberDescr(owner, name, doc, field, !writable, kind, read as unknown as PyMemberDescr['read']),
  };
}

/** Any value as a class attribute. */
export function classAttribute(name: string, value: PyObject): Entry {
  return { name, make: () => value };
}

/** Fills a shell: slots, dict, prototype. Its bases are ready. */
function readyDefinition(definition: TypeDefinition): void {
  const { type } = definition;
  Object.assign(type, definition.slots);
  type.tp_doc = definition.doc;
  type.tp_text_signature = definition.textSignature;
  for (const entry of definition.entries ?? []) type.tp_dict.set(entry.name, entry.make(type));
  if (!type.tp_dict.has('__doc__')) type.tp_dict.set('__doc__', definition.doc ?? None);
  readyStaticType(type);
  // A start-up snapshot would hold them for ever.
  definition.slots = undefined;
  definition.entries = undefined;
}

const readied = new Set<PyType>();

/** Readies types, each after its bases; `others` have nothing of their own. */
export function readyTypes(definitions: readonly TypeDefinition[], others: Iterable<PyType> = []): void {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]));
  const ready = (type: PyType): void => {
    if (readied.has(type)) return;
    readied.add(type);
    for (const base of type.tp_bases) ready(base);
    const definition = byType.get(type);
    if (definition === undefined) readyStaticType(type);
    else readyDefinition(definition);
  };
  for (const { type } of definitions) ready(type);
  for (const type of others) ready(type);
}

export function defineModule(
  name: string,
  doc: string,
  entries: readonly ModuleEntry[],
  exec?: (module: PyBaseObject) => void,
): ModuleDefinition {
  return exec === undefined ? { name, doc, entries } : { name, doc, entries, exec };
}

/** A function of a module. */
export function fn<S extends string>(
  signature: S,
  doc: string,
  implementation: Implementation<PyObject, S>,
  shownSignature?: string | false,
): ModuleEntry {
  return new FunctionEntry(signature, doc, implementation, shownSignature);
}

/** Smaller than a closure: there are thousands, most of them of modules that nobody imports. */
class FunctionEntry<S extends string> implements ModuleEntry {
  readonly signature: S;
  readonly doc: string;
  readonly implementation: Implementation<PyObject, S>;
  readonly shownSignature: string | false | undefined;

  constructor(
    signature: S,
    doc: string,
    implementation: Implementation<PyObject, S>,
    shownSignature: string | false | undefined,
  ) {
    this.signature = signature;
    this.doc = doc;
    this.implementation = implementation;
    this.shownSignature = shownSignature;
  }
  get name(): string {
    return this.signature.slice(0, this.signature.indexOf('('));
  }
  make(module: PyBaseObject, moduleName: string): PyObject {
    const owner = moduleName === 'builtins' ? undefined : moduleName;
    const { signature, doc, implementation, shownSignature } = this;
    const def = builtinDef(signature, doc, implementation, owner, shownSignature);
    return new PyCFunction(def, module, moduleName);
  }
}

/** A function of a module that takes its arguments as they come, for signatures that clinic cannot express. */
export function rawFn(
  name: string,
  textSignature: string | undefined,
  doc: string,
  run: BuiltinDef['call'],
  doors?: Doors,
): ModuleEntry {
  return {
    name,
    make: (module, moduleName) => {
      const owner = moduleName === 'builtins' ? undefined : moduleName;
      return new PyCFunction(rawDef(name, textSignature, doc, run, doors, owner), module, moduleName);
    },
  };
}

/** A value of a module. */
export function constant(name: string, value: PyObject): ModuleEntry {
  return new ConstantEntry(name, value);
}

class ConstantEntry implements ModuleEntry {
  readonly name: string;
  readonly value: PyObject;

  constructor(name: string, value: PyObject) {
    this.name = name;
    this.value = value;
  }
  make(): PyObject {
    return this.value;
  }
}

export type { ModuleDefinition, ModuleEntry } from './module-definition.ts';
