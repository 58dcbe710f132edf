/**
 * The table that ties special methods to type slots, in both directions.
 *
 * A built-in type fills a slot and thereby has the special method (`wrap` calls the slot with the method's
 * arguments). A Python class defines the special method and thereby has the slot (`generic` looks the method up and
 * calls it). CPython: `slotdefs` in Objects/typeobject.c.
 */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { PyWrapperDescr, type SlotDef } from '../objects/descriptor.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import {
  type BinarySlot,
  type CallSlot,
  type DescrGetSlot,
  type DescrSetSlot,
  type GetAttrSlot,
  type GetBufferSlot,
  type InitSlot,
  type IterNextSlot,
  type KwNames,
  Py_EQ,
  Py_GE,
  Py_GT,
  Py_LE,
  Py_LT,
  Py_NE,
  type PyInt,
  type PyObject,
  PyType,
  type RichCompareSlot,
  type SetAttrSlot,
  TPFLAGS_METHOD_DESCRIPTOR,
  type UnarySlot,
} from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import { isStr } from '../objects/str.ts';
import { checkPositional } from './arguments.ts';
import {
  genericGetAttr,
  genericGetAttrOrAbsent,
  lookupOnType,
  lookupSpecial,
  noAttribute,
} from './attributes.ts';
import { bufferMethod, genericGetBuffer, genericReleaseBuffer, releaseBufferMethod } from './buffer-slots.ts';
import { call, call1, call2, callSpecial, throwPropagating } from './call.ts';
import { asCount, attributeNameOf, indexAsNumber, intValue, isTrue, lengthFromInt } from './convert.ts';
import { newException, returned, stopIteration, typeError } from './errors.ts';
import { getIter } from './iter.ts';
import { tellStopIteration } from './monitoring/stop-iteration.ts';
import { callHeld } from './scheduler.ts';
import { current } from './state.ts';
import { isInstanceOf, isSubtype, typeName, typeOf } from './type-of.ts';

type Args = readonly PyObject[];

const StopIterationType = exceptionTypes.get('StopIteration')!;
const AttributeErrorType = exceptionTypes.get('AttributeError')!;

/** Checks the arguments of a special method that takes exactly `count`. */
function checkCount(args: Args, kwnames: KwNames | undefined, count: number): void {
  if (kwnames !== undefined && kwnames.length > 0) throw typeError('wrapper() takes no keyword arguments');
  if (args.length !== count) {
    throw typeError(`expected ${count} argument${count === 1 ? '' : 's'}, got ${args.length}`);
  }
}

/** The same for methods whose name CPython has in the message. */
function checkNamedCount(
  name: string,
  args: Args,
  kwnames: KwNames | undefined,
  least: number,
  most: number,
): void {
  if (kwnames !== undefined && kwnames.length > 0) throw typeError('wrapper() takes no keyword arguments');
  checkPositional(name, args.length, least, most);
}

function checkPowerCount(args: Args, kwnames: KwNames | undefined): void {
  if (kwnames !== undefined && kwnames.length > 0) throw typeError('wrapper() takes no keyword arguments');
  if (args.length !== 1 && args.length !== 2)
    throw typeError(`expected 1 or 2 arguments, got ${args.length}`);
}

/** Calls the special method `name`, which the type of `self` must have. */
function callDunder(self: PyObject, name: AttrName, a?: PyObject, b?: PyObject): PyObject {
  const result = callSpecial(self, name, a, b);
  if (result === undefined) throw newException(AttributeErrorType, name.str);
  return result;
}

function row(
  name: string,
  slot: keyof PyType,
  signature: string,
  doc: string,
  generic: unknown,
  wrap: SlotDef['wrap'],
): SlotDef {
  return { name: attrName(name), slot, signature, doc, generic, wrap };
}

function unary(name: string, slot: keyof PyType, doc: string): SlotDef {
  const dunder = attrName(name);
  const generic: UnarySlot = (self) => callDunder(self, dunder);
  return row(name, slot, '($self, /)', doc, generic, (slotFunction, self, args, kwnames) => {
    checkCount(args, kwnames, 0);
    return (slotFunction as UnarySlot)(self);
  });
}

