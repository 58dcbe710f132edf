"""Classes of built-in modules know the classes that derive from them, whoever imports them."""
import _ast

print(len(_ast.expr.__subclasses__()), [kind.__name__ for kind in _ast.expr_context.__subclasses__()])
import ast

print(ast.expr is _ast.expr, len(ast.stmt.__subclasses__()), [kind.__name__ for kind in ast.AST.__subclasses__()][:4])
ast.operator.precedence = 3
print(ast.Add.precedence, ast.Add().precedence)
