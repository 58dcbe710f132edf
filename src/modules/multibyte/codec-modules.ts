/** _codecs_cn and its like: the CJK codecs, by country. CPython: Modules/cjkcodecs/_codecs_*.c. */
import type { PyObject } from '../../objects/object.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineModule, fn, type ModuleDefinition } from '../../runtime/define.ts';
import { lookupError, typeError } from '../../runtime/errors.ts';
import type { MultibyteCodec } from './codec.ts';
import { HzCodec } from './hz.ts';
import { ISO2022_CONFIGURATIONS, Iso2022Codec } from './iso2022.ts';
import { PyMultibyteCodec } from './objects.ts';
import { EucKrCodec, Gb18030Codec, TableCodec } from './table-codecs.ts';

const tables = (...names: string[]): MultibyteCodec[] => names.map((name) => new TableCodec(name));

function moduleOf(name: string, codecs: readonly MultibyteCodec[]): ModuleDefinition {
  const find = (encoding: PyObject): PyMultibyteCodec => {
    const wanted = strValue(encoding);
    if (wanted === undefined) throw typeError('encoding name must be a string.');
    const codec = codecs.find((candidate) => candidate.name === wanted);
    if (codec === undefined) throw lookupError('no such codec is supported.');
    return new PyMultibyteCodec(codec);
  };
  return defineModule(name, '', [
    fn('getcodec($module, encoding: object, /)', 'Return the codec of a name.', (_, encoding) =>
      find(encoding),
    ),
  ]);
}

export const CODEC_MODULES: readonly ModuleDefinition[] = [
  moduleOf('_codecs_cn', [...tables('gb2312', 'gbk'), new Gb18030Codec('gb18030'), new HzCodec()]),
  moduleOf('_codecs_hk', tables('big5hkscs')),
  moduleOf(
    '_codecs_jp',
    tables(
      'shift_jis',
      'cp932',
      'euc_jp',
      'shift_jis_2004',
      'euc_jis_2004',
      'euc_jisx0213',
      'shift_jisx0213',
    ),
  ),
  moduleOf('_codecs_kr', [new EucKrCodec('euc_kr'), ...tables('cp949', 'johab')]),
  moduleOf('_codecs_tw', tables('big5', 'cp950')),
  moduleOf(
    '_codecs_iso2022',
    Object.entries(ISO2022_CONFIGURATIONS).map(
      ([name, configuration]) => new Iso2022Codec(name, configuration),
    ),
  ),
];
