/** The passes of the optimiser; expected values are what CPython 3.14's `_testinternalcapi.optimize_cfg` gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConstantList, ConstCache } from '../../../src/compiler/constants.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { PyFrozenSet } from '../../../src/objects/set.ts';
import { None } from '../../../src/objects/singletons.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';
import { optimized } from './listing.ts';

function constants(...values: PyObject[]): ConstantList {
  const list = new ConstantList();
  const cache = new ConstCache();
  for (const value of values) list.add(value, cache);
  return list;
}

/** Instructions separated by commas. */
function instrs(text: string): string[] {
  return text.split(',').map((instr) => instr.trim());
}

test('a tuple of constants becomes a constant', () => {
  const result = optimized('LOAD_CONST 0\nLOAD_SMALL_INT 7\nBUILD_TUPLE 2\nRETURN_VALUE', constants('a'));
  assert.deepEqual(result.listing, instrs('LOAD_CONST 1, RETURN_VALUE 0'));
  assert.deepEqual(result.consts, ['a', new PyTuple(['a', 7])]);
});

test('a set of three constants is made from a frozenset of the distinct ones', () => {
  const result = optimized(
    'LOAD_SMALL_INT 1\nLOAD_SMALL_INT 2\nLOAD_SMALL_INT 1\nBUILD_SET 3\nRETURN_VALUE',
    constants(None),
  );
  assert.deepEqual(result.listing, instrs('BUILD_SET 0, LOAD_CONST 1, SET_UPDATE 1, RETURN_VALUE 0'));
  assert.deepEqual(result.consts, [None, new PyFrozenSet([1, 2])]);
});

test('a list that is only iterated over becomes a tuple', () => {
  const loop =
    'GET_ITER\nstart: FOR_ITER end\nPOP_TOP\nJUMP start\nend: END_FOR\nPOP_ITER\nLOAD_CONST 0\nRETURN_VALUE';
  const result = optimized(`LOAD_NAME 0\nLOAD_SMALL_INT 1\nBUILD_LIST 2\n${loop}`, constants(None));
  assert.deepEqual(result.listing.slice(0, 5), [
    'LOAD_NAME 0',
    'LOAD_SMALL_INT 1',
    'BUILD_TUPLE 2',
    'GET_ITER 0',
    'FOR_ITER 7',
  ]);
});

test('a list of constants built step by step and only looked into becomes a constant without a line of its own', () => {
  const result = optimized(
    `LOAD_NAME 0 @2
    BUILD_LIST 0 @3
    LOAD_SMALL_INT 1 @3
    LIST_APPEND 1 @3
    LOAD_SMALL_INT 2 @3
    LIST_APPEND 1 @3
    CONTAINS_OP 0 @3
    RETURN_VALUE @3`,
    constants(None),
  );
  assert.deepEqual(result.listing, instrs('LOAD_NAME 0, LOAD_CONST 1, CONTAINS_OP 0, RETURN_VALUE 0'));
  assert.deepEqual(result.lines, [2, 2, 3, 3]);
  assert.deepEqual(result.consts, [None, new PyTuple([1, 2])]);
});

test('"is not None" before a branch becomes a branch of its own', () => {
  const result = optimized(
    `LOAD_NAME 0
    LOAD_CONST 0
    IS_OP 1
    TO_BOOL
    POP_JUMP_IF_FALSE no
    LOAD_SMALL_INT 1
    RETURN_VALUE
    no: LOAD_SMALL_INT 2
    RETURN_VALUE`,
    constants(None),
  );
  assert.deepEqual(result.listing.slice(0, 3), instrs('LOAD_NAME 0, POP_JUMP_IF_NONE 4, LOAD_SMALL_INT 1'));
});

test('a branch on a constant goes, the line of the test stays', () => {
  const result = optimized(
    `LOAD_CONST 0 @1
    POP_JUMP_IF_FALSE no @1
    LOAD_SMALL_INT 1 @2
    RETURN_VALUE @2
    no: LOAD_SMALL_INT 2 @3
    RETURN_VALUE @3`,
    constants('true'),
  );
  assert.deepEqual(result.listing, instrs('NOP 0, LOAD_SMALL_INT 1, RETURN_VALUE 0'));
  assert.deepEqual(result.lines, [1, 2, 2]);
});

