/**
 * _hashlib: the hashes under the names that OpenSSL gives them, HMAC, and the derivation of keys. The algorithms are
 * those of the other modules; hashlib and hmac take them from here first. CPython: Modules/_hashopenssl.c.
 */

import { Hmac } from '../../common/hashes/hmac.ts';
import { pbkdf2, scrypt } from '../../common/hashes/key-derivation.ts';
import type { Keccak } from '../../common/hashes/sha3.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyCFunction } from '../../objects/descriptor.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import { PyMappingProxy } from '../../objects/mapping-proxy.ts';
import {
  objectType,
  type PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttr, setAttr } from '../../runtime/attributes.ts';

import { compareDigest } from '../../runtime/compare-digest.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import {
  constant,
  defineModule,
  defineType,
  fn,
  getset,
  type ModuleEntry,
  methodsOf,
} from '../../runtime/define.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { newException, overflowError, systemError, typeError, valueError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { hexText } from '../../runtime/hex.ts';
import { addressText } from '../../runtime/identity.ts';
import { newOctets } from '../../runtime/octets.ts';
import { repr } from '../../runtime/repr.ts';
import { newFrozenSet } from '../../runtime/set.ts';
import { strJoin } from '../../runtime/text.ts';
import { ALGORITHMS, canonicalName, type StartHash } from './algorithms.ts';
import { GIL_MINSIZE, initialMessage, messageOctets } from './hash-data.ts';
import { digestEntries, namedEntries, PyNamedHash } from './hash-object.ts';

const INT_MAX = 2147483647;

/** The memory that scrypt may take where the caller does not say. */
const SCRYPT_MEMORY = 32 * 1024 * 1024;

const UnsupportedDigestmodErrorType = newExceptionType('_hashlib.UnsupportedDigestmodError', 'ValueError');

/** What OpenSSL answers that is asked for a hash that it does not have. */
function unsupported(): PyBaseException {
  return newException(UnsupportedDigestmodErrorType, '[digital envelope routines] unsupported');
}

/** The name and the start of a hash. */
function hashNamed(name: Str): readonly [string, StartHash] {
  const canonical = typeof name === 'string' ? canonicalName(name) : undefined;
  if (canonical === undefined) throw unsupported();
  return [canonical, ALGORITHMS.get(canonical)!];
}

const CONSTRUCTOR_PREFIX = 'openssl_';

/** The same for the argument of a keyed hash: a name, or a constructor of this module. */
function digestmodOf(digestmod: PyObject): readonly [string, StartHash] {
  const text = strValue(digestmod);
  let name = text;
  if (digestmod instanceof PyCFunction && digestmod.module === '_hashlib') {
    const { name: function_ } = digestmod.def;
    if (function_.startsWith(CONSTRUCTOR_PREFIX)) name = function_.slice(CONSTRUCTOR_PREFIX.length);
  }
  if (name === undefined) {
    const message = strJoin('', ['Unsupported digestmod ', repr(digestmod)]);
    throw newException(UnsupportedDigestmodErrorType, message);
  }
  const found = hashNamed(name);
  // A keyed hash needs digests of one size.
  if (found[1]().digestSize === 0) throw valueError('no reason supplied');
  return found;
}

// ── The objects ─────────────────────────────────────────────────────────────────────────────────────────────────────

class PyOpensslHash extends PyNamedHash {
  static readonly type = new PyType(
    '_hashlib.HASH',
    PyOpensslHash,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );
}

/** A hash with digests of any size. */
class PyOpensslXof extends PyOpensslHash {
  static override readonly type = new PyType(
    '_hashlib.HASHXOF',
    PyOpensslXof,
    PyOpensslHash.type,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_BASETYPE | TPFLAGS_IMMUTABLETYPE,
  );
}

class PyOpensslHmac extends PyNamedHash {
  static readonly type = new PyType(
    '_hashlib.HMAC',
    PyOpensslHmac,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );
}

function newHash(name: Str, message: Uint8Array | undefined): PyOpensslHash {
  const [canonical, start] = hashNamed(name);
  const state = start();
  if (message !== undefined) state.update(message);
  return state.digestSize === 0 ? new PyOpensslXof(state, canonical) : new PyOpensslHash(state, canonical);
}

function squeeze(self: PyOpensslXof, length: number): Uint8Array {
  if (length < 0) throw systemError('Negative size passed to PyBytes_FromStringAndSize');
  return (self.state as Keccak).squeeze(newOctets(length));
}

const hashMethod = methodsOf<PyOpensslHash>();
const xofMethod = methodsOf<PyOpensslXof>();
const hmacMethod = methodsOf<PyOpensslHmac>();

