/**
 * Code objects as Python programs make, compare and take them apart. CPython: Objects/codeobject.c
 * (`code_new_impl`, `_PyCode_Validate`, `code_richcompare`, `branchesiter_next`, `decode_linetable`).
 */
import { coLines, coPositions, type LineRange, type LocationEntry } from '../bytecode/locations.ts';
import * as opcodes from '../bytecode/opcodes.gen.ts';
import { PyBytes } from '../objects/bytes.ts';
import {
  CO_FAST_ARG_KW,
  CO_FAST_ARG_POS,
  CO_FAST_ARG_VAR,
  CO_FAST_CELL,
  CO_FAST_FREE,
  CO_FAST_LOCAL,
  CO_VARARGS,
  CO_VARKEYWORDS,
  PyCode,
  parameterCount,
} from '../objects/code.ts';
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyInt, PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { PySlice } from '../objects/slice.ts';
import { isStr, type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { isSame } from './compare.ts';
import { systemError, valueError } from './errors.ts';
import { current } from './state.ts';

/** A code object in the terms of its constructor: variables by kind, not yet laid out. */
export interface CodeDescription {
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly nlocals: number;
  readonly stacksize: number;
  readonly flags: number;
  readonly code: Uint8Array;
  readonly consts: readonly PyObject[];
  readonly names: readonly Str[];
  readonly varnames: readonly Str[];
  readonly filename: Str;
  readonly name: Str;
  readonly qualname: Str;
  readonly firstlineno: PyInt;
  readonly linetable: Uint8Array;
  readonly exceptiontable: Uint8Array;
  readonly freevars: readonly Str[];
  readonly cellvars: readonly Str[];
}

/** A code object of these parts, which must fit each other. */
export function newCode(parts: CodeDescription): PyCode {
  const { argcount, posonlyargcount, kwonlyargcount, flags, varnames } = parts;
  if (parameterCount(argcount, kwonlyargcount, flags) > varnames.length)
    throw valueError('code: co_varnames is too small');
  if (argcount < posonlyargcount || parts.stacksize < 0 || flags < 0) {
    throw systemError('bad argument to internal function');
  }
  if (parts.code.length % 2 !== 0) throw valueError('code: co_code is malformed');
  if (parts.nlocals !== varnames.length) throw valueError('code: co_nlocals != len(co_varnames)');
  for (const tuple of [parts.names, varnames, parts.cellvars, parts.freevars]) {
    if (!tuple.every(isStr)) throw systemError('non-string found in code slot');
  }
  const { names, kinds } = layOut(parts);
  return new PyCode({
    co_argcount: argcount,
    co_posonlyargcount: posonlyargcount,
    co_kwonlyargcount: kwonlyargcount,
    co_stacksize: parts.stacksize,
    co_flags: flags,
    co_code: parts.code,
    co_consts: parts.consts,
    co_names: parts.names,
    co_localsplusnames: names,
    co_localspluskinds: kinds,
    co_filename: parts.filename,
    co_name: parts.name,
    co_qualname: parts.qualname,
    co_firstlineno: parts.firstlineno,
    co_linetable: parts.linetable,
    co_exceptiontable: parts.exceptiontable,
  });
}

/** The fast locals: variables, among them cells that are also variables, then other cells, then free variables. */
function layOut(parts: CodeDescription): { names: Str[]; kinds: Uint8Array } {
  const { argcount, posonlyargcount, kwonlyargcount, flags, varnames, cellvars, freevars } = parts;
  const names: Str[] = [];
  const kinds: number[] = [];
  const keywordEnd = argcount + kwonlyargcount;
  const starEnd = keywordEnd + (flags & CO_VARARGS ? 1 : 0);
  const cells = new Set(cellvars.map((name) => utf16FromStr(name)));
  varnames.forEach((name, i) => {
    let kind = CO_FAST_LOCAL;
    if (i < posonlyargcount) kind |= CO_FAST_ARG_POS;
    else if (i < argcount) kind |= CO_FAST_ARG_POS | CO_FAST_ARG_KW;
    else if (i < keywordEnd) kind |= CO_FAST_ARG_KW;
    else if (i < starEnd) kind |= CO_FAST_ARG_VAR | CO_FAST_ARG_POS;
    else if (flags & CO_VARKEYWORDS && i === starEnd) kind |= CO_FAST_ARG_VAR | CO_FAST_ARG_KW;
    if (cells.delete(utf16FromStr(name))) kind |= CO_FAST_CELL;
    names.push(name);
    kinds.push(kind);
  });
  for (const name of cellvars) {
    if (!cells.has(utf16FromStr(name))) continue;
    names.push(name);
    kinds.push(CO_FAST_CELL);
  }
  for (const name of freevars) {
    names.push(name);
    kinds.push(CO_FAST_FREE);
  }
  return { names, kinds: Uint8Array.from(kinds) };
}

/** The names of the fast locals of a kind: `co_varnames`, `co_cellvars`, `co_freevars`. */
export function namesOfKind(code: PyCode, kind: number): Str[] {
  return code.co_localsplusnames.filter((_, i) => (code.co_localspluskinds[i]! & kind) !== 0);
}

// ── Comparison ───────────────────────────────────────────────────────────────────────────────────────────────────

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, i) => octet === right[i]);
}

