/**
 * What Tython makes of a source, in the words of outcome.py, so that both can be compared: the digest of the code
 * object, or the fields of the exception. A JavaScript error is an outcome that no oracle ever gives.
 */
import { createHash } from 'node:crypto';
import { compileSource } from '../../src/compiler/compile.ts';
import { PyBytes } from '../../src/objects/bytes.ts';
import { CO_FAST_CELL, CO_FAST_FREE, CO_FAST_LOCAL, PyCode } from '../../src/objects/code.ts';
import { PyComplex } from '../../src/objects/complex.ts';
import { PyFloat } from '../../src/objects/float.ts';
import type { PyObject } from '../../src/objects/object.ts';
import { PyFrozenSet } from '../../src/objects/set.ts';
import { Ellipsis, None } from '../../src/objects/singletons.ts';
import { PySlice } from '../../src/objects/slice.ts';
import {
  codePointsOf,
  isStr,
  type Str,
  strFromUtf16,
  strLength,
  utf16FromStr,
} from '../../src/objects/str.ts';
import { PyTuple } from '../../src/objects/tuple.ts';
import { CompileError, type CompileWarning } from '../../src/parser/errors.ts';

/** One source to compile; see outcome.py. Exactly one of `source`, `text` and `hex` is there. */
export interface Question {
  readonly source?: string;
  readonly text?: string;
  readonly hex?: string;
  readonly mode?: 'exec' | 'eval' | 'single';
  readonly flags?: number;
  readonly optimize?: 0 | 1 | 2;
  readonly warnings?: 'ignore' | 'record' | 'error';
}

/** Type, message, lineno, offset, end_lineno, end_offset, text: `null` is Python's `None`. */
export type ErrorFields = readonly [string, string, ...(number | string | null)[]];
export type WarningFields = readonly [category: string, message: string, lineno: number];

export interface Outcome {
  readonly ok?: string;
  readonly error?: ErrorFields;
  readonly warnings?: readonly WarningFields[];
}

const FILENAME = '<source>';

/** As Python's `backslashreplace` writes what is not ASCII. */
export function escapeText(value: Str): string {
  if (typeof value === 'string' && /^[\0-\x7f]*$/.test(value)) return value;
  let text = '';
  for (const c of Array.from(codePointsOf(value))) {
    if (c < 0x80) text += String.fromCharCode(c);
    else if (c < 0x100) text += `\\x${c.toString(16).padStart(2, '0')}`;
    else if (c < 0x10000) text += `\\u${c.toString(16).padStart(4, '0')}`;
    else text += `\\U${c.toString(16).padStart(8, '0')}`;
  }
  return text;
}

function describeStr(value: Str): string {
  return `s${strLength(value)}:${escapeText(value)}`;
}

function doubleHex(value: number): string {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return bytes.getBigUint64(0).toString(16).padStart(16, '0');
}

function describeNames(names: readonly Str[]): string {
  return `(${names.map(describeStr).join(',')})`;
}

function bytesHex(value: Uint8Array): string {
  return `b${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
}

function describeCode(code: PyCode): string {
  const localsOf = (kind: number): string =>
    describeNames(code.co_localsplusnames.filter((_, i) => (code.co_localspluskinds[i]! & kind) !== 0));
  const fields = [
    describeStr(code.co_name),
    describeStr(code.co_qualname),
    ...[
      code.co_argcount,
      code.co_posonlyargcount,
      code.co_kwonlyargcount,
      code.co_stacksize,
      code.co_flags,
    ].map(describe),
    describe(code.co_firstlineno),
    bytesHex(code.co_code),
    `(${code.co_consts.map(describe).join(',')})`,
    describeNames(code.co_names),
    localsOf(CO_FAST_LOCAL),
    localsOf(CO_FAST_CELL),
    localsOf(CO_FAST_FREE),
    bytesHex(code.co_linetable),
    bytesHex(code.co_exceptiontable),
  ];
  return `code(${fields.join(',')})`;
}

/** An ASCII text that says all of a constant; the same as that of outcome.py. */
export function describe(value: PyObject): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === None) return 'None';
  if (value === Ellipsis) return 'Ellipsis';
  if (typeof value === 'number' || typeof value === 'bigint') return `i${value.toString(16)}`;
  if (isStr(value)) return describeStr(value);
  if (value instanceof PyFloat) return `f${doubleHex(value.value)}`;
  if (value instanceof PyComplex) return `c${doubleHex(value.real)}${doubleHex(value.imag)}`;
  if (value instanceof PyBytes) return bytesHex(value.value);
  if (value instanceof PyTuple) return `(${value.items.map(describe).join(',')})`;
  if (value instanceof PyFrozenSet) return `{${value.items.map(describe).sort().join(',')}}`;
  if (value instanceof PySlice) return `[${[value.start, value.stop, value.step].map(describe).join(',')}]`;
  if (value instanceof PyCode) return describeCode(value);
  throw new Error('a constant of a kind that the compiler never makes');
}

export function digest(text: string | Uint8Array, length = 16): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** The fields of what the compiler threw; `type` starts with `JavaScript` for what it must never throw. */
export function errorFields(thrown: unknown): ErrorFields {
  if (thrown instanceof CompileError) {
    const d = thrown.details;
    const message = utf16FromStr(thrown.message);
    if (d === undefined) return [thrown.type, message, null, null, null, null, null];
    const text = d.text === undefined ? null : utf16FromStr(d.text);
    return [thrown.type, message, d.lineno, d.offset, d.end_lineno ?? null, d.end_offset ?? null, text];
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return [`JavaScript ${error.name}`, error.message, null, null, null, null, error.stack ?? null];
}

/** The exception that a warning becomes under the filter `error`. */
function warningError(warning: CompileWarning): CompileError {
  const { filename, lineno, col_offset, end_lineno, end_col_offset } = warning;
  const details = {
    filename,
    lineno,
    offset: col_offset + 1,
    end_lineno,
    end_offset: end_col_offset + 1,
    text: undefined,
  };
  return new CompileError('SyntaxError', warning.message, details);
}

export function sourceOf(question: Question): Uint8Array | Str {
  if (question.hex !== undefined) return Buffer.from(question.hex, 'hex');
  if (question.text !== undefined) return strFromUtf16(question.text);
  return new TextEncoder().encode(question.source);
}

/** Compiles a question's source. Never throws. */
export function outcomeOf(question: Question): Outcome {
  const warnings: WarningFields[] = [];
  const result: { ok?: string; error?: ErrorFields; warnings?: WarningFields[] } = {};
  try {
    const code = compileSource(sourceOf(question), {
      filename: FILENAME,
      mode: question.mode ?? 'exec',
      flags: question.flags ?? 0,
      optimize: question.optimize ?? 0,
      warn: (warning) => {
        if (question.warnings === 'error') throw warningError(warning);
        warnings.push([warning.category, warning.message, warning.lineno]);
      },
    });
    result.ok = digest(describe(code));
  } catch (thrown) {
    result.error = errorFields(thrown);
  }
  if (question.warnings === 'record') result.warnings = warnings;
  return result;
}

/** One line that says all of an outcome: equal lines, equal outcomes. */
export function outcomeText(outcome: Outcome): string {
  const head = outcome.ok ?? JSON.stringify(outcome.error);
  return outcome.warnings === undefined ? head : `${head} ${JSON.stringify(outcome.warnings)}`;
}