/** Is the special method of the right operand's type another one than the left operand's type has? */
function isOverloaded(left: PyObject, right: PyObject, reflected: AttrName): boolean {
  const other = lookupOnType(right, reflected);
  return other !== undefined && other !== lookupOnType(left, reflected);
}

/** Calls `name` with the other operand, and with the modulus where `pow()` has one. */
function callOperator(
  self: PyObject,
  name: AttrName,
  other: PyObject,
  modulus: PyObject | undefined,
): PyObject {
  const result =
    modulus === undefined || modulus === None
      ? callSpecial(self, name, other)
      : callSpecial(self, name, other, modulus);
  return result ?? NotImplemented;
}

/** The slot of an operator that calls the special methods of either operand. */
function operatorSlot(dunder: AttrName, reflected: AttrName, slot: keyof PyType) {
  const generic = (left: PyObject, right: PyObject, modulus?: PyObject): PyObject => {
    const leftType = typeOf(left);
    const rightType = typeOf(right);
    const reflect = leftType !== rightType && rightType[slot] === generic;
    if (leftType[slot] === generic) {
      if (reflect && isSubtype(rightType, leftType) && isOverloaded(left, right, reflected)) {
        const result = callOperator(right, reflected, left, modulus);
        if (result !== NotImplemented) return result;
        return callOperator(left, dunder, right, modulus);
      }
      const result = callOperator(left, dunder, right, modulus);
      if (result !== NotImplemented || leftType === rightType) return result;
    }
    return reflect ? callOperator(right, reflected, left, modulus) : NotImplemented;
  };
  return generic;
}

/** The rows of a binary operator and its reflection. */
function binary(name: string, slot: keyof PyType, symbol: string): SlotDef[] {
  const dunder = attrName(`__${name}__`);
  const reflected = attrName(`__r${name}__`);
  const generic: BinarySlot = operatorSlot(dunder, reflected, slot);
  const divmod = name === 'divmod';
  return [
    row(
      dunder.text,
      slot,
      '($self, value, /)',
      divmod ? 'Return divmod(self, value).' : `Return self${symbol}value.`,
      generic,
      (slotFunction, self, args, kwnames) => {
        checkCount(args, kwnames, 1);
        return (slotFunction as BinarySlot)(self, args[0]!);
      },
    ),
    row(
      reflected.text,
      slot,
      '($self, value, /)',
      divmod ? 'Return divmod(value, self).' : `Return value${symbol}self.`,
      generic,
      (slotFunction, self, args, kwnames) => {
        checkCount(args, kwnames, 1);
        return (slotFunction as BinarySlot)(args[0]!, self);
      },
    ),
  ];
}

/** The row of a method with one argument that has no reflection: `__iadd__`, `__getitem__`. */
function oneArgument(name: string, slot: keyof PyType, signature: string, doc: string): SlotDef {
  const dunder = attrName(name);
  const generic: BinarySlot = (self, arg) => callDunder(self, dunder, arg);
  return row(name, slot, signature, doc, generic, (slotFunction, self, args, kwnames) => {
    checkCount(args, kwnames, 1);
    return (slotFunction as BinarySlot)(self, args[0]!);
  });
}

function inplace(name: string, slot: keyof PyType, symbol: string): SlotDef {
  return oneArgument(`__i${name}__`, slot, '($self, value, /)', `Return self${symbol}=value.`);
}

const COMPARISONS: readonly (readonly [string, number, string])[] = [
  ['__lt__', Py_LT, '<'],
  ['__le__', Py_LE, '<='],
  ['__eq__', Py_EQ, '=='],
  ['__ne__', Py_NE, '!='],
  ['__gt__', Py_GT, '>'],
  ['__ge__', Py_GE, '>='],
];

const COMPARISON_NAMES: readonly AttrName[] = [Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE].map((op) =>
  attrName(COMPARISONS.find((comparison) => comparison[1] === op)![0]),
);

const genericRichCompare: RichCompareSlot = (self, other, op) => {
  const name = COMPARISON_NAMES[op]!;
  const method = lookupOnType(self, name);
  if (method === undefined) return NotImplemented;
  if (method instanceof PyFunction) return call2(method, self, other);
  // A method that cannot even be bound does not compare; CPython drops whatever was raised.
  if (!(typeOf(method).tp_flags & TPFLAGS_METHOD_DESCRIPTOR)) {
    let bound: PyObject | undefined;
    try {
      bound = lookupSpecial(self, name);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
    }
    return bound === undefined ? NotImplemented : call1(bound, other);
  }
  return callSpecial(self, name, other)!;
};

