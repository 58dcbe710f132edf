/**
 * Who wants to know of the instances of Python classes that are made: the count of what a collection has found. Nobody in
 * programs that do not import `gc`.
 */
import type { PyBaseObject } from './object.ts';

export const census: { note: ((made: PyBaseObject) => void) | undefined } = { note: undefined };