test('"a and b or c" jumps past the test that is decided already', () => {
  const result = optimized(
    `LOAD_NAME 0
    JUMP_IF_FALSE a
    POP_TOP
    LOAD_NAME 1
    a: JUMP_IF_TRUE b
    POP_TOP
    LOAD_NAME 2
    b: RETURN_VALUE`,
    constants(),
  );
  assert.deepEqual(result.listing.slice(0, 5), [
    'LOAD_NAME 0',
    'JUMP_IF_FALSE 5',
    'POP_TOP 0',
    'LOAD_NAME 1',
    'JUMP_IF_TRUE 7',
  ]);
});

test('runs of SWAP are put into the canonical order, or applied to the stores behind them', () => {
  const run = optimized(
    'LOAD_NAME 0\nLOAD_NAME 1\nLOAD_NAME 2\nSWAP 3\nSWAP 2\nSWAP 3\nCALL 1\nRETURN_VALUE',
    constants(),
  );
  assert.deepEqual(run.listing.slice(3, 6), ['SWAP 2', 'SWAP 3', 'SWAP 2']);
  const stores = optimized(
    'LOAD_FAST 0\nLOAD_FAST 1\nSWAP 2\nSTORE_FAST 0\nSTORE_FAST 1\nLOAD_CONST 0\nRETURN_VALUE',
    constants(None),
    2,
  );
  assert.deepEqual(stores.listing, [
    'LOAD_FAST_CHECK 0',
    'LOAD_FAST_CHECK 1',
    'STORE_FAST_STORE_FAST 16',
    'LOAD_CONST 0',
    'RETURN_VALUE 0',
  ]);
});

test('a branch to a jump goes where the jump goes', () => {
  const result = optimized(
    `LOAD_NAME 0
    POP_JUMP_IF_FALSE a
    LOAD_NAME 1
    POP_TOP
    LOAD_NAME 2
    POP_TOP
    JUMP c
    a: JUMP b
    b: LOAD_NAME 3
    POP_TOP
    JUMP d
    c: LOAD_NAME 4
    POP_TOP
    d: LOAD_NAME 5
    POP_TOP
    LOAD_NAME 6
    POP_TOP
    LOAD_CONST 0
    RETURN_VALUE`,
    constants(None),
  );
  assert.deepEqual(
    result.listing.filter((line) => line.includes('JUMP')),
    ['POP_JUMP_IF_FALSE 7', 'JUMP 10', 'JUMP 12'],
  );
});

test('unreachable code and needless NOPs go', () => {
  const unreachable = optimized('LOAD_NAME 0\nRETURN_VALUE\nLOAD_NAME 1\nRETURN_VALUE', constants());
  assert.deepEqual(unreachable.listing, instrs('LOAD_NAME 0, RETURN_VALUE 0'));
  const nops = optimized('NOP @1\nNOP @2\nLOAD_CONST 0 @2\nNOP @3\nRETURN_VALUE @4', constants(None));
  assert.deepEqual(nops.listing, instrs('NOP 0, LOAD_CONST 0, NOP 0, RETURN_VALUE 0'));
  const pair = optimized('LOAD_CONST 0 @1\nPOP_TOP @1\nLOAD_NAME 0 @2\nRETURN_VALUE @2', constants('x'));
  assert.deepEqual(pair.listing, instrs('NOP 0, LOAD_NAME 0, RETURN_VALUE 0'));
});

test('an exit without a line is copied for each line that leads to it', () => {
  const result = optimized(
    `LOAD_NAME 0 @1
    POP_JUMP_IF_FALSE end @1
    LOAD_NAME 1 @2
    POP_TOP @2
    end: LOAD_CONST 0 @-
    RETURN_VALUE @-`,
    constants(None),
  );
  assert.deepEqual(result.lines, [1, 1, 2, 2, 2, 2, 1, 1]);
  assert.equal(result.listing[1], 'POP_JUMP_IF_FALSE 6');
});

test('exception handlers stand behind all other code', () => {
  const result = optimized(
    `SETUP_FINALLY handler @1
    LOAD_NAME 0 @2
    POP_TOP @2
    POP_BLOCK @2
    JUMP end @-
    handler: PUSH_EXC_INFO @-
    POP_TOP @3
    POP_EXCEPT @3
    end: LOAD_CONST 0 @4
    RETURN_VALUE @4`,
    constants(None),
  );
  assert.deepEqual(result.listing, [
    'SETUP_FINALLY 5',
    'LOAD_NAME 0',
    'POP_TOP 0',
    'LOAD_CONST 0',
    'RETURN_VALUE 0',
    'PUSH_EXC_INFO 0',
    'POP_TOP 0',
    'POP_EXCEPT 0',
    'LOAD_CONST 0',
    'RETURN_VALUE 0',
  ]);
});

