/** _md5, _sha1 and _sha2. CPython: Modules/md5module.c, Modules/sha1module.c, Modules/sha2module.c. */
import type { HashState } from '../../common/hashes/block-hash.ts';
import { Md5 } from '../../common/hashes/md5.ts';
import { Sha1 } from '../../common/hashes/sha1.ts';
import { Sha256, Sha512 } from '../../common/hashes/sha2.ts';
import { TPFLAGS_DISALLOW_INSTANTIATION, TPFLAGS_IMMUTABLETYPE } from '../../objects/object.ts';
import { constant, defineModule } from '../../runtime/define.ts';
import { GIL_MINSIZE } from './hash-data.ts';
import { defineHashType, hashFunction, newHashType } from './hash-object.ts';

/** One algorithm: its function in the module, the type's name there and in errors, and its start. */
interface Algorithm {
  readonly name: string;
  readonly typeName: string;
  readonly exportedAs: string;
  readonly start: () => HashState;
}

function moduleOf(name: string, algorithms: readonly Algorithm[]) {
  const types = algorithms.map(({ typeName }) =>
    newHashType(typeName, TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE),
  );
  return {
    module: defineModule(name, '', [
      constant('_GIL_MINSIZE', GIL_MINSIZE),
      ...algorithms.map(({ exportedAs }, i) => constant(exportedAs, types[i]!)),
      ...algorithms.map((algorithm, i) =>
        hashFunction(algorithm.name, algorithm.name.toUpperCase(), types[i]!, algorithm.start),
      ),
    ]),
    types: algorithms.map((algorithm, i) => defineHashType(types[i]!, algorithm.name)),
  };
}

const md5 = moduleOf('_md5', [
  { name: 'md5', typeName: '_md5.md5', exportedAs: 'MD5Type', start: () => new Md5() },
]);
const sha1 = moduleOf('_sha1', [
  { name: 'sha1', typeName: '_sha1.sha1', exportedAs: 'SHA1Type', start: () => new Sha1() },
]);
const sha2 = moduleOf(
  '_sha2',
  ([224, 256, 384, 512] as const).map((bits) => ({
    name: `sha${bits}`,
    typeName: `_sha2.SHA${bits}Type`,
    exportedAs: `SHA${bits}Type`,
    start: () => {
      if (bits === 224) return new Sha256(28);
      if (bits === 256) return new Sha256(32);
      return new Sha512(bits === 384 ? 48 : 64);
    },
  })),
);

export const _md5 = md5.module;
export const _sha1 = sha1.module;
export const _sha2 = sha2.module;
export const MESSAGE_DIGEST_TYPES = [...md5.types, ...sha1.types, ...sha2.types];
