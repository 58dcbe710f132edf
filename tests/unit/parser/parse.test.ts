/** Trees of sources without errors. The expected texts are those of CPython's `ast.dump`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strFromUtf16 } from '../../../src/objects/str.ts';
import { dumpAst } from '../../../src/parser/dump.ts';
import { isComplete, type ParseOptions, PyCF_TYPE_COMMENTS, parse } from '../../../src/parser/parse.ts';

const OPTIONS: ParseOptions = { filename: '<test>', mode: 'exec', flags: 0, warn: () => {} };

/** Each source with its tree. */
const TREES: readonly (readonly [source: string, tree: string])[] = [
  [
    'x = y = 1',
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store()), Name(id='y', ctx=Store())], value=Constant(value=1))])",
  ],
  [
    'a, *b = c',
    "Module(body=[Assign(targets=[Tuple(elts=[Name(id='a', ctx=Store()), Starred(value=Name(id='b', ctx=Store()), ctx=Store())], ctx=Store())], value=Name(id='c', ctx=Load()))])",
  ],
  ['(a) = 1', "Module(body=[Assign(targets=[Name(id='a', ctx=Store())], value=Constant(value=1))])"],
  [
    'x: int = 1',
    "Module(body=[AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), value=Constant(value=1), simple=1)])",
  ],
  [
    '(x): int',
    "Module(body=[AnnAssign(target=Name(id='x', ctx=Store()), annotation=Name(id='int', ctx=Load()), simple=0)])",
  ],
  [
    'a.b: int',
    "Module(body=[AnnAssign(target=Attribute(value=Name(id='a', ctx=Load()), attr='b', ctx=Store()), annotation=Name(id='int', ctx=Load()), simple=0)])",
  ],
  [
    'a[i] += 1',
    "Module(body=[AugAssign(target=Subscript(value=Name(id='a', ctx=Load()), slice=Name(id='i', ctx=Load()), ctx=Store()), op=Add(), value=Constant(value=1))])",
  ],
  [
    'for x, in y: pass',
    "Module(body=[For(target=Tuple(elts=[Name(id='x', ctx=Store())], ctx=Store()), iter=Name(id='y', ctx=Load()), body=[Pass()])])",
  ],
  [
    '[a, (b, *c)] = d',
    "Module(body=[Assign(targets=[List(elts=[Name(id='a', ctx=Store()), Tuple(elts=[Name(id='b', ctx=Store()), Starred(value=Name(id='c', ctx=Store()), ctx=Store())], ctx=Store())], ctx=Store())], value=Name(id='d', ctx=Load()))])",
  ],
  [
    'del a, (b, [c]), d.e',
    "Module(body=[Delete(targets=[Name(id='a', ctx=Del()), Tuple(elts=[Name(id='b', ctx=Del()), List(elts=[Name(id='c', ctx=Del())], ctx=Del())], ctx=Del()), Attribute(value=Name(id='d', ctx=Load()), attr='e', ctx=Del())])])",
  ],
  [
    'with a as b, (c): pass',
    "Module(body=[With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', ctx=Store())), withitem(context_expr=Name(id='c', ctx=Load()))], body=[Pass()])])",
  ],
  [
    'with (a as b, c): pass',
    "Module(body=[With(items=[withitem(context_expr=Name(id='a', ctx=Load()), optional_vars=Name(id='b', ctx=Store())), withitem(context_expr=Name(id='c', ctx=Load()))], body=[Pass()])])",
  ],
  [
    'with (a, b) as c: pass',
    "Module(body=[With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], body=[Pass()])])",
  ],
  [
    'a if b else c if d else e',
    "Module(body=[Expr(value=IfExp(test=Name(id='b', ctx=Load()), body=Name(id='a', ctx=Load()), orelse=IfExp(test=Name(id='d', ctx=Load()), body=Name(id='c', ctx=Load()), orelse=Name(id='e', ctx=Load()))))])",
  ],
  [
    'not a < b <= c in d',
    "Module(body=[Expr(value=UnaryOp(op=Not(), operand=Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), LtE(), In()], comparators=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load()), Name(id='d', ctx=Load())])))])",
  ],
  [
    'a + b * c ** -d % e',
    "Module(body=[Expr(value=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=BinOp(left=BinOp(left=Name(id='b', ctx=Load()), op=Mult(), right=BinOp(left=Name(id='c', ctx=Load()), op=Pow(), right=UnaryOp(op=USub(), operand=Name(id='d', ctx=Load())))), op=Mod(), right=Name(id='e', ctx=Load()))))])",
  ],
  [
    'a and b or not c',
    "Module(body=[Expr(value=BoolOp(op=Or(), values=[BoolOp(op=And(), values=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())]), UnaryOp(op=Not(), operand=Name(id='c', ctx=Load()))]))])",
  ],
  [
    'lambda a, /, b=1, *c, d, e=2, **f: g',
    "Module(body=[Expr(value=Lambda(args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b')], vararg=arg(arg='c'), kwonlyargs=[arg(arg='d'), arg(arg='e')], kw_defaults=[None, Constant(value=2)], kwarg=arg(arg='f'), defaults=[Constant(value=1)]), body=Name(id='g', ctx=Load())))])",
  ],
  [
    'def f(a, b: int = 1, /, *args: *Ts, c, **k) -> r: pass',
    "Module(body=[FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a'), arg(arg='b', annotation=Name(id='int', ctx=Load()))], vararg=arg(arg='args', annotation=Starred(value=Name(id='Ts', ctx=Load()), ctx=Load())), kwonlyargs=[arg(arg='c')], kw_defaults=[None], kwarg=arg(arg='k'), defaults=[Constant(value=1)]), body=[Pass()], returns=Name(id='r', ctx=Load()))])",
  ],
  [
    '@d\nasync def f[T: int = str, *U, **V](): await x',
    "Module(body=[AsyncFunctionDef(name='f', args=arguments(), body=[Expr(value=Await(value=Name(id='x', ctx=Load())))], decorator_list=[Name(id='d', ctx=Load())], type_params=[TypeVar(name='T', bound=Name(id='int', ctx=Load()), default_value=Name(id='str', ctx=Load())), TypeVarTuple(name='U'), ParamSpec(name='V')])])",
  ],
  [
    'class A[T](B, metaclass=C): pass',
    "Module(body=[ClassDef(name='A', bases=[Name(id='B', ctx=Load())], keywords=[keyword(arg='metaclass', value=Name(id='C', ctx=Load()))], body=[Pass()], type_params=[TypeVar(name='T')])])",
  ],
  [
    'f(a, *b, c=1, *d, **e)',
    "Module(body=[Expr(value=Call(func=Name(id='f', ctx=Load()), args=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), ctx=Load()), Starred(value=Name(id='d', ctx=Load()), ctx=Load())], keywords=[keyword(arg='c', value=Constant(value=1)), keyword(value=Name(id='e', ctx=Load()))]))])",
  ],
  [
    'f(x for x in y if z)',
    "Module(body=[Expr(value=Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='x', ctx=Load()), generators=[comprehension(target=Name(id='x', ctx=Store()), iter=Name(id='y', ctx=Load()), ifs=[Name(id='z', ctx=Load())], is_async=0)])]))])",
  ],
  [
    'a[1:2, ::3, *b]',
    "Module(body=[Expr(value=Subscript(value=Name(id='a', ctx=Load()), slice=Tuple(elts=[Slice(lower=Constant(value=1), upper=Constant(value=2)), Slice(step=Constant(value=3)), Starred(value=Name(id='b', ctx=Load()), ctx=Load())], ctx=Load()), ctx=Load()))])",
  ],
  [
    '{1: 2, **a}',
    "Module(body=[Expr(value=Dict(keys=[Constant(value=1), None], values=[Constant(value=2), Name(id='a', ctx=Load())]))])",
  ],
  [
    '{1, *a}',
    "Module(body=[Expr(value=Set(elts=[Constant(value=1), Starred(value=Name(id='a', ctx=Load()), ctx=Load())]))])",
  ],
  [
    '{k: v for k, v in x}',
    "Module(body=[Expr(value=DictComp(key=Name(id='k', ctx=Load()), value=Name(id='v', ctx=Load()), generators=[comprehension(target=Tuple(elts=[Name(id='k', ctx=Store()), Name(id='v', ctx=Store())], ctx=Store()), iter=Name(id='x', ctx=Load()), is_async=0)]))])",
  ],
  ['(yield)', 'Module(body=[Expr(value=Yield())])'],
  [
    'x = yield from y',
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=YieldFrom(value=Name(id='y', ctx=Load())))])",
  ],
  [
    '(a := 1, b)',
    "Module(body=[Expr(value=Tuple(elts=[NamedExpr(target=Name(id='a', ctx=Store()), value=Constant(value=1)), Name(id='b', ctx=Load())], ctx=Load()))])",
  ],
  ['"a" "b" u"c"', "Module(body=[Expr(value=Constant(value='abc'))])"],
  ['b"a" b"\\xff"', "Module(body=[Expr(value=Constant(value=b'a\\xff'))])"],
  [
    'f"a{b!r:>{c}}d{{"',
    "Module(body=[Expr(value=JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='c', ctx=Load()), conversion=-1)])), Constant(value='d{')]))])",
  ],
  [
    'f"{x = }"',
    "Module(body=[Expr(value=JoinedStr(values=[Constant(value='x = '), FormattedValue(value=Name(id='x', ctx=Load()), conversion=114)]))])",
  ],
  [
    't"{a }{b=!s:x}"',
    "Module(body=[Expr(value=TemplateStr(values=[Interpolation(value=Name(id='a', ctx=Load()), str='a ', conversion=-1), Constant(value='b='), Interpolation(value=Name(id='b', ctx=Load()), str='b', conversion=115, format_spec=JoinedStr(values=[Constant(value='x')]))]))])",
  ],
  [
    'f"a" "b" f"{c}"',
    "Module(body=[Expr(value=JoinedStr(values=[Constant(value='ab'), FormattedValue(value=Name(id='c', ctx=Load()), conversion=-1)]))])",
  ],
  [
    'try: a\nexcept B as c: d\nexcept E, F: g\nelse: h\nfinally: i',
    "Module(body=[Try(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='B', ctx=Load()), name='c', body=[Expr(value=Name(id='d', ctx=Load()))]), ExceptHandler(type=Tuple(elts=[Name(id='E', ctx=Load()), Name(id='F', ctx=Load())], ctx=Load()), body=[Expr(value=Name(id='g', ctx=Load()))])], orelse=[Expr(value=Name(id='h', ctx=Load()))], finalbody=[Expr(value=Name(id='i', ctx=Load()))])])",
  ],
  [
    'try: a\nexcept* B: c',
    "Module(body=[TryStar(body=[Expr(value=Name(id='a', ctx=Load()))], handlers=[ExceptHandler(type=Name(id='B', ctx=Load()), body=[Expr(value=Name(id='c', ctx=Load()))])])])",
  ],
  [
    'match a, b:\n case [1, *_] | {"k": -1j, **r} if c: d\n case A.B(x, y=None) as z: e',
    "Module(body=[Match(subject=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()), cases=[match_case(pattern=MatchOr(patterns=[MatchSequence(patterns=[MatchValue(value=Constant(value=1)), MatchStar()]), MatchMapping(keys=[Constant(value='k')], patterns=[MatchValue(value=UnaryOp(op=USub(), operand=Constant(value=1j)))], rest='r')]), guard=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))]), match_case(pattern=MatchAs(pattern=MatchClass(cls=Attribute(value=Name(id='A', ctx=Load()), attr='B', ctx=Load()), patterns=[MatchAs(name='x')], kwd_attrs=['y'], kwd_patterns=[MatchSingleton(value=None)]), name='z'), body=[Expr(value=Name(id='e', ctx=Load()))])])])",
  ],
  [
    'type X[T] = int',
    "Module(body=[TypeAlias(name=Name(id='X', ctx=Store()), type_params=[TypeVar(name='T')], value=Name(id='int', ctx=Load()))])",
  ],
  [
    'type = match = case = _ = 1',
    "Module(body=[Assign(targets=[Name(id='type', ctx=Store()), Name(id='match', ctx=Store()), Name(id='case', ctx=Store()), Name(id='_', ctx=Store())], value=Constant(value=1))])",
  ],
  ['import a.b as c, d', "Module(body=[Import(names=[alias(name='a.b', asname='c'), alias(name='d')])])"],
  [
    'from .. import (a as b, c,)',
    "Module(body=[ImportFrom(names=[alias(name='a', asname='b'), alias(name='c')], level=2)])",
  ],
  ['from ...a import *', "Module(body=[ImportFrom(module='a', names=[alias(name='*')], level=3)])"],
  ['global a, b; nonlocal c', "Module(body=[Global(names=['a', 'b']), Nonlocal(names=['c'])])"],
  [
    'if a: b\nelif c: d\nelse: e',
    "Module(body=[If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], orelse=[If(test=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', ctx=Load()))], orelse=[Expr(value=Name(id='e', ctx=Load()))])])])",
  ],
  [
    'while a: break\nelse: continue',
    "Module(body=[While(test=Name(id='a', ctx=Load()), body=[Break()], orelse=[Continue()])])",
  ],
  ['raise A from b', "Module(body=[Raise(exc=Name(id='A', ctx=Load()), cause=Name(id='b', ctx=Load()))])"],
  ['assert a, b', "Module(body=[Assert(test=Name(id='a', ctx=Load()), msg=Name(id='b', ctx=Load()))])"],
  [
    'async def f():\n async with a: pass\n async for x in y: pass\n return [z async for z in w]',
    "Module(body=[AsyncFunctionDef(name='f', args=arguments(), body=[AsyncWith(items=[withitem(context_expr=Name(id='a', ctx=Load()))], body=[Pass()]), AsyncFor(target=Name(id='x', ctx=Store()), iter=Name(id='y', ctx=Load()), body=[Pass()]), Return(value=ListComp(elt=Name(id='z', ctx=Load()), generators=[comprehension(target=Name(id='z', ctx=Store()), iter=Name(id='w', ctx=Load()), is_async=1)]))])])",
  ],
  ['ａ = 1', "Module(body=[Assign(targets=[Name(id='a', ctx=Store())], value=Constant(value=1))])"],
  [
    'x = 0x_ff, 1_0.5e-3j, 0o17, 10**20',
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=Tuple(elts=[Constant(value=255), Constant(value=0.0105j), Constant(value=15), BinOp(left=Constant(value=10), op=Pow(), right=Constant(value=20))], ctx=Load()))])",
  ],
  [
    '"é😀"; é = 1',
    "Module(body=[Expr(value=Constant(value='é😀')), Assign(targets=[Name(id='é', ctx=Store())], value=Constant(value=1))])",
  ],
  [
    'a\n\n\nb # c',
    "Module(body=[Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load()))])",
  ],
  [
    'if a:\n  if b:\n    c\nd',
    "Module(body=[If(test=Name(id='a', ctx=Load()), body=[If(test=Name(id='b', ctx=Load()), body=[Expr(value=Name(id='c', ctx=Load()))])]), Expr(value=Name(id='d', ctx=Load()))])",
  ],
];

