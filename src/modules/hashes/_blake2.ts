/** _blake2: BLAKE2b and BLAKE2s with keys, salts and trees. CPython: Modules/blake2module.c. */
import { BLAKE2B, BLAKE2S, Blake2b, type Blake2Parameters, Blake2s } from '../../common/hashes/blake2.ts';
import type { HashState } from '../../common/hashes/block-hash.ts';
import { type PyObject, type PyType, TPFLAGS_IMMUTABLETYPE } from '../../objects/object.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex } from '../../runtime/convert.ts';
import {
  classAttribute,
  constant,
  defineModule,
  defineType,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { overflowError, valueError } from '../../runtime/errors.ts';
import { GIL_MINSIZE, initialMessage } from './hash-data.ts';
import { commonEntries, digestEntries, newHash, newHashType } from './hash-object.ts';

/** An unsigned C number of 64 bits. */
function asUnsigned(value: PyObject, kind: string): bigint {
  const int = BigInt(asIndex(value));
  if (int < 0n) throw valueError('Cannot convert negative int');
  if (int >= 2n ** 64n) throw overflowError(`Python int too large for C unsigned ${kind}`);
  return int;
}

function checkLength(octets: Uint8Array, most: number, what: string): void {
  if (octets.length > most) throw valueError(`maximum ${what} length is ${most} bytes`);
}

function checkRange(value: number, least: number, what: string): void {
  if (value < least || value > 255) throw valueError(`${what} must be between ${least} and 255`);
}

/** What differs between the two variants. */
interface Variant {
  readonly name: 'blake2b' | 'blake2s';
  readonly label: 'Blake2b' | 'Blake2s';
  readonly sizes: typeof BLAKE2B;
  readonly start: (parameters: Blake2Parameters) => HashState;
}

const VARIANTS: readonly Variant[] = [
  { name: 'blake2b', label: 'Blake2b', sizes: BLAKE2B, start: (parameters) => new Blake2b(parameters) },
  { name: 'blake2s', label: 'Blake2s', sizes: BLAKE2S, start: (parameters) => new Blake2s(parameters) },
];

type Signature =
  "x($type, /, data: object = <null>, *, digest_size: int = 64, key: bytes_like = b'', salt: bytes_like = b'', person: bytes_like = b'', fanout: int = 1, depth: int = 1, leaf_size: object = 0, node_offset: object = 0, node_depth: int = 0, inner_size: int = 0, last_node: bool = False, usedforsecurity: bool = True, string: object = <null>)";

function constructorOf({ name, label, sizes, start }: Variant) {
  const { digestSize: most, saltSize, nodeOffsetSize } = sizes;
  return builtinDef<PyType, Signature>(
    `${name}($type, /, data: object = <null>, *, digest_size: int = ${most}, key: bytes_like = b'', salt: bytes_like = b'', person: bytes_like = b'', fanout: int = 1, depth: int = 1, leaf_size: object = 0, node_offset: object = 0, node_depth: int = 0, inner_size: int = 0, last_node: bool = False, usedforsecurity: bool = True, string: object = <null>)` as Signature,
    '',
    (
      type,
      data,
      digestSize,
      key,
      salt,
      person,
      fanout,
      depth,
      leafSize,
      nodeOffset,
      nodeDepth,
      innerSize,
      lastNode,
      _usedForSecurity,
      string,
    ) => {
      const message = initialMessage(data, string);
      if (digestSize < 1 || digestSize > most) {
        throw valueError(
          `digest_size for ${label} must be between 1 and ${most} bytes, here it is ${digestSize}`,
        );
      }
      checkLength(salt, saltSize, 'salt');
      checkLength(person, saltSize, 'person');
      checkRange(fanout, 0, 'fanout');
      checkRange(depth, 1, 'depth');
      const leaf = asUnsigned(leafSize, 'long');
      if (leaf >= 2n ** 32n) throw overflowError('leaf_size is too large');
      const node = asUnsigned(nodeOffset, 'long long');
      if (node >= 2n ** BigInt(8 * nodeOffsetSize)) throw overflowError('node_offset is too large');
      checkRange(nodeDepth, 0, 'node_depth');
      if (innerSize < 0 || innerSize > most) {
        throw valueError(`inner_size must be between 0 and is ${most}`);
      }
      checkLength(key, most, 'key');
      const parameters: Blake2Parameters = {
        digestSize,
        key,
        salt,
        person,
        fanout,
        depth,
        leafSize: Number(leaf),
        nodeOffset: node,
        nodeDepth,
        innerSize,
        lastNode,
      };
      return newHash(type, start(parameters), message);
    },
  );
}

function blake2Type(variant: Variant): TypeDefinition {
  const { name, sizes } = variant;
  const make = constructorOf(variant);
  return defineType({
    type: newHashType(`_blake2.${name}`, TPFLAGS_IMMUTABLETYPE),
    doc: `Return a new ${name.toUpperCase().slice(0, -1)}${name.slice(-1)} hash object.`,
    textSignature: `(data=b'', *, digest_size=_blake2.${name}.MAX_DIGEST_SIZE,\n        key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,\n        node_offset=0, node_depth=0, inner_size=0, last_node=False,\n        usedforsecurity=True, string=None)`,
    slots: { tp_new: (type, args, kwnames) => make.call(type, args, kwnames) },
    entries: [
      ...digestEntries,
      ...commonEntries(name, 'data'),
      classAttribute('SALT_SIZE', sizes.saltSize),
      classAttribute('PERSON_SIZE', sizes.saltSize),
      classAttribute('MAX_KEY_SIZE', sizes.digestSize),
      classAttribute('MAX_DIGEST_SIZE', sizes.digestSize),
    ],
  });
}

export const BLAKE2_TYPES = VARIANTS.map(blake2Type);

export const _blake2 = defineModule('_blake2', '_blake2b provides BLAKE2b for hashlib\n', [
  constant('_GIL_MINSIZE', GIL_MINSIZE),
  ...BLAKE2_TYPES.map(({ type }) => constant(type.tp_qualname, type)),
  ...VARIANTS.flatMap(({ name, sizes }) => {
    const prefix = name.toUpperCase();
    return [
      constant(`${prefix}_SALT_SIZE`, sizes.saltSize),
      constant(`${prefix}_PERSON_SIZE`, sizes.saltSize),
      constant(`${prefix}_MAX_KEY_SIZE`, sizes.digestSize),
      constant(`${prefix}_MAX_DIGEST_SIZE`, sizes.digestSize),
    ];
  }),
]);
