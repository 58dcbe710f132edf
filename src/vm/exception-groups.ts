/**
 * `except*`: what a clause takes out of an exception, and what is raised when all clauses have run.
 * CPython: `_PyEval_ExceptionGroupMatch` in Python/ceval.c, `_PyExc_PrepReraiseStar` in Objects/exceptions.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { type PyBaseException, PyBaseExceptionGroup } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { PyTuple } from '../objects/tuple.ts';
import { callMethod } from '../runtime/call.ts';
import { typeError } from '../runtime/errors.ts';
import { newExceptionGroup, splitException } from '../runtime/exception-groups.ts';
import { typeName } from '../runtime/type-of.ts';
import { matchesClasses } from './exception-match.ts';

const split = attrName('split');

/** What matches the classes of an `except*` clause, and what is left; None where there is nothing. */
export function splitGroup(
  frame: Frame,
  exception: PyObject,
  classes: PyObject,
): { match: PyObject; rest: PyObject } {
  if (exception === None) return { match: None, rest: None };
  if (matchesClasses(exception, classes)) {
    if (exception instanceof PyBaseExceptionGroup) return { match: exception, rest: None };
    const wrapped = newExceptionGroup('', new PyTuple([exception]));
    wrapped.traceback = new PyTraceback(undefined, frame, (frame.instrPtr - 1) * 2, -1);
    return { match: wrapped, rest: None };
  }
  if (!(exception instanceof PyBaseExceptionGroup)) return { match: None, rest: exception };
  const pair = callMethod(exception, split, classes);
  const name = typeName(exception);
  if (!(pair instanceof PyTuple)) throw typeError(`${name}.split must return a tuple, not ${typeName(pair)}`);
  if (pair.items.length < 2) {
    throw typeError(`${name}.split must return a 2-tuple, got tuple of size ${pair.items.length}`);
  }
  return { match: pair.items[0]!, rest: pair.items[1]! };
}

/** Was this exception passed on as it was, not raised anew? Then it has the original's metadata. */
function isReraised(exception: PyBaseException, original: PyBaseException): boolean {
  return (
    exception.traceback === original.traceback &&
    exception.cause === original.cause &&
    exception.context === original.context
  );
}

/** The exception to raise after all `except*` clauses: what they raised, and what of the original none caught. */
export function prepareReraise(original: PyObject, results: PyObject): PyObject {
  const exceptions = (results as PyList).items.filter((item) => item !== None) as PyBaseException[];
  if (exceptions.length === 0) return None;
  if (!(original instanceof PyBaseExceptionGroup)) return exceptions[0]!;
  const reraised = exceptions.filter((item) => isReraised(item, original));
  const raised = exceptions.filter((item) => !isReraised(item, original));
  const unhandled = projection(original, reraised);
  if (raised.length === 0) return unhandled ?? None;
  if (unhandled !== undefined) raised.push(unhandled);
  return raised.length === 1 ? raised[0]! : newExceptionGroup('', new PyList(raised));
}

/** The part of a group that consists of the leaves of these groups, in the original's nesting. */
function projection(
  original: PyBaseException,
  groups: readonly PyBaseException[],
): PyBaseException | undefined {
  const leaves = new Set<PyObject>();
  for (const group of groups) collectLeaves(group, leaves);
  return splitException(original, (exception) => leaves.has(exception), false).match;
}

function collectLeaves(exception: PyObject, leaves: Set<PyObject>): void {
  if (!(exception instanceof PyBaseExceptionGroup)) leaves.add(exception);
  else for (const item of exception.exceptions!.items) collectLeaves(item, leaves);
}
