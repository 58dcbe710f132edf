/**
 * Attributes of instances in compiled code.
 *
 * Tier 0 notes whose attributes an instruction was asked for (vm/receivers.ts). Where those were few types, the
 * written code compares the stamp of the object with theirs and goes by what the attribute is there: a field, a function, the getter of a
 * property. An object with another stamp makes the function exit. Where nothing is known, it asks the object each time.
 */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyMemberDescr, PyMethodDescr, PyWrapperDescr } from '../objects/descriptor.ts';
import { PyFunction } from '../objects/function.ts';
import { PyClassMethod, PyProperty, PyStaticMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type PyBaseObject, type PyObject, type PyType, TPFLAGS_HEAPTYPE } from '../objects/object.ts';
import { strType } from '../objects/str.ts';
import { PySuper } from '../objects/super.ts';
import { genericGetAttr, genericSetAttr, typeGetAttr } from '../runtime/attributes.ts';
import { superLookup } from '../runtime/super.ts';
import { isPlain } from '../runtime/type-attributes.ts';
import { isSubtype } from '../runtime/type-of.ts';
import { hasBareField, keepsBare, loadBareField, storeBareField } from './bare-fields.ts';
import { direct } from './call-sites.ts';
import { inlineCall } from './inlining.ts';
import { loadClassAttr, loadModuleAttr } from './lookups.ts';
import { likelyMethod } from './methods.ts';
import type { Translator } from './translator.ts';
import { isBare, isImmediate, NOTHING, quote, type Value } from './values.ts';

/** Is it a slot whose value an object of the type has in a property? */
function isSlot(type: PyType, descr: PyObject | undefined): descr is PyMemberDescr {
  return (
    descr instanceof PyMemberDescr &&
    descr.kind === 'object_ex' &&
    descr.read === undefined &&
    isSubtype(type, descr.owner)
  );
}

/** What an attribute of instances is: all of them, or nothing, must have it in the same way. */
function agreed<T>(types: readonly PyType[], of: (type: PyType) => T | undefined): T | undefined {
  const [first, ...others] = types.map(of);
  return others.every((other) => other === first) ? first : undefined;
}

/** Where the instances of a type have an attribute, if it can be read there; `undefined` when it is not that simple. */
function readableField(type: PyType, name: AttrName): string | undefined {
  if (type.tp_getattro !== genericGetAttr) return undefined;
  const descr = type.proto[name.classKey];
  if (isSlot(type, descr)) return descr.field;
  return (descr === undefined || isPlain(descr)) && type.hasDict ? name.instanceKey : undefined;
}

/** The descriptor behind an attribute, if it is of a built-in type. */
function builtinDescriptor(type: PyType, name: AttrName): PyBaseObject | undefined {
  const descr = type.proto[name.classKey];
  if (typeof descr !== 'object') return undefined;
  const { tp_flags, tp_descr_get, tp_descr_set } = descr.ob_type;
  // What a class has itself comes before what its metaclass has, unless that can be assigned.
  const isFirst = type.tp_getattro === typeGetAttr && tp_descr_set !== undefined;
  if (type.tp_getattro !== genericGetAttr && !isFirst) return undefined;
  return (tp_flags & TPFLAGS_HEAPTYPE) === 0 && tp_descr_get !== undefined ? descr : undefined;
}

/** An attribute of an instance of known types. False when it is not that simple. */
function loadKnown(t: Translator, types: readonly PyType[], name: AttrName): boolean {
  const field = agreed(types, (type) => readableField(type, name));
  if (field !== undefined) {
    const { js } = t.peek(1);
    t.expectType(t.peek(1), types);
    const result = t.temporary();
    // A class may have what an instance has not.
    const isInClass =
      field === name.instanceKey && types.some(({ proto }) => proto[name.classKey] !== undefined);
    const inClass = isInClass ? ` ?? ${js}[${quote(name.classKey)}]` : '';
    if (types.every((type) => hasBareField(type, field))) {
      loadBareField(t, js, field, inClass);
      return true;
    }
    t.emit(`const ${result} = ${js}[${quote(field)}]${inClass};`);
    if (!isInClass || types.length > 1) t.exitUnless(`${result} !== undefined`);
    t.pop();
    t.push(result);
    return true;
  }
  const descr = agreed(types, (type) => builtinDescriptor(type, name));
  if (descr === undefined) return false;
  return descr instanceof PyProperty ? loadProperty(t, types, descr) : loadDescribed(t, types, name, descr);
}