test('both parsers give the trees of CPython', () => {
  for (const [source, tree] of TREES) {
    assert.equal(dumpAst(parse(strFromUtf16(source), OPTIONS)), tree, source);
    // Sources with type comments are left to the reference parser.
    const options = { ...OPTIONS, flags: PyCF_TYPE_COMMENTS };
    assert.equal(dumpAst(parse(strFromUtf16(source), options)), tree, source);
  }
});

/** Sources whose nodes are in places of interest, with all positions. */
const POSITIONS: readonly (readonly [source: string, tree: string])[] = [
  [
    'é = f(x for x in y)',
    "Module(body=[Assign(targets=[Name(id='é', ctx=Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=2)], value=Call(func=Name(id='f', ctx=Load(), lineno=1, col_offset=5, end_lineno=1, end_col_offset=6), args=[GeneratorExp(elt=Name(id='x', ctx=Load(), lineno=1, col_offset=7, end_lineno=1, end_col_offset=8), generators=[comprehension(target=Name(id='x', ctx=Store(), lineno=1, col_offset=13, end_lineno=1, end_col_offset=14), iter=Name(id='y', ctx=Load(), lineno=1, col_offset=18, end_lineno=1, end_col_offset=19), is_async=0)], lineno=1, col_offset=6, end_lineno=1, end_col_offset=20)], lineno=1, col_offset=5, end_lineno=1, end_col_offset=20), lineno=1, col_offset=0, end_lineno=1, end_col_offset=20)])",
  ],
  [
    '@d\ndef f(): pass\n\n# c\n',
    "Module(body=[FunctionDef(name='f', args=arguments(), body=[Pass(lineno=2, col_offset=9, end_lineno=2, end_col_offset=13)], decorator_list=[Name(id='d', ctx=Load(), lineno=1, col_offset=1, end_lineno=1, end_col_offset=2)], lineno=2, col_offset=0, end_lineno=2, end_col_offset=13)])",
  ],
  [
    'if a:\n  b\n\nc',
    "Module(body=[If(test=Name(id='a', ctx=Load(), lineno=1, col_offset=3, end_lineno=1, end_col_offset=4), body=[Expr(value=Name(id='b', ctx=Load(), lineno=2, col_offset=2, end_lineno=2, end_col_offset=3), lineno=2, col_offset=2, end_lineno=2, end_col_offset=3)], lineno=1, col_offset=0, end_lineno=2, end_col_offset=3), Expr(value=Name(id='c', ctx=Load(), lineno=4, col_offset=0, end_lineno=4, end_col_offset=1), lineno=4, col_offset=0, end_lineno=4, end_col_offset=1)])",
  ],
  [
    'x = (\n  a +\n  b\n)',
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store(), lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)], value=BinOp(left=Name(id='a', ctx=Load(), lineno=2, col_offset=2, end_lineno=2, end_col_offset=3), op=Add(), right=Name(id='b', ctx=Load(), lineno=3, col_offset=2, end_lineno=3, end_col_offset=3), lineno=2, col_offset=2, end_lineno=3, end_col_offset=3), lineno=1, col_offset=0, end_lineno=4, end_col_offset=1)])",
  ],
  [
    '"""a\nb""" "c"',
    "Module(body=[Expr(value=Constant(value='a\\nbc', lineno=1, col_offset=0, end_lineno=2, end_col_offset=8), lineno=1, col_offset=0, end_lineno=2, end_col_offset=8)])",
  ],
  [
    'f"""{\n a!r:>{w}}"""',
    "Module(body=[Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load(), lineno=2, col_offset=1, end_lineno=2, end_col_offset=2), conversion=114, format_spec=JoinedStr(values=[Constant(value='>', lineno=2, col_offset=5, end_lineno=2, end_col_offset=6), FormattedValue(value=Name(id='w', ctx=Load(), lineno=2, col_offset=7, end_lineno=2, end_col_offset=8), conversion=-1, lineno=2, col_offset=6, end_lineno=2, end_col_offset=9)], lineno=2, col_offset=4, end_lineno=2, end_col_offset=9), lineno=1, col_offset=4, end_lineno=2, end_col_offset=10)], lineno=1, col_offset=0, end_lineno=2, end_col_offset=13), lineno=1, col_offset=0, end_lineno=2, end_col_offset=13)])",
  ],
];

