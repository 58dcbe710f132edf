/** _tokenize: the compiler's tokenizer, for `tokenize`. CPython: Python/Python-tokenize.c. */

import { PyBytes } from '../objects/bytes.ts';
import { exceptionTypes, PyBaseException, type PySyntaxError } from '../objects/exception.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../objects/object.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { CompileError } from '../parser/errors.ts';
import { type TokenInfo, TokenizerIter } from '../parser/tokenizer-iter.ts';
import { call0 } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { decode } from '../runtime/codecs.ts';
import { strValue } from '../runtime/convert.ts';
import { defineModule, defineType, type TypeDefinition } from '../runtime/define.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { isAsciiText } from '../runtime/text.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import { exceptionOf } from './compile-errors.ts';
import { warnCompile } from './compile-warnings.ts';

class PyTokenizerIter extends PyBaseObject {
  static readonly type = new PyType('_tokenize.TokenizerIter', PyTokenizerIter, objectType, 0);

  readonly tokens: TokenizerIter;

  constructor(tokens: TokenizerIter) {
    super();
    this.tokens = tokens;
  }
}

const StopIterationType = exceptionTypes.get('StopIteration')!;

/** What `readline` gives next; '' where it has ended. With an encoding it gives bytes. */
function readLine(readline: PyObject, encoding: string | undefined): string {
  let line: PyObject;
  try {
    line = call0(readline);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, StopIterationType)) return '';
    throw thrown;
  }
  let text: Str | undefined;
  if (encoding === undefined) {
    text = strValue(line);
    if (text === undefined) throw typeError('readline() returned a non-string object');
  } else {
    if (!(line instanceof PyBytes)) throw typeError('readline() returned a non-bytes object');
    if (line.value.length === 0) return '';
    text = decode(line.value, encoding, 'replace');
  }
  // The tokenizer works on UTF-8: surrogates are an error.
  if (!isAsciiText(text)) encodeUtf8Strict(text);
  return utf16FromStr(text);
}

const NEW =
  'tokenizeriter($self, readline: object, /, *, extra_tokens: bool, encoding: c_str = <null>)' as const;
const newDef = builtinDef<PyType, typeof NEW>(
  NEW,
  '',
  (_, readline, extraTokens, encoding) =>
    new PyTokenizerIter(
      new TokenizerIter(() => readLine(readline, encoding), { extraTokens, warn: warnCompile }),
    ),
);

/** The exception of what the tokenizer found wrong; without a text its arguments are only the message. */
function syntaxErrorOf(error: CompileError): PyBaseException {
  const exception = exceptionOf(error) as PySyntaxError;
  if (error.details === undefined || error.details.text !== undefined) return exception;
  const bare = newException(exception.ob_type, error.message) as PySyntaxError;
  const { msg, filename, lineno, offset, text, endLineno, endOffset } = exception;
  return Object.assign(bare, { msg, filename, lineno, offset, text, endLineno, endOffset });
}

function next(self: PyTokenizerIter): PyObject | undefined {
  let token: TokenInfo | undefined;
  try {
    token = self.tokens.next();
  } catch (thrown) {
    throw thrown instanceof CompileError ? syntaxErrorOf(thrown) : thrown;
  }
  if (token === undefined) return undefined;
  return new PyTuple([
    token.type,
    strFromUtf16(token.string),
    new PyTuple([token.startLine, token.startColumn]),
    new PyTuple([token.endLine, token.endColumn]),
    strFromUtf16(token.line),
  ]);
}

const tokenizerIter = defineType({
  type: PyTokenizerIter.type,
  slots: {
    tp_new: (type, args, kwnames) => newDef.call(type, args, kwnames),
    tp_iter: (self) => self,
    tp_iternext: (self) => next(self as PyTokenizerIter),
  },
});

export const _tokenize = defineModule('_tokenize', '', [
  { name: 'TokenizerIter', make: () => PyTokenizerIter.type },
]);

export const TOKENIZE_TYPES: readonly TypeDefinition[] = [tokenizerIter];
