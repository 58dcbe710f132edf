import assert from 'node:assert/strict';
import { test } from 'node:test';
import { futureParse } from '../../../src/compiler/future.ts';
import { NO_LOCATION } from '../../../src/compiler/instruction-sequence.ts';
import {
  AnnotationBlock,
  CELL,
  FREE,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  getScope,
  LOCAL,
  mangle,
  type SymbolTable,
  type SymbolTableEntry,
  TypeVariableBlock,
} from '../../../src/compiler/symtable.ts';
import { buildSymtable } from '../../../src/compiler/symtable-build.ts';
import { showSymtable } from '../../../src/compiler/symtable-show.ts';
import type { mod, stmt } from '../../../src/parser/ast.gen.ts';
import { CompileError } from '../../../src/parser/errors.ts';
import { PyCF_ALLOW_TOP_LEVEL_AWAIT } from '../../../src/parser/parse.ts';
import {
  annotate,
  arg,
  assign,
  asyncDef,
  asyncListComp,
  at,
  attribute,
  awaitExpr,
  binOp,
  call,
  classDef,
  constant,
  def,
  expression,
  genExp,
  global,
  ifs,
  importFrom,
  lambda,
  listComp,
  load,
  module,
  named,
  nonlocal,
  pass,
  typeAlias,
  typeVar,
  yieldExpr,
} from './trees.ts';

function build(tree: mod, flags = 0): SymbolTable {
  const future = futureParse(tree, { filename: 'f.py' });
  future.ff_features |= flags;
  return buildSymtable(tree, { filename: 'f.py', future });
}

const table = (...body: stmt[]) => build(module(...body));

/** The numbers that `_symtable` shows. */
const symbolsOf = (entry: SymbolTableEntry) => Object.fromEntries(entry.ste_symbols);

/** The block of that name among the children of a block, annotations left aside. */
function child(entry: SymbolTableEntry, name: string): SymbolTableEntry {
  const found = entry.ste_children.find((c) => c.ste_name === name && c.ste_type !== AnnotationBlock);
  assert.ok(found, `no block ${name} in ${entry.ste_name}`);
  return found;
}

function failure(tree: mod): CompileError {
  try {
    build(tree);
  } catch (error) {
    assert.ok(error instanceof CompileError);
    return error;
  }
  assert.fail('no error');
}

const message = (...body: stmt[]) => failure(module(...body)).message;

test('a local that an inner function uses is a cell, and free in the functions between', () => {
  const inner = def('h', [], [expression(load('x'))]);
  const { top } = table(def('f', ['x'], [def('g', [], [inner])]), expression(load('x')));
  const f = child(top, 'f');
  const g = child(f, 'g');
  assert.equal(getScope(top, 'x'), GLOBAL_IMPLICIT);
  assert.equal(getScope(f, 'x'), CELL);
  assert.equal(getScope(g, 'x'), FREE);
  assert.equal(getScope(child(g, 'h'), 'x'), FREE);
  assert.equal(getScope(f, 'g'), LOCAL);
  assert.equal(getScope(f, 'unknown'), 0);
  assert.deepEqual(f.ste_varnames, ['x']);
  assert.deepEqual([top.ste_nested, f.ste_nested, g.ste_nested], [false, false, true]);
});

test('a global declaration shows in the function and in the module', () => {
  const { top } = table(def('f', [], [global('x'), assign('x')]));
  assert.deepEqual(symbolsOf(child(top, 'f')), { x: 0x2003 });
  assert.deepEqual(symbolsOf(top), { f: 0x1002, x: 0x2001 });
  assert.equal(getScope(top, 'x'), GLOBAL_EXPLICIT);
});

test('names of a class are not seen by its methods', () => {
  const method = def('m', [], [expression(load('x'))]);
  const { top } = table(def('f', ['x'], [classDef('A', [assign('x'), method])]));
  const a = child(child(top, 'f'), 'A');
  assert.equal(a.ste_symbols.get('x'), 0x1042, 'local of the class, and free in a method');
  assert.equal(getScope(child(a, 'm'), 'x'), FREE);
  assert.equal(child(a, 'm').ste_method, true);
});

