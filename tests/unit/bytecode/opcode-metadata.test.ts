/** The opcode tables against what CPython 3.14's `opcode` and `_opcode` modules say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as opargs from '../../../src/bytecode/opargs.ts';
import {
  HAS_ARG,
  HAS_CONST,
  HAS_EXC,
  HAS_FREE,
  HAS_JUMP,
  HAS_LOCAL,
  HAS_NAME,
  INVALID_STACK_EFFECT,
  isScopeExit,
  isUnconditionalJump,
  numPopped,
  numPushed,
  OPCODE_CACHES,
  OPCODE_FLAGS,
  OPCODE_NAMES,
  stackEffect,
} from '../../../src/bytecode/opcode-metadata.ts';
import * as opcodes from '../../../src/bytecode/opcodes.gen.ts';

/** Number, name, flags, cache units, and the stack effect: one number, or one for each oparg from 0 to 5. */
const OPCODES = `
0 CACHE - 0 0
1 BINARY_SLICE - 0 -2
2 BUILD_TEMPLATE - 0 -1
4 CALL_FUNCTION_EX - 0 -3
5 CHECK_EG_MATCH - 0 0
6 CHECK_EXC_MATCH - 0 0
7 CLEANUP_THROW - 0 -1
8 DELETE_SUBSCR - 0 -2
9 END_FOR - 0 -1
10 END_SEND - 0 -1
11 EXIT_INIT_CHECK - 0 -1
12 FORMAT_SIMPLE - 0 0
13 FORMAT_WITH_SPEC - 0 -1
14 GET_AITER - 0 0
15 GET_ANEXT - 0 1
16 GET_ITER - 0 0
17 RESERVED - 0 0
18 GET_LEN - 0 1
19 GET_YIELD_FROM_ITER - 0 0
20 INTERPRETER_EXIT - 0 -1
21 LOAD_BUILD_CLASS - 0 1
22 LOAD_LOCALS - 0 1
23 MAKE_FUNCTION - 0 0
24 MATCH_KEYS - 0 1
25 MATCH_MAPPING - 0 1
26 MATCH_SEQUENCE - 0 1
27 NOP - 0 0
28 NOT_TAKEN - 0 0
29 POP_EXCEPT - 0 -1
30 POP_ITER - 0 -1
31 POP_TOP - 0 -1
32 PUSH_EXC_INFO - 0 1
33 PUSH_NULL - 0 1
34 RETURN_GENERATOR - 0 1
35 RETURN_VALUE - 0 0
36 SETUP_ANNOTATIONS - 0 0
37 STORE_SLICE - 0 -4
38 STORE_SUBSCR - 1 -3
39 TO_BOOL - 3 0
40 UNARY_INVERT - 0 0
41 UNARY_NEGATIVE - 0 0
42 UNARY_NOT - 0 0
43 WITH_EXCEPT_START - 0 1
44 BINARY_OP arg 5 -1
45 BUILD_INTERPOLATION arg 0 -1,-2,-1,-2,-1,-2
46 BUILD_LIST arg 0 1,0,-1,-2,-3,-4
47 BUILD_MAP arg 0 1,-1,-3,-5,-7,-9
48 BUILD_SET arg 0 1,0,-1,-2,-3,-4
49 BUILD_SLICE arg 0 1,0,-1,-2,-3,-4
50 BUILD_STRING arg 0 1,0,-1,-2,-3,-4
51 BUILD_TUPLE arg 0 1,0,-1,-2,-3,-4
52 CALL arg 3 -1,-2,-3,-4,-5,-6
53 CALL_INTRINSIC_1 arg 0 0
54 CALL_INTRINSIC_2 arg 0 -1
55 CALL_KW arg 3 -2,-3,-4,-5,-6,-7
56 COMPARE_OP arg 1 -1
57 CONTAINS_OP arg 1 -1
58 CONVERT_VALUE arg 0 0
59 COPY arg 0 1
60 COPY_FREE_VARS arg 0 0
61 DELETE_ATTR arg+name 0 -1
62 DELETE_DEREF arg+free 0 0
63 DELETE_FAST arg+local 0 0
64 DELETE_GLOBAL arg+name 0 0
65 DELETE_NAME arg+name 0 0
66 DICT_MERGE arg 0 -1
67 DICT_UPDATE arg 0 -1
68 END_ASYNC_FOR arg+jump 0 -2
69 EXTENDED_ARG arg 0 0
70 FOR_ITER arg+jump 1 1
71 GET_AWAITABLE arg 0 0
72 IMPORT_FROM arg+name 0 1
73 IMPORT_NAME arg+name 0 -1
74 IS_OP arg 0 -1
75 JUMP_BACKWARD arg+jump 1 0
76 JUMP_BACKWARD_NO_INTERRUPT arg+jump 0 0
77 JUMP_FORWARD arg+jump 0 0
78 LIST_APPEND arg 0 -1
79 LIST_EXTEND arg 0 -1
80 LOAD_ATTR arg+name 9 0,1,0,1,0,1
81 LOAD_COMMON_CONSTANT arg 0 1
82 LOAD_CONST arg+const 0 1
83 LOAD_DEREF arg+local 0 1
84 LOAD_FAST arg+local 0 1
85 LOAD_FAST_AND_CLEAR arg+local 0 1
86 LOAD_FAST_BORROW arg+local 0 1
87 LOAD_FAST_BORROW_LOAD_FAST_BORROW arg+local 0 2
88 LOAD_FAST_CHECK arg+local 0 1
89 LOAD_FAST_LOAD_FAST arg+local 0 2
90 LOAD_FROM_DICT_OR_DEREF arg+free 0 0
91 LOAD_FROM_DICT_OR_GLOBALS arg+name 0 0
92 LOAD_GLOBAL arg+name 4 1,2,1,2,1,2
93 LOAD_NAME arg+name 0 1
94 LOAD_SMALL_INT arg 0 1
95 LOAD_SPECIAL arg 0 1
96 LOAD_SUPER_ATTR arg+name 1 -2,-1,-2,-1,-2,-1
97 MAKE_CELL arg+free 0 0
98 MAP_ADD arg 0 -2
99 MATCH_CLASS arg 0 -2
100 POP_JUMP_IF_FALSE arg+jump 1 -1
101 POP_JUMP_IF_NONE arg+jump 1 -1
102 POP_JUMP_IF_NOT_NONE arg+jump 1 -1
103 POP_JUMP_IF_TRUE arg+jump 1 -1
104 RAISE_VARARGS arg 0 0,-1,-2,-3,-4,-5
105 RERAISE arg 0 -1
106 SEND arg+jump 1 0
107 SET_ADD arg 0 -1
108 SET_FUNCTION_ATTRIBUTE arg 0 -1
109 SET_UPDATE arg 0 -1
110 STORE_ATTR arg+name 4 -2
111 STORE_DEREF arg+free 0 -1
112 STORE_FAST arg+local 0 -1
113 STORE_FAST_LOAD_FAST arg+local 0 0
114 STORE_FAST_STORE_FAST arg+local 0 -2
115 STORE_GLOBAL arg+name 0 -1
116 STORE_NAME arg+name 0 -1
117 SWAP arg 0 0
118 UNPACK_EX arg 0 0,1,2,3,4,5
119 UNPACK_SEQUENCE arg 1 -1,0,1,2,3,4
120 YIELD_VALUE arg 0 0
128 RESUME arg 0 0
234 INSTRUMENTED_END_FOR - 0 -1
235 INSTRUMENTED_POP_ITER - 0 -1
236 INSTRUMENTED_END_SEND - 0 -1
237 INSTRUMENTED_FOR_ITER arg+jump 0 1
238 INSTRUMENTED_INSTRUCTION - 0 0
239 INSTRUMENTED_JUMP_FORWARD arg 0 0
240 INSTRUMENTED_NOT_TAKEN - 0 0
241 INSTRUMENTED_POP_JUMP_IF_TRUE arg 0 -1
242 INSTRUMENTED_POP_JUMP_IF_FALSE arg 0 -1
243 INSTRUMENTED_POP_JUMP_IF_NONE arg 0 -1
244 INSTRUMENTED_POP_JUMP_IF_NOT_NONE arg 0 -1
245 INSTRUMENTED_RESUME arg 0 0
246 INSTRUMENTED_RETURN_VALUE - 0 0
247 INSTRUMENTED_YIELD_VALUE arg 0 0
248 INSTRUMENTED_END_ASYNC_FOR arg+jump 0 -2
249 INSTRUMENTED_LOAD_SUPER_ATTR arg+name 0 -2,-1,-2,-1,-2,-1
250 INSTRUMENTED_CALL arg 0 -1,-2,-3,-4,-5,-6
251 INSTRUMENTED_CALL_KW arg 0 -2,-3,-4,-5,-6,-7
252 INSTRUMENTED_CALL_FUNCTION_EX - 0 -3
253 INSTRUMENTED_JUMP_BACKWARD arg 0 0
254 INSTRUMENTED_LINE - 0 0
255 ENTER_EXECUTOR arg 0 0
256 ANNOTATIONS_PLACEHOLDER - 0 0
257 JUMP arg+jump 0 0
258 JUMP_IF_FALSE arg+jump 0 0
259 JUMP_IF_TRUE arg+jump 0 0
260 JUMP_NO_INTERRUPT arg+jump 0 0
261 LOAD_CLOSURE arg+local 0 1
262 POP_BLOCK - 0 0
263 SETUP_CLEANUP arg+exc 0 2
264 SETUP_FINALLY arg+exc 0 1
265 SETUP_WITH arg+exc 0 1
266 STORE_FAST_MAYBE_NULL arg+local 0 -1
`;

