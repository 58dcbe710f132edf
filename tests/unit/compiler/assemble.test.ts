/** From instruction sequence to code object; expected bytes are those of CPython 3.14's `compile`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optimizeAndAssemble } from '../../../src/compiler/assemble.ts';
import { ByteArena } from '../../../src/compiler/byte-arena.ts';
import { ConstantList, ConstCache } from '../../../src/compiler/constants.ts';
import type { Location } from '../../../src/compiler/instruction-sequence.ts';
import { computeLocalsplusInfo } from '../../../src/compiler/localsplus.ts';
import { LocationTableWriter } from '../../../src/compiler/location-table.ts';
import type { CodeUnitMetadata, NameTable } from '../../../src/compiler/unit.ts';
import { Workspace } from '../../../src/compiler/workspace.ts';
import { CO_GENERATOR, CO_VARARGS, CO_VARKEYWORDS, type PyCode } from '../../../src/objects/code.ts';
import { None } from '../../../src/objects/singletons.ts';
import { sequenceOf } from './listing.ts';

function table(names: readonly string[], first = 0): NameTable {
  return new Map(names.map((name, i) => [name, first + i]));
}

function unitOf(fields: Partial<CodeUnitMetadata>): CodeUnitMetadata {
  return {
    name: 'f',
    qualname: 'f',
    consts: new ConstantList(),
    names: table([]),
    varnames: table([]),
    cellvars: table([]),
    freevars: table([]),
    fastHidden: new Map(),
    argcount: 0,
    posonlyargcount: 0,
    kwonlyargcount: 0,
    firstlineno: 1,
    ...fields,
  };
}

function assemble(text: string, fields: Partial<CodeUnitMetadata> = {}, codeFlags = 0): PyCode {
  const constCache = new ConstCache();
  const unit = unitOf(fields);
  unit.consts.add(None, constCache);
  return optimizeAndAssemble(sequenceOf(text), unit, {
    constCache,
    workspace: new Workspace(),
    codeFlags,
    filename: 'f',
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('instructions are followed by their caches, loops jump backwards', () => {
  // while a: b
  const code = assemble(
    `RESUME 0
    top: LOAD_NAME 0
    TO_BOOL
    POP_JUMP_IF_FALSE end
    LOAD_NAME 1 @2
    POP_TOP @2
    JUMP top @2
    end: LOAD_CONST 0
    RETURN_VALUE`,
    { names: table(['a', 'b']) },
  );
  assert.equal(hex(code.co_code), '80005d002700000000000000640500001c005d011f004b0c000052002300');
  assert.deepEqual(code.co_names, ['a', 'b']);
  assert.equal(code.co_stacksize, 1);
});

test('opargs above 255 take EXTENDED_ARG, jumps over much code too', () => {
  const name = assemble('LOAD_NAME 65793\nRETURN_VALUE');
  assert.equal(hex(name.co_code), '450145015d012300');
  const body = 'LOAD_NAME 0\nPOP_TOP\n'.repeat(200);
  const far = assemble(`LOAD_NAME 0\nTO_BOOL\nPOP_JUMP_IF_FALSE end\n${body}end: LOAD_CONST 0\nRETURN_VALUE`);
  assert.equal(hex(far.co_code.subarray(0, 18)), '5d0027000000000000004501649100001c00');
});

test('the exception table covers what can raise, and not the NOT_TAKEN behind a branch', () => {
  // try:
  //  while a:
  //   b
  // except:
  //  c
  const code = assemble(
    `RESUME 0 @0
    SETUP_FINALLY handler @1
    top: LOAD_NAME 0 @2
    TO_BOOL @2
    POP_JUMP_IF_FALSE out @2
    LOAD_NAME 1 @3
    POP_TOP @-
    JUMP top @-
    out: POP_BLOCK @-
    JUMP_NO_INTERRUPT end @-
    handler: SETUP_CLEANUP cleanup @-
    PUSH_EXC_INFO @-
    POP_TOP @4
    LOAD_NAME 2 @5
    POP_TOP @-
    POP_BLOCK @-
    POP_EXCEPT @-
    JUMP_NO_INTERRUPT end @-
    RERAISE 0 @-
    cleanup: COPY 3 @-
    POP_EXCEPT @-
    RERAISE 1 @-
    end: LOAD_CONST 0 @-
    RETURN_VALUE @-`,
    { names: table(['a', 'b', 'c']) },
  );
  assert.equal(hex(code.co_exceptiontable), '820710008a04100090041703');
});

test('code without values on the stack still has room for one', () => {
  assert.equal(assemble('top: JUMP top').co_stacksize, 1);
});

test('cells are made first, arguments keep their places, generators begin with RETURN_GENERATOR', () => {
  const code = assemble(
    'RESUME 0\nLOAD_DEREF 0\nPOP_TOP\nLOAD_DEREF 1\nPOP_TOP\nLOAD_DEREF 2\nRETURN_VALUE',
    {
      varnames: table(['a', 'b']),
      cellvars: table(['b', 'c']),
      freevars: table(['d'], 2),
      argcount: 2,
    },
    CO_GENERATOR,
  );
  // COPY_FREE_VARS 1, MAKE_CELL 1, MAKE_CELL 2, RETURN_GENERATOR, POP_TOP, RESUME, LOAD_DEREF 1, ...
  assert.equal(hex(code.co_code), '3c016101610222001f00800053011f0053021f0053032300');
  assert.deepEqual(code.co_localsplusnames, ['a', 'b', 'c', 'd']);
});

test('kinds of local variables', () => {
  // def f(a, /, b, *c, d, **e): g; a and b are cells
  const unit = unitOf({
    varnames: table(['a', 'b', 'd', 'c', 'e', 'g']),
    cellvars: table(['a', 'b']),
    posonlyargcount: 1,
    argcount: 1,
    kwonlyargcount: 1,
  });
  const { names, kinds } = computeLocalsplusInfo(unit, CO_VARARGS | CO_VARKEYWORDS, new ByteArena());
  assert.deepEqual(names, ['a', 'b', 'd', 'c', 'e', 'g']);
  assert.deepEqual([...kinds], [98, 102, 36, 42, 44, 32]);
});

test('the five forms of location entries', () => {
  const at = (lineno: number, end: number, column: number, endColumn: number): Location => ({
    lineno,
    end_lineno: end,
    col_offset: column,
    end_col_offset: endColumn,
  });
  const bytes = (...entries: (readonly [Location, number])[]) => {
    const writer = new LocationTableWriter(new ByteArena(), 1);
    for (const [loc, units] of entries) writer.add(loc, units);
    return hex(writer.finish());
  };
  assert.equal(bytes([at(1, 1, 4, 15), 2]), '814b', 'short');
  assert.equal(bytes([at(2, 2, 2, 3), 4]), 'db0203', 'one line');
  assert.equal(bytes([at(3, 3, -1, -1), 1]), 'e804', 'no columns');
  assert.equal(bytes([at(5, 6, 0, 31), 1]), 'f008010120', 'long');
  assert.equal(bytes([at(-1, -1, -1, -1), 1]), 'f8', 'none');
  assert.equal(bytes([at(1, 1, 0, 1), 9]), '87018001', 'more than eight code units');
  assert.equal(bytes([at(1, 1, 0, 1), 1], [at(1, 1, 0, 1), 1]), '8101', 'equal locations are one entry');
});
