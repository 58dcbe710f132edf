/** pyexpat: the XML parser behind xml.sax, xml.dom and xml.etree. CPython: Modules/pyexpat.c. */
import { XML_ERRORS } from '../../common/xml/errors.ts';
import { XmlParser } from '../../common/xml/parser.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import { PyList } from '../../objects/list.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strFromUtf16, strLength, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { getAttrOrAbsent, setAttr } from '../../runtime/attributes.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { call1 } from '../../runtime/call.ts';
import { encodeUtf8Strict } from '../../runtime/codecs/utf8-strict.ts';
import { intValue, isTrue, strValue } from '../../runtime/convert.ts';
import { cLong } from '../../runtime/converters.ts';
import {
  constant,
  defineModule,
  defineType,
  type Entry,
  fn,
  getset,
  member,
  methodsOf,
} from '../../runtime/define.ts';
import { dictSetItem, isDict } from '../../runtime/dict.ts';
import { newException, overflowError, runtimeError, typeError, valueError } from '../../runtime/errors.ts';
import { newExceptionType } from '../../runtime/exception-type.ts';
import { current } from '../../runtime/state.ts';
import { fullTypeName, typeName } from '../../runtime/type-of.ts';
import { newSysSubmodule } from '../sys-submodule.ts';
import { encodingTable, flushCharacters, HANDLERS, setHandler } from './handlers.ts';
import { PyXmlParser } from './layout.ts';

const readName = attrName('read');
const codeName = attrName('code');
const offsetName = attrName('offset');
const linenoName = attrName('lineno');

const ExpatErrorType = newExceptionType('xml.parsers.expat.ExpatError');

/** So much is read from a file at a time. */
const CHUNK = 2048;

/** The ExpatError of a number, at the place where the parser is. */
function expatError(self: PyXmlParser, code: number, message?: string): PyBaseException {
  const { line, column } = self.parser.state;
  const text = message ?? `${XML_ERRORS[code - 1]![1]}: line ${line}, column ${column}`;
  const error = newException(ExpatErrorType, text);
  setAttr(error, codeName, code);
  setAttr(error, linenoName, line);
  setAttr(error, offsetName, column);
  return error;
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function checkNotRunning(self: PyXmlParser, name: string): void {
  if (self.inCallback) throw runtimeError(`cannot call ${name}() from within a handler`);
}

/** Reads a piece. Whatever a handler throws ends parsing. */
function parse(self: PyXmlParser, octets: Uint8Array, isFinal: boolean): void {
  let code: number;
  try {
    code = self.parser.parse(octets, isFinal);
    if (code === 0) flushCharacters(self);
  } catch (thrown) {
    for (const attribute of [...self.handlers.keys()]) {
      if (attribute === 'CharacterDataHandler') self.bufferUsed = 0;
      setHandler(self, attribute, undefined);
    }
    self.parser.abandon();
    throw thrown;
  }
  if (code !== 0) throw expatError(self, code);
}

function parseData(self: PyXmlParser, data: PyObject, isFinal: boolean): number {
  checkNotRunning(self, 'Parse');
  const text = strValue(data);
  if (text === undefined) parse(self, bytesLike(data), isFinal);
  else {
    const octets = encodeUtf8Strict(text);
    if (!self.parser.hasBegun) self.parser.state.protocolEncoding = 'utf-8';
    parse(self, octets, isFinal);
  }
  return 1;
}

function parseFile(self: PyXmlParser, file: PyObject): number {
  checkNotRunning(self, 'ParseFile');
  const read = getAttrOrAbsent(file, readName);
  if (read === undefined) throw typeError("argument must have 'read' attribute");
  for (;;) {
    const data = call1(read, CHUNK);
    if (!(data instanceof PyBytes) && !(data instanceof PyByteArray)) {
      throw typeError(`read() did not return a bytes object (type=${typeName(data)})`);
    }
    const octets = data instanceof PyBytes ? data.value : data.octets.slice();
    if (octets.length > CHUNK) {
      throw valueError(`read() returned too much data: ${CHUNK} bytes requested, ${octets.length} returned`);
    }
    parse(self, octets, octets.length === 0);
    if (octets.length === 0) return 1;
  }
}

function newParser(
  encoding: string | undefined,
  separator: string | undefined,
  intern: PyDict | undefined,
): PyXmlParser {
  const self = new PyXmlParser(new XmlParser(encoding, separator), intern);
  self.parser.state.handlers.unknownEncoding = encodingTable;
  return self;
}

/** The parser of an external entity, with the same handlers. */
function entityParser(
  outer: PyXmlParser,
  context: string | undefined,
  encoding: string | undefined,
): PyXmlParser {
  const self = new PyXmlParser(outer.parser.entityParser(context, encoding), outer.intern);
  self.parser.state.handlers = { unknownEncoding: encodingTable };
  self.bufferSize = outer.bufferSize;
  self.buffer = outer.buffer === undefined ? undefined : '';
  self.orderedAttributes = outer.orderedAttributes;
  self.specifiedAttributes = outer.specifiedAttributes;
  self.namespacePrefixes = outer.namespacePrefixes;
  for (const [attribute, handler] of outer.handlers) setHandler(self, attribute, handler);
  return self;
}

// ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function checkRoot(self: PyXmlParser): void {
  if (self.parser.state.parent !== undefined) throw expatError(self, 41, 'parser must be a root parser');
}

