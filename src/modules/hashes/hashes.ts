/** The modules that compute hashes. */
import type { ModuleFamily } from '../deferred.ts';
import { _blake2, BLAKE2_TYPES } from './_blake2.ts';
import { _hashlib, HASHLIB_TYPES } from './_hashlib.ts';
import { _hmac, HMAC_TYPES } from './_hmac.ts';
import { _sha3, SHA3_TYPES } from './_sha3.ts';
import { _md5, _sha1, _sha2, MESSAGE_DIGEST_TYPES } from './message-digests.ts';

export const hashes: ModuleFamily = {
  modules: [_md5, _sha1, _sha2, _sha3, _blake2, _hashlib, _hmac],
  types: [...MESSAGE_DIGEST_TYPES, ...SHA3_TYPES, ...BLAKE2_TYPES, ...HASHLIB_TYPES, ...HMAC_TYPES],
};
