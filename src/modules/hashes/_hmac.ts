/** _hmac: hashes with keys. CPython: Modules/hmacmodule.c. */
import type { HashState } from '../../common/hashes/block-hash.ts';
import { Hmac } from '../../common/hashes/hmac.ts';
import { PyBytes } from '../../objects/bytes.ts';
import {
  objectType,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { strValue } from '../../runtime/convert.ts';
import { constant, defineModule, defineType, fn, methodsOf } from '../../runtime/define.ts';
import { newException, typeError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { addressText } from '../../runtime/identity.ts';
import { repr } from '../../runtime/repr.ts';
import { strJoin } from '../../runtime/text.ts';
import { KEYED_ALGORITHMS, type StartHash } from './algorithms.ts';
import { GIL_MINSIZE, messageOctets } from './hash-data.ts';
import { digestEntries, namedEntries, PyNamedHash } from './hash-object.ts';

class PyHmac extends PyNamedHash {
  static readonly type = new PyType(
    '_hmac.HMAC',
    PyHmac,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );
}

const UnknownHashErrorType = newExceptionType('_hmac.UnknownHashError', 'ValueError');

/** The name and the start of the hash that is called so, in lower or in upper case. */
function hashNamed(digestmod: PyObject): readonly [string, StartHash] {
  const text = strValue(digestmod);
  if (typeof text === 'string') {
    const lower = text.toLowerCase();
    const start = text === lower || text === text.toUpperCase() ? KEYED_ALGORITHMS.get(lower) : undefined;
    if (start !== undefined) return [lower, start];
  }
  throw newException(UnknownHashErrorType, strJoin('', ['unsupported hash type: ', repr(digestmod)]));
}

function digestOf(start: () => HashState, key: PyObject, message: PyObject): PyBytes {
  const hmac = Hmac.withKey(start, messageOctets(key));
  hmac.update(messageOctets(message));
  return new PyBytes(hmac.digest());
}

const method = methodsOf<PyHmac>();

export const HMAC_TYPES = [
  { type: UnknownHashErrorType },
  defineType({
    type: PyHmac.type,
    slots: { tp_repr: (self) => `<${(self as PyHmac).name} HMAC object @ ${addressText(self)}>` },
    entries: [
      ...digestEntries,
      ...namedEntries((name) => `hmac-${name}`),
      method('update($self, /, msg: object) -> None', 'Add these octets to the message.', (self, message) =>
        self.state.update(messageOctets(message)),
      ),
    ],
  }),
];

export const _hmac = defineModule('_hmac', '', [
  constant('_GIL_MINSIZE', GIL_MINSIZE),
  constant('HMAC', PyHmac.type),
  constant('UnknownHashError', UnknownHashErrorType),
  fn(
    'new($module, /, key: object, msg: object = None, digestmod: object = <null>)',
    'Return a new HMAC object.',
    (_, key, message, digestmod) => {
      if (digestmod === undefined) throw typeError("new() missing 1 required argument 'digestmod'");
      const [name, start] = hashNamed(digestmod);
      const state = Hmac.withKey(start, messageOctets(key));
      if (message !== None) state.update(messageOctets(message));
      return new PyHmac(state, name);
    },
    '($module, /, key, msg=None, digestmod=None)',
  ),
  fn(
    'compute_digest($module, /, key: object, msg: object, digest: object)',
    'Return the digest of a message with a key.',
    (_, key, message, digest) => digestOf(hashNamed(digest)[1], key, message),
  ),
  ...[...KEYED_ALGORITHMS].map(([name, start]) =>
    fn(
      `compute_${name.startsWith('blake2') ? `${name}_32` : name}($module, key: object, msg: object, /)` as 'x($module, key: object, msg: object, /)',
      `Return the digest of a message with a key, by ${name}.`,
      (_, key, message) => digestOf(start, key, message),
    ),
  ),
]);
