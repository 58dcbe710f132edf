/** The instance dict as the pickled state of in-memory streams has it. */
import type { PyDict } from '../../objects/dict.ts';
import type { PyBaseObject, PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { copyInstanceDict, hasInstanceAttributes, instanceDict } from '../../runtime/instance-dict.ts';

/** A copy, or None where there are no attributes. */
export function copyOfInstanceDict(self: PyBaseObject): PyObject {
  return hasInstanceAttributes(self) ? copyInstanceDict(self) : None;
}

/** Adds what a pickled state has. */
export function mergeInstanceDict(self: PyBaseObject, dict: PyDict): void {
  const own = instanceDict(self);
  for (const [key, value] of dict.storage.entries()) dictSetItem(own, key, value);
}
