/** Filter chains: from the dicts that describe them to liblzma's structures, and back. CPython: Modules/_lzmamodule.c. */
import { normalize } from '../../common/int.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { asIndex } from '../../runtime/convert.ts';
import { newDictOf } from '../../runtime/dict.ts';
import { newException, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { getItem, isSequence, length, sequenceItem } from '../../runtime/sequence.ts';
import { isSubtype, typeName, typeOf } from '../../runtime/type-of.ts';
import { call, LZMAErrorType, liblzma } from './liblzma.ts';

export const FILTER_LZMA1 = 0x4000000000000001n;
export const FILTER_LZMA2 = 0x21n;
export const FILTER_DELTA = 3n;
/** Filters for the machine code of a processor, which know where the code begins. */
export const BRANCH_FILTERS: ReadonlyMap<string, bigint> = new Map([
  ['X86', 4n],
  ['POWERPC', 5n],
  ['IA64', 6n],
  ['ARM', 7n],
  ['ARMTHUMB', 8n],
  ['SPARC', 9n],
]);

const MOST_FILTERS = 4;
export const PRESET_DEFAULT = 6;
/** `LZMA_VLI_UNKNOWN`, which ends a chain. */
const NO_FILTER = 0xffffffffffffffffn;
const FILTER_SIZE = 16;
const OPTIONS_SIZE = 256;

/** Where the options of each filter are in its structure. */
const LZMA_OPTIONS: ReadonlyMap<string, number> = new Map([
  ['dict_size', 0],
  ['lc', 20],
  ['lp', 24],
  ['pb', 28],
  ['mode', 32],
  ['nice_len', 36],
  ['mf', 40],
  ['depth', 44],
]);
const DELTA_OPTIONS: ReadonlyMap<string, number> = new Map([['dist', 4]]);
const BRANCH_OPTIONS: ReadonlyMap<string, number> = new Map([['start_offset', 0]]);

/** Which of them the encoded properties of a filter hold. */
const LZMA1_PROPERTIES = ['lc', 'lp', 'pb', 'dict_size'];
const LZMA2_PROPERTIES = ['dict_size'];

const KeyErrorType = exceptionTypes.get('KeyError')!;

/** An unsigned C integer of so many bits. */
function unsigned(value: PyObject, bits: number, type: string): bigint {
  const int = BigInt(asIndex(value));
  if (int < 0n) throw valueError('Cannot convert negative int');
  if (int >> BigInt(bits) !== 0n) throw overflowError(`Python int too large for C ${type}`);
  return int;
}

export const asUint32 = (value: PyObject): number => Number(unsigned(value, 32, 'uint32_t'));
export const asUint64 = (value: PyObject): bigint => unsigned(value, 64, 'uint64_t');
export const asVli = (value: PyObject): bigint => unsigned(value, 64, 'lzma_vli');

/** An item of a mapping that may not be there. */
function optionalItem(mapping: PyObject, key: string): PyObject | undefined {
  try {
    return getItem(mapping, key);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isSubtype(typeOf(thrown), KeyErrorType)) return undefined;
    throw thrown;
  }
}

/** `lzma_options_lzma` as a preset has it. */
export function presetOptions(preset: number): Uint8Array {
  const options = new Uint8Array(OPTIONS_SIZE);
  if (Number(liblzma().invoke('uint8_t lzma_lzma_preset(void *, uint32_t)', options, preset)) !== 0) {
    throw newException(LZMAErrorType, `Invalid compression preset: ${preset}`);
  }
  return options;
}

/** Sets the options that a dict names; `others` are keys that mean something else. */
function setOptions(
  options: Uint8Array,
  places: ReadonlyMap<string, number>,
  others: readonly string[],
  spec: PyObject,
  kind: string,
): Uint8Array {
  const fields = new DataView(options.buffer);
  const invalid = () => valueError(`Invalid filter specifier for ${kind} filter`);
  if (!(spec instanceof PyDict)) throw invalid();
  for (const [key, value] of spec.storage.entries()) {
    if (others.includes(key as string)) continue;
    const place = places.get(key as string);
    if (place === undefined) throw invalid();
    try {
      fields.setUint32(place, asUint32(value), true);
    } catch (thrown) {
      throw thrown instanceof PyBaseException ? invalid() : thrown;
    }
  }
  return options;
}