/** What the getter of a property gives. False when that is no Python function. */
function loadProperty(t: Translator, types: readonly PyType[], property: PyProperty): boolean {
  const getter = property.prop_get;
  if (!(getter instanceof PyFunction)) return false;
  t.expectType(t.peek(1), types);
  const guard = `${t.constant(property)}.prop_get === ${t.constant(getter)}`;
  if (inlineCall(t, { func: getter, args: [t.peek(1)], taken: 1, guards: [guard] })) return true;
  t.exitUnless(guard);
  const { js } = t.pop();
  t.emit(`${t.mark};`);
  const result = t.temporary();
  t.emit(`const ${result} = ${direct(t.constant(getter), [js])};`);
  t.passOn(result);
  t.push(result);
  return true;
}

/** What a descriptor gives. The instance's own attribute comes before one that cannot be assigned. */
function loadDescribed(
  t: Translator,
  types: readonly PyType[],
  name: AttrName,
  descr: PyBaseObject,
): boolean {
  const { tp_descr_get, tp_descr_set } = descr.ob_type;
  const value = t.peek(1);
  t.expectType(value, types);
  const { js } = value;
  if (tp_descr_set === undefined && types.some(({ hasDict }) => hasDict)) {
    t.exitUnless(`${js}[${quote(name.instanceKey)}] === undefined`);
  }
  t.pop();
  const [type] = types;
  const owner =
    types.length === 1 ? t.constant(type!) : types.some(isImmediate) ? `typeOf(${js})` : `${js}.ob_type`;
  t.call(`${t.constant(tp_descr_get)}(${t.constant(descr)}, ${js}, ${owner})`);
  return true;
}

/** What the classes have under the name of a method; `undefined` where the instance itself may have something. */
function methodBehind(type: PyType, name: AttrName): PyObject | undefined {
  const descr = type.proto[name.classKey];
  if (type.tp_getattro !== genericGetAttr || typeof descr !== 'object') return undefined;
  if (descr instanceof PyMethodDescr) return isSubtype(type, descr.owner) ? descr : undefined;
  const { ob_type } = descr;
  if (ob_type === PyFunction.type || ob_type === PyStaticMethod.type) return descr;
  return ob_type === PyClassMethod.type && (descr as PyClassMethod).callable instanceof PyFunction
    ? descr
    : undefined;
}

/** A method of an instance of known types: the function, and the instance. False when it is not that simple. */
function loadKnownMethod(t: Translator, types: readonly PyType[], name: AttrName): boolean {
  const methods = types.map((type) => methodBehind(type, name));
  const [descr] = methods;
  const isSame = methods.every((method) => method === descr);
  // Of several ones, the object has its own; what they are is known.
  if (isSame ? descr === undefined : !methods.every((method) => method instanceof PyFunction)) return false;
  const isOfClass = descr instanceof PyClassMethod;
  if (isOfClass && types.length > 1) return false;
  const value = t.peek(1);
  t.expectType(value, types);
  const { js } = value;
  if (types.some(({ hasDict }) => hasDict)) t.exitUnless(`${js}[${quote(name.instanceKey)}] === undefined`);
  if (isOfClass || descr instanceof PyStaticMethod) {
    const { callable } = descr;
    // Both can be made anew.
    t.exitUnless(`${t.constant(descr)}.callable === ${t.constant(callable)}`);
    t.pop();
    t.push(t.constant(callable), 'any', callable);
    if (isOfClass) t.push(t.constant(types[0]), 'any', types[0]);
    else t.stack.push(NOTHING);
    return true;
  }
  const self = t.pop();
  if (isSame) t.push(t.constant(descr), 'any', descr);
  else t.result(`${js}[${quote(name.classKey)}]`, 'function');
  t.push(self.js, self.kind);
  return true;
}

/** Do the objects themselves have what is called: a function that was stored in them, as a callback is? */
function hasCallableField(types: readonly PyType[], name: AttrName): boolean {
  const field = agreed(types, (type) => readableField(type, name));
  return field !== undefined && !types.some((type) => hasBareField(type, field));
}

