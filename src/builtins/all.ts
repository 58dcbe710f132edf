/** Every built-in type: the one list from which the interpreter readies them, bases first. */
import type { TypeDefinition } from '../runtime/define.ts';
import { anextAwaitable } from './anext.ts';
import { asyncGenASend, asyncGenAThrow, asyncGenerator, asyncGenWrappedValue } from './async-generator.ts';
import { bool } from './bool.ts';
import { bytearray, bytearrayIterator } from './bytearray.ts';
import { bytes, bytesIterator } from './bytes.ts';
import { cell } from './cell.ts';
import { code, lineIterator, positionsIterator } from './code.ts';
import { complex } from './complex.ts';
import { coroutine, coroutineWrapper } from './coroutine.ts';
import * as descriptors from './descriptors.ts';
import { dict } from './dict.ts';
import * as dictViews from './dict-views.ts';
import * as enumerate from './enumerate.ts';
import * as exceptions from './exceptions.ts';
import { baseExceptionGroup, exceptionGroup } from './exceptions-group.ts';
import { osError } from './exceptions-os.ts';
import { syntaxError } from './exceptions-syntax.ts';
import * as unicodeErrors from './exceptions-unicode.ts';
import { float } from './float.ts';
import { frame } from './frame.ts';
import { frameLocalsProxy } from './frame-locals.ts';
import { pyFunction } from './function.ts';
import { generator } from './generator.ts';
import * as genericAlias from './generic-alias.ts';
import { int } from './int.ts';
import * as iterators from './iterators.ts';
import { list } from './list.ts';
import { mappingproxy } from './mappingproxy.ts';
import * as memoryviews from './memoryview.ts';
import * as methods from './method.ts';
import { pyModule } from './module.ts';
import { simpleNamespace } from './namespace.ts';
import { object } from './object.ts';
import { property } from './property.ts';
import { range } from './range.ts';
import * as sets from './set.ts';
import * as singletons from './singletons.ts';
import { slice } from './slice.ts';
import { str } from './str.ts';
import * as strIterators from './str-iterator.ts';
import { pySuper } from './super.ts';
import * as template from './template.ts';
import { traceback } from './traceback.ts';
import { tuple } from './tuple.ts';
import { type } from './type.ts';
import { union } from './union.ts';
import * as zipMapFilter from './zip-map-filter.ts';

const EXCEPTIONS: readonly TypeDefinition[] = [
  exceptions.baseException,
  exceptions.importError,
  exceptions.nameError,
  exceptions.attributeError,
  exceptions.stopIteration,
  exceptions.systemExit,
  exceptions.keyErrorType,
  ...exceptions.simpleExceptions,
  osError,
  syntaxError,
  ...Object.values(unicodeErrors),
  baseExceptionGroup,
  exceptionGroup,
];

export const TYPE_DEFINITIONS: readonly TypeDefinition[] = [
  object,
  type,
  pyFunction,
  ...Object.values(methods),
  ...Object.values(descriptors),
  ...Object.values(singletons),
  cell,
  code,
  lineIterator,
  positionsIterator,
  frame,
  frameLocalsProxy,
  traceback,
  pyModule,
  simpleNamespace,
  property,
  pySuper,
  generator,
  coroutine,
  coroutineWrapper,
  asyncGenerator,
  asyncGenASend,
  asyncGenWrappedValue,
  asyncGenAThrow,
  anextAwaitable,
  ...EXCEPTIONS,
  int,
  bool,
  float,
  complex,
  list,
  dict,
  ...Object.values(dictViews),
  ...Object.values(sets),
  mappingproxy,
  tuple,
  range,
  slice,
  str,
  ...Object.values(strIterators),
  bytes,
  bytesIterator,
  bytearray,
  bytearrayIterator,
  ...Object.values(memoryviews),
  ...Object.values(template),
  union,
  ...Object.values(iterators),
  ...Object.values(enumerate),
  ...Object.values(zipMapFilter),
  ...Object.values(genericAlias),
];