test('positions count lines from 1 and UTF-8 bytes from 0', () => {
  for (const [source, tree] of POSITIONS) {
    assert.equal(dumpAst(parse(source, OPTIONS), { includeAttributes: true }), tree, source);
  }
});

test('modes and flags', () => {
  const dump = (source: string, options: Partial<ParseOptions>): string =>
    dumpAst(parse(source, { ...OPTIONS, ...options }));
  assert.equal(
    dump('a, b', { mode: 'eval' }),
    "Expression(body=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load()))",
  );
  assert.equal(
    dump('a; b\n', { mode: 'single' }),
    "Interactive(body=[Expr(value=Name(id='a', ctx=Load())), Expr(value=Name(id='b', ctx=Load()))])",
  );
  assert.equal(
    dump('if a: b\n\n', { mode: 'single' }),
    "Interactive(body=[If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))])])",
  );
  assert.equal(
    dump('(int, *str, **any) -> x', { mode: 'func_type' }),
    "FunctionType(argtypes=[Name(id='int', ctx=Load()), Name(id='str', ctx=Load()), Name(id='any', ctx=Load())], returns=Name(id='x', ctx=Load()))",
  );
  assert.equal(
    dump(
      'x = 1 # type: int\ndef f(a, # type: str\n  ):\n  # type: (...) -> int\n  pass # type: ignore[x]\n',
      { mode: 'exec', flags: PyCF_TYPE_COMMENTS },
    ),
    "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=Constant(value=1), type_comment='int'), FunctionDef(name='f', args=arguments(args=[arg(arg='a', type_comment='str')]), body=[Pass()], type_comment='(...) -> int')], type_ignores=[TypeIgnore(lineno=5, tag='[x]')])",
  );
});

