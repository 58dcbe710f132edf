import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validate } from '../../../src/compiler/validate.ts';
import type { PyObject } from '../../../src/objects/object.ts';
import { Ellipsis, None, NotImplemented } from '../../../src/objects/singletons.ts';
import { PyTuple } from '../../../src/objects/tuple.ts';
import { type expr, MatchStar, type stmt } from '../../../src/parser/ast.gen.ts';
import { CompileError } from '../../../src/parser/errors.ts';
import {
  assign,
  at,
  attribute,
  binOp,
  classDef,
  constant,
  def,
  expression,
  load,
  match,
  matchValue,
  module,
  named,
  negative,
  pass,
  store,
} from './trees.ts';

const typeName = (value: PyObject) => (value === NotImplemented ? 'NotImplementedType' : 'object');

/** Type and message of what is wrong with a statement, if something is. */
function problem(statement: stmt | undefined): string | undefined {
  try {
    validate(module(statement as stmt), typeName);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof CompileError);
    return `${error.type}: ${error.message}`;
  }
}

const problemOf = (e: expr) => problem(expression(e));

test('well-formed trees pass', () => {
  for (const value of [None, Ellipsis, true, 1, 'x', new PyTuple([1, new PyTuple([])])]) {
    assert.equal(problemOf(constant(value)), undefined);
  }
  assert.equal(problem(def('f', ['x'], [assign('y'), expression(attribute(load('y'), 'z'))])), undefined);
});

test('contexts must fit', () => {
  assert.equal(problemOf(store('x')), 'ValueError: expression must have Load context but has Store instead');
  const target = assign('x');
  target.targets[0] = constant(1);
  assert.equal(problem(target), "ValueError: expression which can't be assigned to in Store context");
});

test('names are no constants', () => {
  assert.equal(problemOf(load('None')), "ValueError: identifier field can't represent 'None' constant");
  assert.equal(
    problem(classDef('True', [pass()])),
    "ValueError: identifier field can't represent 'True' constant",
  );
});

test('bodies are not empty and hold no None', () => {
  assert.equal(problem(def('f', [], [])), 'ValueError: empty body on FunctionDef');
  assert.equal(problem(undefined), 'ValueError: None disallowed in statement list');
});

test('positions are ranges', () => {
  assert.equal(problem(at(pass(), 2, 0, 1, 4)), 'ValueError: AST node line range (2, 1) is not valid');
  assert.equal(problem(at(pass(), 1, 5, 1, 4)), 'ValueError: line 1, column 5-4 is not a valid range');
  assert.equal(
    problem(at(pass(), 1, -1, 1, 4)),
    'ValueError: AST node column range (-1, 4) for line range (1, 1) is not valid',
  );
});

test('types of values', () => {
  assert.equal(
    problemOf(constant(NotImplemented)),
    'TypeError: got an invalid type in Constant: NotImplementedType',
  );
  const target = named('x', load('y'));
  target.target = constant(1);
  assert.equal(problemOf(target), 'TypeError: NamedExpr target must be a Name');
});

test('patterns hold literals and attributes only', () => {
  const patternProblem = (value: expr) => problem(match(matchValue(value)));
  assert.equal(patternProblem(negative(constant(1))), undefined);
  assert.equal(patternProblem(attribute(load('a'), 'b')), undefined);
  const other = 'ValueError: patterns may only match literals and attribute lookups';
  assert.equal(patternProblem(load('a')), other);
  assert.equal(patternProblem(binOp(constant(1), 'Add', constant(2))), other);
  assert.equal(patternProblem(constant(None)), 'ValueError: unexpected constant inside of a literal pattern');
  assert.equal(problem(match(new MatchStar(undefined, 1, 0, 1, 1))), "ValueError: can't use MatchStar here");
});