const HASH_DOC =
  'A digest of a message that comes in pieces.\n\nMethods:\n\nupdate() -- add to the message\ndigest() -- return the digest of what has come\nhexdigest() -- return it as hexadecimal digits\ncopy() -- return an object in the same state\n\nAttributes:\n\nname -- the name of the algorithm\ndigest_size -- how many bytes a digest has';

export const HASHLIB_TYPES = [
  { type: UnsupportedDigestmodErrorType },
  defineType({
    type: PyOpensslHash.type,
    doc: HASH_DOC,
    textSignature: "(name, string=b'')",
    slots: {
      tp_repr: (self) => `<${(self as PyNamedHash).name} _hashlib.HASH object @ ${addressText(self)}>`,
    },
    entries: [
      ...digestEntries,
      ...namedEntries((name) => name),
      hashMethod('update($self, obj: object, /) -> None', 'Add these octets to the message.', (self, data) =>
        self.state.update(messageOctets(data)),
      ),
    ],
  }),
  defineType({
    type: PyOpensslXof.type,
    doc: HASH_DOC.replace(/digest\(\)/g, 'digest(length)'),
    textSignature: "(name, string=b'')",
    slots: {
      tp_repr: (self) => `<${(self as PyNamedHash).name} _hashlib.HASHXOF object @ ${addressText(self)}>`,
    },
    entries: [
      xofMethod(
        'digest($self, /, length: ssize_t)',
        'Return a digest of so many bytes.',
        (self, length) => new PyBytes(squeeze(self, length)),
      ),
      xofMethod(
        'hexdigest($self, /, length: ssize_t) -> str',
        'Return a digest of so many bytes as hexadecimal digits.',
        (self, length) => hexText(squeeze(self, length)),
      ),
      getset<PyOpensslXof>(
        'digest_size',
        'How many bytes a digest has: any number.',
        (self) => self.state.digestSize,
      ),
    ],
  }),
  defineType({
    type: PyOpensslHmac.type,
    doc: HASH_DOC.replace('A digest', 'A digest with a key,'),
    slots: { tp_repr: (self) => `<${(self as PyNamedHash).name} HMAC object @ ${addressText(self)}>` },
    entries: [
      ...digestEntries,
      ...namedEntries((name) => `hmac-${name}`),
      hmacMethod(
        'update($self, /, msg: object) -> None',
        'Add these octets to the message.',
        (self, message) => self.state.update(messageOctets(message)),
      ),
    ],
  }),
];

// ── The functions ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The algorithms that have a function of their own. */
const CONSTRUCTORS = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha3_224',
  'sha3_256',
  'sha3_384',
  'sha3_512',
  'shake_128',
  'shake_256',
];

function constructorFunction(algorithm: string): ModuleEntry {
  const name = `${CONSTRUCTOR_PREFIX}${algorithm}`;
  const shown = `($module, /, data=b'', *, usedforsecurity=True,\n${' '.repeat(name.length + 1)}string=None)`;
  const short = name.length < 13;
  return fn(
    `${name}($module, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)` as 'x($module, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)',
    `Return a new ${algorithm} hash object; it may start with some data.`,
    (_, data, _usedForSecurity, string) => newHash(algorithm, initialMessage(data, string)),
    short ? shown.replace(/\n */, ' ') : shown,
  );
}

/** `_constructors`: the name of the algorithm by function. */
function addConstructors(module: PyBaseObject): void {
  const names = new PyDict();
  for (const algorithm of CONSTRUCTORS) {
    dictSetItem(names, getAttr(module, attrName(`${CONSTRUCTOR_PREFIX}${algorithm}`)), algorithm);
  }
  setAttr(module, attrName('_constructors'), new PyMappingProxy(names));
}

function derivedKeyLength(value: PyObject, start: StartHash): number {
  const length = value === None ? start().digestSize : asSsize(value);
  if (length < 1) throw valueError('key length must be greater than 0.');
  if (length > INT_MAX) throw overflowError('key length is too great.');
  return length;
}

/** An unsigned C number of 64 bits. */
function asUnsigned(value: PyObject): number {
  const int = asIndex(value);
  if (int < 0) throw valueError('Cannot convert negative int');
  if (typeof int === 'bigint' && int >= 2n ** 64n)
    throw overflowError('Python int too large for C unsigned long');
  return Number(int);
}

