/** Writing CSV. CPython: `join_append_data`, `csv_writerow` in Modules/_csv.c. */
import { exceptionTypes, PyBaseException } from '../../objects/exception.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_IMMUTABLETYPE,
} from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { call1 } from '../../runtime/call.ts';
import { strValue } from '../../runtime/convert.ts';
import { defineType, member, methodsOf } from '../../runtime/define.ts';
import { getIter, iterNext } from '../../runtime/iter.ts';
import { str } from '../../runtime/repr.ts';
import { codeAt, indexOfCode, StrBuilder } from '../../runtime/text.ts';
import { isInstanceOf, typeName, typeOf } from '../../runtime/type-of.ts';
import {
  csvError,
  NOT_SET,
  type PyDialect,
  QUOTE_ALL,
  QUOTE_NONE,
  QUOTE_NONNUMERIC,
  QUOTE_NOTNULL,
  QUOTE_STRINGS,
} from './dialect.ts';

export class PyWriter extends PyBaseObject {
  static readonly type = new PyType(
    '_csv.writer',
    PyWriter,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_IMMUTABLETYPE,
  );

  /** The `write` method of the file. */
  readonly writeLine: PyObject;
  readonly dialect: PyDialect;

  constructor(writeLine: PyObject, dialect: PyDialect) {
    super();
    this.writeLine = writeLine;
    this.dialect = dialect;
  }
}

function isNumber(value: PyObject): boolean {
  const type = typeOf(value);
  return type.nb_index !== undefined || type.nb_int !== undefined || type.nb_float !== undefined;
}

/** Is this field to be quoted, whatever its text? */
function wantsQuotes(field: PyObject, quoting: number): boolean {
  switch (quoting) {
    case QUOTE_ALL:
      return true;
    case QUOTE_NONNUMERIC:
      return !isNumber(field);
    case QUOTE_STRINGS:
      return strValue(field) !== undefined;
    case QUOTE_NOTNULL:
      return field !== None;
    default:
      return false;
  }
}

/** What a None cannot be written as under these styles: quotes would make an empty str of it. */
function cannotQuote(dialect: PyDialect, isNull: boolean): boolean {
  const { quoting } = dialect;
  return quoting === QUOTE_NONE || (isNull && (quoting === QUOTE_STRINGS || quoting === QUOTE_NOTNULL));
}

/** Appends a field; `quoted` asks for quotes that it may not need. */
function appendField(out: StrBuilder, dialect: PyDialect, text: Str, isNull: boolean, quoted: boolean): void {
  const { delimiter, escapechar, quotechar, lineterminator, quoting } = dialect;
  const length = strLength(text);
  if (length === 0 && delimiter === 32 && dialect.skipinitialspace) {
    if (cannotQuote(dialect, isNull)) {
      throw csvError('empty field must be quoted if delimiter is a space and skipinitialspace is true');
    }
    quoted = true;
  }
  const content = new StrBuilder();
  for (let i = 0; i < length; i++) {
    const c = codeAt(text, i);
    const isSpecial =
      c === delimiter ||
      c === escapechar ||
      c === quotechar ||
      c === 10 ||
      c === 13 ||
      indexOfCode(lineterminator, c) >= 0;
    if (isSpecial) {
      const wantsEscape =
        quoting === QUOTE_NONE || (c === quotechar ? !dialect.doublequote : c === escapechar);
      if (wantsEscape) {
        if (escapechar === NOT_SET) throw csvError('need to escape, but no escapechar set');
        content.push(escapechar);
      } else {
        if (c === quotechar) content.push(quotechar);
        quoted = true;
      }
    }
    content.push(c);
  }
  if (quoted) out.push(quotechar);
  out.append(content.finish());
  if (quoted) out.push(quotechar);
}

function rowIterator(row: PyObject): PyObject {
  try {
    return getIter(row);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || !isInstanceOf(thrown, exceptionTypes.get('TypeError')!)) {
      throw thrown;
    }
    throw csvError(`iterable expected, not ${typeName(row)}`);
  }
}

/** Writes a record; gives what the file's `write` returns. */
function writeRow(self: PyWriter, row: PyObject): PyObject {
  const { dialect } = self;
  const out = new StrBuilder();
  const iterator = rowIterator(row);
  let count = 0;
  let isNull = false;
  for (let field = iterNext(iterator); field !== undefined; field = iterNext(iterator), count++) {
    isNull = field === None;
    if (count > 0) out.push(dialect.delimiter);
    const text = isNull ? '' : str(field);
    appendField(out, dialect, text, isNull, wantsQuotes(field, dialect.quoting));
  }
  // Else it would read as a record without fields.
  if (count > 0 && out.length === 0) {
    if (cannotQuote(dialect, isNull)) throw csvError('single empty field record must be quoted');
    appendField(out, dialect, '', false, true);
  }
  out.append(dialect.lineterminator);
  return call1(self.writeLine, out.finish());
}

const method = methodsOf<PyWriter>();

export const writer = defineType({
  type: PyWriter.type,
  doc: 'Writes records as CSV.',
  entries: [
    method(
      'writerow($self, row: object, /)',
      'Write a record of these fields; what is no str is written as its str.',
      writeRow,
    ),
    method('writerows($self, rows: object, /) -> None', 'Write several records.', (self, rows) => {
      const iterator = getIter(rows);
      for (let row = iterNext(iterator); row !== undefined; row = iterNext(iterator)) writeRow(self, row);
    }),
    member<PyWriter>('dialect', undefined, 'dialect'),
  ],
});
