/** How marshal takes values apart that are no constants, and puts them together again. CPython: Python/marshal.c. */
import type { MarshalValues } from '../bytecode/marshal-format.ts';
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes } from '../objects/exception.ts';
import type { PyTuple } from '../objects/tuple.ts';
import { bytesLikeOrAbsent } from './buffer.ts';
import { callMethod } from './call.ts';
import { dictSetItem } from './dict.ts';
import { iteratedItems } from './items.ts';
import { setAdd, setItems } from './set.ts';

const items = attrName('items');

export function marshalValues(allowCode: boolean): MarshalValues {
  return {
    allowCode,
    stopIteration: exceptionTypes.get('StopIteration')!,
    pairsOf: (dict) => iteratedItems(callMethod(dict, items)).flatMap((pair) => (pair as PyTuple).items),
    setPair: dictSetItem,
    itemsOf: setItems,
    addItem: setAdd,
    octetsOf: bytesLikeOrAbsent,
  };
}
