"""Nodes of syntax trees: construction with its warnings, repr, copies, and what compile() says of malformed trees."""
import ast
import copy
import pickle
import warnings


def attempt(action):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            print(action())
        except Exception as error:
            print(type(error).__name__, error)
        for warning in caught:
            print(' ', warning.category.__name__, warning.message)


attempt(lambda: vars(ast.Name()))
attempt(lambda: ast.Name('a', ctx=None))
attempt(lambda: ast.Name('a', id='b'))
attempt(lambda: ast.Name('a', 'b', 'c'))
attempt(lambda: ast.Name('a', colour=1))
attempt(lambda: ast.Module([1, 2, 3], (4,)))
attempt(lambda: (ast.Name._fields, ast.expr._attributes, ast.Name.__match_args__, ast.Call._field_types))
attempt(lambda: ast.operator.__doc__)

tree = ast.parse('x = f(a, *b, c=[1, 2, [3, [4]]])')
attempt(lambda: repr(tree))
attempt(lambda: ast.dump(pickle.loads(pickle.dumps(tree)), include_attributes=True))
attempt(lambda: copy.replace(ast.Name('a'), id='b'))
attempt(lambda: copy.replace(ast.Name('a'), name='b'))
attempt(lambda: copy.replace(ast.Name(ctx=None)))
attempt(lambda: ast.Name('a').__reduce__())

place = {'lineno': 1, 'col_offset': 0}
module = lambda *body: ast.Module(list(body), [])
attempt(lambda: compile(module(1), 'f', 'exec'))
attempt(lambda: compile(module(None), 'f', 'exec'))
attempt(lambda: compile(module(ast.Pass()), 'f', 'exec'))
attempt(lambda: compile(module(ast.Pass(lineno='1', col_offset=0)), 'f', 'exec'))
attempt(lambda: compile(ast.Module((), []), 'f', 'exec'))
attempt(lambda: compile(module(), 'f', 'eval'))
attempt(lambda: compile(module(ast.Expr(ast.Name(None, **place), **place)), 'f', 'exec'))
attempt(lambda: compile(module(ast.Expr(ast.Name('True', **place), **place)), 'f', 'exec'))
attempt(lambda: compile(module(ast.Expr(ast.Constant([], **place), **place)), 'f', 'exec'))
attempt(lambda: compile(module(ast.Import([None], **place)), 'f', 'exec'))
attempt(lambda: eval(compile(ast.Expression(ast.BinOp(ast.Constant(2, **place), ast.Mult(), ast.Constant(21, **place), **place)), 'f', 'eval')))
attempt(lambda: ast.dump(ast.parse('2 * 21', mode='eval', optimize=1)))
attempt(lambda: ast.dump(ast.parse('(int, *str) -> bool', mode='func_type')))
attempt(lambda: ast.parse('match x:\n case 1: pass', feature_version=(3, 9)))