/** Checks what RFC 7914 demands, and that the work fits into the memory it may take. */
function checkScrypt(n: number, r: number, p: number, memory: number): void {
  if (r < 1 || p < 1 || (16 * r <= 63 && Math.log2(n) >= 16 * r)) {
    throw valueError('Invalid parameter combination for n, r, p, maxmem.');
  }
  if (p > (2 ** 30 - 1) / r || 128 * r * (n + 2 + p) > (memory === 0 ? SCRYPT_MEMORY : memory)) {
    throw valueError('[digital envelope routines] memory limit exceeded');
  }
}

export const _hashlib = defineModule(
  '_hashlib',
  'OpenSSL interface for hashlib module',
  [
    constant('_GIL_MINSIZE', GIL_MINSIZE),
    constant('UnsupportedDigestmodError', UnsupportedDigestmodErrorType),
    constant('HASH', PyOpensslHash.type),
    constant('HASHXOF', PyOpensslXof.type),
    constant('HMAC', PyOpensslHmac.type),
    { name: 'openssl_md_meth_names', make: () => newFrozenSet(new PyTuple([...ALGORITHMS.keys()])) },
    fn(
      'new($module, /, name: str, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)',
      'Return a new hash object of the algorithm with a name; it may start with some data.',
      (_, name, data, _usedForSecurity, string) => newHash(name, initialMessage(data, string)),
      "($module, /, name, data=b'', *, usedforsecurity=True, string=None)",
    ),
    ...CONSTRUCTORS.map(constructorFunction),
    fn(
      'pbkdf2_hmac($module, /, hash_name: str, password: bytes_like, salt: bytes_like, iterations: long, dklen: object = None)',
      'Derive a key from a password by PBKDF2 (PKCS #5 version 2.0) with HMAC.',
      (_, hashName, password, salt, iterations, dklen) => {
        const [, start] = hashNamed(hashName);
        if (iterations < 1) throw valueError('iteration value must be greater than 0.');
        if (iterations > INT_MAX) throw overflowError('iteration value is too great.');
        const length = derivedKeyLength(dklen, start);
        return new PyBytes(pbkdf2(start, password, salt, Number(iterations), length));
      },
      '($module, /, hash_name, password, salt, iterations,\n            dklen=None)',
    ),
    fn(
      'scrypt($module, /, password: bytes_like, *, salt: bytes_like, n: object, r: object, p: object, maxmem: long = 0, dklen: long = 64)',
      'Derive a key from a password by scrypt.',
      (_, password, salt, cost, blockSize, parallelization, maxmem, dklen) => {
        const n = asUnsigned(cost);
        const r = asUnsigned(blockSize);
        const p = asUnsigned(parallelization);
        if (n < 2 || !Number.isInteger(Math.log2(n))) throw valueError('n must be a power of 2.');
        if (maxmem < 0 || maxmem > INT_MAX) {
          throw valueError(`maxmem must be positive and smaller than ${INT_MAX}`);
        }
        if (dklen < 1 || dklen > INT_MAX) {
          throw valueError(`dklen must be greater than 0 and smaller than ${INT_MAX}`);
        }
        checkScrypt(n, r, p, Number(maxmem));
        return new PyBytes(scrypt(password, salt, n, r, p, Number(dklen)));
      },
    ),
    fn(
      'hmac_new($module, /, key: bytes_like, msg: object = <null>, digestmod: object = <null>)',
      'Return a new HMAC object.',
      (_, key, message, digestmod) => {
        if (digestmod === undefined) throw typeError("Missing required parameter 'digestmod'.");
        const [name, start] = digestmodOf(digestmod);
        const state = Hmac.withKey(start, key);
        if (message !== undefined && message !== None) state.update(messageOctets(message));
        return new PyOpensslHmac(state, name);
      },
      "($module, /, key, msg=b'', digestmod=None)",
    ),
    fn(
      'hmac_digest($module, /, key: bytes_like, msg: bytes_like, digest: object)',
      'Return the digest of a message with a key, at once.',
      (_, key, message, digest) => {
        const state = Hmac.withKey(digestmodOf(digest)[1], key);
        state.update(message);
        return new PyBytes(state.digest());
      },
    ),
    fn(
      'compare_digest($module, a: object, b: object, /) -> bool',
      "Return 'a == b'.\n\nThe time that it takes tells nothing about where a and b differ, which makes\nit fit for cryptography. Both must be str with ASCII characters only, or\nboth bytes-like objects.",
      (_, a, b) => compareDigest(a, b),
    ),
    fn(
      'get_fips_mode($module, /) -> int',
      'Tell whether only hashes of the FIPS standards may be used.',
      () => 0,
    ),
  ],
  addConstructors,
);
