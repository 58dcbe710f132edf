/** _csv: reading and writing CSV (PEP 305). CPython: Modules/_csv.c. */
import { attrName } from '../../objects/attribute-name.ts';
import { PyList } from '../../objects/list.ts';
import type { KwNames, PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { checkPositional } from '../../runtime/arguments.ts';
import { getAttrOrAbsent } from '../../runtime/attributes.ts';
import { strValue } from '../../runtime/convert.ts';
import { asSsize } from '../../runtime/converters.ts';
import { constant, defineModule, fn, rawFn } from '../../runtime/define.ts';
import { dictPop, dictSetItem } from '../../runtime/dict.ts';
import { typeError } from '../../runtime/errors.ts';
import { getIter } from '../../runtime/iter.ts';
import { typeOf } from '../../runtime/type-of.ts';
import {
  CsvErrorType,
  csvError,
  csvState,
  dialect,
  newDialect,
  PyDialect,
  QUOTE_ALL,
  QUOTE_MINIMAL,
  QUOTE_NONE,
  QUOTE_NONNUMERIC,
  QUOTE_NOTNULL,
  QUOTE_STRINGS,
  registeredDialect,
} from './dialect.ts';
import { PyReader, reader } from './reader.ts';
import { PyWriter, writer } from './writer.ts';

const writeName = attrName('write');

/** The first argument, and the dialect that the others make. */
function argumentAndDialect(
  name: string,
  args: readonly PyObject[],
  kwnames: KwNames = [],
): [PyObject, () => PyDialect] {
  const count = args.length - kwnames.length;
  checkPositional(name, count, 1, 2);
  const makeIt = (): PyDialect => newDialect(PyDialect.type, args.slice(1), kwnames);
  return [args[0]!, makeIt];
}

export const _csv = defineModule('_csv', 'CSV parsing and writing.\n', [
  rawFn(
    'reader',
    "($module, iterable, /, dialect='excel', **fmtparams)",
    'Return an iterator over the records of a CSV file, given its lines.\n\nThe keywords replace settings of the dialect.',
    (_, args, kwnames) => {
      const [iterable, makeIt] = argumentAndDialect('reader', args, kwnames);
      return new PyReader(getIter(iterable), makeIt(), csvState());
    },
  ),
  rawFn(
    'writer',
    "($module, fileobj, /, dialect='excel', **fmtparams)",
    'Return an object that writes records to a file as CSV.\n\nThe keywords replace settings of the dialect.',
    (_, args, kwnames) => {
      const [file, makeIt] = argumentAndDialect('writer', args, kwnames);
      const write = getAttrOrAbsent(file, writeName);
      if (write === undefined || typeOf(write).tp_call === undefined) {
        throw typeError('argument 1 must have a "write" method');
      }
      return new PyWriter(write, makeIt());
    },
  ),
  rawFn(
    'register_dialect',
    "($module, name, /, dialect='excel', **fmtparams)",
    'Give a dialect a name.',
    (_, args, kwnames) => {
      const [name, makeIt] = argumentAndDialect('register_dialect', args, kwnames);
      if (strValue(name) === undefined) throw typeError('dialect name must be a string');
      dictSetItem(csvState().dialects, name, makeIt());
      return None;
    },
  ),
  fn(
    'unregister_dialect($module, /, name: object) -> None',
    'Take the name of a dialect away.',
    (_, name) => {
      if (dictPop(csvState().dialects, name) === undefined) throw csvError('unknown dialect');
    },
  ),
  fn('get_dialect($module, /, name: object)', 'Return the dialect of a name.', (_, name) =>
    registeredDialect(name),
  ),
  fn(
    'list_dialects($module, /)',
    'Return the names of all dialects.',
    () => new PyList([...csvState().dialects.storage.keys()]),
  ),
  fn(
    'field_size_limit($module, /, new_limit: object = <null>)',
    'Set how long a field may be that is read; return the limit there was.',
    (_, limit) => {
      const state = csvState();
      const old = state.fieldLimit;
      if (limit !== undefined) {
        if (typeof limit !== 'number' && typeof limit !== 'bigint') {
          throw typeError('limit must be an integer');
        }
        state.fieldLimit = asSsize(limit);
      }
      return old;
    },
  ),
  constant('Error', CsvErrorType),
  constant('Dialect', PyDialect.type),
  constant('Reader', PyReader.type),
  constant('Writer', PyWriter.type),
  { name: '_dialects', make: () => csvState().dialects },
  constant('QUOTE_MINIMAL', QUOTE_MINIMAL),
  constant('QUOTE_ALL', QUOTE_ALL),
  constant('QUOTE_NONNUMERIC', QUOTE_NONNUMERIC),
  constant('QUOTE_NONE', QUOTE_NONE),
  constant('QUOTE_STRINGS', QUOTE_STRINGS),
  constant('QUOTE_NOTNULL', QUOTE_NOTNULL),
]);

export const CSV_TYPES = [{ type: CsvErrorType }, dialect, reader, writer];
