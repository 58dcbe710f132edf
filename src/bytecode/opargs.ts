/**
 * What the opargs of particular instructions mean, by CPython's names.
 * CPython: Include/opcode.h, Include/internal/pycore_opcode_utils.h, pycore_intrinsics.h, pycore_ceval.h.
 *
 * The lists of names (`NB_OPS`, …) are indexed by the constants above them; `dis` and `_opcode` show them.
 */

/** BINARY_OP: the operator. */
export const NB_ADD = 0;
export const NB_AND = 1;
export const NB_FLOOR_DIVIDE = 2;
export const NB_LSHIFT = 3;
export const NB_MATRIX_MULTIPLY = 4;
export const NB_MULTIPLY = 5;
export const NB_REMAINDER = 6;
export const NB_OR = 7;
export const NB_POWER = 8;
export const NB_RSHIFT = 9;
export const NB_SUBTRACT = 10;
export const NB_TRUE_DIVIDE = 11;
export const NB_XOR = 12;
export const NB_INPLACE_ADD = 13;
export const NB_INPLACE_AND = 14;
export const NB_INPLACE_FLOOR_DIVIDE = 15;
export const NB_INPLACE_LSHIFT = 16;
export const NB_INPLACE_MATRIX_MULTIPLY = 17;
export const NB_INPLACE_MULTIPLY = 18;
export const NB_INPLACE_REMAINDER = 19;
export const NB_INPLACE_OR = 20;
export const NB_INPLACE_POWER = 21;
export const NB_INPLACE_RSHIFT = 22;
export const NB_INPLACE_SUBTRACT = 23;
export const NB_INPLACE_TRUE_DIVIDE = 24;
export const NB_INPLACE_XOR = 25;
export const NB_SUBSCR = 26;

export const NB_OPS: readonly (readonly [name: string, symbol: string])[] = [
  ['NB_ADD', '+'],
  ['NB_AND', '&'],
  ['NB_FLOOR_DIVIDE', '//'],
  ['NB_LSHIFT', '<<'],
  ['NB_MATRIX_MULTIPLY', '@'],
  ['NB_MULTIPLY', '*'],
  ['NB_REMAINDER', '%'],
  ['NB_OR', '|'],
  ['NB_POWER', '**'],
  ['NB_RSHIFT', '>>'],
  ['NB_SUBTRACT', '-'],
  ['NB_TRUE_DIVIDE', '/'],
  ['NB_XOR', '^'],
  ['NB_INPLACE_ADD', '+='],
  ['NB_INPLACE_AND', '&='],
  ['NB_INPLACE_FLOOR_DIVIDE', '//='],
  ['NB_INPLACE_LSHIFT', '<<='],
  ['NB_INPLACE_MATRIX_MULTIPLY', '@='],
  ['NB_INPLACE_MULTIPLY', '*='],
  ['NB_INPLACE_REMAINDER', '%='],
  ['NB_INPLACE_OR', '|='],
  ['NB_INPLACE_POWER', '**='],
  ['NB_INPLACE_RSHIFT', '>>='],
  ['NB_INPLACE_SUBTRACT', '-='],
  ['NB_INPLACE_TRUE_DIVIDE', '/='],
  ['NB_INPLACE_XOR', '^='],
  ['NB_SUBSCR', '[]'],
];

/** CALL_INTRINSIC_1: the helper of one argument. */
export const INTRINSIC_1_INVALID = 0;
export const INTRINSIC_PRINT = 1;
export const INTRINSIC_IMPORT_STAR = 2;
export const INTRINSIC_STOPITERATION_ERROR = 3;
export const INTRINSIC_ASYNC_GEN_WRAP = 4;
export const INTRINSIC_UNARY_POSITIVE = 5;
export const INTRINSIC_LIST_TO_TUPLE = 6;
export const INTRINSIC_TYPEVAR = 7;
export const INTRINSIC_PARAMSPEC = 8;
export const INTRINSIC_TYPEVARTUPLE = 9;
export const INTRINSIC_SUBSCRIPT_GENERIC = 10;
export const INTRINSIC_TYPEALIAS = 11;

export const INTRINSIC_1_NAMES: readonly string[] = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
];

