/**
 * Attributes that keep floats as bare numbers, in compiled code: objects/bare-fields.ts. Where a float is stored that
 * has no box, new instances keep that attribute bare from then on. Older ones have it boxed; both are read and written here.
 */
import { canMakeFunctions } from '../common/functions-from-text.ts';
import * as fields from '../objects/bare-fields.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyBaseObject, PyType } from '../objects/object.ts';
import type { Translator } from './translator.ts';
import { quote } from './values.ts';

export const { hasBareField } = fields;

/** As text, so that an engine gets to know each field for itself. */
const ACCESSOR = `return {
  get() { const bare = this[KEY]; return typeof bare === 'number' ? new PyFloat(bare) : undefined; },
  set(value) {
    if (value === undefined) this[KEY] = null;
    else if (value.ob_type === FLOAT) this[KEY] = value.value;
    else storeOther(this, value);
  },
}`;

const makeAccessor: fields.AccessorMaker = (_key, bare, storeOther) =>
  new Function('PyFloat', 'FLOAT', 'storeOther', ACCESSOR.replaceAll('KEY', quote(bare)))(
    PyFloat,
    PyFloat.type,
    storeOther,
  );

/** Do new instances of a type keep a field bare, from now on? */
export function keepsBare(t: Translator, type: PyType, field: string): boolean {
  if (hasBareField(type, field)) return true;
  if (!canMakeFunctions() || !fields.keepBare(type, field, makeAccessor)) return false;
  // Their constructor is another one now, which may have been written already.
  t.writeAgain();
  return true;
}

/** Puts an attribute that is kept bare on the stack, in the place of its object. */
export function loadBareField(t: Translator, object: string, field: string, inClass: string): void {
  const result = t.temporary();
  t.emit(`let ${result} = ${object}[${quote(fields.bareKey(field))}];`);
  t.open(`if (typeof ${result} !== 'number') {`);
  t.emit(`${result} = ${object}[${quote(field)}]${inClass};`);
  t.exitUnless(`${result} !== undefined && (${result}.ob_type === FLOAT || foundOther(${object}))`);
  t.emit(`${result} = ${result}.value;`);
  t.close();
  t.pop();
  t.push(result, 'double');
}

/** An object of a class whose floats are kept bare has something else there: they are not, any more. */
export function foundOther(object: PyBaseObject): false {
  fields.keepBoxed(object.ob_type);
  return false;
}

/** Stores the double below an object into an attribute of it that is kept bare. */
export function storeBareField(t: Translator, field: string): void {
  const object = t.pop().js;
  const { js } = t.popBare();
  const bare = `${object}[${quote(fields.bareKey(field))}]`;
  t.emit(`if (${bare} !== undefined) ${bare} = ${js}; else ${object}[${quote(field)}] = new PyFloat(${js});`);
}