test('bytes are decoded as they declare', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
  const tree = (text: string): string => dumpAst(parse(bytes(text), OPTIONS));
  assert.equal(tree('# coding: latin-1\n"\xe9"'), "Module(body=[Expr(value=Constant(value='é'))])");
  assert.equal(tree('\xef\xbb\xbf"\xc3\xa9"'), "Module(body=[Expr(value=Constant(value='é'))])");
});

test('indented dumps', () => {
  const tree = parse('f(1)', { ...OPTIONS, mode: 'eval' });
  assert.equal(
    dumpAst(tree, { indent: '  ' }),
    "Expression(\n  body=Call(\n    func=Name(id='f', ctx=Load()),\n    args=[\n      Constant(value=1)]))",
  );
});

test('deep nesting needs no more than the default stack', () => {
  for (const [open, close] of ['()', '[]', '{}'].concat(['f(|)', '(lambda: |)', '(-|)']).map(split)) {
    parse(`${open.repeat(100)}x${close.repeat(100)}`, OPTIONS);
    assert.throws(() => parse(`${open.repeat(100)}x x${close.repeat(100)}`, OPTIONS), {
      type: 'SyntaxError',
    });
  }
  parse(`a${' + a'.repeat(100_000)}`, OPTIONS);
  assert.throws(() => parse(`${'-'.repeat(100_000)}1`, OPTIONS), {
    type: 'MemoryError',
    message: 'Parser stack overflowed - Python source too complex to parse',
  });
});

function split(brackets: string): readonly [open: string, close: string] {
  const [open, close] = brackets.includes('|') ? brackets.split('|') : [brackets[0], brackets[1]];
  return [open, close];
}

test('what a prompt waits for', () => {
  const ask = (text: string): boolean => isComplete(text, { ...OPTIONS, mode: 'single' });
  for (const text of ['', '# c', 'a = 1', 'if x:\n pass\n', 'x = {1: 2}'])
    assert.equal(ask(text), true, text);
  for (const text of ['if x:', 'if x:\n pass', '(', "'''a", 'a + \\', '@d', 'f(a,\n']) {
    assert.equal(ask(text), false, text);
  }
  assert.throws(() => ask('a b'), { type: 'SyntaxError', message: 'invalid syntax' });
  assert.throws(() => ask('x = ]'), { type: 'SyntaxError', message: "unmatched ']'" });
});