const dunderGetattribute = attrName('__getattribute__');
const dunderGetattr = attrName('__getattr__');
const dunderSetattr = attrName('__setattr__');
const dunderDelattr = attrName('__delattr__');
const dunderSetitem = attrName('__setitem__');
const dunderDelitem = attrName('__delitem__');
const dunderGetitem = attrName('__getitem__');
const dunderLen = attrName('__len__');
const dunderBool = attrName('__bool__');
const dunderHash = attrName('__hash__');
const dunderIter = attrName('__iter__');
const dunderNext = attrName('__next__');
const dunderContains = attrName('__contains__');
const dunderCall = attrName('__call__');
const dunderGet = attrName('__get__');
const dunderSet = attrName('__set__');
const dunderDelete = attrName('__delete__');
const dunderInit = attrName('__init__');
const dunderPow = attrName('__pow__');
const dunderIpow = attrName('__ipow__');
const dunderDel = attrName('__del__');

/** `tp_getattro` of a class with `__getattr__` or a `__getattribute__` of its own. */
const genericGetattro: GetAttrSlot = (self, name) => {
  const getattribute = lookupOnType(self, dunderGetattribute);
  const hook = lookupOnType(self, dunderGetattr);
  try {
    // That of `object` itself needs no call.
    if (!(getattribute instanceof PyWrapperDescr && getattribute.slotFunction === genericGetAttr)) {
      return callSpecial(self, dunderGetattribute, name.str)!;
    }
    const value = genericGetAttrOrAbsent(self, name);
    if (value !== undefined) return value;
    if (hook === undefined) throw noAttribute(self, name);
  } catch (e) {
    if (hook === undefined || !(e instanceof PyBaseException) || !isInstanceOf(e, AttributeErrorType))
      throw e;
  }
  return callSpecial(self, dunderGetattr, name.str)!;
};

const genericSetattro: SetAttrSlot = (self, name, value) => {
  if (value === undefined) callDunder(self, dunderDelattr, name.str);
  else callDunder(self, dunderSetattr, name.str, value);
};

const genericItem = (self: PyObject, index: number): PyObject => callDunder(self, dunderGetitem, index);

const genericLength = (self: PyObject): number => lengthFromInt(callDunder(self, dunderLen));

const genericHash = (self: PyObject): PyInt => {
  const method = lookupOnType(self, dunderHash);
  if (method === undefined || method === None) throw typeError(`unhashable type: '${typeName(self)}'`);
  const value = method instanceof PyFunction ? call1(method, self) : callSpecial(self, dunderHash)!;
  const int = typeof value === 'number' ? value : intValue(value);
  if (int === undefined) throw typeError('__hash__ method should return an integer');
  return reduceHash(int);
};

/** What `hash()` makes of the int a `__hash__` method returned: 64 bits, and never −1. */
function reduceHash(value: PyInt): PyInt {
  if (typeof value === 'number') return value === -1 ? -2 : value;
  if (value >= -(1n << 63n) && value < 1n << 63n) return value;
  const modulus = (1n << 61n) - 1n;
  const reduced = value % modulus;
  const hash = Number.isSafeInteger(Number(reduced)) ? Number(reduced) : reduced;
  return hash === -1 ? -2 : hash;
}

const genericBool = (self: PyObject): boolean => {
  const method = lookupOnType(self, dunderBool);
  if (method === undefined) return genericLength(self) !== 0;
  if (method === None) throw typeError(`'${typeName(self)}' cannot be interpreted as a boolean`);
  const result = callSpecial(self, dunderBool)!;
  if (typeof result !== 'boolean')
    throw typeError(`__bool__ should return bool, returned ${typeName(result)}`);
  return result;
};

const genericIter: UnarySlot = (self) => {
  const method = lookupOnType(self, dunderIter);
  if (method === None) throw typeError(`'${typeName(self)}' object is not iterable`);
  if (method !== undefined) return callSpecial(self, dunderIter)!;
  return getIter(self);
};

