/**
 * code: what the compiler makes, `.pyc` files keep and every executor runs.
 * Field for field CPython 3.14's code object (Objects/codeobject.c, Include/cpython/code.h): the "fast locals"
 * of a frame are one array, described by `co_localsplusnames` and `co_localspluskinds` together.
 */
import type { AttrName } from './attribute-name.ts';
import type { PyCell } from './cell.ts';
import type { CodeMonitoring } from './code-monitoring.ts';
import type { NamespaceVersion, PyDict } from './dict.ts';
import type { AwaitEntry, CompiledEntry } from './function.ts';
import type { Step } from './generator.ts';
import { type KwNames, objectType, PyBaseObject, type PyInt, type PyObject, PyType } from './object.ts';
import type { Str } from './str.ts';

/** Bits of `co_flags` (the `inspect.CO_*` constants). */
export const CO_OPTIMIZED = 0x1;
export const CO_NEWLOCALS = 0x2;
export const CO_VARARGS = 0x4;
export const CO_VARKEYWORDS = 0x8;
export const CO_NESTED = 0x10;
export const CO_GENERATOR = 0x20;
export const CO_COROUTINE = 0x80;
export const CO_ITERABLE_COROUTINE = 0x100;
export const CO_ASYNC_GENERATOR = 0x200;
export const CO_FUTURE_DIVISION = 0x20000;
export const CO_FUTURE_ABSOLUTE_IMPORT = 0x40000;
export const CO_FUTURE_WITH_STATEMENT = 0x80000;
export const CO_FUTURE_PRINT_FUNCTION = 0x100000;
export const CO_FUTURE_UNICODE_LITERALS = 0x200000;
export const CO_FUTURE_BARRY_AS_BDFL = 0x400000;
export const CO_FUTURE_GENERATOR_STOP = 0x800000;
export const CO_FUTURE_ANNOTATIONS = 0x1000000;
export const CO_HAS_DOCSTRING = 0x4000000;
export const CO_METHOD = 0x8000000;

/** Bits of one entry of `co_localspluskinds`. */
export const CO_FAST_ARG_POS = 0x02;
export const CO_FAST_ARG_KW = 0x04;
export const CO_FAST_ARG_VAR = 0x08;
export const CO_FAST_ARG = CO_FAST_ARG_POS | CO_FAST_ARG_KW | CO_FAST_ARG_VAR;
export const CO_FAST_HIDDEN = 0x10;
export const CO_FAST_LOCAL = 0x20;
export const CO_FAST_CELL = 0x40;
export const CO_FAST_FREE = 0x80;

/** How many of the fast locals a call fills: parameters, and what `*args` and `**kwargs` are bound to. */
export function parameterCount(argcount: number, kwonlyargcount: number, flags: number): number {
  return argcount + kwonlyargcount + (flags & CO_VARARGS ? 1 : 0) + (flags & CO_VARKEYWORDS ? 1 : 0);
}

/** The fields from which a code object is made. */
export interface CodeFields {
  readonly co_argcount: number;
  readonly co_posonlyargcount: number;
  readonly co_kwonlyargcount: number;
  readonly co_stacksize: number;
  readonly co_flags: number;
  readonly co_code: Uint8Array;
  readonly co_consts: readonly PyObject[];
  readonly co_names: readonly Str[];
  readonly co_localsplusnames: readonly Str[];
  readonly co_localspluskinds: Uint8Array;
  readonly co_filename: Str;
  readonly co_name: Str;
  readonly co_qualname: Str;
  /** An `int`; the compiler only makes numbers, marshal may bring any 32-bit value. */
  readonly co_firstlineno: PyInt;
  readonly co_linetable: Uint8Array;
  readonly co_exceptiontable: Uint8Array;
}

/** The fields of a code object that only running or showing it asks for. */
export type CodeParts = Pick<
  CodeFields,
  | 'co_code'
  | 'co_consts'
  | 'co_names'
  | 'co_localsplusnames'
  | 'co_localspluskinds'
  | 'co_linetable'
  | 'co_exceptiontable'
>;

/** Where parts of code objects are that nobody has asked for yet. */
export interface PackedParts {
  unpack(offset: number, size: number): CodeParts;
}

/** One row of an exception table: instructions from `start` up to `end` are guarded by the handler at `target`. */
export interface ExceptionTableEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  /** How deep the operand stack is left. */
  readonly depth: number;
  /** The handler wants the offset of the raising instruction on the stack. */
  readonly lasti: boolean;
}

/** What functions of a code object are in compiled code, where they run with these globals. */
export interface CompiledForm {
  readonly globals: PyDict;
  readonly jitEntry: CompiledEntry;
  readonly jitArity: number;
  readonly jitAwait: AwaitEntry | undefined;
  /** So many defaults of positional parameters `jitEntry` fills in itself. */
  readonly defaults: number;
}

/** How generators of a code object are resumed in compiled code, where they run with these globals. */
export interface Steps {
  readonly globals: PyDict;
  /** By the code unit where they go on. */
  readonly entries: (Step | undefined)[];
}

/** Where the arguments of a call with keywords go. */
export interface KeywordPlan {
  readonly kwnames: KwNames;
  /** How many arguments come by position. */
  readonly positional: number;
  /** The argument for each parameter but the starred ones; −1 where the default serves. */
  readonly sources: readonly number[];
  /** The keywords that `**kwargs` takes. */
  readonly extra: readonly number[];
  /** Every argument has its place. */
  readonly isComplete: boolean;
}

