/** code: compiled code as an object. CPython: Objects/codeobject.c. What is computed about it: ../runtime/code-objects.ts. */
import { PyBytes } from '../objects/bytes.ts';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_LOCAL, PyCode } from '../objects/code.ts';
import { type PyCodeIterator, PyLineIterator, PyPositionsIterator } from '../objects/code-iterators.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { type KwNames, Py_EQ, Py_NE, type PyInt, type PyObject } from '../objects/object.ts';
import { None, NotImplemented } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import {
  type CodeDescription,
  codeBranches,
  codeEquals,
  codeHash,
  codeLines,
  codePositions,
  lineNumberTable,
  namesOfKind,
  newCode,
} from '../runtime/code-objects.ts';
import { strValue } from '../runtime/convert.ts';
import { CONVERTERS } from '../runtime/converters.ts';
import { defineType, type Entry, getset, member, methodsOf, rawMethod } from '../runtime/define.ts';
import { indexError, typeError, valueError } from '../runtime/errors.ts';
import { addressText } from '../runtime/identity.ts';
import { current } from '../runtime/state.ts';
import { didYouMean } from '../runtime/suggestions.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName } from '../runtime/type-of.ts';

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;

// ── The constructor ──────────────────────────────────────────────────────────────────────────────────────────────

/** What a parameter of the constructor is: an int, octets, a tuple of anything or of names, a string. */
type PartKind = 'int' | 'bytes' | 'tuple' | 'names' | 'str';

/** The parameters in order, as `CodeType` takes them; `replace()` takes them with `co_` before the name. */
const PARTS: readonly (readonly [name: keyof CodeDescription, kind: PartKind])[] = [
  ['argcount', 'int'],
  ['posonlyargcount', 'int'],
  ['kwonlyargcount', 'int'],
  ['nlocals', 'int'],
  ['stacksize', 'int'],
  ['flags', 'int'],
  ['code', 'bytes'],
  ['consts', 'tuple'],
  ['names', 'names'],
  ['varnames', 'names'],
  ['filename', 'str'],
  ['name', 'str'],
  ['qualname', 'str'],
  ['firstlineno', 'int'],
  ['linetable', 'bytes'],
  ['exceptiontable', 'bytes'],
  ['freevars', 'names'],
  ['cellvars', 'names'],
];
const REQUIRED = 16;
const REPLACEABLE = PARTS.map(([name]) => `co_${name}`);

function convertPart(kind: PartKind, value: PyObject, functionName: string, argument: string): unknown {
  const bad = (expected: string): never => {
    const got = value === None ? 'None' : typeName(value);
    throw typeError(`${functionName}() ${argument} must be ${expected}, not ${got}`);
  };
  switch (kind) {
    case 'int':
      return CONVERTERS.int(value, { functionName, argument });
    case 'bytes':
      return value instanceof PyBytes ? value.value : bad('bytes');
    case 'str':
      return strValue(value) ?? bad('str');
    default:
      return value instanceof PyTuple ? value.items : bad('tuple');
  }
}

/** The names of a tuple, which must be strings. */
function checkNames(items: readonly PyObject[]): readonly Str[] {
  return items.map((item) => {
    const text = strValue(item);
    if (text === undefined) throw typeError(`name tuples must contain only strings, not '${typeName(item)}'`);
    return text;
  });
}

function codeNew(args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  checkNoKeywords('code', kwnames);
  checkPositional('code', args.length, REQUIRED, PARTS.length);
  const parts: Record<string, unknown> = { freevars: [], cellvars: [] };
  args.forEach((value, i) => {
    const [name, kind] = PARTS[i]!;
    parts[name] = convertPart(kind, value, 'code', `argument ${i + 1}`);
  });
  for (const name of ['argcount', 'posonlyargcount', 'kwonlyargcount', 'nlocals'] as const) {
    if ((parts[name] as number) < 0) throw valueError(`code: ${name} must not be negative`);
  }
  for (const [name, kind] of PARTS) if (kind === 'names') parts[name] = checkNames(parts[name] as PyObject[]);
  return newCode(parts as unknown as CodeDescription);
}

function describe(code: PyCode): CodeDescription {
  return {
    argcount: code.co_argcount,
    posonlyargcount: code.co_posonlyargcount,
    kwonlyargcount: code.co_kwonlyargcount,
    nlocals: namesOfKind(code, CO_FAST_LOCAL).length,
    stacksize: code.co_stacksize,
    flags: code.co_flags,
    code: code.co_code,
    consts: code.co_consts,
    names: code.co_names,
    varnames: namesOfKind(code, CO_FAST_LOCAL),
    filename: code.co_filename,
    name: code.co_name,
    qualname: code.co_qualname,
    firstlineno: code.co_firstlineno,
    linetable: code.co_linetable,
    exceptiontable: code.co_exceptiontable,
    freevars: namesOfKind(code, CO_FAST_FREE),
    cellvars: namesOfKind(code, CO_FAST_CELL),
  };
}

/** `code.replace(**changes)`. */
function replace(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
  const code = self as PyCode;
  const names = kwnames ?? [];
  if (args.length > names.length) throw typeError('replace() takes no positional arguments');
  const changes: Record<string, unknown> = {};
  names.forEach((keyword, i) => {
    const part = PARTS.find(([name]) => `co_${name}` === keyword);
    if (part === undefined) {
      throw typeError(
        `replace() got an unexpected keyword argument '${keyword}'${didYouMean(REPLACEABLE, keyword)}`,
      );
    }
    changes[part[0]] = convertPart(part[1], args[i]!, 'replace', `argument '${keyword}'`);
  });
  for (const [name, kind] of PARTS) {
    const value = changes[name];
    if (kind === 'int' && value !== undefined && (value as number) < 0) {
      throw valueError(`co_${name} must be a positive integer`);
    }
  }
  const parts = { ...describe(code), ...changes } as CodeDescription;
  return newCode(parts);
}