export function loadAttr(t: Translator, name: AttrName, isMethod: boolean): void {
  if (loadClassAttr(t, name, isMethod)) return;
  if (loadModuleAttr(t, name)) {
    if (isMethod) t.stack.push(NOTHING);
    return;
  }
  const types = t.receivers;
  if (types.length > 0) {
    if ((isMethod ? loadKnownMethod : loadKnown)(t, types, name)) return;
    if (isMethod && hasCallableField(types, name) && loadKnown(t, types, name)) {
      t.stack.push(NOTHING);
      return;
    }
  }
  const { js } = t.pop();
  const known = t.constant(name);
  const own = quote(name.instanceKey);
  const inClass = quote(name.classKey);
  const result = t.temporary();
  if (!isMethod) {
    t.emit(`let ${result} = ${js}[${own}];`);
    const slot = name.isSlot
      ? `(${result} = slotValue(${js}, ${js}[${inClass}], ${js}[${quote(name.slotKey)}], ${quote(name.slotKey)})) === undefined`
      : 'true';
    t.emit(
      `if ((${result} === undefined || isData(${js}[${inClass}]) || ${js}.ob_type.tp_getattro !== genericGetAttr) && ${slot}) { ${t.mark}; ${result} = classOrAnyAttr(${js}, ${js}[${inClass}], ${result}, ${known}); }`,
    );
    t.passOn(result);
    t.push(result);
    return;
  }
  const self = t.temporary();
  const ofStr = strType.proto[name.classKey];
  t.emit(`let ${result}, ${self} = ${js};`);
  // Strings have no prototype of ours to look into, but their methods never change.
  if (ofStr instanceof PyMethodDescr)
    t.emit(`if (typeof ${js} === 'string') ${result} = ${t.constant(ofStr)}; else`);
  t.emit(
    `if (!((${result} = ${js}[${inClass}]) instanceof PyFunction || ${result} instanceof PyMethodDescr) || ${js}[${own}] !== undefined || ${js}.ob_type.tp_getattro !== genericGetAttr) { ${t.mark}; if ((${result} = methodOf(${js}, ${known})) === undefined) { ${result} = getAttr(${js}, ${known}); ${self} = undefined; } }`,
  );
  t.push(result, 'any', likelyMethod(name));
  t.push(self);
}

/**
 * `super().name`, where the method behind the class was the same in whatever came: the function, and the instance. False
 * when it is not that simple.
 */
export function loadKnownSuper(t: Translator, name: AttrName, isMethod: boolean): boolean {
  const noted = isMethod ? t.superReceivers : undefined;
  const [globalSuper, cls, self] = t.stack.slice(-3) as [Value, Value, Value];
  if (
    noted === undefined ||
    globalSuper.known !== PySuper.type ||
    isBare(self.kind) ||
    name.text === '__class__'
  )
    return false;
  const { types } = noted;
  const found = agreed(types, (type) =>
    isSubtype(type, noted.cls) ? superLookup(noted.cls, type, name) : undefined,
  );
  const isBuiltin = found instanceof PyMethodDescr || found instanceof PyWrapperDescr;
  if (!(isBuiltin ? types.every((type) => isSubtype(type, found.owner)) : found instanceof PyFunction))
    return false;
  t.exitUnless(`${globalSuper.js} === ${t.constant(PySuper.type)} && ${cls.js} === ${t.constant(noted.cls)}`);
  t.expectType(self, types);
  t.stack.length -= 3;
  t.push(t.constant(found), 'any', found);
  t.push(self.js, self.kind);
  return true;
}

/** Where the instances of a type keep an attribute that is stored; `undefined` when it is not that simple. */
function writableField(type: PyType, name: AttrName): string | undefined {
  if (type.tp_setattro !== genericSetAttr) return undefined;
  const descr = type.proto[name.classKey];
  if (isSlot(type, descr) && !descr.readonly) return descr.field;
  const isOwn = descr === undefined || isPlain(descr) || descr instanceof PyFunction;
  // The attributes of modules are in their dict.
  return isOwn && type.hasDict && !isSubtype(type, PyModule.type) ? name.instanceKey : undefined;
}

export function storeAttr(t: Translator, name: AttrName): void {
  const types = t.receivers;
  const field = agreed(types, (type) => writableField(type, name));
  if (field !== undefined) {
    t.expectType(t.peek(1), types);
    if (t.stack.at(-2)?.kind === 'double' && types.every((type) => keepsBare(t, type, field))) {
      storeBareField(t, field);
      return;
    }
    const [item, object] = t.popMany(2);
    t.emit(`${object!.js}[${quote(field)}] = ${item!.js};`);
    return;
  }
  const [value, owner] = t.popMany(2).map(({ js }) => js);
  const own = quote(name.instanceKey);
  const inClass = quote(name.classKey);
  const slow = `{ ${t.mark}; setAttr(${owner}, ${t.constant(name)}, ${value}); }`;
  const slot = quote(name.slotKey);
  const bySlot = name.isSlot
    ? `if (isWritableSlot(${owner}, ${owner}[${inClass}], ${slot})) ${owner}[${slot}] = ${value}; else `
    : '';
  t.emit(
    `if (!isData(${owner}[${inClass}]) && ${owner}.ob_type?.tp_setattro === genericSetAttr && (${owner}[${own}] !== undefined || ${owner}.ob_type.hasDict && !(${owner} instanceof PyModule))) ${owner}[${own}] = ${value}; else ${bySlot}${slow}`,
  );
}
