/**
 * Methods of lists, dicts, sets, generators and coroutines that compiled code does itself.
 *
 * Whoever reads a method of such a name mostly means these, and calls it. The call asks whether it is the very method and the
 * object exactly of the type; if not, it is made as any other.
 */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyMethodDescr } from '../objects/descriptor.ts';
import { PyDict } from '../objects/dict.ts';
import { PyCoroutine, PyGenerator } from '../objects/generator.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { PySet } from '../objects/set.ts';

/** How the item of a dict is read. */
type ItemOf = (dict: string, key: string) => string;

interface KnownMethod {
  readonly name: string;
  readonly type: PyType;
  /** The name of the type in runtime.ts. */
  readonly typeName: string;
  /** What it does, as an expression, which gives `undefined` where it raises something; absent with another number of arguments. */
  readonly write: (self: string, args: readonly string[], itemOf: ItemOf) => string | undefined;
  /** The same for one argument that is the number of a float. */
  readonly writeDouble?: (self: string, double: string) => string;
  /** Neither raises it anything nor runs it Python code. */
  readonly isPlain?: boolean;
}

const sent = (self: string, args: readonly string[]): string | undefined =>
  args.length === 1 ? `trySend(${self}, ${args[0]})` : undefined;

const METHODS: readonly KnownMethod[] = [
  {
    name: 'append',
    type: PyList.type,
    typeName: 'LIST',
    write: (self, args) => (args.length === 1 ? `(appendTo(${self}, ${args[0]}), None)` : undefined),
    writeDouble: (self, double) => `(appendDouble(${self}, ${double}), None)`,
    isPlain: true,
  },
  {
    name: 'pop',
    type: PyList.type,
    typeName: 'LIST',
    write: (self, args) => (args.length === 0 ? `tryPop(${self})` : undefined),
  },
  {
    name: 'add',
    type: PySet.type,
    typeName: 'SET',
    write: (self, args) => (args.length === 1 ? `(setAdd(${self}, ${args[0]}), None)` : undefined),
  },
  {
    name: 'get',
    type: PyDict.type,
    typeName: 'DICT',
    write: (self, [key, fallback, ...others], itemOf) =>
      key === undefined || others.length > 0 ? undefined : `(${itemOf(self, key)} ?? ${fallback ?? 'None'})`,
  },
  { name: 'send', type: PyGenerator.type, typeName: 'GENERATOR', write: sent },
  { name: 'send', type: PyCoroutine.type, typeName: 'COROUTINE', write: sent },
];

/** The method that is mostly meant by a name. */
export function likelyMethod(name: AttrName): PyObject | undefined {
  return METHODS.find((method) => method.name === name.text)?.type.proto[name.classKey];
}

/**
 * The condition under which the call of a method that is likely is done in place, and how; `undefined` when there is no such
 * way. `double` is the number of its only argument, if that is a float.
 */
export function methodInPlace(
  known: PyObject,
  self: string,
  args: readonly string[],
  double?: string,
  itemOf: ItemOf = (dict, key) => `dictGetItem(${dict}, ${key})`,
): { condition: string; result: string; isPlain: boolean } | undefined {
  if (!(known instanceof PyMethodDescr)) return undefined;
  const { owner, def } = known;
  const method = METHODS.find(({ name, type }) => name === def.name && type === owner);
  const result =
    (double === undefined ? undefined : method?.writeDouble?.(self, double)) ??
    method?.write(self, args, itemOf);
  if (method === undefined || result === undefined) return undefined;
  const condition = `${self} !== undefined && ${self}.ob_type === ${method.typeName}`;
  return { condition, result, isPlain: method.isPlain === true };
}
