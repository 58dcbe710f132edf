/** IncrementalNewlineDecoder: a decoder that looks after line ends. CPython: Modules/_io/textio.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyBytes } from '../../objects/bytes.ts';
import {
  type KwNames,
  normalizeInt,
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import type { Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { callMethod } from '../../runtime/call.ts';
import { asIndex, isTrue, strValue } from '../../runtime/convert.ts';
import { defineType, getset, methodsOf } from '../../runtime/define.ts';
import { typeError, valueError } from '../../runtime/errors.ts';
import { typeName } from '../../runtime/type-of.ts';
import { initArguments } from './init-arguments.ts';
import { STREAM_FLAGS } from './layouts.ts';
import { NewlineState, SEEN_CR, SEEN_CRLF, SEEN_LF } from './newline-decoder.ts';

class PyIncrementalNewlineDecoder extends PyBaseObject {
  static readonly type = new PyType(
    '_io.IncrementalNewlineDecoder',
    PyIncrementalNewlineDecoder,
    objectType,
    STREAM_FLAGS,
  );

  /** Absent before `__init__`; None: the input is text already. */
  decoder: PyObject | undefined = undefined;
  newlines = new NewlineState(false);
}

const decode = attrName('decode');
const getstate = attrName('getstate');
const setstate = attrName('setstate');
const reset = attrName('reset');

function decoderOf(self: PyIncrementalNewlineDecoder): PyObject {
  if (self.decoder === undefined) {
    throw valueError('IncrementalNewlineDecoder.__init__() not called');
  }
  return self.decoder;
}

/** The text that a decoder returned. */
export function decodedText(result: PyObject): Str {
  const text = strValue(result);
  if (text === undefined) throw typeError(`decoder should return a string result, not '${typeName(result)}'`);
  return text;
}

const NEWLINES: readonly PyObject[] = [
  None,
  '\r',
  '\n',
  new PyTuple(['\r', '\n']),
  '\r\n',
  new PyTuple(['\r', '\r\n']),
  new PyTuple(['\n', '\r\n']),
  new PyTuple(['\r', '\n', '\r\n']),
];

/** The kinds of line ends seen: None, one, or a tuple of several. */
export function seenNewlines(state: NewlineState): PyObject {
  return NEWLINES[(state.seen & SEEN_CR) | (state.seen & SEEN_LF) | (state.seen & SEEN_CRLF)]!;
}

/** What the inner decoder says of itself: octets that wait and a number of flags. */
function innerState(self: PyIncrementalNewlineDecoder): readonly [PyObject, bigint] {
  const decoder = decoderOf(self);
  if (decoder === None) return [new PyBytes(new Uint8Array(0)), 0n];
  const state = callMethod(decoder, getstate);
  if (!(state instanceof PyTuple)) throw typeError('illegal decoder state');
  const [buffer, flag] = state.items;
  if (state.items.length !== 2) throw typeError('illegal decoder state');
  return [buffer!, BigInt(asIndex(flag!))];
}

function setState(self: PyIncrementalNewlineDecoder, state: PyObject): PyObject {
  const decoder = decoderOf(self);
  if (!(state instanceof PyTuple)) throw typeError('state argument must be a tuple');
  const [buffer, flag] = state.items;
  if (state.items.length !== 2) throw typeError('setstate(): illegal state argument');
  const bits = BigInt.asUintN(64, BigInt(asIndex(flag!)));
  self.newlines.pendingCr = (bits & 1n) !== 0n;
  if (decoder === None) return None;
  return callMethod(decoder, setstate, new PyTuple([buffer!, normalizeInt(bits >> 1n)]));
}

function init(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): void {
  const [decoder, translate] = initArguments(
    { name: 'IncrementalNewlineDecoder', parameters: ['decoder', 'translate', 'errors'], required: 2 },
    args,
    kwnames,
  );
  const stream = self as PyIncrementalNewlineDecoder;
  stream.decoder = decoder;
  stream.newlines = new NewlineState(isTrue(translate!));
}

const method = methodsOf<PyIncrementalNewlineDecoder>();

export const incrementalNewlineDecoder = defineType({
  type: PyIncrementalNewlineDecoder.type,
  doc: 'Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder and, with translate, turns \\r\\n and \\r into \\n;\nwithout it a line end is still never cut in two. The line ends that were seen are\nremembered. With decoder=None the input is text already.',
  textSignature: "(decoder, translate, errors='strict')",
  slots: { tp_new: (type) => new type.ctor(), tp_init: init },
  entries: [
    method('decode($self, /, input: object, final: bool = False)', '', (self, input, final) => {
      const decoder = decoderOf(self);
      const text = decoder === None ? input : callMethod(decoder, decode, input, final);
      return self.newlines.decode(decodedText(text), final);
    }),
    method('getstate($self, /)', '', (self) => {
      const [buffer, flag] = innerState(self);
      return new PyTuple([buffer, normalizeInt((flag << 1n) | (self.newlines.pendingCr ? 1n : 0n))]);
    }),
    method('setstate($self, state: object, /)', '', setState),
    method('reset($self, /)', '', (self) => {
      const decoder = decoderOf(self);
      self.newlines.reset();
      return decoder === None ? None : callMethod(decoder, reset);
    }),
    getset<PyIncrementalNewlineDecoder>('newlines', undefined, (self) => {
      decoderOf(self);
      return seenNewlines(self.newlines);
    }),
  ],
});
