/** What an object refers to directly. CPython: `tp_traverse`. */
import { PyCell } from '../objects/cell.ts';
import { PyDict } from '../objects/dict.ts';
import { attributeKeys } from '../objects/instance-storage.ts';
import { itemsToRead, PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { PyTuple } from '../objects/tuple.ts';

/** The items of a container, the attributes of any other object. */
export function referentsOf(value: PyObject): PyObject[] {
  if (typeof value !== 'object') return [];
  if (value instanceof PyList) return itemsToRead(value).slice();
  if (value instanceof PyTuple) return value.items.slice();
  if (value instanceof PyDict) return Array.from(value.storage.entries()).flat();
  if (value instanceof PyCell) return value.value === undefined ? [] : [value.value];
  const fields = value as unknown as Record<string, PyObject | undefined>;
  const held = attributeKeys(value).map((key) => fields[key]!);
  return [...held, value.ob_type];
}
