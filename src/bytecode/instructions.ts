/**
 * The instructions of a code object, one by one, with their opargs put together and their jumps resolved.
 * CPython: `_unpack_opargs` and `_get_jump_target` in Lib/dis.py.
 */
import { isBackwardsJump } from './opcode-metadata.ts';
import { EXTENDED_ARG, HAS_ARG, HAS_JUMP, OPCODE_CACHES, OPCODE_FLAGS, OPCODE_NAMES } from './opcodes.gen.ts';

/** One instruction; EXTENDED_ARG counts as one. Offsets are in bytes. */
export interface InstructionAt {
  readonly offset: number;
  readonly opcode: number;
  /** `undefined` where the instruction has no oparg. Signed: 32 bits. */
  readonly oparg: number | undefined;
}

/** The instructions of `co_code`; inline caches are passed over. */
export function unpackInstructions(code: Uint8Array): InstructionAt[] {
  const instructions: InstructionAt[] = [];
  let extended = 0;
  for (let offset = 0; offset < code.length; ) {
    const opcode = code[offset]!;
    let oparg: number | undefined;
    if ((OPCODE_FLAGS[opcode]! & HAS_ARG) !== 0) {
      oparg = extended | code[offset + 1]!;
      extended = opcode === EXTENDED_ARG ? oparg << 8 : 0;
    } else {
      extended = 0;
    }
    instructions.push({ offset, opcode, oparg });
    offset += 2 * (1 + OPCODE_CACHES[opcode]!);
  }
  return instructions;
}

/** Where an instruction jumps to, `undefined` where it does not jump. */
export function jumpTarget({ offset, opcode, oparg }: InstructionAt): number | undefined {
  if (oparg === undefined || (OPCODE_FLAGS[opcode]! & HAS_JUMP) === 0) return undefined;
  const distance = isBackwardsJump(opcode) ? -oparg : oparg;
  return offset + 2 * (1 + OPCODE_CACHES[opcode]! + distance);
}

/** The name of an opcode, `<n>` for a number that is none. */
export function opcodeName(opcode: number): string {
  return OPCODE_NAMES[opcode] ?? `<${opcode}>`;
}

/**
 * Opcode and whole oparg in one number a code unit. EXTENDED_ARG itself stays and does nothing: the instruction behind
 * it already has its bits, and jumps may lead to either.
 */
export function decodeWords(bytes: Uint8Array): Int32Array {
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
