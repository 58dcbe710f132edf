/** _opcode: what the interpreter knows of its instructions, for `opcode` and `dis`. CPython: Modules/_opcode.c. */
import { INTRINSIC_1_NAMES, INTRINSIC_2_NAMES, NB_OPS, SPECIAL_METHOD_NAMES } from '../bytecode/opargs.ts';
import {
  HAS_ARG,
  HAS_CONST,
  HAS_EXC,
  HAS_FREE,
  HAS_JUMP,
  HAS_LOCAL,
  HAS_NAME,
  INVALID_STACK_EFFECT,
  OPCODE_FLAGS,
  OPCODE_NAMES,
  stackEffect,
} from '../bytecode/opcode-metadata.ts';
import { SPECIALIZATIONS, SPECIALIZED_OPMAP } from '../bytecode/opcodes.gen.ts';
import { PyCode } from '../objects/code.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { asCInt } from '../runtime/converters.ts';
import { constant, defineModule, fn, type ModuleEntry } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { typeName } from '../runtime/type-of.ts';

/** Specialized forms that look at less of the oparg than the instruction that they stand for. */
const NARROWED: ReadonlyMap<string, number> = new Map<string, number>([
  ...SPECIALIZATIONS['BINARY_OP']!.map((form) => [form, 0] as const),
  ['BINARY_OP_INPLACE_ADD_UNICODE', HAS_LOCAL],
  ['CALL_LIST_APPEND', 0],
  ['FOR_ITER_GEN', HAS_ARG],
  ...SPECIALIZATIONS['LOAD_ATTR']!.map((form) => [form, HAS_ARG] as const),
  ['LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN', HAS_ARG | HAS_NAME],
  ['LOAD_ATTR_WITH_HINT', HAS_ARG | HAS_NAME],
  ...SPECIALIZATIONS['LOAD_GLOBAL']!.map((form) => [form, HAS_ARG] as const),
  ['RESUME_CHECK', 0],
  ['SEND_GEN', HAS_ARG],
  ['STORE_ATTR_INSTANCE_VALUE', 0],
  ['STORE_ATTR_SLOT', 0],
]);

/** The flags of specialized instructions. */
const SPECIALIZED_FLAGS: ReadonlyMap<number, number> = new Map(
  Object.entries(SPECIALIZATIONS).flatMap(([base, forms]) => {
    const flags = OPCODE_FLAGS[OPCODE_NAMES.indexOf(base)]!;
    return forms.map((form) => [SPECIALIZED_OPMAP[form]!, NARROWED.get(form) ?? flags] as const);
  }),
);

function isSpecialized(opcode: number): boolean {
  return SPECIALIZED_FLAGS.has(opcode);
}

function opcodeFlags(opcode: number): number {
  return SPECIALIZED_FLAGS.get(opcode) ?? OPCODE_FLAGS[opcode]!;
}

function isValid(opcode: number): boolean {
  const name = OPCODE_NAMES[opcode];
  return name !== undefined && (!name.startsWith('<') || isSpecialized(opcode));
}

function flagTest(name: string, flag: number, doc: string): ModuleEntry {
  return fn(
    `${name}($module, /, opcode: int) -> bool` as 'f($module, /, opcode: int) -> bool',
    doc,
    (_, opcode) => isValid(opcode) && (opcodeFlags(opcode) & flag) !== 0,
  );
}

function effectOf(opcode: number, oparg: PyObject, jump: PyObject): number {
  const arg = oparg === None ? 0 : asCInt(oparg);
  if (jump !== None && typeof jump !== 'boolean') {
    throw valueError('stack_effect: jump must be False, True or None');
  }
  const effect =
    isValid(opcode) && !isSpecialized(opcode)
      ? stackEffect(opcode, arg, jump === None ? -1 : jump ? 1 : 0)
      : INVALID_STACK_EFFECT;
  if (effect === INVALID_STACK_EFFECT) throw valueError('invalid opcode or oparg');
  return effect;
}

function namesList(names: readonly string[]): PyObject {
  return new PyList([...names]);
}

export const _opcode = defineModule('_opcode', 'Opcode support module.', [
  constant('ENABLE_SPECIALIZATION', 1),
  constant('ENABLE_SPECIALIZATION_FT', 1),
  fn(
    'stack_effect($module, opcode: int, oparg: object = None, /, *, jump: object = None) -> int',
    'Return by how much an instruction makes the stack deeper.',
    (_, opcode, oparg, jump) => effectOf(opcode, oparg, jump),
  ),
  fn('is_valid($module, /, opcode: int) -> bool', 'Is there an instruction of this number?', (_, opcode) =>
    isValid(opcode),
  ),
  flagTest('has_arg', HAS_ARG, 'Does the instruction use its oparg?'),
  flagTest('has_const', HAS_CONST, 'Is the oparg the index of a constant?'),
  flagTest('has_name', HAS_NAME, 'Does the oparg say an attribute or name?'),
  flagTest('has_jump', HAS_JUMP, 'Is the oparg a jump target?'),
  flagTest(
    'has_free',
    HAS_FREE,
    'Does the instruction use a cell: a variable that is shared with an inner or outer scope?',
  ),
  flagTest('has_local', HAS_LOCAL, 'Does the oparg say a local variable?'),
  flagTest('has_exc', HAS_EXC, 'Does the instruction set an exception handler?'),
  fn(
    'get_specialization_stats($module, /)',
    'Return the statistics of specialization; None in an interpreter that keeps none.',
    () => None,
  ),
  fn(
    'get_nb_ops($module, /)',
    'Return the names and symbols of the binary operations, by the oparg of BINARY_OP.',
    () => new PyList(NB_OPS.map(([name, symbol]) => new PyTuple([name, symbol]))),
  ),
  fn('get_intrinsic1_descs($module, /)', 'Return the names of the intrinsics of one argument.', () =>
    namesList(INTRINSIC_1_NAMES),
  ),
  fn('get_intrinsic2_descs($module, /)', 'Return the names of the intrinsics of two arguments.', () =>
    namesList(INTRINSIC_2_NAMES),
  ),
  fn('get_special_method_names($module, /)', 'Return the names that LOAD_SPECIAL knows.', () =>
    namesList(SPECIAL_METHOD_NAMES),
  ),
  fn(
    'get_executor($module, /, code: object, offset: int)',
    'Return the executor at an offset of a code object.',
    (_, code) => {
      if (!(code instanceof PyCode)) throw typeError(`expected a code object, not '${typeName(code)}'`);
      throw valueError('no executor at given byte offset');
    },
  ),
]);
