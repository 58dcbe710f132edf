/** Reading CSV, one line of text after another. CPython: `parse_process_char` in Modules/_csv.c. */
import { floatFromText } from '../../common/float-parse.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strFromCodePoint, strLength } from '../../objects/str.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineType, member } from '../../runtime/define.ts';
import { iterNext } from '../../runtime/iter.ts';
import { floatFromString } from '../../runtime/number-convert.ts';
import { codeAt, StrBuilder, strConcat, strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import {
  type CsvState,
  csvError,
  type PyDialect,
  QUOTE_NONE,
  QUOTE_NONNUMERIC,
  QUOTE_NOTNULL,
  QUOTE_STRINGS,
} from './dialect.ts';

const START_RECORD = 0;
const START_FIELD = 1;
const ESCAPED_CHAR = 2;
const IN_FIELD = 3;
const IN_QUOTED_FIELD = 4;
const ESCAPE_IN_QUOTED_FIELD = 5;
const QUOTE_IN_QUOTED_FIELD = 6;
const EAT_CRNL = 7;
const AFTER_ESCAPED_CRNL = 8;

/** Stands for the end of a line that came without a line break. */
const EOL = -2;

export class PyReader extends PyBaseObject {
  static readonly type = new PyType(
    '_csv.reader',
    PyReader,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  readonly input: PyObject;
  readonly dialect: PyDialect;
  readonly module: CsvState;
  /** How many lines were read. */
  lineNum = 0;
  /** The record being read; absent when none is. */
  fields: PyObject[] | undefined = undefined;
  field = new StrBuilder();
  state = START_RECORD;
  /** The field did not begin with a quote. */
  unquoted = false;

  constructor(input: PyObject, dialect: PyDialect, module: CsvState) {
    super();
    this.input = input;
    this.dialect = dialect;
    this.module = module;
  }
}

function saveField(self: PyReader): void {
  const { quoting } = self.dialect;
  const text = self.field.finish();
  if (text !== '') self.field = new StrBuilder();
  self.fields!.push(fieldValue(text, self.unquoted, quoting));
}

function fieldValue(text: Str, unquoted: boolean, quoting: number): PyObject {
  if (!unquoted) return text;
  if (text === '') return quoting === QUOTE_NOTNULL || quoting === QUOTE_STRINGS ? None : text;
  if (quoting !== QUOTE_NONNUMERIC && quoting !== QUOTE_STRINGS) return text;
  const number = typeof text === 'string' ? floatFromText(text) : undefined;
  return new PyFloat(number ?? floatFromString(text));
}

function addChar(self: PyReader, c: number): void {
  const { fieldLimit } = self.module;
  if (self.field.length >= fieldLimit) throw csvError(`field larger than field limit (${fieldLimit})`);
  self.field.push(c);
}

function isLineEnd(c: number): boolean {
  return c === 10 || c === 13 || c === EOL;
}

function endRecord(self: PyReader, c: number): void {
  saveField(self);
  self.state = c === EOL ? START_RECORD : EAT_CRNL;
}

/** One character, or the end of the line. */
function processChar(self: PyReader, c: number): void {
  const { dialect } = self;
  switch (self.state) {
    case START_RECORD:
      // An empty line is a record without fields.
      if (c === EOL) return;
      if (isLineEnd(c)) {
        self.state = EAT_CRNL;
        return;
      }
      self.state = START_FIELD;
      startField(self, c);
      return;
    case START_FIELD:
      startField(self, c);
      return;
    case ESCAPED_CHAR:
      addChar(self, c === EOL ? 10 : c);
      self.state = c === 10 || c === 13 ? AFTER_ESCAPED_CRNL : IN_FIELD;
      return;
    case AFTER_ESCAPED_CRNL:
      if (c !== EOL) inField(self, c);
      return;
    case IN_FIELD:
      inField(self, c);
      return;
    case IN_QUOTED_FIELD:
      if (c === EOL) return;
      if (c === dialect.escapechar) self.state = ESCAPE_IN_QUOTED_FIELD;
      else if (c === dialect.quotechar && dialect.quoting !== QUOTE_NONE) {
        self.state = dialect.doublequote ? QUOTE_IN_QUOTED_FIELD : IN_FIELD;
      } else addChar(self, c);
      return;
    case ESCAPE_IN_QUOTED_FIELD:
      addChar(self, c === EOL ? 10 : c);
      self.state = IN_QUOTED_FIELD;
      return;
    case QUOTE_IN_QUOTED_FIELD:
      behindQuote(self, c);
      return;
    case EAT_CRNL:
      if (c === EOL) self.state = START_RECORD;
      else if (!isLineEnd(c)) {
        throw csvError(
          "new-line character seen in unquoted field - do you need to open the file with newline=''?",
        );
      }
  }
}

function startField(self: PyReader, c: number): void {
  const { dialect } = self;
  self.unquoted = true;
  if (isLineEnd(c)) endRecord(self, c);
  else if (c === dialect.quotechar && dialect.quoting !== QUOTE_NONE) {
    self.unquoted = false;
    self.state = IN_QUOTED_FIELD;
  } else if (c === dialect.escapechar) self.state = ESCAPED_CHAR;
  else if (c === 32 && dialect.skipinitialspace) return;
  else if (c === dialect.delimiter) {
    saveField(self);
    self.state = START_FIELD;
  } else {
    addChar(self, c);
    self.state = IN_FIELD;
  }
}

function inField(self: PyReader, c: number): void {
  const { dialect } = self;
  if (isLineEnd(c)) endRecord(self, c);
  else if (c === dialect.escapechar) self.state = ESCAPED_CHAR;
  else if (c === dialect.delimiter) {
    saveField(self);
    self.state = START_FIELD;
  } else {
    addChar(self, c);
    self.state = IN_FIELD;
  }
}

/** Behind a quote in a quoted field: the first of a doubled one, or the end. */
function behindQuote(self: PyReader, c: number): void {
  const { dialect } = self;
  if (dialect.quoting !== QUOTE_NONE && c === dialect.quotechar) {
    addChar(self, c);
    self.state = IN_QUOTED_FIELD;
  } else if (c === dialect.delimiter) {
    saveField(self);
    self.state = START_FIELD;
  } else if (isLineEnd(c)) endRecord(self, c);
  else if (!dialect.strict) {
    addChar(self, c);
    self.state = IN_FIELD;
  } else {
    const pieces = ["'", strFromCodePoint(dialect.delimiter), "' expected after '"];
    throw csvError(strConcat(strJoin('', [...pieces, strFromCodePoint(dialect.quotechar)]), "'"));
  }
}

/** The next record; `undefined` at the end of the input. May run Python code for each line. */
function nextRecord(self: PyReader): PyObject | undefined {
  const fields: PyObject[] = [];
  self.fields = fields;
  self.field = new StrBuilder();
  self.state = START_RECORD;
  self.unquoted = false;
  do {
    const line = iterNext(self.input);
    if (self.fields !== fields) throw csvError('iterator has already advanced the reader');
    if (line === undefined) {
      if (self.field.length === 0 && self.state !== IN_QUOTED_FIELD) return undefined;
      if (self.dialect.strict) throw csvError('unexpected end of data');
      saveField(self);
      break;
    }
    const text = strValue(line);
    if (text === undefined) {
      throw csvError(
        `iterator should return strings, not ${typeName(line)} (the file should be opened in text mode)`,
      );
    }
    self.lineNum++;
    const length = strLength(text);
    for (let i = 0; i < length; i++) processChar(self, codeAt(text, i));
    processChar(self, EOL);
  } while (self.state !== START_RECORD);
  self.fields = undefined;
  return new PyList(fields);
}

export const reader = defineType({
  type: PyReader.type,
  doc: 'Iterates over the records of a CSV file.',
  slots: {
    tp_iter: (self) => self,
    tp_iternext: (self) => nextRecord(self as PyReader),
  },
  entries: [
    member<PyReader>('dialect', undefined, 'dialect'),
    member<PyReader>('line_num', undefined, 'lineNum'),
  ],
});