test('super is a use of __class__, for which the class makes a cell', () => {
  const { top } = table(classDef('A', [def('m', ['self'], [expression(call(load('super')))])]));
  const a = child(top, 'A');
  assert.deepEqual(symbolsOf(child(a, 'm')), { self: 0x1004, super: 0x3010, __class__: 0x4010 });
  assert.equal(a.ste_needs_class_closure, true);
  assert.equal(a.ste_symbols.has('__class__'), false);
});

test('comprehensions become part of the function around them', () => {
  // def f(x): [lambda: i for i in x]; [x for _ in y]
  const { top } = table(
    def(
      'f',
      ['x'],
      [
        expression(listComp(lambda([], load('i')), 'i', load('x'))),
        expression(listComp(load('x'), '_', load('y'))),
      ],
    ),
  );
  const f = child(top, 'f');
  assert.deepEqual(symbolsOf(f), { x: 0x1014, y: 0x3010, i: 0x5a02, _: 0x1202 });
  assert.deepEqual(
    f.ste_children.map((c) => c.ste_name),
    ['lambda'],
  );
});

test('generator expressions keep their block', () => {
  const node = genExp(load('i'), 'i', load('x'));
  const result = table(expression(node));
  const entry = result.lookup(node);
  assert.equal(entry, child(result.top, 'genexpr'));
  assert.equal(entry.ste_generator, true);
  assert.equal(entry.ste_comp_inlined, false);
  assert.deepEqual(entry.ste_varnames, ['.0']);
  assert.deepEqual(symbolsOf(entry), { '.0': 0x1004, i: 0x1212 });
});

test('__class__ in a comprehension of a class body is global, but a lambda in it gets the cell', () => {
  const plain = child(
    table(classDef('A', [expression(listComp(load('__class__'), 'i', load('x')))])).top,
    'A',
  );
  assert.equal(getScope(plain, '__class__'), GLOBAL_IMPLICIT);
  assert.equal(plain.ste_needs_class_closure, false);
  const elt = lambda([], load('__class__'));
  const nested = child(table(classDef('A', [expression(listComp(elt, 'i', load('x')))])).top, 'A');
  assert.equal(nested.ste_needs_class_closure, true);
});

test('private names are mangled in classes', () => {
  const { top } = table(classDef('_A', [assign('__x'), def('__f', ['__y'], [])]));
  const a = child(top, '_A');
  assert.deepEqual([...a.ste_symbols.keys()], ['_A__x', '_A__f']);
  assert.deepEqual(child(a, '__f').ste_varnames, ['_A__y']);
  for (const [name, expected] of [
    ['__x', '_A__x'],
    ['__x_', '_A__x_'],
    ['__x__', '__x__'],
    ['_x', '_x'],
    ['__x.y', '__x.y'],
  ]) {
    assert.equal(mangle('__A', name), expected);
  }
  assert.equal(mangle('___', '__x'), '__x');
  assert.equal(mangle(undefined, '__x'), '__x');
});

test('of the scope of type parameters of a class only the parameters are mangled', () => {
  const { top } = table(classDef('A', [], [typeVar('__T', load('__q'))]));
  const params = child(top, 'A');
  assert.deepEqual([...params.ste_symbols.keys()], ['.type_params', '.generic_base', '_A__T']);
  assert.ok(child(params, '__T').ste_symbols.has('__q'));
});

test('bound and default of a type parameter have a block each', () => {
  const param = typeVar('T', load('a'), load('b'));
  const result = table(def('f', [], [], [param]));
  const bound = result.lookup(param);
  const value = result.lookup(result.defaultKey(param));
  assert.deepEqual([bound.ste_type, value.ste_type], [TypeVariableBlock, TypeVariableBlock]);
  assert.ok(bound.ste_symbols.has('a'));
  assert.ok(value.ste_symbols.has('b'));
});

