/**
 * `except*`: splitting exceptions and putting together what is left of them.
 * CPython: `_PyEval_ExceptionGroupMatch` in Python/ceval.c, `_PyExc_PrepReraiseStar` in Objects/exceptions.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, type PyBaseException, type PyBaseExceptionGroup } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { call, callMethod } from '../runtime/call.ts';
import { typeError } from '../runtime/errors.ts';
import { isInstanceOf, isSubtype, typeName, typeOf } from '../runtime/type-of.ts';

const BaseExceptionGroupType = exceptionTypes.get('BaseExceptionGroup')!;
const split = attrName('split');
const derive = attrName('derive');

/** What matches the classes of an `except*` clause, and what is left; None where there is nothing. */
export function splitGroup(exception: PyObject, classes: PyObject): { match: PyObject; rest: PyObject } {
  if (exception === None) return { match: None, rest: None };
  const type = typeOf(exception);
  const hit = (entry: PyObject): boolean => isSubtype(type, entry as PyType);
  if (classes instanceof PyTuple ? classes.items.some(hit) : hit(classes)) {
    if (isInstanceOf(exception, BaseExceptionGroupType)) return { match: exception, rest: None };
    const wrapped = call(exceptionTypes.get('BaseExceptionGroup')!, ['', new PyList([exception])]);
    (wrapped as PyBaseException).traceback = (exception as PyBaseException).traceback;
    return { match: wrapped, rest: None };
  }
  if (isInstanceOf(exception, BaseExceptionGroupType)) {
    const pair = callMethod(exception, split, classes);
    if (!(pair instanceof PyTuple)) {
      throw typeError(`${type.tp_qualname}.split must return a tuple, not ${typeName(pair)}`);
    }
    if (pair.items.length < 2) {
      throw typeError(
        `${type.tp_qualname}.split must return a 2-tuple, got tuple of size ${pair.items.length}`,
      );
    }
    return { match: pair.items[0]!, rest: pair.items[1]! };
  }
  return { match: None, rest: exception };
}

/** The exception to raise after all `except*` clauses: what they raised, and what of the original none caught. */
export function prepareReraise(original: PyObject, raised: PyObject): PyObject {
  const exceptions = (raised as PyList).items.filter((item) => item !== None) as PyBaseException[];
  if (exceptions.length === 0) return None;
  if (!isInstanceOf(original, BaseExceptionGroupType)) return exceptions[0]!;
  const same = (item: PyBaseException): boolean => {
    const group = original as PyBaseException;
    return (
      isInstanceOf(item, BaseExceptionGroupType) &&
      item.traceback === group.traceback &&
      item.context === group.context &&
      item.cause === group.cause
    );
  };
  const fresh = exceptions.filter((item) => !same(item));
  const reraised = exceptions.filter(same);
  const unhandled = projection(original as PyBaseException, reraised);
  if (fresh.length === 0) return unhandled;
  const parts = unhandled === None ? fresh : [...fresh, unhandled as PyBaseException];
  return parts.length === 1 ? parts[0]! : call(BaseExceptionGroupType, ['', new PyList(parts)]);
}

/** The part of a group that consists of the leaves of these groups, in the original's nesting. */
function projection(original: PyBaseException, groups: readonly PyBaseException[]): PyObject {
  const leaves = new Set<PyObject>();
  for (const group of groups) collectLeaves(group, leaves);
  return keep(original, leaves);
}

function collectLeaves(exception: PyObject, into: Set<PyObject>): void {
  if (!isInstanceOf(exception, BaseExceptionGroupType)) {
    into.add(exception);
    return;
  }
  for (const item of childrenOf(exception)) collectLeaves(item, into);
}

function childrenOf(group: PyObject): readonly PyObject[] {
  return (group as PyBaseExceptionGroup).exceptions?.items ?? [];
}

function keep(exception: PyObject, leaves: ReadonlySet<PyObject>): PyObject {
  if (!isInstanceOf(exception, BaseExceptionGroupType)) return leaves.has(exception) ? exception : None;
  const kept = childrenOf(exception)
    .map((item) => keep(item, leaves))
    .filter((item) => item !== None);
  if (kept.length === 0) return None;
  const group = exception as PyBaseException;
  const derived = callMethod(group, derive, new PyList(kept)) as PyBaseException;
  derived.traceback = group.traceback;
  derived.context = group.context;
  derived.cause = group.cause;
  return derived;
}