const genericNext: IterNextSlot = (self) => {
  const method = lookupOnType(self, dunderNext);
  if (method instanceof PyFunction && method.jitArity === 1) {
    const { thread } = current;
    if (thread.startsCompiled) {
      const item = method.jitEntry!(method, self);
      if (item !== undefined) return item;
      const exception = thread.propagating!;
      if (!isInstanceOf(exception, StopIterationType)) throwPropagating();
      thread.propagating = undefined;
      thread.activations.callee = undefined;
      tellStopIteration(exception);
      return undefined;
    }
  }
  try {
    return callDunder(self, dunderNext);
  } catch (e) {
    if (!(e instanceof PyBaseException) || !isInstanceOf(e, StopIterationType)) throw e;
    tellStopIteration(e);
    return undefined;
  }
};

const genericContains = (self: PyObject, item: PyObject): boolean => {
  const method = lookupOnType(self, dunderContains);
  if (method === None) throw typeError(`'${typeName(self)}' object is not a container`);
  return isTrue(callSpecial(self, dunderContains, item)!);
};

const genericCall: CallSlot = (self, args, kwnames) => {
  const descr = lookupOnType(self, dunderCall);
  if (descr === undefined) throw noAttribute(self, dunderCall);
  const { thread } = current;
  if (descr instanceof PyFunction && thread === thread.interp.mainThread) {
    return call(descr, [self, ...args], kwnames);
  }
  const get = typeOf(descr).tp_descr_get;
  return callHeld(self, get === undefined ? descr : get(descr, self, typeOf(self)), args, kwnames);
};

const genericDescrGet: DescrGetSlot = (descr, instance, owner) =>
  callSpecial(descr, dunderGet, instance ?? None, owner) ?? descr;

const genericDescrSet: DescrSetSlot = (descr, instance, value) => {
  if (value === undefined) callDunder(descr, dunderDelete, instance);
  else callDunder(descr, dunderSet, instance, value);
};

const genericInit: InitSlot = (self, args, kwnames) => {
  const descr = lookupOnType(self, dunderInit)!;
  let result: PyObject;
  if (descr instanceof PyFunction) {
    if (kwnames === undefined && args.length === 0) result = call1(descr, self);
    else if (kwnames === undefined && args.length === 1) result = call2(descr, self, args[0]!);
    else result = call(descr, [self, ...args], kwnames);
  } else {
    const get = typeOf(descr).tp_descr_get;
    result = call(get === undefined ? descr : get(descr, self, typeOf(self)), args, kwnames);
  }
  if (result !== None) throw typeError(`__init__() should return None, not '${typeName(result)}'`);
};

/** The StopIteration at the end of an iterator. Those that can be sent to have put the value that it carries aside. */
export function endOfIteration(iterator: PyObject): PyBaseException {
  if (typeOf(iterator).am_send === undefined) return stopIteration(undefined);
  const value = current.thread.returnValue;
  return returned(value!);
}

/** The generic slot functions that others must recognise. */
export const generics = {
  genericGetattro,
  genericRichCompare,
  genericInit,
  genericCall,
  genericHash,
  genericItem,
  genericLength,
  genericNext,
} as const;

type PowerSlot = (base: PyObject, exponent: PyObject, modulus: PyObject) => PyObject;

const genericPower: PowerSlot = operatorSlot(dunderPow, attrName('__rpow__'), 'nb_power');

function nameArgument(name: PyObject): AttrName {
  if (!isStr(name)) throw typeError(`attribute name must be string, not '${typeName(name)}'`);
  return attributeNameOf(name);
}

/** `object.__setattr__(int, ...)` does not get around what `type` forbids. CPython: `hackcheck` in Objects/typeobject.c. */
function checkNoJump(slot: SetAttrSlot, self: PyObject, method: string): void {
  if (!(self instanceof PyType)) return;
  const type = typeOf(self);
  let base: PyType | undefined = type;
  while (base !== undefined && base.tp_setattro === genericSetattro) base = base.tp_base;
  if (base?.tp_setattro !== slot) throw typeError(`can't apply this ${method} to ${type.tp_name} object`);
}