/** The class in `super(cls, self)`, and the types of `self`; weakly. */
export interface SuperReceivers {
  readonly cls: WeakRef<PyType>;
  readonly types: WeakRef<PyType>[];
}

/** What executors keep beside a code object: its instructions decoded, and what they have learned. */
export interface Executable {
  /** One entry a code unit: the opcode in the low eight bits, the whole oparg above them. */
  readonly words: Int32Array;
  readonly consts: readonly PyObject[];
  readonly names: readonly AttrName[];
  readonly exceptionTable: readonly ExceptionTableEntry[];
  /** The cells of global and built-in names by name index, right while the globals have the version `cellsVersion`. */
  readonly globalCells: (PyCell | undefined)[];
  cellsVersion: NamespaceVersion | undefined;
  /** Whose attributes were asked for, by the code unit of the inline cache; see vm/receivers.ts. */
  receivers: Map<number, WeakRef<PyType>> | undefined;
  /** The same of `super().name`: whose attribute was looked for behind which class. */
  superReceivers: Map<number, SuperReceivers> | undefined;
  /** How often the code was called, how often a loop in it went back, and a generator of it was resumed: what is hot is compiled. */
  calls: number;
  rounds: number;
  resumptions: number;
  /** The last ways in which it was called with keywords. */
  plans: KeywordPlan[] | undefined;
  /** What new functions get at once. */
  compiled: CompiledForm | undefined;
  /** The compiled parts of a generator. */
  steps: Steps | undefined;
  /** Somebody has looked at the variables of a function that ran: it is not compiled, or not any more. */
  isLookedAt: boolean;
}

export class PyCode extends PyBaseObject implements CodeFields {
  static readonly type = new PyType('code', PyCode, objectType, 0);

  readonly co_argcount: number;
  readonly co_posonlyargcount: number;
  readonly co_kwonlyargcount: number;
  readonly co_stacksize: number;
  readonly co_flags: number;
  readonly co_filename: Str;
  readonly co_name: Str;
  readonly co_qualname: Str;
  readonly co_firstlineno: PyInt;
  /** How many fast locals there are. */
  readonly localsCount: number;
  private _parts: CodeParts | undefined;
  /** Where the parts are when they are put away, and how many bytes. */
  private _packed: PackedParts | undefined = undefined;
  private _packedAt = 0;
  private _packedSize = 0;
  /** Made when the code first runs. */
  executable: Executable | undefined = undefined;
  /** What tools watch in this code, once one has. */
  monitoring: CodeMonitoring | undefined = undefined;
  /** Tuples and bytes of the parts as attributes show them, by name, once they were asked for. */
  views: Map<string, PyObject> | undefined = undefined;

  constructor(fields: CodeFields) {
    super();
    this.co_argcount = fields.co_argcount;
    this.co_posonlyargcount = fields.co_posonlyargcount;
    this.co_kwonlyargcount = fields.co_kwonlyargcount;
    this.co_stacksize = fields.co_stacksize;
    this.co_flags = fields.co_flags;
    this.localsCount = fields.co_localsplusnames.length;
    this.co_filename = fields.co_filename;
    this.co_name = fields.co_name;
    this.co_qualname = fields.co_qualname;
    this.co_firstlineno = fields.co_firstlineno;
    this._parts = partsOf(fields);
  }

  get co_code(): Uint8Array {
    return (this._parts ?? this._unpack()).co_code;
  }
  get co_consts(): readonly PyObject[] {
    return (this._parts ?? this._unpack()).co_consts;
  }
  get co_names(): readonly Str[] {
    return (this._parts ?? this._unpack()).co_names;
  }
  get co_localsplusnames(): readonly Str[] {
    return (this._parts ?? this._unpack()).co_localsplusnames;
  }
  get co_localspluskinds(): Uint8Array {
    return (this._parts ?? this._unpack()).co_localspluskinds;
  }
  get co_linetable(): Uint8Array {
    return (this._parts ?? this._unpack()).co_linetable;
  }
  get co_exceptiontable(): Uint8Array {
    return (this._parts ?? this._unpack()).co_exceptiontable;
  }

  private _unpack(): CodeParts {
    const parts = this._packed!.unpack(this._packedAt, this._packedSize);
    this._parts = parts;
    return parts;
  }

  /** Says where the parts are, from where they are read when they are asked for. */
  pack(packed: PackedParts, offset: number, size: number): void {
    this._packed = packed;
    this._packedAt = offset;
    this._packedSize = size;
  }

  /** Lets go of parts that are packed, until they are asked for: code that a start-up snapshot holds may never run. */
  putAway(): void {
    if (this._packed !== undefined) this._parts = undefined;
  }

  /** The same with other values of some fields. */
  with(changes: Partial<CodeFields>): PyCode {
    return new PyCode({ ...this, ...partsOf(this), ...changes });
  }
}

function partsOf(fields: CodeFields): CodeParts {
  const { co_code, co_consts, co_names, co_localsplusnames, co_localspluskinds } = fields;
  const { co_linetable, co_exceptiontable } = fields;
  return {
    co_code,
    co_consts,
    co_names,
    co_localsplusnames,
    co_localspluskinds,
    co_linetable,
    co_exceptiontable,
  };
}
PyCode.type.hasWeakref = true;