const FLAGS: Record<string, number> = {
  '-': 0,
  arg: HAS_ARG,
  const: HAS_CONST,
  name: HAS_NAME,
  jump: HAS_JUMP,
  free: HAS_FREE,
  local: HAS_LOCAL,
  exc: HAS_EXC,
};

const rows = OPCODES.trim()
  .split('\n')
  .map((line) => line.split(' '));

test('names, numbers, flags and caches', () => {
  const constants: Readonly<Record<string, unknown>> = { ...opcodes };
  for (const [number, name, flags, caches] of rows) {
    const opcode = Number(number);
    assert.equal(constants[name!], opcode, name);
    assert.equal(OPCODE_NAMES[opcode], name);
    const bits = flags!.split('+').reduce((sum, flag) => sum | FLAGS[flag]!, 0);
    assert.equal(OPCODE_FLAGS[opcode], bits, `flags of ${name}`);
    assert.equal(OPCODE_CACHES[opcode], Number(caches), `caches of ${name}`);
  }
  const named = OPCODE_NAMES.filter((name) => !name.startsWith('<'));
  assert.deepEqual(
    named,
    rows.map(([, name]) => name),
  );
  assert.equal(OPCODE_NAMES[3], '<3>');
});

test('stack effects', () => {
  const effects = new Map(
    rows.map(([number, , , , effect]) => [Number(number), effect!.split(',').map(Number)]),
  );
  for (let opcode = 0; opcode < 300; opcode++) {
    for (let oparg = 0; oparg < 6; oparg++) {
      const expected = effects.get(opcode);
      const effect = expected === undefined ? INVALID_STACK_EFFECT : (expected[oparg] ?? expected[0]!);
      assert.equal(stackEffect(opcode, oparg, -1), effect, `${OPCODE_NAMES[opcode]} ${oparg}`);
      assert.equal(stackEffect(opcode, oparg, 1), effect);
      const isSetup =
        opcode === opcodes.SETUP_CLEANUP || opcode === opcodes.SETUP_FINALLY || opcode === opcodes.SETUP_WITH;
      assert.equal(stackEffect(opcode, oparg, 0), isSetup ? 0 : effect);
    }
  }
});

