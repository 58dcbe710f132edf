# Names and texts that mean something to JavaScript mean only what they mean to Python, in compiled code too.
LONG = 'x' * 100_000

SOURCE = '''
def __proto__(constructor, hasOwnProperty, undefined=1):
    toString = constructor + hasOwnProperty + undefined
    for prototype in range(3):
        toString += prototype
    return toString

class Object:
    __proto__ = 'class attribute'
    def __init__(self):
        self.constructor = 'own'
        self.__dict__['k0'] = "a'b\\"c`d${1}</script>\\u2028\\u2029\\\\"
    def valueOf(self, this=None):
        return self.constructor, self.__proto__, this

def texts(value):
    return f"{value}'\\"`${{value}}</script>\\u2028\\n\\0\\\\" + 'T' + "*/" + '//' + "k0 = 1"

def LONG_NAME(LONG_NAME):
    return LONG_NAME * 2

def globals_too():
    global eval, S, T, None_, A
    S = 1; T = 2; None_ = 3; A = 4
    return S + T + None_ + A + len('runtime')
'''.replace('LONG_NAME', LONG)

namespace = {}
exec(compile(SOURCE, "file'\"`\u2028</script>*/.py", 'exec'), namespace)
for _ in range(300):
    total = namespace['__proto__'](1, 2)
    thing = namespace['Object']()
    value = thing.valueOf()
    text = namespace['texts']('v')
    doubled = namespace[LONG](21)
    sum_ = namespace['globals_too']()
print(total, value, thing.__dict__['k0'], ascii(text), doubled, sum_)
try:
    namespace['texts']()
except TypeError as error:
    print(error)
try:
    namespace['Object']().missing
except AttributeError as error:
    print(error)