/** CALL_INTRINSIC_2: the helper of two arguments. */
export const INTRINSIC_2_INVALID = 0;
export const INTRINSIC_PREP_RERAISE_STAR = 1;
export const INTRINSIC_TYPEVAR_WITH_BOUND = 2;
export const INTRINSIC_TYPEVAR_WITH_CONSTRAINTS = 3;
export const INTRINSIC_SET_FUNCTION_TYPE_PARAMS = 4;
export const INTRINSIC_SET_TYPEPARAM_DEFAULT = 5;

export const INTRINSIC_2_NAMES: readonly string[] = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];

/** LOAD_SPECIAL: the special method. */
export const SPECIAL___ENTER__ = 0;
export const SPECIAL___EXIT__ = 1;
export const SPECIAL___AENTER__ = 2;
export const SPECIAL___AEXIT__ = 3;

export const SPECIAL_METHOD_NAMES: readonly string[] = ['__enter__', '__exit__', '__aenter__', '__aexit__'];

/** LOAD_COMMON_CONSTANT: the object. */
export const CONSTANT_ASSERTIONERROR = 0;
export const CONSTANT_NOTIMPLEMENTEDERROR = 1;
export const CONSTANT_BUILTIN_TUPLE = 2;
export const CONSTANT_BUILTIN_ALL = 3;
export const CONSTANT_BUILTIN_ANY = 4;

export const COMMON_CONSTANT_NAMES: readonly string[] = [
  'AssertionError',
  'NotImplementedError',
  'tuple',
  'all',
  'any',
];

/** COMPARE_OP: the operator, shifted left by {@link COMPARE_OP_SHIFT}. */
export const Py_LT = 0;
export const Py_LE = 1;
export const Py_EQ = 2;
export const Py_NE = 3;
export const Py_GT = 4;
export const Py_GE = 5;

export const COMPARE_OPS: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** COMPARE_OP: where the operator stands in the oparg. */
export const COMPARE_OP_SHIFT = 5;

/** COMPARE_OP: set when the result goes through `bool()`. */
export const COMPARE_OP_TO_BOOL = 0x10;

/** COMPARE_OP: the outcomes of a comparison of numbers; the low bits of the oparg hold those that make it true. */
export const COMPARISON_UNORDERED = 1;
export const COMPARISON_LESS_THAN = 2;
export const COMPARISON_GREATER_THAN = 4;
export const COMPARISON_EQUALS = 8;
export const COMPARISON_NOT_EQUALS = COMPARISON_UNORDERED | COMPARISON_LESS_THAN | COMPARISON_GREATER_THAN;

/** The outcomes that make each operator true, by operator. */
export const COMPARE_MASKS: readonly number[] = [
  COMPARISON_LESS_THAN,
  COMPARISON_LESS_THAN | COMPARISON_EQUALS,
  COMPARISON_EQUALS,
  COMPARISON_NOT_EQUALS,
  COMPARISON_GREATER_THAN,
  COMPARISON_GREATER_THAN | COMPARISON_EQUALS,
];

/** RESUME: where it stands. */
export const RESUME_AT_FUNC_START = 0;
export const RESUME_AFTER_YIELD = 1;
export const RESUME_AFTER_YIELD_FROM = 2;
export const RESUME_AFTER_AWAIT = 3;

export const RESUME_OPARG_LOCATION_MASK = 0x3;

/** RESUME: set when the generator's own exception handler is the only one around it. */
export const RESUME_OPARG_DEPTH1_MASK = 0x4;

/** SET_FUNCTION_ATTRIBUTE: what to set. */
export const MAKE_FUNCTION_DEFAULTS = 0x01;
export const MAKE_FUNCTION_KWDEFAULTS = 0x02;
export const MAKE_FUNCTION_ANNOTATIONS = 0x04;
export const MAKE_FUNCTION_CLOSURE = 0x08;
export const MAKE_FUNCTION_ANNOTATE = 0x10;

/** What each bit of SET_FUNCTION_ATTRIBUTE sets, from the lowest. */
export const FUNCTION_ATTRIBUTE_NAMES: readonly string[] = [
  'defaults',
  'kwdefaults',
  'annotations',
  'closure',
  'annotate',
];

/** CONVERT_VALUE and, shifted left by 2, BUILD_INTERPOLATION: the conversion. */
export const FVC_NONE = 0x0;
export const FVC_STR = 0x1;
export const FVC_REPR = 0x2;
export const FVC_ASCII = 0x3;

/** The functions behind the conversions. */
export const CONVERSION_NAMES: readonly string[] = ['', 'str', 'repr', 'ascii'];