test('annotations of a class share a block, which sees the names of the class', () => {
  const tree = module(classDef('A', [assign('t'), annotate('x', load('t')), annotate('y', load('u'))]));
  const result = build(tree);
  const a = child(result.top, 'A');
  assert.equal(a.ste_annotations_used, true);
  assert.equal(a.ste_needs_classdict, true);
  assert.equal(a.ste_has_conditional_annotations, false);
  const block = result.lookup(a);
  assert.equal(block, a.ste_annotation_block);
  assert.deepEqual(a.ste_children, [block]);
  assert.deepEqual(symbolsOf(block), { '.format': 0x1014, __classdict__: 0x4010, t: 0x3010, u: 0x3010 });
});

test('annotations of modules, and those under an if in a class, are conditional', () => {
  const { top } = table(
    annotate('x', load('t')),
    classDef('A', [ifs(load('c'), [annotate('y', load('t'))])]),
  );
  assert.equal(top.ste_has_conditional_annotations, true);
  assert.equal(top.ste_symbols.get('__conditional_annotations__'), 0x3010);
  assert.equal(child(top, 'A').ste_has_conditional_annotations, true);
});

test('future annotations leave no blocks', () => {
  const { top } = table(importFrom('__future__', 'annotations'), def('f', [arg('x', load('t'))], []));
  assert.deepEqual(
    top.ste_children.map((c) => c.ste_name),
    ['f'],
  );
});

test('a named expression in a comprehension binds outside', () => {
  const comp = () => expression(listComp(named('x', constant(1)), 'i', load('y')));
  const { top } = table(def('f', [], [comp()]), comp());
  assert.equal(child(top, 'f').ste_symbols.get('x'), 0x1002);
  assert.equal(top.ste_symbols.get('x'), 0x2001);
});

test('a module may await where the flag says so', () => {
  const tree = () => module(expression(awaitExpr(load('x'))));
  assert.equal(failure(tree()).message, "'await' outside function");
  assert.equal(build(tree(), PyCF_ALLOW_TOP_LEVEL_AWAIT).top.ste_coroutine, true);
});

test('errors name place and name', () => {
  const statement = at(nonlocal('é', 'b'), 3, 2, 3, 16);
  const error = failure(module(def('f', ['é'], [def('g', [], [statement])])));
  assert.equal(error.type, 'SyntaxError');
  assert.equal(error.message, "no binding for nonlocal 'b' found");
  const where = { lineno: 3, offset: 3, end_lineno: 3, end_offset: 17 };
  assert.deepEqual(error.details, { filename: 'f.py', ...where, text: undefined, args: 'message' });
});

test('declarations', () => {
  const use = () => expression(load('x'));
  const cases: [string, stmt[]][] = [
    ["name 'x' is parameter and global", [def('f', ['x'], [global('x')])]],
    ["name 'x' is parameter and nonlocal", [def('f', ['x'], [nonlocal('x')])]],
    ["name 'x' is assigned to before global declaration", [assign('x'), global('x')]],
    ["name 'x' is assigned to before nonlocal declaration", [def('f', [], [assign('x'), nonlocal('x')])]],
    ["name 'x' is used prior to global declaration", [use(), global('x')]],
    ["name 'x' is used prior to nonlocal declaration", [def('f', [], [use(), nonlocal('x')])]],
    ["annotated name 'x' can't be global", [annotate('x', load('t')), global('x')]],
    ["annotated name 'x' can't be global", [def('f', [], [global('x'), annotate('x', load('t'))])]],
    ["annotated name 'x' can't be nonlocal", [def('f', [], [nonlocal('x'), annotate('x', load('t'))])]],
    ["name 'x' is nonlocal and global", [def('f', [], [global('x'), nonlocal('x')])]],
    ['nonlocal declaration not allowed at module level', [nonlocal('x')]],
    ["nonlocal binding not allowed for type parameter 'T'", [def('f', [], [nonlocal('T')], [typeVar('T')])]],
    ["duplicate argument 'x' in function definition", [def('f', ['x', 'x'], [])]],
    ["duplicate type parameter 'T'", [def('f', [], [], [typeVar('T'), typeVar('T')])]],
    [
      "reserved name '__classdict__' cannot be used for type parameter",
      [classDef('A', [], [typeVar('__classdict__')])],
    ],
    ['cannot assign to __debug__', [assign('__debug__')]],
    ['import * only allowed at module level', [def('f', [], [importFrom('a', '*')])]],
  ];
  for (const [expected, body] of cases) assert.equal(message(...body), expected);
});

