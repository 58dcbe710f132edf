/** _collections: deque, defaultdict, OrderedDict and what namedtuple and Counter need. CPython: Modules/_collectionsmodule.c. */
import type { TypeDefinition } from '../../runtime/define.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { countElements } from './count-elements.ts';
import { defaultdict } from './defaultdict.ts';
import { deque, dequeIterator, dequeReverseIterator } from './deque.ts';
import { orderedDict } from './ordered-dict.ts';
import { ORDERED_DICT_VIEWS } from './ordered-dict-views.ts';
import { tupleGetter } from './tuplegetter.ts';

export const _collections = defineModule(
  '_collections',
  'Containers for special purposes.\n- deque:        a sequence that is fast at both ends\n- defaultdict:  a dict that makes values for absent keys\n',
  [
    fn(
      '_count_elements($module, mapping: object, iterable: object, /) -> None',
      'Count the items of an iterable in a mapping.',
      (_, mapping, iterable) => countElements(mapping, iterable),
    ),
    constant('deque', deque.type),
    constant('defaultdict', defaultdict.type),
    constant('_deque_iterator', dequeIterator.type),
    constant('_deque_reverse_iterator', dequeReverseIterator.type),
    constant('_tuplegetter', tupleGetter.type),
    constant('OrderedDict', orderedDict.type),
  ],
);

export const COLLECTION_TYPES: readonly TypeDefinition[] = [
  deque,
  dequeIterator,
  dequeReverseIterator,
  defaultdict,
  tupleGetter,
  orderedDict,
  ...ORDERED_DICT_VIEWS,
];
