"""Decimal and Context from outside: conversions, comparisons, special methods, contexts and their attributes, errors."""
import copy
import decimal as D
import fractions
import math
import numbers
import pickle
import threading
import warnings
from decimal import *

warnings.simplefilter('ignore')

EXPRESSIONS = r"""
Decimal()
Decimal('  1_000.5  ')
Decimal('١.٥')
Decimal('\u20033.14')
Decimal('1 2')
Decimal('')
Decimal('_')
Decimal('1__2')
Decimal('1e1000000000000000000')
Decimal('1e999999999999999999')
Decimal('1e-1999999999999999997')
Decimal('1e-1999999999999999998')
Decimal('9'*50)
Decimal(10**50)
Decimal(1.1)
Decimal(-0.0)
Decimal(5e-324)
Decimal(float('nan'))
Decimal(float('-inf'))
Decimal((1,(1,2,3),-2))
Decimal((0,(),'F'))
Decimal((0,(1,2),'n'))
Decimal((1,(),'N'))
Decimal((1,(0,0,5),'N'))
Decimal([0,[1,2],3])
Decimal((2,(1,),0))
Decimal((0,(10,),0))
Decimal((0,(1,),'x'))
Decimal((0,(1,),1.5))
Decimal((0,1,1))
Decimal((1,2))
Decimal((0,(1,),10**30))
Decimal(None)
Decimal(1j)
Decimal(b'1')
Decimal('1',None)
Decimal('1',5)
Decimal(value='1',context=Context())
Decimal(True)
Decimal(Decimal('1.50'))
Decimal.from_float(3)
Decimal.from_float(0.1)
Decimal.from_float('x')
Decimal.from_number('1')
Decimal.from_number(1.5)
Decimal('1')+1
1+Decimal('1')
Decimal('1')+1.5
1.5+Decimal(1)
Decimal(7)%3
divmod(Decimal(7),2)
divmod(Decimal(-7),Decimal(2))
7//Decimal(2)
Decimal(1)/0
Decimal(0)/0
Decimal('inf')-Decimal('inf')
Decimal('snan')+1
pow(Decimal(3),4,5)
pow(3,Decimal(4),5)
Decimal(2)**0.5
2**Decimal(3)
-Decimal(0)
+Decimal('-0')
abs(Decimal('-1.5'))
round(Decimal('2.5'))
round(Decimal('2.675'),2)
round(Decimal('1e5'),-3)
round(Decimal(1),1.5)
math.floor(Decimal('-1.5'))
math.ceil(Decimal('-1.5'))
math.trunc(Decimal('-1.5'))
int(Decimal('1e20'))
int(Decimal('inf'))
float(Decimal('1.5e300'))
float(Decimal('snan'))
float(Decimal('nan'))
complex(Decimal('1.5'))
bool(Decimal('0E5'))
hash(Decimal('1.5'))==hash(1.5)
hash(Decimal(10**30))==hash(10**30)
hash(Decimal('-1'))
hash(Decimal('inf'))
hash(Decimal('1e-5'))==hash(fractions.Fraction(1,10**5))
Decimal('0.5')==0.5
Decimal('0.1')==0.1
Decimal(1)==1
Decimal('0.5')==fractions.Fraction(1,2)
Decimal('0.3')<fractions.Fraction(1,3)
Decimal(1)==1+0j
Decimal(1)==1j
Decimal(1)<1j
Decimal('nan')==Decimal('nan')
Decimal('nan')<1
Decimal('snan')==1
Decimal(1)<'a'
Decimal(1)=='a'
Decimal(1)<2.5
2.5>Decimal(1)
min(Decimal(1),0.5)
isinstance(Decimal(1),numbers.Number)
isinstance(Decimal(1),numbers.Real)
Decimal('1.50').as_tuple()
Decimal('-inf').as_tuple()
Decimal('nan12').as_tuple()
Decimal('nan').as_tuple()
Decimal('0.75').as_integer_ratio()
Decimal('1e3').as_integer_ratio()
Decimal('-0').as_integer_ratio()
Decimal('nan').as_integer_ratio()
Decimal('1E+3').to_eng_string()
Decimal('123E+5').to_eng_string()
Decimal('0E-8').to_eng_string()
Decimal('1.2').adjusted()
Decimal('inf').adjusted()
copy.copy(Decimal(1))
copy.deepcopy(Decimal('1.5'))
pickle.loads(pickle.dumps(Decimal('1.50')))
pickle.loads(pickle.dumps(Context(prec=5,traps=[Inexact])))
copy.copy(getcontext())
Decimal(1).real
Decimal(1).imag
Decimal(5).radix()
Decimal(1).x
Context(prec=0)
Context(prec='a')
Context(rounding='x')
Context(rounding=5)
Context(Emin=1)
Context(Emax=-1)
Context(Emax=10**18)
Context(capitals=2)
Context(clamp=5)
Context(flags=[Inexact])
Context(traps=[5])
Context(traps={})
Context(flags=5)
Context(traps=dict.fromkeys([Clamped,InvalidOperation,DivisionByZero,Inexact,Rounded,Subnormal,Overflow,Underflow,FloatOperation],0))
Context(prec=MAX_PREC,Emin=MIN_EMIN,Emax=MAX_EMAX)
Context(prec=MAX_PREC,Emin=MIN_EMIN,Emax=MAX_EMAX).Etiny()
Context().Etop()
getcontext().foo
delattr(getcontext(),'prec')
setattr(getcontext(),'traps',1)
getcontext().flags[5]
getcontext().flags[Inexact]
list(getcontext().flags)
len(getcontext().flags)
getcontext().flags==getcontext().flags.copy()
getcontext().flags.copy()
getcontext().flags.keys()
Inexact in getcontext().flags
dict(getcontext().traps)
hash(getcontext().flags)
getcontext().flags.pop(Inexact)
type(getcontext().flags)
setcontext(5)
localcontext(5)
localcontext(prec=0)
getcontext().power(2,10,modulo=7)
getcontext().power(a=2,b=3)
getcontext().add(1,'2')
getcontext().create_decimal('1.23456789012345678901234567890123')
getcontext().create_decimal(' 1')
getcontext().create_decimal('1_0')
getcontext().create_decimal()
getcontext().create_decimal(1.1)
getcontext().create_decimal_from_float(0.1)
getcontext().create_decimal_from_float('1')
Context(prec=3).create_decimal('nan12345')
Context(prec=3).create_decimal(Decimal('nan12345'))
getcontext().canonical(5)
getcontext().to_sci_string(Decimal('1e5'))
getcontext().copy_decimal(5)
getcontext().is_nan('x')
getcontext().number_class(5)
getcontext().divmod(7,3)
getcontext().same_quantum(1,Decimal('1.0'))
Decimal(1).quantize(Decimal('0.01'))
Decimal(1).quantize('0.01')
Decimal('1.23').quantize(Decimal('0.1'),rounding=ROUND_UP)
Decimal('1.23').quantize(Decimal('0.1'),ROUND_UP,Context(prec=1))
Decimal('1.5').to_integral_value(ROUND_UP)
Decimal('1.5').to_integral(context=Context(rounding=ROUND_DOWN))
Decimal('1').compare('a')
Decimal(1).compare(1.5)
Decimal(1).fma(2,3)
Decimal(1).max('x')
Decimal(1).__format__('.2f',{'decimal_point':',','thousands_sep':'.','grouping':chr(3)})
Decimal(1234567).__format__('n',{'decimal_point':',','thousands_sep':'.','grouping':chr(3)})
Decimal(1234567).__format__('014n',{'decimal_point':',','thousands_sep':'.','grouping':chr(3)+chr(2)})
Decimal(1).__format__(5)
Decimal(1).__format__('f',5)
format(Decimal('1.5'),'x')
'%d'%Decimal('1.9')
'%.2f'%Decimal('1.005')
f"{Decimal('1.10')}"
D.SignalDict
Decimal.__subclasses__()
Decimal('12345678901234567890123456789').sqrt()
Decimal(2).sqrt(Context(prec=50))
Decimal('1e-7').exp()
Decimal(100).ln(Context(prec=60))
Decimal('0.1').log10()
Decimal(3)**-2
Decimal('1.0000001')**1000000
Decimal(2)**Decimal('0.5')
Decimal(10)**400
Decimal(10)**-400
Decimal(2)**10**10
Decimal('-2')**Decimal('0.5')
Decimal(0)**0
Decimal('inf')**-1
sum([Decimal('0.1')]*3)
Decimal.real
Overflow.__mro__
FloatOperation.__bases__
DivisionUndefined.__bases__
D.__version__
D.__libmpdec_version__
IEEEContext(32)
IEEEContext(33)
IEEEContext('a')
IEEEContext(512)
"""