test('what comprehensions and annotations do not allow', () => {
  const comp = (elt: Parameters<typeof listComp>[0]) => expression(listComp(elt, 'i', load('y')));
  const cases: [string, stmt][] = [
    ["'yield' inside list comprehension", def('f', [], [comp(yieldExpr())])],
    ["'yield' inside generator expression", def('f', [], [expression(genExp(yieldExpr(), 'i', load('y')))])],
    [
      'assignment expression cannot be used in a comprehension iterable expression',
      expression(listComp(load('i'), 'i', named('x', load('y')))),
    ],
    [
      "assignment expression cannot rebind comprehension iteration variable 'i'",
      comp(named('i', constant(1))),
    ],
    [
      'assignment expression within a comprehension cannot be used in a class body',
      classDef('A', [comp(named('x', constant(1)))]),
    ],
    [
      'assignment expression within a comprehension cannot be used in a type alias',
      typeAlias('X', listComp(named('x', constant(1)), 'i', load('y'))),
    ],
    ['named expression cannot be used within an annotation', annotate('x', named('y', constant(1)))],
    ['yield expression cannot be used within a type alias', typeAlias('X', yieldExpr())],
    [
      'await expression cannot be used within a TypeVar bound',
      def('f', [], [], [typeVar('T', awaitExpr(load('x')))]),
    ],
    [
      'yield expression cannot be used within a TypeVar default',
      def('f', [], [], [typeVar('T', undefined, yieldExpr())]),
    ],
    ["'await' outside async function", def('f', [], [expression(awaitExpr(load('x')))])],
    [
      'asynchronous comprehension outside of an asynchronous function',
      def('f', [], [expression(asyncListComp(load('i'), 'i', load('y')))]),
    ],
  ];
  for (const [expected, statement] of cases) assert.equal(message(statement), expected);
  const { top } = table(asyncDef('f', [expression(asyncListComp(load('i'), 'i', load('y')))]));
  assert.equal(child(top, 'f').ste_coroutine, true);
});

test('a future statement must come first', () => {
  const statement = at(importFrom('__future__', 'division'), 2, 0, 2, 31);
  const future = { ff_features: 0, ff_location: NO_LOCATION };
  assert.throws(
    () => buildSymtable(module(pass(), statement), { filename: 'f.py', future }),
    (error: CompileError) =>
      error.message === 'from __future__ imports must occur at the beginning of the file' &&
      error.details?.lineno === 2,
  );
});

test('long chains are walked without recursion, and have the limit of CPython', () => {
  let sum = binOp(load('a'), 'Add', load('a'));
  for (let i = 0; i < 50_000; i++) sum = binOp(sum, 'Add', load('a'));
  assert.deepEqual(symbolsOf(table(expression(sum)).top), { a: 0x3010 });
  let path = attribute(load('a'), 'b');
  for (let i = 0; i < 100_000; i++) path = attribute(path, 'b');
  assert.equal(failure(module(expression(path))).type, 'RecursionError');
});

test('what is nested too deeply is a RecursionError', () => {
  let list = lambda([], load('a'));
  for (let i = 0; i < 100_000; i++) list = lambda([], list);
  assert.equal(failure(module(expression(list))).type, 'RecursionError');
});

test('a table as text', () => {
  assert.equal(
    showSymtable(table(def('f', ['x'], [expression(lambda([], load('x')))]))),
    `module top
  f: local, assigned
  annotation __annotate__ (line 1)
    .format: local, parameter, used
  function f (line 1)
    x: cell, parameter
    function lambda (line 1) nested
      x: free, used
`,
  );
});
