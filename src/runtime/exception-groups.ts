/**
 * Taking exception groups apart: `split`, `subgroup` and what `except*` needs of them.
 * CPython: `exceptiongroup_split_recursive`, `exceptiongroup_subset` in Objects/exceptions.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { type PyBaseException, PyBaseExceptionGroup } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { getAttrOrAbsent, setAttr } from './attributes.ts';
import { call, callMethod } from './call.ts';
import { typeError } from './errors.ts';
import { iterToArray } from './iter.ts';
import { isSequence } from './sequence-check.ts';

const derive = attrName('derive');
const notes = attrName('__notes__');

/** The two parts of a group; absent where nothing is in it. */
export interface GroupSplit {
  readonly match: PyBaseException | undefined;
  readonly rest: PyBaseException | undefined;
}

/** `BaseExceptionGroup(message, exceptions)`. */
export function newExceptionGroup(message: PyObject, exceptions: PyObject): PyBaseException {
  return call(PyBaseExceptionGroup.type, [message, exceptions]) as PyBaseException;
}

/** A group of these exceptions made by `derive`, with the metadata of the original. May run Python code. */
function subset(original: PyBaseExceptionGroup, exceptions: PyObject[]): PyBaseException | undefined {
  if (exceptions.length === 0) return undefined;
  const group = callMethod(original, derive, new PyList(exceptions));
  if (!(group instanceof PyBaseExceptionGroup)) {
    throw typeError('derive must return an instance of BaseExceptionGroup');
  }
  if (original.traceback !== undefined) group.traceback = original.traceback;
  group.context = original.context;
  group.cause = original.cause;
  group.suppressContext = true;
  const ownNotes = getAttrOrAbsent(original, notes);
  // The parts have notes of their own; what is no sequence is an error that others shall report.
  if (ownNotes !== undefined && isSequence(ownNotes))
    setAttr(group, notes, new PyList(iterToArray(ownNotes)));
  return group;
}

/**
 * Splits an exception by a test, which groups are put to as wholes before their members are. May run Python code.
 */
export function splitException(
  exception: PyBaseException,
  matches: (exception: PyBaseException) => boolean,
  constructRest: boolean,
): GroupSplit {
  if (matches(exception)) return { match: exception, rest: undefined };
  if (!(exception instanceof PyBaseExceptionGroup)) {
    return { match: undefined, rest: constructRest ? exception : undefined };
  }
  const matching: PyObject[] = [];
  const others: PyObject[] = [];
  for (const item of exception.exceptions!.items) {
    const { match, rest } = splitException(item as PyBaseException, matches, constructRest);
    if (match !== undefined) matching.push(match);
    if (rest !== undefined) others.push(rest);
  }
  return { match: subset(exception, matching), rest: subset(exception, others) };
}