function threshold(self: PyXmlParser, value: PyObject): number {
  const int = intValue(value);
  if (int === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (int < 0) throw valueError('Cannot convert negative int');
  if (int > 0xffffffffffffffffn) throw overflowError('Python int too large for C unsigned long long');
  checkRoot(self);
  return Number(int);
}

function factor(self: PyXmlParser, value: number): number {
  if (!(value >= 1)) throw expatError(self, 41, "'max_factor' must be at least 1.0");
  checkRoot(self);
  return value;
}

// ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────

function checkGiven(value: PyObject | undefined): PyObject {
  if (value === undefined) throw runtimeError('Cannot delete attribute');
  return value;
}

function setBufferText(self: PyXmlParser, value: boolean): void {
  if (value) self.buffer ??= '';
  else if (self.buffer !== undefined) {
    flushCharacters(self);
    self.buffer = undefined;
  }
}

function setBufferSize(self: PyXmlParser, value: PyObject): void {
  if (intValue(value) === undefined) throw typeError('buffer_size must be an integer');
  const size = Number(cLong(value));
  if (size === self.bufferSize) return;
  if (size <= 0) throw valueError('buffer_size must be greater than zero');
  if (size > 0x7fffffff) throw valueError('buffer_size must not be greater than 2147483647');
  if (self.buffer !== undefined) flushCharacters(self);
  self.bufferSize = size;
}

function flag(name: string, field: 'orderedAttributes' | 'specifiedAttributes' | 'namespacePrefixes'): Entry {
  return getset<PyXmlParser>(
    name,
    undefined,
    (self) => self[field],
    (self, value) => {
      self[field] = isTrue(checkGiven(value));
      self.parser.state.triplets = self.namespacePrefixes;
    },
  );
}

function place(name: string, get: (self: PyXmlParser) => number): Entry {
  return getset<PyXmlParser>(name, undefined, get);
}

function handlerEntry(attribute: string): Entry {
  return getset<PyXmlParser>(
    attribute,
    undefined,
    (self) => self.handlers.get(attribute) ?? None,
    (self, value) => {
      const given = checkGiven(value);
      setHandler(self, attribute, given === None ? undefined : given);
    },
  );
}

const method = methodsOf<PyXmlParser>();

const xmlparser = defineType({
  type: PyXmlParser.type,
  doc: 'Reads XML piece by piece and calls its handlers with what it finds.',
  entries: [
    method(
      'Parse($self, data: object, isfinal: bool = False, /) -> int',
      'Read a piece of a document. isfinal says that it is the last one.',
      parseData,
    ),
    method('ParseFile($self, file: object, /) -> int', 'Read a document from a file.', parseFile),
    method(
      'SetBase($self, base: str, /) -> None',
      'Set what relative identifiers refer to.',
      (self, base) => {
        self.parser.state.base = utf16FromStr(base);
      },
    ),
    method('GetBase($self, /)', 'Return what relative identifiers refer to.', (self) => {
      const { base } = self.parser.state;
      return base === undefined ? None : strFromUtf16(base);
    }),
    method(
      'GetInputContext($self, /)',
      'Return the input from the place of the event on, None when no handler is running.',
      (self) => (self.inCallback ? new PyBytes(self.parser.inputContext()) : None),
    ),
    method(
      'ExternalEntityParserCreate($self, context: c_str_or_none, encoding: c_str = <null>, /)',
      'Return a parser for an external entity, with the same handlers.',
      entityParser,
    ),
    method(
      'SetParamEntityParsing($self, flag: int, /) -> int',
      'Say when parameter entities are read: one of the constants XML_PARAM_ENTITY_PARSING.\n\nReturn whether this can be said now.',
      (self, mode) => self.parser.setParamEntityParsing(mode),
    ),
    method(
      'UseForeignDTD($self, flag: bool = True, /) -> None',
      'Have an external subset be asked for where the document has none.',
      (self, use) => {
        const code = self.parser.useForeignDtd(use);
        if (code !== 0) throw expatError(self, code);
      },
    ),
    method(
      'GetReparseDeferralEnabled($self, /) -> bool',
      'Return whether unfinished tokens wait for more input.',
      (self) => self.parser.deferral,
    ),
    method(
      'SetReparseDeferralEnabled($self, enabled: bool, /) -> None',
      'Set whether unfinished tokens wait for more input.',
      (self, enabled) => {
        self.parser.deferral = enabled;
      },
    ),
    method(
      'SetBillionLaughsAttackProtectionActivationThreshold($self, threshold: object, /) -> None',
      'Set from how many bytes on it counts how much entities make of the input.',
      (self, value) => {
        self.parser.state.amplification.threshold = threshold(self, value);
      },
    ),
    method(
      'SetBillionLaughsAttackProtectionMaximumAmplification($self, max_factor: double, /) -> None',
      'Set how many times the input entities may make of it.',
      (self, value) => {
        self.parser.state.amplification.factor = factor(self, value);
      },
      '($self, max_factor,\n                                                     /)',
    ),
    method(
      'SetAllocTrackerActivationThreshold($self, threshold: object, /) -> None',
      'Set from how many bytes on it counts how much memory the input takes.',
      (self, value) => {
        self.parser.state.amplification.allocationThreshold = threshold(self, value);
      },
    ),
    method(
      'SetAllocTrackerMaximumAmplification($self, max_factor: double, /) -> None',
      'Set how many times the input memory may be taken.',
      (self, value) => {
        self.parser.state.amplification.allocationFactor = factor(self, value);
      },
    ),
    member<PyXmlParser>('intern', undefined, 'intern', { kind: 'object' }),
    getset<PyXmlParser>(
      'buffer_text',
      undefined,
      (self) => self.buffer !== undefined,
      (self, value) => setBufferText(self, isTrue(checkGiven(value))),
    ),
    getset<PyXmlParser>(
      'buffer_size',
      undefined,
      (self) => self.bufferSize,
      (self, value) => setBufferSize(self, checkGiven(value)),
    ),
    place('buffer_used', (self) => self.bufferUsed),
    flag('namespace_prefixes', 'namespacePrefixes'),
    flag('ordered_attributes', 'orderedAttributes'),
    flag('specified_attributes', 'specifiedAttributes'),
    place('ErrorCode', (self) => self.parser.errorCode),
    place('ErrorLineNumber', (self) => self.parser.state.line),
    place('ErrorColumnNumber', (self) => self.parser.state.column),
    place('ErrorByteIndex', (self) => self.parser.state.byteIndex),
    place('CurrentLineNumber', (self) => self.parser.state.line),
    place('CurrentColumnNumber', (self) => self.parser.state.column),
    place('CurrentByteIndex', (self) => self.parser.state.byteIndex),
    ...Array.from(HANDLERS.keys(), handlerEntry),
  ],
});

// ── The module ───────────────────────────────────────────────────────────────────────────────────────────────────────

const FEATURES: readonly (readonly [string, number])[] = [
  ['sizeof(XML_Char)', 1],
  ['sizeof(XML_LChar)', 1],
  ['XML_DTD', 0],
  ['XML_CONTEXT_BYTES', 1024],
  ['XML_NS', 0],
  ['XML_BLAP_MAX_AMP', 100],
  ['XML_BLAP_ACT_THRES', 8388608],
  ['XML_GE', 0],
  ['XML_AT_MAX_AMP', 100],
  ['XML_AT_ACT_THRES', 67108864],
];

const MODEL: readonly (readonly [string, number])[] = [
  ['XML_CTYPE_EMPTY', 1],
  ['XML_CTYPE_ANY', 2],
  ['XML_CTYPE_MIXED', 3],
  ['XML_CTYPE_NAME', 4],
  ['XML_CTYPE_CHOICE', 5],
  ['XML_CTYPE_SEQ', 6],
  ['XML_CQUANT_NONE', 0],
  ['XML_CQUANT_OPT', 1],
  ['XML_CQUANT_REP', 2],
  ['XML_CQUANT_PLUS', 3],
];

/** A module in the module, which is imported by its own name as well. */
function submodule(name: string, doc: string, entries: readonly (readonly [string, PyObject])[]): PyObject {
  const module = newSysSubmodule(
    `pyexpat.${name}`,
    doc,
    entries.map(([entry, value]) => constant(entry, value)),
  );
  dictSetItem(current.thread.interp.modules, `pyexpat.${name}`, module);
  return module;
}

function errorsModule(): PyObject {
  const codes = new PyDict();
  const messages = new PyDict();
  XML_ERRORS.forEach(([, message], i) => {
    dictSetItem(codes, message, i + 1);
    dictSetItem(messages, i + 1, message);
  });
  const names = XML_ERRORS.map(([name, message]): [string, PyObject] => [`XML_ERROR_${name}`, message]);
  return submodule('errors', 'Constants used to describe error conditions.', [
    ...names,
    ['codes', codes],
    ['messages', messages],
  ]);
}

/** What stands between namespace and name; absent where prefixes are not looked at. */
function separatorOf(value: PyObject): string | undefined {
  if (value === None) return undefined;
  const text: Str | undefined = strValue(value);
  if (text === undefined) {
    throw typeError(
      `ParserCreate() argument 'namespace_separator' must be str or None, not ${fullTypeName(value)}`,
    );
  }
  if (strLength(text) > 1) {
    throw valueError('namespace_separator must be at most one character, omitted, or None');
  }
  return text === '' ? '\0' : utf16FromStr(text);
}

export const pyexpat = defineModule('pyexpat', 'Python wrapper for Expat parser.', [
  fn(
    'ParserCreate($module, /, encoding: c_str_or_none = None, namespace_separator: object = None, intern: object = <null>)',
    'Return a new XML parser object.',
    (_, encoding, namespaceSeparator, intern) => {
      const separator = separatorOf(namespaceSeparator);
      if (intern !== undefined && intern !== None && !isDict(intern))
        throw typeError('intern must be a dictionary');
      const names = intern === undefined ? new PyDict() : intern === None ? undefined : (intern as PyDict);
      return newParser(encoding, separator, names);
    },
    '($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)',
  ),
  fn('ErrorString($module, code: long, /)', 'Return the message of an error number.', (_, code) => {
    const entry = XML_ERRORS[Number(code) - 1];
    return entry === undefined ? None : entry[1];
  }),
  constant('error', ExpatErrorType),
  constant('ExpatError', ExpatErrorType),
  constant('XMLParserType', PyXmlParser.type),
  constant('EXPAT_VERSION', 'expat_2.9.0'),
  constant('version_info', new PyTuple([2, 9, 0])),
  constant('native_encoding', 'UTF-8'),
  { name: 'features', make: () => new PyList(FEATURES.map(([name, value]) => new PyTuple([name, value]))) },
  constant('XML_PARAM_ENTITY_PARSING_NEVER', 0),
  constant('XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE', 1),
  constant('XML_PARAM_ENTITY_PARSING_ALWAYS', 2),
  { name: 'errors', make: errorsModule },
  {
    name: 'model',
    make: () => submodule('model', 'Constants used to interpret content model information.', MODEL),
  },
]);

export const PYEXPAT_TYPES = [{ type: ExpatErrorType }, xmlparser];
