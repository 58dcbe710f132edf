/**
 * The instructions of small programs before optimisation. Expected values are what CPython 3.14's
 * `_testinternalcapi.compiler_codegen` gives.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listing, unitsOf } from './codegen-listing.ts';

test('a break leaves the loop, and the jump back has no location', () => {
  const units = unitsOf('while a:\n  if b: break\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:6-1:7
      TO_BOOL 0 1:6-1:7
      POP_JUMP_IF_FALSE 11 1:6-1:7
      LOAD_NAME 1 2:5-2:6
      TO_BOOL 0 2:5-2:6
      POP_JUMP_IF_FALSE 10 2:5-2:6
      NOP 0 2:8-2:13
      JUMP 11 2:8-2:13
      JUMP 2 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a return runs the finally body with the value on the stack', () => {
  const units = unitsOf('def f():\n  try: return g()\n  finally: h()\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 1:0-1:0
      SETUP_FINALLY 17 2:2-3:14
      LOAD_GLOBAL 0 2:14-2:15
      PUSH_NULL 0 2:14-2:15
      CALL 0 2:14-2:17
      POP_BLOCK 0 2:7-2:17
      LOAD_GLOBAL 2 3:11-3:12
      PUSH_NULL 0 3:11-3:12
      CALL 0 3:11-3:14
      POP_TOP 0 -
      RETURN_VALUE 0 -
      POP_BLOCK 0 -
      LOAD_GLOBAL 2 3:11-3:12
      PUSH_NULL 0 3:11-3:12
      CALL 0 3:11-3:14
      POP_TOP 0 -
      JUMP_NO_INTERRUPT 27 -
      SETUP_CLEANUP 24 -
      PUSH_EXC_INFO 0 -
      LOAD_GLOBAL 2 3:11-3:12
      PUSH_NULL 0 3:11-3:12
      CALL 0 3:11-3:14
      POP_TOP 0 -
      RERAISE 0 -
      COPY 3 -
      POP_EXCEPT 0 -
      RERAISE 1 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a return under with calls __exit__ at the place of the manager', () => {
  const units = unitsOf('def f():\n  with a as b: return 1\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 1:0-1:0
      LOAD_GLOBAL 0 2:7-2:8
      COPY 1 2:7-2:8
      LOAD_SPECIAL 1 2:7-2:8
      SWAP 2 2:7-2:8
      SWAP 3 2:7-2:8
      LOAD_SPECIAL 0 2:7-2:8
      CALL 0 2:7-2:8
      SETUP_WITH 26 2:7-2:8
      STORE_FAST 0 2:12-2:13
      NOP 0 2:22-2:23
      POP_BLOCK 0 2:7-2:8
      LOAD_CONST 0 2:7-2:8
      LOAD_CONST 0 2:7-2:8
      LOAD_CONST 0 2:7-2:8
      CALL 3 2:7-2:8
      POP_TOP 0 2:7-2:8
      LOAD_CONST 1 -
      RETURN_VALUE 0 -
      POP_BLOCK 0 -
      LOAD_CONST 0 2:7-2:8
      LOAD_CONST 0 2:7-2:8
      LOAD_CONST 0 2:7-2:8
      CALL 3 2:7-2:8
      POP_TOP 0 2:7-2:8
      JUMP 42 2:7-2:8
      SETUP_CLEANUP 39 2:7-2:8
      PUSH_EXC_INFO 0 2:7-2:8
      WITH_EXCEPT_START 0 2:7-2:8
      TO_BOOL 0 -
      POP_JUMP_IF_TRUE 32 -
      RERAISE 2 -
      POP_TOP 0 -
      POP_BLOCK 0 -
      POP_EXCEPT 0 -
      POP_TOP 0 -
      POP_TOP 0 -
      POP_TOP 0 -
      JUMP_NO_INTERRUPT 42 -
      COPY 3 -
      POP_EXCEPT 0 -
      RERAISE 1 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a comprehension in a class body is inlined and isolates its variable', () => {
  const units = unitsOf('class C:\n  [x for x in y]\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 1:0-1:0
      LOAD_NAME 0 1:0-1:0
      STORE_NAME 1 1:0-1:0
      LOAD_CONST 0 1:0-1:0
      STORE_NAME 2 1:0-1:0
      LOAD_CONST 1 1:0-1:0
      STORE_NAME 3 1:0-1:0
      LOAD_NAME 4 2:14-2:15
      GET_ITER 0 2:14-2:15
      LOAD_FAST_AND_CLEAR 0 2:2-2:16
      SWAP 2 2:2-2:16
      SETUP_FINALLY 23 2:2-2:16
      BUILD_LIST 0 2:2-2:16
      SWAP 2 2:2-2:16
      FOR_ITER 19 2:14-2:15
      STORE_FAST 0 2:9-2:10
      LOAD_FAST 0 2:3-2:4
      LIST_APPEND 2 2:3-2:4
      JUMP 14 2:3-2:4
      END_FOR 0 -
      POP_ITER 0 -
      POP_BLOCK 0 -
      JUMP_NO_INTERRUPT 28 -
      SWAP 2 -
      POP_TOP 0 -
      SWAP 2 2:2-2:16
      STORE_FAST_MAYBE_NULL 0 2:2-2:16
      RERAISE 0 -
      SWAP 2 2:2-2:16
      STORE_FAST_MAYBE_NULL 0 2:2-2:16
      POP_TOP 0 -
      LOAD_CONST 2 -
      STORE_NAME 5 -
      LOAD_CONST 3 -
      RETURN_VALUE 0 -
      LOAD_CONST 3 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a generator expression takes its iterator as an argument', () => {
  const units = unitsOf('f(x for x in y if z)\n');
  assert.equal(
    units[0],
    listing(`
      SETUP_CLEANUP 17 -
      RESUME 0 1:0-1:0
      LOAD_FAST 0 1:1-1:20
      FOR_ITER 13 1:13-1:14
      STORE_FAST 1 1:8-1:9
      LOAD_GLOBAL 0 1:18-1:19
      TO_BOOL 0 1:18-1:19
      POP_JUMP_IF_FALSE 12 1:18-1:19
      LOAD_FAST 1 1:2-1:3
      YIELD_VALUE 0 1:2-1:3
      RESUME 1 1:2-1:3
      POP_TOP 0 1:2-1:3
      JUMP 3 1:2-1:3
      END_FOR 0 -
      POP_ITER 0 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
      CALL_INTRINSIC_1 3 -
      RERAISE 1 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
    `),
  );
  assert.equal(
    units[1],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:0-1:1
      PUSH_NULL 0 1:0-1:1
      LOAD_CONST 0 1:1-1:20
      MAKE_FUNCTION 0 1:1-1:20
      LOAD_NAME 1 1:13-1:14
      GET_ITER 0 1:13-1:14
      CALL 0 1:1-1:20
      CALL 1 1:0-1:20
      POP_TOP 0 -
      LOAD_CONST 1 -
      RETURN_VALUE 0 -
    `),
  );
});

test('all() of a generator expression is a loop where all is the built-in', () => {
  const units = unitsOf('all(x for x in y)\n');
  assert.equal(
    units[2],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:0-1:3
      COPY 1 1:0-1:3
      LOAD_COMMON_CONSTANT 3 1:0-1:3
      IS_OP 0 1:0-1:3
      POP_JUMP_IF_FALSE 23 1:0-1:3
      POP_TOP 0 1:0-1:3
      LOAD_CONST 0 1:3-1:17
      MAKE_FUNCTION 0 1:3-1:17
      LOAD_NAME 1 1:15-1:16
      GET_ITER 0 1:15-1:16
      CALL 0 1:3-1:17
      FOR_ITER 19 1:0-1:3
      TO_BOOL 0 1:0-1:3
      POP_JUMP_IF_TRUE 13 1:0-1:3
      POP_ITER 0 -
      LOAD_CONST 1 1:0-1:3
      JUMP 30 1:0-1:3
      END_FOR 0 -
      POP_ITER 0 -
      LOAD_CONST 2 1:0-1:3
      JUMP 30 1:0-1:3
      PUSH_NULL 0 1:0-1:3
      LOAD_CONST 0 1:3-1:17
      MAKE_FUNCTION 0 1:3-1:17
      LOAD_NAME 1 1:15-1:16
      GET_ITER 0 1:15-1:16
      CALL 0 1:3-1:17
      CALL 1 1:0-1:17
      POP_TOP 0 -
      LOAD_CONST 3 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a method call over several lines starts at its name', () => {
  const units = unitsOf('a.b(\n  1).c\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:0-1:1
      LOAD_ATTR 3 1:0-1:3
      LOAD_CONST 0 2:2-2:3
      CALL 1 1:0-2:4
      LOAD_ATTR 4 2:5-2:6
      POP_TOP 0 -
      LOAD_CONST 1 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a sequence pattern binds names after the whole has matched', () => {
  const units = unitsOf('match a:\n  case [x, 1]: x\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:6-1:7
      MATCH_SEQUENCE 0 2:7-2:13
      POP_JUMP_IF_FALSE 19 2:7-2:13
      GET_LEN 0 2:7-2:13
      LOAD_CONST 0 2:7-2:13
      COMPARE_OP 72 2:7-2:13
      POP_JUMP_IF_FALSE 19 2:7-2:13
      UNPACK_SEQUENCE 2 2:7-2:13
      SWAP 2 2:8-2:9
      LOAD_CONST 1 2:11-2:12
      COMPARE_OP 72 2:11-2:12
      TO_BOOL 0 2:11-2:12
      POP_JUMP_IF_FALSE 19 2:11-2:12
      STORE_NAME 1 2:7-2:13
      LOAD_NAME 1 2:15-2:16
      POP_TOP 0 -
      JUMP 20 -
      POP_TOP 0 2:7-2:13
      LOAD_CONST 2 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a conditional annotation of a class counts only if control came by it', () => {
  const units = unitsOf('class C:\n  if a: x: int\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 1:0-1:0
      LOAD_FAST 0 1:0-1:0
      LOAD_CONST 0 1:0-1:0
      COMPARE_OP 132 1:0-1:0
      POP_JUMP_IF_FALSE 7 1:0-1:0
      LOAD_COMMON_CONSTANT 1 1:0-1:0
      RAISE_VARARGS 1 1:0-1:0
      BUILD_MAP 0 1:0-1:0
      LOAD_CONST 1 2:8-2:14
      LOAD_DEREF 1 2:8-2:14
      CONTAINS_OP 0 2:8-2:14
      POP_JUMP_IF_FALSE 17 2:8-2:14
      LOAD_DEREF 0 2:11-2:14
      LOAD_FROM_DICT_OR_GLOBALS 0 2:11-2:14
      COPY 2 2:8-2:14
      LOAD_CONST 2 2:8-2:14
      STORE_SUBSCR 0 1:0-1:0
      RETURN_VALUE 0 1:0-1:0
      LOAD_CONST 3 -
      RETURN_VALUE 0 -
    `),
  );
});

test('super() with __class__ at hand loads the attribute directly', () => {
  const units = unitsOf('class C:\n  def f(self): super().g(1)\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 2:0-2:0
      LOAD_GLOBAL 0 2:15-2:20
      LOAD_DEREF 0 2:15-2:22
      LOAD_FAST 0 2:15-2:22
      LOAD_SUPER_ATTR 5 2:15-2:24
      NOP 0 2:15-2:24
      LOAD_CONST 0 2:25-2:26
      CALL 1 2:15-2:27
      POP_TOP 0 -
      LOAD_CONST 1 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a t-string is a tuple of strings and one of interpolations', () => {
  const units = unitsOf("t'a{b!r:c}'\n");
  assert.equal(
    units[0],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_CONST 0 1:2-1:3
      LOAD_CONST 1 1:0-1:11
      BUILD_TUPLE 2 1:0-1:11
      LOAD_NAME 0 1:4-1:5
      LOAD_CONST 2 1:3-1:10
      LOAD_CONST 3 1:8-1:9
      BUILD_INTERPOLATION 11 1:3-1:10
      BUILD_TUPLE 1 1:0-1:11
      BUILD_TEMPLATE 0 1:0-1:11
      POP_TOP 0 -
      LOAD_CONST 4 -
      RETURN_VALUE 0 -
    `),
  );
});

test('a display with a starred item is built step by step', () => {
  const units = unitsOf('[a,a,a,*b]\n');
  assert.equal(
    units[0],
    listing(`
      RESUME 0 0:0-1:0
      ANNOTATIONS_PLACEHOLDER 0 0:0-1:0
      LOAD_NAME 0 1:1-1:2
      LOAD_NAME 0 1:3-1:4
      LOAD_NAME 0 1:5-1:6
      BUILD_LIST 3 1:0-1:10
      LOAD_NAME 1 1:8-1:9
      LIST_EXTEND 1 1:0-1:10
      POP_TOP 0 -
      LOAD_CONST 0 -
      RETURN_VALUE 0 -
    `),
  );
});
