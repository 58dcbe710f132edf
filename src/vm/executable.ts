/**
 * Preparing code objects for the executors: instructions decoded to one word a code unit, names with their property
 * keys, the exception table parsed.
 */
import { decodeWords } from '../bytecode/instructions.ts';
import { parseExceptionTable } from '../bytecode/locations.ts';
import { attrName } from '../objects/attribute-name.ts';
import type { ExceptionTableEntry, Executable, PyCode } from '../objects/code.ts';
import { utf16FromStr } from '../objects/str.ts';
import { instrumentedWords } from '../runtime/monitoring/instrument.ts';

const NO_ENTRIES: readonly ExceptionTableEntry[] = [];

/** Offsets count bytes in the table, code units here. */
function exceptionTableOf(code: PyCode): ExceptionTableEntry[] {
  return parseExceptionTable(code.co_exceptiontable).map((entry) => ({
    ...entry,
    start: entry.start / 2,
    end: entry.end / 2,
    target: entry.target / 2,
  }));
}

/** The prepared form of a code object, made once. */
export function prepare(code: PyCode): Executable {
  code.executable ??= {
    words: code.monitoring === undefined ? decodeWords(code.co_code) : instrumentedWords(code.monitoring),
    consts: code.co_consts,
    names: code.co_names.map((name) => attrName(utf16FromStr(name))),
    exceptionTable: code.co_exceptiontable.length === 0 ? NO_ENTRIES : exceptionTableOf(code),
    globalCells: new Array(code.co_names.length).fill(undefined),
    cellsVersion: undefined,
    receivers: undefined,
    superReceivers: undefined,
    calls: 0,
    rounds: 0,
    resumptions: 0,
    plans: undefined,
    compiled: undefined,
    steps: undefined,
    isLookedAt: false,
  };
  return code.executable;
}
