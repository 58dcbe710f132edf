a
1
"not a docstring"
...
None
f(x)
-5
