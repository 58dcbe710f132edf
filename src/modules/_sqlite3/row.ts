/** Row: a tuple whose items have names as well. CPython: Modules/_sqlite/row.c. */

import { intXor } from '../../common/int.ts';
import { PyList } from '../../objects/list.ts';
import { Py_EQ, Py_NE, type PyObject } from '../../objects/object.ts';
import { None, NotImplemented } from '../../objects/singletons.ts';
import { PySlice } from '../../objects/slice.ts';
import { type Str, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { hash, isEqual, richCompare } from '../../runtime/compare.ts';
import { asIndex, intValue, strValue } from '../../runtime/convert.ts';
import { defineType, methodsOf } from '../../runtime/define.ts';
import { indexError, typeError } from '../../runtime/errors.ts';
import { getIter } from '../../runtime/iter.ts';
import { repr } from '../../runtime/repr.ts';
import { getItem } from '../../runtime/sequence.ts';
import { strJoin } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-of.ts';
import { PyCursor, PyRow } from './layouts.ts';

/** The names of the columns. */
function columnNames(self: PyRow): Str[] {
  if (!(self.description instanceof PyTuple)) return [];
  return self.description.items.map((column) => (column as PyTuple).items[0] as Str);
}

/** Letters of ASCII are the same in both cases; so is everything else that a bit sets apart there. */
const folded = (name: Str): string => utf16FromStr(name).replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function subscript(self: PyRow, key: PyObject): PyObject {
  const index = intValue(key);
  if (index !== undefined || key instanceof PySlice) return getItem(self.data, key);
  const name = strValue(key);
  if (name === undefined) throw indexError('Index must be int or string');
  const wanted = folded(name);
  const at = columnNames(self).findIndex((column) => folded(column) === wanted);
  if (at < 0 && self.description === None) throw indexError(strJoin('', ['No item with key ', repr(key)]));
  if (at < 0) throw indexError('No item with that key');
  return self.data.items[at]!;
}

const method = methodsOf<PyRow>();

export const rowType = defineType({
  type: PyRow.type,
  slots: {
    tp_new: (type, args, kwnames) => {
      if (kwnames !== undefined && kwnames.length > 0 && type === PyRow.type) {
        throw typeError('Row() takes no keyword arguments');
      }
      if (args.length !== 2) throw typeError(`Row expected 2 arguments, got ${args.length}`);
      const [cursor, data] = args;
      if (!(cursor instanceof PyCursor)) {
        throw typeError(`Row() argument 1 must be sqlite3.Cursor, not ${typeName(cursor!)}`);
      }
      if (!(data instanceof PyTuple))
        throw typeError(`Row() argument 2 must be tuple, not ${typeName(data!)}`);
      const row = new type.ctor() as PyRow;
      row.data = data;
      row.description = cursor.description;
      return row;
    },
    tp_iter: (self) => getIter((self as PyRow).data),
    tp_hash: (self) =>
      intXor(asIndex(hash((self as PyRow).description)), asIndex(hash((self as PyRow).data))),
    tp_richcompare: (self, other, op) => {
      if ((op !== Py_EQ && op !== Py_NE) || !(other instanceof PyRow)) return NotImplemented;
      const row = self as PyRow;
      if (!isEqual(row.description, other.description)) return op === Py_NE;
      return richCompare(row.data, other.data, op);
    },
    sq_length: (self) => (self as PyRow).data.items.length,
    mp_length: (self) => (self as PyRow).data.items.length,
    sq_item: (self, index) => getItem((self as PyRow).data, index),
    mp_subscript: (self, key) => subscript(self as PyRow, key),
  },
  entries: [
    method('keys($self, /)', 'Return the names of the columns.', (self) => new PyList(columnNames(self))),
  ],
});
