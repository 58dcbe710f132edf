match = 1
case = 2
type = 3
_ = 4
match(x)
match[x]
match.x
case(x)
type(x)
match, case = type, _
print(match, case, type, _)
match match:
    case case: type
match (x):
    case (y): z
match -x:
    case y: z
match [x]:
    case [y]: z
