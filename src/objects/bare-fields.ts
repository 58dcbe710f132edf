/**
 * Attributes that keep floats as bare numbers. Where compiled code stores floats, the instances that a class makes from then on keep
 * them so: an engine gives a number that is alone in its field a place of its own and writes over it, where a boxed
 * float is made anew each time.
 *
 * Such a field is called `x$=` where the boxed one is `x$`. Its objects have a prototype of their own in front of that of their class: on it
 * stands an accessor `x$`, by which everybody else reads and writes the attribute as ever, and `x$=` is null, by which
 * compiled code knows that it may write there. What must know is only who lists or deletes fields, or gives an object another
 * prototype. When something else than a float is stored, the object gets back its boxed fields, and its class makes no
 * more such objects.
 */
import { PyFloat } from './float.ts';
import { behindHandle } from './handle.ts';
import { newConstructor, objectType, type PyBaseObject, type PyType } from './object.ts';

type Fields = Record<string, unknown>;

/** The accessor of a field, made from its two keys. It is told how a value is stored that is no float. */
export type AccessorMaker = (
  key: string,
  bare: string,
  storeOther: (object: PyBaseObject, value: unknown) => void,
) => PropertyDescriptor;

/** Which fields the new instances of a class keep bare; none once it was found to store other things as well. */
const bareFields = new WeakMap<PyType, Set<string>>();

/** Where an object keeps a float bare that stands under a key otherwise. */
export const bareKey = (key: string): string => `${key}=`;

export const isBareKey = (key: string): boolean => key.charCodeAt(key.length - 1) === 61;

/** The key of the boxed field. */
export const boxedKey = (bare: string): string => bare.slice(0, -1);

/** Do new instances of a type keep a field bare? */
export function hasBareField(type: PyType, key: string): boolean {
  return bareFields.get(type)?.has(key) === true;
}

/** Makes new instances of a type keep a field bare. False if they cannot. */
export function keepBare(type: PyType, key: string, makeAccessor: AccessorMaker): boolean {
  if (type.solidBase !== objectType || type === objectType) return false;
  const before = bareFields.get(type);
  if (before?.has(key)) return true;
  if (before?.size === 0) return false;
  const keys = new Set(before).add(key);
  bareFields.set(type, keys);
  const proto = Object.create(type.proto) as Fields;
  for (const name of keys) {
    const bare = bareKey(name);
    proto[bare] = null;
    const accessor = makeAccessor(name, bare, (object, value) => {
      keepBoxed(object.ob_type);
      boxFields(object);
      (object as unknown as Fields)[name] = value;
    });
    Object.defineProperty(proto, name, accessor);
  }
  type.maker = newConstructor(proto);
  return true;
}

/** New instances of a type keep all their fields boxed, for ever. */
export function keepBoxed(type: PyType): void {
  if (!bareFields.has(type)) return;
  bareFields.set(type, new Set());
  type.maker = type.ctor;
}

/** Gives an object boxed fields in the place of the bare ones, in the same order, and the prototype of its class. */
export function boxFields(owner: PyBaseObject): void {
  const object = behindHandle(owner);
  const fields = object as unknown as Fields;
  const keys = Object.keys(fields);
  const first = keys.findIndex(isBareKey);
  if (first >= 0) {
    const moved = keys.slice(first).map((key): [string, unknown] => [key, fields[key]]);
    // From the last one on: engines keep objects fast that lose what they got last.
    for (let i = keys.length - 1; i >= first; i--) delete fields[keys[i]!];
    Object.setPrototypeOf(object, object.ob_type.proto);
    for (const [key, value] of moved) {
      if (!isBareKey(key)) fields[key] = value;
      else fields[boxedKey(key)] = typeof value === 'number' ? new PyFloat(value) : undefined;
    }
  } else if (Object.getPrototypeOf(object) !== object.ob_type.proto) {
    Object.setPrototypeOf(object, object.ob_type.proto);
  }
}

/** Has an object a field of its own, in one of the two forms? */
export function hasOwnField(owner: PyBaseObject, key: string): boolean {
  const object = behindHandle(owner);
  return Object.hasOwn(object, key) || Object.hasOwn(object, bareKey(key));
}

/** Deletes a field in whichever form an object has it. */
export function deleteField(owner: PyBaseObject, key: string): void {
  const fields = behindHandle(owner) as unknown as Fields;
  if (Object.hasOwn(fields, key)) delete fields[key];
  else delete fields[bareKey(key)];
}
