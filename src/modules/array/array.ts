/** array: rows of machine values, and what pickles make them of. CPython: Modules/arraymodule.c. */
import { readFloat, readInt } from '../../common/octet-numbers.ts';
import { PyArray } from '../../objects/array.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import { type PyObject, PyType } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { callMethod } from '../../runtime/call.ts';
import { decodeUtf16, decodeUtf32 } from '../../runtime/codecs/utf16-32.ts';
import { strValue } from '../../runtime/convert.ts';
import { badArgument } from '../../runtime/converters.ts';
import { constant, defineModule, fn, type TypeDefinition } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { isSubtype, typeName } from '../../runtime/type-of.ts';
import { KINDS, kindOf } from './kinds.ts';
import { arrayIterator, array as arrayType, makeArray } from './type.ts';

/** How the items of a pickled array lay in memory, by number. CPython: `mformat_descriptors`. */
interface MachineFormat {
  readonly content: 'int' | 'float' | 'utf16' | 'utf32';
  readonly size: number;
  readonly signed: boolean;
  readonly little: boolean;
}

const MACHINE_FORMATS: readonly MachineFormat[] = [
  { content: 'int', size: 1, signed: false, little: true },
  { content: 'int', size: 1, signed: true, little: true },
  ...[2, 4, 8].flatMap((size) =>
    [false, true].flatMap((signed) =>
      [true, false].map((little): MachineFormat => ({ content: 'int', size, signed, little })),
    ),
  ),
  ...[4, 8].flatMap((size) =>
    [true, false].map((little): MachineFormat => ({ content: 'float', size, signed: false, little })),
  ),
  ...[true, false].map((little): MachineFormat => ({ content: 'utf16', size: 4, signed: false, little })),
  ...[true, false].map((little): MachineFormat => ({ content: 'utf32', size: 8, signed: false, little })),
];

/** The character of a typecode argument. */
function typecodeOf(value: PyObject): string {
  const text = strValue(value);
  if (text === undefined) {
    badArgument(
      { functionName: '_array_reconstructor', argument: 'argument 2' },
      'a unicode character',
      value,
    );
  }
  if (strLength(text) !== 1) {
    throw typeError(
      `_array_reconstructor(): argument 2 must be a unicode character, not a string of length ${strLength(text)}`,
    );
  }
  return typeof text === 'string' ? text : '';
}

/** The items that octets of another machine are. */
function decodeItems(octets: Uint8Array, format: MachineFormat): Str | PyList {
  const { content, size, signed, little } = format;
  if (octets.length % size !== 0) throw valueError('string length not a multiple of item size');
  if (content === 'utf16') return decodeUtf16(octets, 'strict', little ? -1 : 1, true).text;
  if (content === 'utf32') return decodeUtf32(octets, 'strict', little ? -1 : 1, true).text;
  const items: PyObject[] = [];
  for (let at = 0; at < octets.length; at += size) {
    items.push(
      content === 'float'
        ? new PyFloat(readFloat(octets, at, size, little))
        : readInt(octets, at, size, signed, little),
    );
  }
  return new PyList(items);
}

/** An array out of a pickle, which another machine may have written. */
function reconstruct(type: PyObject, typecode: PyObject, machineFormat: number, items: PyObject): PyObject {
  const code = typecodeOf(typecode);
  if (!(type instanceof PyType))
    throw typeError(`first argument must be a type object, not ${typeName(type)}`);
  if (!isSubtype(type, PyArray.type)) {
    throw typeError(`${type.tp_name} is not a subtype of ${PyArray.type.tp_name}`);
  }
  const kind = kindOf(code);
  if (kind === undefined) throw valueError('second argument must be a valid type code');
  const format = MACHINE_FORMATS[machineFormat];
  if (format === undefined) throw valueError('third argument must be a valid machine format code.');
  if (!(items instanceof PyBytes)) {
    throw typeError(`fourth argument should be bytes, not ${typeName(items)}`);
  }
  if (machineFormat === kind.machineFormat) return makeArray(type, code, items);
  const decoded = decodeItems(items.value, format);
  if (format.content !== 'int') return makeArray(type, code, decoded);
  // The typecode that has such items here; the last of several.
  const fitting = KINDS.filter(
    (entry) => entry.isInteger && entry.itemsize === format.size && entry.isSigned === format.signed,
  );
  return makeArray(type, fitting[fitting.length - 1]!.typecode, decoded);
}

export const ARRAY_TYPES: readonly TypeDefinition[] = [arrayType, arrayIterator];

export const array = defineModule(
  'array',
  'A type of objects that hold rows of basic values: characters, integers,\nfloating-point numbers. Arrays are sequences and behave much like lists,\nbut for the type of the items, which is fixed.\n',
  [
    constant('array', PyArray.type),
    constant('ArrayType', PyArray.type),
    constant('typecodes', KINDS.map((kind) => kind.typecode).join('')),
    fn(
      '_array_reconstructor($module, arraytype: object, typecode: object, mformat_code: int, items: object, /)',
      'Make an array of what a pickle has of one.',
      (_, type, typecode, machineFormat, items) => reconstruct(type, typecode, machineFormat, items),
      '($module, arraytype, typecode, mformat_code, items,\n                     /)',
    ),
  ],
  () => {
    callMethod(
      getAttr(importedModule('collections.abc'), attrName('MutableSequence')),
      attrName('register'),
      PyArray.type,
    );
  },
);