test('what an instruction reaches down to counts values that stay', () => {
  assert.deepEqual([numPopped(opcodes.LIST_APPEND, 3), numPushed(opcodes.LIST_APPEND, 3)], [4, 3]);
  assert.deepEqual([numPopped(opcodes.SWAP, 2), numPushed(opcodes.SWAP, 2)], [2, 2]);
  assert.deepEqual([numPopped(opcodes.CALL_KW, 2), numPushed(opcodes.CALL_KW, 2)], [5, 1]);
  assert.deepEqual([numPopped(opcodes.UNPACK_EX, 0x102), numPushed(opcodes.UNPACK_EX, 0x102)], [1, 4]);
  assert.deepEqual([numPopped(opcodes.FOR_ITER, 0), numPushed(opcodes.FOR_ITER, 0)], [1, 2]);
  assert.equal(numPopped(200, 0), -1);
});

test('kinds of control flow', () => {
  const pick = (is: (opcode: number) => boolean) => OPCODE_NAMES.filter((_, opcode) => is(opcode));
  assert.deepEqual(pick(isScopeExit), ['RETURN_VALUE', 'RAISE_VARARGS', 'RERAISE']);
  assert.deepEqual(pick(isUnconditionalJump), [
    'JUMP_BACKWARD',
    'JUMP_BACKWARD_NO_INTERRUPT',
    'JUMP_FORWARD',
    'JUMP',
    'JUMP_NO_INTERRUPT',
  ]);
});