function sameItems(left: readonly PyObject[], right: readonly PyObject[]): boolean {
  return left.length === right.length && left.every((item, i) => sameConstant(item, right[i]!));
}

/** Are two constants the same in type and value: `1`, `1.0` and `True` are not. CPython: `_PyCode_ConstantKey`. */
function sameConstant(left: PyObject, right: PyObject): boolean {
  if (isSame(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left.ob_type !== right.ob_type) return false;
  if (left instanceof PyFloat) return Object.is(left.value, (right as PyFloat).value);
  if (left instanceof PyComplex) {
    const other = right as PyComplex;
    return Object.is(left.real, other.real) && Object.is(left.imag, other.imag);
  }
  if (left instanceof PyBytes) return sameBytes(left.value, (right as PyBytes).value);
  if (left instanceof PyTuple) return sameItems(left.items, (right as PyTuple).items);
  if (left instanceof PySlice) {
    const other = right as PySlice;
    return sameItems([left.start, left.stop, left.step], [other.start, other.stop, other.step]);
  }
  if (left instanceof PyFrozenSet) {
    const others = (right as PyFrozenSet).items.slice();
    if (left.items.length !== others.length) return false;
    for (const item of left.items) {
      const at = others.findIndex((other) => sameConstant(item, other));
      if (at < 0) return false;
      others.splice(at, 1);
    }
    return true;
  }
  return left instanceof PyCode && codeEquals(left, right as PyCode);
}

/** `left == right`: everything but file name, qualified name and stack size counts. */
export function codeEquals(left: PyCode, right: PyCode): boolean {
  return (
    left === right ||
    (isSame(left.co_name, right.co_name) &&
      left.co_argcount === right.co_argcount &&
      left.co_posonlyargcount === right.co_posonlyargcount &&
      left.co_kwonlyargcount === right.co_kwonlyargcount &&
      left.co_flags === right.co_flags &&
      left.co_firstlineno === right.co_firstlineno &&
      sameBytes(left.co_code, right.co_code) &&
      sameItems(left.co_consts, right.co_consts) &&
      sameItems(left.co_names, right.co_names) &&
      sameItems(left.co_localsplusnames, right.co_localsplusnames) &&
      sameBytes(left.co_linetable, right.co_linetable) &&
      sameBytes(left.co_exceptiontable, right.co_exceptiontable))
  );
}

/** A hash that equal code objects share. */
export function codeHash(code: PyCode): number {
  let hash = 20221211;
  const mix = (value: number): void => {
    hash = (Math.imul(hash, 1000003) ^ value) | 0;
  };
  const mixText = (text: Str): void => {
    for (const c of utf16FromStr(text)) mix(c.codePointAt(0)!);
  };
  const mixBytes = (octets: Uint8Array): void => {
    for (const octet of octets) mix(octet);
  };
  mixText(code.co_name);
  code.co_names.forEach(mixText);
  code.co_localsplusnames.forEach(mixText);
  mixBytes(code.co_code);
  mixBytes(code.co_linetable);
  mixBytes(code.co_exceptiontable);
  mix(code.co_consts.length);
  mix(code.co_argcount);
  mix(code.co_posonlyargcount);
  mix(code.co_kwonlyargcount);
  mix(code.co_flags);
  mix(Number(code.co_firstlineno));
  return hash === -1 ? -2 : hash;
}

// ── Branches and lines ───────────────────────────────────────────────────────────────────────────────────────────

/** The lines of a code object, in the order of its instructions. */
export function codeLines(code: PyCode): LineRange[] {
  return coLines(code);
}

/** The position of each code unit. */
export function codePositions(code: PyCode): LocationEntry[] {
  const positions = coPositions(code);
  if (!current.thread.interp.config.noDebugRanges) return positions;
  return positions.map((entry) => ({
    ...entry,
    end_lineno: entry.lineno,
    col_offset: undefined,
    end_col_offset: undefined,
  }));
}

/** The branches of a code object: `[from, where it goes on, where it jumps to]`, in bytes. */
export function codeBranches(code: PyCode): [number, number, number][] {
  const branches: [number, number, number][] = [];
  const octets = code.co_code;
  const units = octets.length >> 1;
  let extended = 0;
  for (let at = 0; at < units; ) {
    const opcode = octets[2 * at]!;
    const oparg = extended | octets[2 * at + 1]!;
    let next = at + 1 + opcodes.OPCODE_CACHES[opcode]!;
    extended = 0;
    switch (opcode) {
      case opcodes.EXTENDED_ARG:
        extended = oparg << 8;
        break;
      case opcodes.FOR_ITER:
        // Behind the loop END_FOR and POP_ITER are skipped.
        branches.push([2 * at, 2 * next, 2 * (next + oparg + 2)]);
        break;
      case opcodes.POP_JUMP_IF_FALSE:
      case opcodes.POP_JUMP_IF_TRUE:
      case opcodes.POP_JUMP_IF_NONE:
      case opcodes.POP_JUMP_IF_NOT_NONE:
        // NOT_TAKEN follows.
        branches.push([2 * at, 2 * (next + 1), 2 * (next + oparg)]);
        next++;
        break;
      case opcodes.END_ASYNC_FOR: {
        const source = next - oparg;
        branches.push([2 * source, 2 * (source + 2), 2 * next]);
        break;
      }
    }
    at = next;
  }
  return branches;
}

/** `co_lnotab`: pairs of byte and line steps, as code objects had them before `co_lines()`. */
export function lineNumberTable(code: PyCode): Uint8Array {
  const out: number[] = [];
  let line = Number(code.co_firstlineno);
  let pending = 0;
  const emit = (bytes: number, lines: number): void => {
    let restBytes = bytes;
    while (restBytes > 255) {
      out.push(255, 0);
      restBytes -= 255;
    }
    if (lines >= -128 && lines <= 127) {
      out.push(restBytes, lines & 255);
      return;
    }
    let restLines = lines;
    const most = lines < 0 ? -128 : 127;
    out.push(restBytes, most & 255);
    restLines -= most;
    while (restLines < -128 || restLines > 127) {
      out.push(0, most & 255);
      restLines -= most;
    }
    out.push(0, restLines & 255);
  };
  for (const { start, end, line: at } of coLines(code)) {
    const lines = at === undefined ? 0 : at - line;
    if (lines !== 0) {
      emit(pending, lines);
      line += lines;
      pending = 0;
    }
    pending += end - start;
  }
  return Uint8Array.from(out);
}

/** `code` and the code objects among its constants, under another file name. */
export function withFilename(code: PyCode, old: Str, path: Str): PyCode {
  if (code.co_filename !== old) return code;
  return code.with({
    co_filename: path,
    co_consts: code.co_consts.map((value) =>
      value instanceof PyCode ? withFilename(value, old, path) : value,
    ),
  });
}
