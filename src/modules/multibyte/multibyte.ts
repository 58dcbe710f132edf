/** The codecs of East Asia. */
import type { ModuleFamily } from '../deferred.ts';
import { _multibytecodec, MULTIBYTE_TYPES } from './_multibytecodec.ts';
import { CODEC_MODULES } from './codec-modules.ts';

export const multibyte: ModuleFamily = {
  modules: [_multibytecodec, ...CODEC_MODULES],
  types: MULTIBYTE_TYPES,
};
