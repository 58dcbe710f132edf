/** _sha3: SHA-3, and SHAKE with digests of any length. CPython: Modules/sha3module.c. */
import type { Keccak } from '../../common/hashes/sha3.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { type KwNames, type PyObject, type PyType, TPFLAGS_IMMUTABLETYPE } from '../../objects/object.ts';
import { builtinDef } from '../../runtime/clinic.ts';
import { asIndex } from '../../runtime/convert.ts';
import {
  constant,
  defineModule,
  defineType,
  getset,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { overflowError, valueError } from '../../runtime/errors.ts';
import { hexText } from '../../runtime/hex.ts';
import { newSha3, newShake } from './algorithms.ts';
import { GIL_MINSIZE, initialMessage } from './hash-data.ts';
import { commonEntries, digestEntries, newHash, newHashType, type PyHash } from './hash-object.ts';

/** Longer digests are refused: the limit of the library that CPython uses. */
const MAX_SHAKE_DIGEST = 2 ** 29;

const method = methodsOf<PyHash>();

function keccakOf(self: PyHash): Keccak {
  return self.state as Keccak;
}

/** A digest of the length that was asked for. */
function squeeze(self: PyHash, length: PyObject): Uint8Array {
  const count = asIndex(length);
  if (count < 0) throw valueError('Cannot convert negative int');
  if (typeof count === 'bigint' && count >= 2n ** 64n) {
    throw overflowError('Python int too large for C unsigned long');
  }
  if (count >= MAX_SHAKE_DIGEST) throw valueError('length is too large');
  return keccakOf(self).squeeze(new Uint8Array(Number(count)));
}

const shakeEntries = [
  method(
    'digest($self, /, length: object)',
    'Return a digest of so many bytes.',
    (self, length) => new PyBytes(squeeze(self, length)),
  ),
  method(
    'hexdigest($self, /, length: object) -> str',
    'Return a digest of so many bytes as hexadecimal digits.',
    (self, length) => hexText(squeeze(self, length)),
  ),
];

const spongeEntries = [
  getset<PyHash>('_capacity_bits', undefined, (self) => 1600 - 8 * self.state.blockSize),
  getset<PyHash>('_rate_bits', undefined, (self) => 8 * self.state.blockSize),
  getset<PyHash>('_suffix', undefined, (self) => new PyBytes(Uint8Array.of(keccakOf(self).suffix))),
];

/** A constructor, which is the type itself; in errors all of them have the name of the first, as in CPython. */
function constructorOf(start: () => Keccak) {
  const make = builtinDef<
    PyType,
    'sha3_224($type, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)'
  >(
    'sha3_224($type, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)',
    '',
    (type, data, _usedForSecurity, string) => newHash(type, start(), initialMessage(data, string)),
  );
  return (type: PyType, args: readonly PyObject[], kwnames: KwNames | undefined) =>
    make.call(type, args, kwnames);
}

function sha3Type(bits: 224 | 256 | 384 | 512): TypeDefinition {
  const name = `sha3_${bits}`;
  const size = bits / 8;
  return defineType({
    type: newHashType(`_sha3.${name}`, TPFLAGS_IMMUTABLETYPE),
    doc: `${name}([data], *, usedforsecurity=True) -> SHA3 object\n\nReturn a new SHA3 hash object whose digest has ${size} bytes.`,
    slots: { tp_new: constructorOf(() => newSha3(bits)) },
    entries: [...digestEntries, ...commonEntries(name, 'data'), ...spongeEntries],
  });
}

function shakeType(strength: 128 | 256): TypeDefinition {
  const name = `shake_${strength}`;
  return defineType({
    type: newHashType(`_sha3.${name}`, TPFLAGS_IMMUTABLETYPE),
    doc: `${name}([data], *, usedforsecurity=True) -> SHAKE object\n\nReturn a new SHAKE hash object, whose digests have any length.`,
    slots: { tp_new: constructorOf(() => newShake(strength)) },
    entries: [...shakeEntries, ...commonEntries(name, 'data'), ...spongeEntries],
  });
}

export const SHA3_TYPES = [
  sha3Type(224),
  sha3Type(256),
  sha3Type(384),
  sha3Type(512),
  shakeType(128),
  shakeType(256),
];

export const _sha3 = defineModule('_sha3', '', [
  constant('_GIL_MINSIZE', GIL_MINSIZE),
  constant('implementation', 'tython'),
  ...SHA3_TYPES.map(({ type }) => constant(type.tp_qualname, type)),
]);