// ── Attributes ───────────────────────────────────────────────────────────────────────────────────────────────────

/** A view of a code object's part, made once. */
function view(code: PyCode, name: string, make: (code: PyCode) => PyObject): PyObject {
  code.views ??= new Map();
  let value = code.views.get(name);
  if (value === undefined) {
    value = make(code);
    code.views.set(name, value);
  }
  return value;
}

function viewMember(name: keyof PyCode & string, make: (code: PyCode) => PyObject): Entry {
  return member<PyCode>(name, undefined, name, { read: (code) => view(code, name, make) });
}

function viewGetset(name: string, make: (code: PyCode) => PyObject): Entry {
  return getset<PyCode>(name, undefined, (code) => view(code, name, make));
}

const method = methodsOf<PyCode>();

function position(value: number | undefined): PyObject {
  return value ?? None;
}

export const code = defineType({
  type: PyCode.type,
  doc: 'Compiled code. Few have reason to make it by hand.',
  textSignature:
    '(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)',
  slots: {
    tp_new: (_type, args, kwnames) => codeNew(args, kwnames),
    tp_repr: (object) => {
      const self = object as PyCode;
      const line: PyInt = self.co_firstlineno === 0 ? -1 : self.co_firstlineno;
      return strJoin('', [
        '<code object ',
        self.co_name,
        ` at ${addressText(self)}, file "`,
        self.co_filename,
        `", line ${line}>`,
      ]);
    },
    tp_hash: (self) => codeHash(self as PyCode),
    tp_richcompare: (left, right, op) => {
      if ((op !== Py_EQ && op !== Py_NE) || !(left instanceof PyCode) || !(right instanceof PyCode)) {
        return NotImplemented;
      }
      return codeEquals(left, right) === (op === Py_EQ);
    },
  },
  entries: [
    method('__sizeof__($self, /) -> int', '', (self) => 208 + self.co_code.length),
    method('co_lines($self, /)', '', (self) => {
      const items = codeLines(self).map(({ start, end, line }) => new PyTuple([start, end, position(line)]));
      return new PyLineIterator(items);
    }),
    method(
      'co_branches($self, /)',
      '',
      (self) => new PyLineIterator(codeBranches(self).map((branch) => new PyTuple(branch))),
    ),
    method('co_positions($self, /)', '', (self) => {
      const items = codePositions(self).map(
        (entry) =>
          new PyTuple([
            position(entry.lineno),
            position(entry.end_lineno),
            position(entry.col_offset),
            position(entry.end_col_offset),
          ]),
      );
      return new PyPositionsIterator(items);
    }),
    rawMethod(
      'replace',
      '($self, /, **changes)',
      'Return a copy of the code object with new values for the given fields.',
      replace,
    ),
    method(
      '_varname_from_oparg($self, /, oparg: int)',
      'Return the name of the fast local that an argument of an instruction means.',
      (self, oparg) => {
        const name = self.co_localsplusnames[oparg];
        if (name === undefined) throw indexError('tuple index out of range');
        return name;
      },
    ),
    rawMethod('__replace__', '($self, /, **changes)', 'The same as replace().', replace),
    member<PyCode>('co_argcount', undefined, 'co_argcount'),
    member<PyCode>('co_posonlyargcount', undefined, 'co_posonlyargcount'),
    member<PyCode>('co_kwonlyargcount', undefined, 'co_kwonlyargcount'),
    member<PyCode>('co_stacksize', undefined, 'co_stacksize'),
    member<PyCode>('co_flags', undefined, 'co_flags'),
    member<PyCode>('co_nlocals', undefined, 'co_localspluskinds', {
      read: (self) => namesOfKind(self, CO_FAST_LOCAL).length,
    }),
    viewMember('co_consts', (self) => new PyTuple(self.co_consts)),
    viewMember('co_names', (self) => new PyTuple(self.co_names)),
    member<PyCode>('co_filename', undefined, 'co_filename'),
    member<PyCode>('co_name', undefined, 'co_name'),
    member<PyCode>('co_qualname', undefined, 'co_qualname'),
    member<PyCode>('co_firstlineno', undefined, 'co_firstlineno'),
    viewMember('co_linetable', (self) => new PyBytes(self.co_linetable)),
    viewMember('co_exceptiontable', (self) => new PyBytes(self.co_exceptiontable)),
    getset<PyCode>('co_lnotab', undefined, (self) => {
      current.thread.interp.warn?.(
        DeprecationWarningType,
        'co_lnotab is deprecated, use co_lines instead.',
        1,
      );
      return new PyBytes(lineNumberTable(self));
    }),
    viewGetset('_co_code_adaptive', (self) => new PyBytes(self.co_code)),
    viewGetset('co_varnames', (self) => new PyTuple(namesOfKind(self, CO_FAST_LOCAL))),
    viewGetset('co_cellvars', (self) => new PyTuple(namesOfKind(self, CO_FAST_CELL))),
    viewGetset('co_freevars', (self) => new PyTuple(namesOfKind(self, CO_FAST_FREE))),
    viewGetset('co_code', (self) => new PyBytes(self.co_code)),
  ],
});

// ── Iterators ────────────────────────────────────────────────────────────────────────────────────────────────────

const iteratorSlots = {
  tp_iter: (self: PyObject) => self,
  tp_iternext: (self: PyObject) => (self as PyCodeIterator).next(),
};

export const lineIterator = defineType({ type: PyLineIterator.type, slots: iteratorSlots });
export const positionsIterator = defineType({ type: PyPositionsIterator.type, slots: iteratorSlots });