test('a load that may find the variable unbound checks, the next one need not', () => {
  const result = optimized(
    `LOAD_NAME 0
    POP_JUMP_IF_FALSE a
    LOAD_CONST 0
    STORE_FAST 0
    a: LOAD_FAST 0
    POP_TOP
    LOAD_FAST 0
    RETURN_VALUE`,
    constants(None),
    1,
  );
  assert.deepEqual(result.listing.slice(4), [
    'LOAD_FAST_CHECK 0',
    'POP_TOP 0',
    'LOAD_FAST_BORROW 0',
    'RETURN_VALUE 0',
  ]);
});

test('locals beyond the 64th are checked block by block', () => {
  const text = 'LOAD_CONST 0\nSTORE_FAST 64\nLOAD_NAME 0\nPOP_JUMP_IF_FALSE a\na: LOAD_FAST 64\nRETURN_VALUE';
  assert.equal(optimized(text, constants(None), 65).listing[4], 'LOAD_FAST_CHECK 64');
  assert.equal(optimized(text.replaceAll('64', '63'), constants(None), 65).listing[4], 'LOAD_FAST_BORROW 63');
});

test('neighbouring loads and stores of one line are joined', () => {
  const result = optimized(
    `LOAD_CONST 0 @1
    STORE_FAST 0 @1
    LOAD_FAST 0 @1
    LOAD_FAST 1 @2
    BINARY_OP 0 @2
    RETURN_VALUE @2`,
    constants(None),
    2,
  );
  assert.deepEqual(
    result.listing.slice(0, 3),
    instrs('LOAD_CONST 0, STORE_FAST_LOAD_FAST 0, LOAD_FAST_CHECK 1'),
  );
});

test('a load borrows when its value is consumed before the variable changes, and not into a variable', () => {
  const result = optimized(
    `LOAD_FAST 0
    LOAD_ATTR 1
    LOAD_FAST 1
    CALL 1
    STORE_FAST 0
    LOAD_FAST 0 @2
    POP_TOP @2
    LOAD_FAST 1 @3
    STORE_FAST 2 @3
    LOAD_FAST 0 @4
    DELETE_FAST 0 @4
    RETURN_VALUE @4`,
    constants(),
  );
  assert.deepEqual(
    result.listing.filter((line) => line.startsWith('LOAD_FAST')),
    ['LOAD_FAST_BORROW 0', 'LOAD_FAST_BORROW 1', 'LOAD_FAST_BORROW 0', 'LOAD_FAST 1', 'LOAD_FAST 0'],
  );
});

test('a load does not borrow beyond its block', () => {
  const result = optimized(
    'LOAD_FAST 0\nLOAD_FAST 1\nPOP_JUMP_IF_FALSE a\nLOAD_SMALL_INT 1\nRETURN_VALUE\na: RETURN_VALUE',
    constants(),
  );
  assert.equal(result.listing[0], 'LOAD_FAST_LOAD_FAST 1');
});

test('storing what IMPORT_FROM pushes keeps the first load of the block from borrowing, as in CPython', () => {
  const result = optimized(
    'LOAD_FAST 0\nPOP_TOP\nLOAD_NAME 0\nIMPORT_FROM 0\nSTORE_FAST 1\nRETURN_VALUE',
    constants(),
  );
  assert.equal(result.listing[0], 'LOAD_FAST 0');
});

test('constants that nothing loads go, but the first', () => {
  const result = optimized(
    'LOAD_CONST 3\nLOAD_CONST 1\nBUILD_TUPLE 2\nPOP_TOP\nLOAD_CONST 2\nRETURN_VALUE',
    constants('doc', 'x', None, 'y'),
  );
  assert.deepEqual(result.listing, instrs('LOAD_CONST 1, RETURN_VALUE 0'));
  assert.deepEqual(result.consts, ['doc', None]);
});

test('comparisons make bools themselves', () => {
  const result = optimized(
    'LOAD_NAME 0\nLOAD_NAME 1\nCOMPARE_OP 2\nTO_BOOL\nUNARY_NOT\nTO_BOOL\nRETURN_VALUE',
    constants(),
  );
  assert.deepEqual(result.listing.slice(2), instrs('COMPARE_OP 18, UNARY_NOT 0, RETURN_VALUE 0'));
});