/** The options of a filter, and where each is; ValueError for what is no filter. */
function placesOf(id: bigint): ReadonlyMap<string, number> {
  if (id === FILTER_LZMA1 || id === FILTER_LZMA2) return LZMA_OPTIONS;
  if (id === FILTER_DELTA) return DELTA_OPTIONS;
  for (const branch of BRANCH_FILTERS.values()) if (id === branch) return BRANCH_OPTIONS;
  throw valueError(`Invalid filter ID: ${id}`);
}

interface Filter {
  readonly id: bigint;
  readonly options: Uint8Array;
}

function filterOf(spec: PyObject): Filter {
  if (typeOf(spec).mp_subscript === undefined) {
    throw typeError('Filter specifier must be a dict or dict-like object');
  }
  const idObject = optionalItem(spec, 'id');
  if (idObject === undefined) throw valueError('Filter specifier must have an "id" entry');
  const id = asVli(idObject);
  const places = placesOf(id);
  if (places !== LZMA_OPTIONS) {
    const kind = places === DELTA_OPTIONS ? 'delta' : 'BCJ';
    return { id, options: setOptions(new Uint8Array(OPTIONS_SIZE), places, ['id'], spec, kind) };
  }
  const presetObject = optionalItem(spec, 'preset');
  const options = presetOptions(presetObject === undefined ? PRESET_DEFAULT : asUint32(presetObject));
  return { id, options: setOptions(options, places, ['id', 'preset'], spec, 'LZMA') };
}

/** Filters as an array of `lzma_filter`, which refers to their options. */
export class FilterChain {
  readonly filters: readonly Filter[];
  readonly array: Uint8Array;

  constructor(filters: readonly Filter[]) {
    this.filters = filters;
    const fields = new BigUint64Array((filters.length + 1) * (FILTER_SIZE / 8));
    for (const [i, { id, options }] of filters.entries()) {
      fields[2 * i] = id;
      fields[2 * i + 1] = liblzma().address(options);
    }
    fields[2 * filters.length] = NO_FILTER;
    this.array = new Uint8Array(fields.buffer);
  }
}

/** The chain that a sequence of dicts describes. */
export function filterChain(specs: PyObject): FilterChain {
  if (!isSequence(specs) && typeOf(specs).mp_length !== undefined) {
    throw typeError(`${typeName(specs)} is not a sequence`);
  }
  const count = length(specs);
  if (count > MOST_FILTERS) {
    throw valueError(`Too many filters - liblzma supports a maximum of ${MOST_FILTERS}`);
  }
  const filters: Filter[] = [];
  for (let i = 0; i < count; i++) filters.push(filterOf(sequenceItem(specs, i)));
  return new FilterChain(filters);
}

/** The properties of a filter in the form that files hold them. */
export function encodeProperties(spec: PyObject): PyBytes {
  const { array } = new FilterChain([filterOf(spec)]);
  const size = new Uint32Array(1);
  call('int lzma_properties_size(void *, void *)', new Uint8Array(size.buffer), array);
  const properties = new Uint8Array(size[0]!);
  call('int lzma_properties_encode(void *, void *)', array, properties);
  return new PyBytes(properties);
}

/** The dict of a filter whose properties a file holds. */
export function decodeProperties(id: bigint, properties: Uint8Array): PyDict {
  const filter = new BigUint64Array([id, 0n]);
  const struct = new Uint8Array(filter.buffer);
  call(
    'int lzma_properties_decode(void *, uint64_t, void *, size_t)',
    struct,
    0,
    properties,
    properties.length,
  );
  const address = filter[1]!;
  try {
    const places = placesOf(id);
    const names =
      places !== LZMA_OPTIONS
        ? [...places.keys()]
        : id === FILTER_LZMA1
          ? LZMA1_PROPERTIES
          : LZMA2_PROPERTIES;
    const items: PyObject[] = ['id', normalize(id)];
    // Where code begins at 0, a branch filter has no options.
    if (address !== 0n) for (const name of names) items.push(name, uint32At(address, places.get(name)!));
    return newDictOf(items);
  } finally {
    if (address !== 0n) liblzma().invoke('void free(uint64_t)', address);
  }
}

function uint32At(address: bigint, place: number): number {
  return new DataView(liblzma().bytesAt(address + BigInt(place), 4).buffer).getUint32(0, true);
}