test('specialized forms', () => {
  const families = Object.entries(opcodes.SPECIALIZATIONS).map(
    ([name, forms]) => `${name}:${forms.join(',')}`,
  );
  assert.equal(families.join(';'), SPECIALIZATIONS);
  assert.equal(opcodes.SPECIALIZED_OPMAP['BINARY_OP_INPLACE_ADD_UNICODE'], 3);
  const numbers = Object.values(opcodes.SPECIALIZED_OPMAP).sort((a, b) => a - b);
  assert.deepEqual(numbers, [3, ...Array.from({ length: 83 }, (_, i) => 129 + i)]);
});

const SPECIALIZATIONS =
  'RESUME:RESUME_CHECK;LOAD_CONST:LOAD_CONST_MORTAL,LOAD_CONST_IMMORTAL;TO_BOOL:TO_BOOL_ALWAYS_TRUE,TO_BOOL_BOOL,TO_BOOL_INT,TO_BOOL_LIST,TO_BOOL_NONE,TO_BOOL_STR;BINARY_OP:BINARY_OP_MULTIPLY_INT,BINARY_OP_ADD_INT,BINARY_OP_SUBTRACT_INT,BINARY_OP_MULTIPLY_FLOAT,BINARY_OP_ADD_FLOAT,BINARY_OP_SUBTRACT_FLOAT,BINARY_OP_ADD_UNICODE,BINARY_OP_SUBSCR_LIST_INT,BINARY_OP_SUBSCR_LIST_SLICE,BINARY_OP_SUBSCR_TUPLE_INT,BINARY_OP_SUBSCR_STR_INT,BINARY_OP_SUBSCR_DICT,BINARY_OP_SUBSCR_GETITEM,BINARY_OP_EXTEND,BINARY_OP_INPLACE_ADD_UNICODE;STORE_SUBSCR:STORE_SUBSCR_DICT,STORE_SUBSCR_LIST_INT;SEND:SEND_GEN;UNPACK_SEQUENCE:UNPACK_SEQUENCE_TWO_TUPLE,UNPACK_SEQUENCE_TUPLE,UNPACK_SEQUENCE_LIST;STORE_ATTR:STORE_ATTR_INSTANCE_VALUE,STORE_ATTR_SLOT,STORE_ATTR_WITH_HINT;LOAD_GLOBAL:LOAD_GLOBAL_MODULE,LOAD_GLOBAL_BUILTIN;LOAD_SUPER_ATTR:LOAD_SUPER_ATTR_ATTR,LOAD_SUPER_ATTR_METHOD;LOAD_ATTR:LOAD_ATTR_INSTANCE_VALUE,LOAD_ATTR_MODULE,LOAD_ATTR_WITH_HINT,LOAD_ATTR_SLOT,LOAD_ATTR_CLASS,LOAD_ATTR_CLASS_WITH_METACLASS_CHECK,LOAD_ATTR_PROPERTY,LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN,LOAD_ATTR_METHOD_WITH_VALUES,LOAD_ATTR_METHOD_NO_DICT,LOAD_ATTR_METHOD_LAZY_DICT,LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES,LOAD_ATTR_NONDESCRIPTOR_NO_DICT;COMPARE_OP:COMPARE_OP_FLOAT,COMPARE_OP_INT,COMPARE_OP_STR;CONTAINS_OP:CONTAINS_OP_SET,CONTAINS_OP_DICT;JUMP_BACKWARD:JUMP_BACKWARD_NO_JIT,JUMP_BACKWARD_JIT;FOR_ITER:FOR_ITER_LIST,FOR_ITER_TUPLE,FOR_ITER_RANGE,FOR_ITER_GEN;CALL:CALL_BOUND_METHOD_EXACT_ARGS,CALL_PY_EXACT_ARGS,CALL_TYPE_1,CALL_STR_1,CALL_TUPLE_1,CALL_BUILTIN_CLASS,CALL_BUILTIN_O,CALL_BUILTIN_FAST,CALL_BUILTIN_FAST_WITH_KEYWORDS,CALL_LEN,CALL_ISINSTANCE,CALL_LIST_APPEND,CALL_METHOD_DESCRIPTOR_O,CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,CALL_METHOD_DESCRIPTOR_NOARGS,CALL_METHOD_DESCRIPTOR_FAST,CALL_ALLOC_AND_ENTER_INIT,CALL_PY_GENERAL,CALL_BOUND_METHOD_GENERAL,CALL_NON_PY_GENERAL;CALL_KW:CALL_KW_BOUND_METHOD,CALL_KW_PY,CALL_KW_NON_PY';