/** All rows; of two for one slot the first that a class defines decides. */
export const SLOT_DEFS: readonly SlotDef[] = [
  row(
    '__getattribute__',
    'tp_getattro',
    '($self, name, /)',
    'Return getattr(self, name).',
    genericGetattro,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as GetAttrSlot)(self, nameArgument(args[0]!));
    },
  ),
  row('__getattr__', 'tp_getattro', '', '', genericGetattro, () => None),
  row(
    '__setattr__',
    'tp_setattro',
    '($self, name, value, /)',
    'Implement setattr(self, name, value).',
    genericSetattro,
    (slot, self, args, kwnames) => {
      checkNamedCount('__setattr__', args, kwnames, 2, 2);
      checkNoJump(slot as SetAttrSlot, self, '__setattr__');
      (slot as SetAttrSlot)(self, nameArgument(args[0]!), args[1]!);
      return None;
    },
  ),
  row(
    '__delattr__',
    'tp_setattro',
    '($self, name, /)',
    'Implement delattr(self, name).',
    genericSetattro,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      checkNoJump(slot as SetAttrSlot, self, '__delattr__');
      (slot as SetAttrSlot)(self, nameArgument(args[0]!), undefined);
      return None;
    },
  ),
  unary('__repr__', 'tp_repr', 'Return repr(self).'),
  row('__hash__', 'tp_hash', '($self, /)', 'Return hash(self).', genericHash, (slot, self, args, kwnames) => {
    checkCount(args, kwnames, 0);
    return (slot as (self: PyObject) => PyInt)(self);
  }),
  row(
    '__call__',
    'tp_call',
    '($self, /, *args, **kwargs)',
    'Call self as a function.',
    genericCall,
    (slot, self, args, kwnames) => (slot as CallSlot)(self, args, kwnames),
  ),
  unary('__str__', 'tp_str', 'Return str(self).'),
  ...COMPARISONS.map(([name, op, symbol]) =>
    row(
      name,
      'tp_richcompare',
      '($self, value, /)',
      `Return self${symbol}value.`,
      genericRichCompare,
      (slot, self, args, kwnames) => {
        checkCount(args, kwnames, 1);
        return (slot as RichCompareSlot)(self, args[0]!, op);
      },
    ),
  ),
  row(
    '__iter__',
    'tp_iter',
    '($self, /)',
    'Implement iter(self).',
    genericIter,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 0);
      return (slot as UnarySlot)(self);
    },
  ),
  row(
    '__next__',
    'tp_iternext',
    '($self, /)',
    'Implement next(self).',
    genericNext,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 0);
      const item = (slot as IterNextSlot)(self);
      if (item === undefined) throw endOfIteration(self);
      return item;
    },
  ),
  row(
    '__get__',
    'tp_descr_get',
    '($self, instance, owner=None, /)',
    'Return an attribute of instance, which is of type owner.',
    genericDescrGet,
    (slot, self, args, kwnames) => {
      checkNamedCount('__get__', args, kwnames, 1, 2);
      const instance = args[0] === None ? undefined : args[0];
      const owner = args[1] === None ? undefined : args[1];
      if (instance === undefined && owner === undefined) throw typeError('__get__(None, None) is invalid');
      return (slot as DescrGetSlot)(self, instance, (owner ?? typeOf(instance!)) as PyType);
    },
  ),
  row(
    '__set__',
    'tp_descr_set',
    '($self, instance, value, /)',
    'Set an attribute of instance to value.',
    genericDescrSet,
    (slot, self, args, kwnames) => {
      checkNamedCount('__set__', args, kwnames, 2, 2);
      (slot as DescrSetSlot)(self, args[0]!, args[1]!);
      return None;
    },
  ),
  row(
    '__delete__',
    'tp_descr_set',
    '($self, instance, /)',
    'Delete an attribute of instance.',
    genericDescrSet,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      (slot as DescrSetSlot)(self, args[0]!, undefined);
      return None;
    },
  ),
  row(
    '__init__',
    'tp_init',
    '($self, /, *args, **kwargs)',
    'Initialize self.  See help(type(self)) for accurate signature.',
    genericInit,
    (slot, self, args, kwnames) => {
      (slot as InitSlot)(self, args, kwnames);
      return None;
    },
  ),
  row(
    '__del__',
    'tp_finalize',
    '($self, /)',
    'Called when the instance is about to be destroyed.',
    (self: PyObject) => void callDunder(self, dunderDel),
    (slot, self) => {
      (slot as (self: PyObject) => void)(self);
      return None;
    },
  ),
  row(
    '__buffer__',
    'bf_getbuffer',
    '($self, flags, /)',
    'Return a buffer object that exposes the underlying memory of the object.',
    genericGetBuffer,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return bufferMethod(slot as GetBufferSlot, self, args[0]!);
    },
  ),
  row(
    '__release_buffer__',
    'bf_releasebuffer',
    '($self, buffer, /)',
    'Release the buffer object that exposes the underlying memory of the object.',
    genericReleaseBuffer,
    (_slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return releaseBufferMethod(self, args[0]!);
    },
  ),
  unary('__await__', 'am_await', 'Return an iterator to be used in await expression.'),
  unary('__aiter__', 'am_aiter', 'Return an awaitable, that resolves in asynchronous iterator.'),
  unary('__anext__', 'am_anext', 'Return a value or raise StopAsyncIteration.'),

  ...binary('add', 'nb_add', '+'),
  ...binary('sub', 'nb_subtract', '-'),
  ...binary('mul', 'nb_multiply', '*'),
  ...binary('mod', 'nb_remainder', '%'),
  ...binary('divmod', 'nb_divmod', ''),
  row(
    '__pow__',
    'nb_power',
    '($self, value, mod=None, /)',
    'Return pow(self, value, mod).',
    genericPower,
    (slot, self, args, kwnames) => {
      checkPowerCount(args, kwnames);
      return (slot as PowerSlot)(self, args[0]!, args[1] ?? None);
    },
  ),
  row(
    '__rpow__',
    'nb_power',
    '($self, value, mod=None, /)',
    'Return pow(value, self, mod).',
    genericPower,
    (slot, self, args, kwnames) => {
      checkPowerCount(args, kwnames);
      return (slot as PowerSlot)(args[0]!, self, args[1] ?? None);
    },
  ),
  unary('__neg__', 'nb_negative', '-self'),
  unary('__pos__', 'nb_positive', '+self'),
  unary('__abs__', 'nb_absolute', 'abs(self)'),
  row(
    '__bool__',
    'nb_bool',
    '($self, /)',
    'True if self else False',
    genericBool,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 0);
      return (slot as (self: PyObject) => boolean)(self);
    },
  ),
  unary('__invert__', 'nb_invert', '~self'),
  ...binary('lshift', 'nb_lshift', '<<'),
  ...binary('rshift', 'nb_rshift', '>>'),
  ...binary('and', 'nb_and', '&'),
  ...binary('xor', 'nb_xor', '^'),
  ...binary('or', 'nb_or', '|'),
  unary('__int__', 'nb_int', 'int(self)'),
  unary('__float__', 'nb_float', 'float(self)'),
  inplace('add', 'nb_inplace_add', '+'),
  inplace('sub', 'nb_inplace_subtract', '-'),
  inplace('mul', 'nb_inplace_multiply', '*'),
  inplace('mod', 'nb_inplace_remainder', '%'),
  row(
    '__ipow__',
    'nb_inplace_power',
    '($self, value, /)',
    'Return self**=value.',
    (self: PyObject, exponent: PyObject) => callDunder(self, dunderIpow, exponent),
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as PowerSlot)(self, args[0]!, None);
    },
  ),
  inplace('lshift', 'nb_inplace_lshift', '<<'),
  inplace('rshift', 'nb_inplace_rshift', '>>'),
  inplace('and', 'nb_inplace_and', '&'),
  inplace('xor', 'nb_inplace_xor', '^'),
  inplace('or', 'nb_inplace_or', '|'),
  ...binary('floordiv', 'nb_floor_divide', '//'),
  ...binary('truediv', 'nb_true_divide', '/'),
  inplace('floordiv', 'nb_inplace_floor_divide', '//'),
  inplace('truediv', 'nb_inplace_true_divide', '/'),
  unary(
    '__index__',
    'nb_index',
    'Return self converted to an integer, if self is suitable for use as an index into a list.',
  ),
  ...binary('matmul', 'nb_matrix_multiply', '@'),
  inplace('matmul', 'nb_inplace_matrix_multiply', '@'),

  row(
    '__len__',
    'mp_length',
    '($self, /)',
    'Return len(self).',
    genericLength,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 0);
      return (slot as (self: PyObject) => number)(self);
    },
  ),
  oneArgument('__getitem__', 'mp_subscript', '($self, key, /)', 'Return self[key].'),
  row(
    '__setitem__',
    'mp_ass_subscript',
    '($self, key, value, /)',
    'Set self[key] to value.',
    genericAssSubscript,
    (slot, self, args, kwnames) => {
      checkNamedCount('__setitem__', args, kwnames, 2, 2);
      (slot as typeof genericAssSubscript)(self, args[0]!, args[1]!);
      return None;
    },
  ),
  row(
    '__delitem__',
    'mp_ass_subscript',
    '($self, key, /)',
    'Delete self[key].',
    genericAssSubscript,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      (slot as typeof genericAssSubscript)(self, args[0]!, undefined);
      return None;
    },
  ),
  row(
    '__len__',
    'sq_length',
    '($self, /)',
    'Return len(self).',
    genericLength,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 0);
      return (slot as (self: PyObject) => number)(self);
    },
  ),
  row(
    '__add__',
    'sq_concat',
    '($self, value, /)',
    'Return self+value.',
    undefined,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as BinarySlot)(self, args[0]!);
    },
  ),
  row(
    '__mul__',
    'sq_repeat',
    '($self, value, /)',
    'Return self*value.',
    undefined,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as (self: PyObject, count: number) => PyObject)(self, asCount(args[0]!));
    },
  ),
  row(
    '__rmul__',
    'sq_repeat',
    '($self, value, /)',
    'Return value*self.',
    undefined,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as (self: PyObject, count: number) => PyObject)(self, asCount(args[0]!));
    },
  ),
  row(
    '__getitem__',
    'sq_item',
    '($self, key, /)',
    'Return self[key].',
    genericItem,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as (self: PyObject, index: number) => PyObject)(self, sequenceIndex(self, args[0]!));
    },
  ),
  row(
    '__setitem__',
    'sq_ass_item',
    '($self, key, value, /)',
    'Set self[key] to value.',
    genericAssItem,
    (slot, self, args, kwnames) => {
      checkNamedCount('__setitem__', args, kwnames, 2, 2);
      (slot as typeof genericAssItem)(self, sequenceIndex(self, args[0]!), args[1]!);
      return None;
    },
  ),
  row(
    '__delitem__',
    'sq_ass_item',
    '($self, key, /)',
    'Delete self[key].',
    genericAssItem,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      (slot as typeof genericAssItem)(self, sequenceIndex(self, args[0]!), undefined);
      return None;
    },
  ),
  row(
    '__contains__',
    'sq_contains',
    '($self, key, /)',
    'Return bool(key in self).',
    genericContains,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as (self: PyObject, item: PyObject) => boolean)(self, args[0]!);
    },
  ),
  row(
    '__iadd__',
    'sq_inplace_concat',
    '($self, value, /)',
    'Implement self+=value.',
    undefined,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as BinarySlot)(self, args[0]!);
    },
  ),
  row(
    '__imul__',
    'sq_inplace_repeat',
    '($self, value, /)',
    'Implement self*=value.',
    undefined,
    (slot, self, args, kwnames) => {
      checkCount(args, kwnames, 1);
      return (slot as (self: PyObject, count: number) => PyObject)(self, asCount(args[0]!));
    },
  ),
];

/** A class that defines one of both methods inherits the other one, mostly dict's, of which the slot is called. */
function genericAssSubscript(self: PyObject, key: PyObject, value: PyObject | undefined): void {
  const method = lookupOnType(self, value === undefined ? dunderDelitem : dunderSetitem);
  if (
    method instanceof PyWrapperDescr &&
    method.def.slot === 'mp_ass_subscript' &&
    isInstanceOf(self, method.owner)
  ) {
    (method.slotFunction as typeof genericAssSubscript)(self, key, value);
    return;
  }
  if (value === undefined) callDunder(self, dunderDelitem, key);
  else callDunder(self, dunderSetitem, key, value);
}

function genericAssItem(self: PyObject, index: number, value: PyObject | undefined): void {
  genericAssSubscript(self, index, value);
}

/** An index argument of a sequence, negative ones counted from the end. */
function sequenceIndex(self: PyObject, index: PyObject): number {
  const i = indexAsNumber(index);
  const length = typeOf(self).sq_length;
  return i < 0 && length !== undefined ? i + length(self) : i;
}