for expression in EXPRESSIONS.strip().split('\n'):
    try:
        result = repr(eval(expression))
    except Exception as error:
        result = f'{type(error).__name__}: {error}'
    print(expression, result)


class Derived(Decimal):
    pass


d = Derived('1.5')
print(repr(d), type(d + 1), type(Derived.from_float(1.5)), type(Derived(d)), type(copy.copy(d)), type(-d), type(d.sqrt()))
print(pickle.loads(pickle.dumps(d)) == d)

with localcontext() as c:
    c.prec = 5
    print(Decimal(1) / 3, c is getcontext())
    c.traps[Inexact] = True
    try:
        Decimal(1) / 3
    except Inexact as error:
        print(repr(error), error.args)
print(getcontext().prec)
with localcontext(prec=3, traps=[Rounded]) as c:
    print(c)
try:
    Context(traps=[FloatOperation]).create_decimal(1.5)
except FloatOperation as error:
    print(repr(error))
setcontext(DefaultContext)
print(getcontext() is DefaultContext, getcontext())

getcontext().prec = 7
thread = threading.Thread(target=lambda: print(getcontext().prec))
thread.start()
thread.join()


class DerivedContext(Context):
    pass


c = DerivedContext(prec=4)
c.note = 3
print(c, c.note, type(c.copy()))
