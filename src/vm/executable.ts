/**
 * Preparing code objects for the executors: instructions decoded to one word a code unit, names with their property
 * keys, the exception table parsed.
 */
import { EXTENDED_ARG, OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { attrName } from '../objects/attribute-name.ts';
import type { Executable, ExceptionTableEntry, PyCode } from '../objects/code.ts';
import { utf16FromStr } from '../objects/str.ts';

/** The prepared form of a code object, made once. */
export function prepare(code: PyCode): Executable {
  code.executable ??= {
    words: decode(code.co_code),
    consts: code.co_consts,
    names: code.co_names.map((name) => attrName(utf16FromStr(name))),
    exceptionTable: parseExceptionTable(code.co_exceptiontable),
    globalCells: new Array(code.co_names.length).fill(undefined),
    globalsOfCells: undefined,
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

/** Parses `co_exceptiontable`: four numbers an entry, in six-bit groups. CPython: Objects/exception_handling_notes.txt. */
function parseExceptionTable(table: Uint8Array): ExceptionTableEntry[] {
  const entries: ExceptionTableEntry[] = [];
  let position = 0;
  const varint = (): number => {
    let byte = table[position++]!;
    let value = byte & 63;
    while (byte & 64) {
      byte = table[position++]!;
      value = (value << 6) | (byte & 63);
    }
    return value;
  };
  while (position < table.length) {
    const start = varint();
    const length = varint();
    const target = varint();
    const depthAndLasti = varint();
    entries.push({ start, end: start + length, target, depth: depthAndLasti >> 1, lasti: (depthAndLasti & 1) === 1 });
  }
  return entries;
}
