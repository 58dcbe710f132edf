/** _symtable: the compiler's symbol tables, for `symtable`. CPython: Modules/symtablemodule.c, Python/symtable.c. */

import { buildTreeSymtable, parseSource } from '../compiler/compile.ts';
import * as symtable from '../compiler/symtable.ts';
import { PyDict } from '../objects/dict.ts';
import { PyList } from '../objects/list.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../objects/object.ts';
import { type Str, strFromUtf16 } from '../objects/str.ts';
import { constant, defineModule, defineType, fn, member, type TypeDefinition } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { valueError } from '../runtime/errors.ts';
import { filenameOf } from '../runtime/fs-path.ts';
import { idOf } from '../runtime/identity.ts';
import { checkMemory } from '../runtime/memory.ts';
import { overflowIn } from '../runtime/recursion.ts';
import { strJoin } from '../runtime/text.ts';
import { raiseCompileErrors } from './compile-errors.ts';
import { warnCompile } from './compile-warnings.ts';
import { programTextOf } from './program-text.ts';
import { decodeByCodec, sourceOf } from './source-arguments.ts';

/** One block of a program. The fields are those that Python sees. */
class PySymtableEntry extends PyBaseObject {
  static readonly type = new PyType(
    'symtable entry',
    PySymtableEntry,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly id: number;
  readonly name: Str;
  readonly symbols: PyDict;
  readonly varnames: PyList;
  readonly children: PyList;
  readonly nested: number;
  readonly type: number;
  readonly lineno: number;

  constructor(entry: symtable.SymbolTableEntry) {
    super();
    this.id = idOf(this);
    this.name = strFromUtf16(entry.ste_name);
    this.symbols = new PyDict();
    for (const [name, flags] of entry.ste_symbols) dictSetItem(this.symbols, strFromUtf16(name), flags);
    this.varnames = new PyList(entry.ste_varnames.map(strFromUtf16));
    this.children = new PyList(entry.ste_children.map((child) => new PySymtableEntry(child)));
    this.nested = entry.ste_nested ? 1 : 0;
    this.type = entry.ste_type;
    this.lineno = entry.ste_loc.lineno;
  }
}

const MODES = ['exec', 'eval', 'single'] as const;

function newTable(source: Str | Uint8Array, filename: Str, start: string): PyObject {
  const mode = MODES.find((candidate) => candidate === start);
  if (mode === undefined) throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  const table = raiseCompileErrors(() => {
    const programText = programTextOf(filename);
    const tree = parseSource(source, {
      filename,
      mode,
      flags: 0,
      warn: warnCompile,
      programText,
      decodeOther: decodeByCodec,
      checkMemory,
    });
    return buildTreeSymtable(tree, { filename, programText });
  });
  try {
    return new PySymtableEntry(table.top);
  } catch (thrown) {
    throw overflowIn(thrown, 'while a symbol table is built');
  }
}

const symtableEntry = defineType({
  type: PySymtableEntry.type,
  slots: {
    tp_repr: (self) => {
      const { name, id, lineno } = self as PySymtableEntry;
      return strJoin('', ['<symtable entry ', name, `(${id}), line ${lineno}>`]);
    },
  },
  entries: [
    member<PySymtableEntry>('id', undefined, 'id'),
    member<PySymtableEntry>('name', undefined, 'name'),
    member<PySymtableEntry>('symbols', undefined, 'symbols'),
    member<PySymtableEntry>('varnames', undefined, 'varnames'),
    member<PySymtableEntry>('children', undefined, 'children'),
    member<PySymtableEntry>('nested', undefined, 'nested'),
    member<PySymtableEntry>('type', undefined, 'type'),
    member<PySymtableEntry>('lineno', undefined, 'lineno'),
  ],
});

export const _symtable = defineModule('_symtable', '', [
  fn(
    'symtable($module, source: object, filename: object, startstr: c_str, /)',
    'Return the symbol tables that the compiler makes of a source.',
    (_, source, filename, startstr) => {
      const name = filenameOf(filename);
      return newTable(sourceOf(source, 'symtable', 'string or bytes'), name, startstr);
    },
  ),
  constant('USE', symtable.USE),
  constant('DEF_GLOBAL', symtable.DEF_GLOBAL),
  constant('DEF_NONLOCAL', symtable.DEF_NONLOCAL),
  constant('DEF_LOCAL', symtable.DEF_LOCAL),
  constant('DEF_PARAM', symtable.DEF_PARAM),
  constant('DEF_TYPE_PARAM', symtable.DEF_TYPE_PARAM),
  constant('DEF_FREE_CLASS', symtable.DEF_FREE_CLASS),
  constant('DEF_IMPORT', symtable.DEF_IMPORT),
  constant('DEF_BOUND', symtable.DEF_BOUND),
  constant('DEF_ANNOT', symtable.DEF_ANNOT),
  constant('DEF_COMP_ITER', symtable.DEF_COMP_ITER),
  constant('DEF_COMP_CELL', symtable.DEF_COMP_CELL),
  constant('TYPE_FUNCTION', symtable.FunctionBlock),
  constant('TYPE_CLASS', symtable.ClassBlock),
  constant('TYPE_MODULE', symtable.ModuleBlock),
  constant('TYPE_ANNOTATION', symtable.AnnotationBlock),
  constant('TYPE_TYPE_ALIAS', symtable.TypeAliasBlock),
  constant('TYPE_TYPE_PARAMETERS', symtable.TypeParametersBlock),
  constant('TYPE_TYPE_VARIABLE', symtable.TypeVariableBlock),
  constant('LOCAL', symtable.LOCAL),
  constant('GLOBAL_EXPLICIT', symtable.GLOBAL_EXPLICIT),
  constant('GLOBAL_IMPLICIT', symtable.GLOBAL_IMPLICIT),
  constant('FREE', symtable.FREE),
  constant('CELL', symtable.CELL),
  constant('SCOPE_OFF', symtable.SCOPE_OFFSET),
  constant('SCOPE_MASK', symtable.SCOPE_MASK),
]);

export const SYMTABLE_TYPES: readonly TypeDefinition[] = [symtableEntry];