test('opargs are the indices of their names', () => {
  const constants: Readonly<Record<string, unknown>> = { ...opargs };
  const check = (names: readonly string[]) =>
    names.forEach((name, i) => void assert.equal(constants[name], i, name));
  check(opargs.NB_OPS.map(([name]) => name));
  check(opargs.INTRINSIC_1_NAMES);
  check(opargs.INTRINSIC_2_NAMES);
  check(opargs.SPECIAL_METHOD_NAMES.map((name) => `SPECIAL_${name.toUpperCase()}`));
  check([
    'CONSTANT_ASSERTIONERROR',
    'CONSTANT_NOTIMPLEMENTEDERROR',
    'CONSTANT_BUILTIN_TUPLE',
    'CONSTANT_BUILTIN_ALL',
    'CONSTANT_BUILTIN_ANY',
  ]);
  check(['Py_LT', 'Py_LE', 'Py_EQ', 'Py_NE', 'Py_GT', 'Py_GE']);
  assert.equal(
    opargs.NB_OPS.map(([, symbol]) => symbol).join(' '),
    '+ & // << @ * % | ** >> - / ^ += &= //= <<= @= *= %= |= **= >>= -= /= ^= []',
  );
  assert.deepEqual(
    opargs.COMPARE_MASKS.map((mask, op) => (op << opargs.COMPARE_OP_SHIFT) | mask),
    [2, 42, 72, 103, 132, 172],
  );
  assert.deepEqual(opargs.COMMON_CONSTANT_NAMES, [
    'AssertionError',
    'NotImplementedError',
    'tuple',
    'all',
    'any',
  ]);
});
