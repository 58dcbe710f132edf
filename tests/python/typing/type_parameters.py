"""Type parameters made by syntax and by calls: their attributes, when they are computed, and their errors."""
from typing import NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


def function[T: int, *Ts, **P, U: (int, str) = int](first: T) -> T:
    return first


T, Ts, P, U = function.__type_params__
print(T, Ts, P, U, T.__bound__, U.__constraints__, U.__default__, P.args, P.kwargs)
print([param.has_default() for param in (T, Ts, P, U)], Ts.__default__ is NoDefault)
print(function.__annotations__, function(3))


class Late[V: undefined_so_far]:
    field: V


(V,) = Late.__type_params__
attempt(lambda: V.__bound__)
undefined_so_far = float
print(V.__bound__, Late.__annotations__)

type Pair[A, B = int] = tuple[A, B]
type Recursive = list[Recursive] | None
print(Pair, Pair.__type_params__, Pair.__value__, Pair[str], Pair.__module__)
print(Recursive.__value__, Recursive | int)
attempt(lambda: Recursive[int])

print(TypeVar("X", covariant=True), ParamSpec("Y", contravariant=True), TypeVar("Z", infer_variance=True))
attempt(lambda: TypeVar("X", int))
attempt(lambda: TypeVar("X", int, str, bound=int))
attempt(lambda: TypeVar("X", covariant=True, contravariant=True))
attempt(lambda: TypeVar(1))
attempt(lambda: TypeVarTuple("X", int))
attempt(lambda: TypeAliasType("X", int, type_params=[T]))
attempt(lambda: TypeAliasType("X", int, type_params=(U, T)))
attempt(lambda: ParamSpec("Y").args == ParamSpec("Y").args)
attempt(lambda: P.args == P.args)

bound = TypeVar("X", bound=int).evaluate_bound
print(bound, bound(1), bound(4))
attempt(lambda: bound())
attempt(lambda: type("Derived", (T,), {}))
