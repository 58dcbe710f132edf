/** cell: variables shared by scopes, as `function.__closure__` shows them. CPython: Objects/cellobject.c. */
import { PyCell } from '../objects/cell.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { richCompare } from '../runtime/compare.ts';
import { defineType, getset } from '../runtime/define.ts';
import { valueError } from '../runtime/errors.ts';
import { addressText } from '../runtime/identity.ts';
import { typeName } from '../runtime/type-of.ts';

/** Compares emptiness: an empty cell comes before any other. */
function compareEmptiness(left: PyCell, right: PyCell, op: number): boolean {
  const a = left.value === undefined ? 0 : 1;
  const b = right.value === undefined ? 0 : 1;
  switch (op) {
    case Py_LT:
      return a < b;
    case Py_LE:
      return a <= b;
    case Py_EQ:
      return a === b;
    case Py_GT:
      return a > b;
    case Py_GE:
      return a >= b;
    default:
      return a !== b;
  }
}

export const cell = defineType({
  type: PyCell.type,
  doc: 'A variable that several scopes share.\n\n  contents\n    its value; without it the cell is empty, and reading\n    cell_contents raises ValueError',
  textSignature: '([contents])',
  slots: {
    tp_new: (_type, args, kwnames) => {
      checkNoKeywords('cell', kwnames);
      checkPositional('cell', args.length, 0, 1);
      return new PyCell(args[0]);
    },
    tp_repr: (self) => {
      const { value } = self as PyCell;
      const shown = value === undefined ? 'empty' : `${typeName(value)} object at ${addressText(value)}`;
      return `<cell at ${addressText(self)}: ${shown}>`;
    },
    tp_richcompare: (left, right, op) => {
      if (!(left instanceof PyCell) || !(right instanceof PyCell)) return NotImplemented;
      if (left.value !== undefined && right.value !== undefined)
        return richCompare(left.value, right.value, op);
      return compareEmptiness(left, right, op);
    },
  },
  entries: [
    getset<PyCell>(
      'cell_contents',
      undefined,
      (self) => {
        if (self.value === undefined) throw valueError('Cell is empty');
        return self.value;
      },
      (self, value) => {
        self.value = value;
      },
    ),
  ],
});
