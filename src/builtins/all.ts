/** Every built-in type: the one list from which the interpreter readies them, bases first. */
import type { TypeDefinition } from '../runtime/define.ts';
import { bool } from './bool.ts';
import { complex } from './complex.ts';
import { float } from './float.ts';
import * as functions from './function.ts';
import { int } from './int.ts';
import * as enumerate from './enumerate.ts';
import * as genericAlias from './generic-alias.ts';
import * as iterators from './iterators.ts';
import { list } from './list.ts';
import { range } from './range.ts';
import { slice } from './slice.ts';
import { str } from './str.ts';
import * as strIterators from './str-iterator.ts';
import * as template from './template.ts';
import { tuple } from './tuple.ts';
import { union } from './union.ts';
import * as zipMapFilter from './zip-map-filter.ts';
import { object } from './object.ts';
import { type } from './type.ts';

export const TYPE_DEFINITIONS: readonly TypeDefinition[] = [object, type, ...Object.values(functions),
  int,
  bool,
  float,
  complex,
  list,
  tuple,
  range,
  slice,
  str,
  ...Object.values(strIterators),
  ...Object.values(template),
  union,
  ...Object.values(iterators),
  ...Object.values(enumerate),
  ...Object.values(zipMapFilter),
  ...Object.values(genericAlias),
];
