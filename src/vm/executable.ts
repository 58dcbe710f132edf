/**
 * Preparing code objects for the executors: instructions decoded to one word a code unit, names with their property
 * keys, the exception table parsed.
 */
import { parseExceptionTable } from '../bytecode/locations.ts';
import { EXTENDED_ARG, OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { attrName } from '../objects/attribute-name.ts';
import type { Executable, PyCode } from '../objects/code.ts';
import { utf16FromStr } from '../objects/str.ts';

/** The prepared form of a code object, made once. */
export function prepare(code: PyCode): Executable {
  code.executable ??= {
    words: decode(code.co_code),
    consts: code.co_consts,
    names: code.co_names.map((name) => attrName(utf16FromStr(name))),
    // Offsets count bytes in the table, code units here.
    exceptionTable: parseExceptionTable(code.co_exceptiontable).map((entry) => ({
      ...entry,
      start: entry.start / 2,
      end: entry.end / 2,
      target: entry.target / 2,
    })),
    globalCells: new Array(code.co_names.length).fill(undefined),
    cellsVersion: undefined,
  };
  return code.executable;
}

/**
 * Opcode and whole oparg in one number a code unit. EXTENDED_ARG itself stays and does nothing: the instruction behind
 * it already has its bits, and jumps may lead to either.
 */
function decode(bytes: Uint8Array): Int32Array {
  const words = new Int32Array(bytes.length >> 1);
  let high = 0;
  for (let i = 0; i < words.length; i++) {
    const opcode = bytes[2 * i]!;
    const oparg = high | bytes[2 * i + 1]!;
    words[i] = opcode | (oparg << 8);
    if (opcode === EXTENDED_ARG) high = oparg << 8;
    else {
      high = 0;
      i += OPCODE_CACHES[opcode]!;
    }
  }
  return words;
}
