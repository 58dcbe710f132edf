/** _contextvars: variables whose values belong to a context. CPython: Python/context.c. */
import {
  type ContextEntry,
  PyContext,
  PyContextItems,
  type PyContextIterator,
  PyContextKeys,
  PyContextToken,
  PyContextValues,
  PyContextVar,
  PyTokenMissing,
  TokenMissing,
} from '../objects/context.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { Py_EQ, Py_NE, type PyObject, type PyType } from '../objects/object.ts';
import { NotImplemented } from '../objects/singletons.ts';
import { utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { hash, isEqual } from '../runtime/compare.ts';
import { strValue } from '../runtime/convert.ts';
import {
  classAttribute,
  classMethod,
  constant,
  defineModule,
  defineType,
  fn,
  getset,
  member,
  methodsOf,
  rawMethod,
} from '../runtime/define.ts';
import { keyError, newException, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { newGenericAlias } from '../runtime/generic-alias.ts';
import { identityHash, idOf } from '../runtime/identity.ts';
import { repr } from '../runtime/repr.ts';
import { callHeld } from '../runtime/scheduler.ts';
import { current } from '../runtime/state.ts';
import { hashNotImplemented } from '../runtime/type-attributes.ts';

function address(value: PyObject): string {
  return `0x${idOf(value).toString(16).padStart(12, '0')}`;
}

/** The context that is current in this thread; made when first needed. */
export function currentContext(): PyContext {
  const { thread } = current;
  thread.context ??= new PyContext(new Map());
  return thread.context;
}

/** The value of a variable in the current context; `undefined` when it has none and no default. */
export function contextGet(variable: PyContextVar): PyObject | undefined {
  return currentContext().values.get(variable) ?? variable.fallback;
}

/** Sets a variable in the current context. */
export function contextSet(variable: PyContextVar, value: PyObject): PyContextToken {
  const context = currentContext();
  const token = new PyContextToken(context, variable, context.values.get(variable));
  context.values = new Map(context.values).set(variable, value);
  return token;
}

function reset(variable: PyContextVar, token: PyObject): void {
  if (!(token instanceof PyContextToken)) {
    throw typeError(`expected an instance of Token, got ${utf16FromStr(repr(token))}`);
  }
  const shown = utf16FromStr(repr(token));
  if (token.used) throw runtimeError(`${shown} has already been used once`);
  if (token.variable !== variable) throw valueError(`${shown} was created by a different ContextVar`);
  const context = currentContext();
  if (token.context !== context) throw valueError(`${shown} was created in a different Context`);
  token.used = true;
  const values = new Map(context.values);
  if (token.oldValue === undefined) values.delete(variable);
  else values.set(variable, token.oldValue);
  context.values = values;
}

const variableMethod = methodsOf<PyContextVar>();

export const contextVar = defineType({
  type: PyContextVar.type,
  slots: {
    tp_new: (_type, args, kwnames) => {
      const positional = args.length - (kwnames?.length ?? 0);
      if (args.length > 2) throw typeError(`ContextVar() takes at most 2 arguments (${args.length} given)`);
      if (positional !== 1) {
        const bound = positional === 0 ? 'exactly' : 'at most';
        throw typeError(`ContextVar() takes ${bound} 1 positional argument (${positional} given)`);
      }
      let fallback: PyObject | undefined;
      kwnames?.forEach((keyword, i) => {
        if (keyword !== 'default')
          throw typeError(`ContextVar() got an unexpected keyword argument '${keyword}'`);
        fallback = args[positional + i];
      });
      const name = strValue(args[0]!);
      if (name === undefined) throw typeError('context variable name must be a str');
      // A name must have a hash, as that of the variable is made from it.
      hash(args[0]!);
      return new PyContextVar(name, fallback);
    },
    tp_hash: identityHash,
    tp_repr: (self) => {
      const { name, fallback } = self as PyContextVar;
      const shownDefault = fallback === undefined ? '' : ` default=${utf16FromStr(repr(fallback))}`;
      return `<ContextVar name=${utf16FromStr(repr(name))}${shownDefault} at ${address(self)}>`;
    },
  },
  entries: [
    variableMethod(
      'get($self, default: object = <null>, /)',
      'Return the value in the current context, else the default.',
      (self, fallback) => {
        const value = currentContext().values.get(self) ?? fallback ?? self.fallback;
        if (value === undefined) throw newException(exceptionTypes.get('LookupError')!, self);
        return value;
      },
    ),
    variableMethod(
      'set($self, value: object, /)',
      'Set the value in the current context; return a token that undoes it.',
      contextSet,
    ),
    variableMethod('reset($self, token: object, /) -> None', 'Undo what gave the token.', reset),
    classMethod('__class_getitem__($type, object: object, /)', 'See PEP 585', (type, item) =>
      newGenericAlias(type, item),
    ),
    member<PyContextVar>('name', undefined, 'name'),
  ],
});

const tokenMethod = methodsOf<PyContextToken>();

export const contextToken = defineType({
  type: PyContextToken.type,
  slots: {
    tp_new: () => {
      throw runtimeError('Tokens can only be created by ContextVars');
    },
    tp_repr: (self) => {
      const { variable, used } = self as PyContextToken;
      return `<Token${used ? ' used' : ''} var=${utf16FromStr(repr(variable))} at ${address(self)}>`;
    },
    tp_hash: hashNotImplemented,
  },
  entries: [
    getset<PyContextToken>('var', undefined, (self) => self.variable),
    getset<PyContextToken>('old_value', undefined, (self) => self.oldValue ?? TokenMissing),
    classMethod('__class_getitem__($type, object: object, /)', 'See PEP 585', (type, item) =>
      newGenericAlias(type, item),
    ),
    tokenMethod('__enter__($self, /)', 'Return the token itself.', (self) => self),
    tokenMethod(
      '__exit__($self, type: object, val: object, tb: object, /) -> None',
      'Undo what gave the token.',
      (self) => reset(self.variable, self),
    ),
    classAttribute('MISSING', TokenMissing),
  ],
});

export const tokenMissing = defineType({
  type: PyTokenMissing.type,
  slots: { tp_repr: () => '<Token.MISSING>' },
});

function checkVariable(key: PyObject): PyContextVar {
  if (!(key instanceof PyContextVar)) {
    throw typeError(`a ContextVar key was expected, got ${utf16FromStr(repr(key))}`);
  }
  return key;
}

function run(
  context: PyContext,
  args: readonly PyObject[],
  kwnames: readonly string[] | undefined,
): PyObject {
  if (args.length - (kwnames?.length ?? 0) < 1)
    throw typeError('run() missing 1 required positional argument');
  if (context.entered) {
    throw runtimeError(`cannot enter context: ${utf16FromStr(repr(context))} is already entered`);
  }
  const { thread } = current;
  context.previous = thread.context;
  context.entered = true;
  thread.context = context;
  try {
    return callHeld('run', args[0]!, args.slice(1), kwnames);
  } finally {
    thread.context = context.previous;
    context.previous = undefined;
    context.entered = false;
  }
}

const contextMethod = methodsOf<PyContext>();

export const context = defineType({
  type: PyContext.type,
  slots: {
    tp_new: (_type, args) => {
      if (args.length > 0) throw typeError('Context() does not accept any arguments');
      return new PyContext(new Map());
    },
    tp_richcompare: (self, other, op) => {
      if (!(other instanceof PyContext) || (op !== Py_EQ && op !== Py_NE)) return NotImplemented;
      return equalContexts(self as PyContext, other) === (op === Py_EQ);
    },
    tp_iter: (self) => new PyContextKeys((self as PyContext).values),
    mp_length: (self) => (self as PyContext).values.size,
    mp_subscript: (self, key) => {
      const value = (self as PyContext).values.get(checkVariable(key));
      if (value === undefined) throw keyError(key);
      return value;
    },
    sq_contains: (self, key) => (self as PyContext).values.has(checkVariable(key)),
  },
  entries: [
    contextMethod(
      'get($self, key: object, default: object = None, /)',
      'Return the value of a variable, else the default.',
      (self, key, fallback) => self.values.get(checkVariable(key)) ?? fallback,
    ),
    contextMethod(
      'items($self, /)',
      'Return the variables and their values.',
      (self) => new PyContextItems(self.values),
    ),
    contextMethod('keys($self, /)', 'Return the variables.', (self) => new PyContextKeys(self.values)),
    contextMethod('values($self, /)', 'Return the values.', (self) => new PyContextValues(self.values)),
    contextMethod('copy($self, /)', 'Return a copy of the context.', (self) => new PyContext(self.values)),
    rawMethod('run', undefined, 'Call a function in the context.', (self, args, kwnames) =>
      run(self as PyContext, args, kwnames),
    ),
  ],
});

/** The iterators over a context know how much is left in all, and stay at their end. */
function contextIterator<I extends PyContextIterator>(type: PyType, item: (entry: ContextEntry) => PyObject) {
  return defineType({
    type,
    slots: {
      tp_iter: (self) => self,
      tp_iternext: (self) => {
        const { value } = (self as I).entries.next();
        return value === undefined ? undefined : item(value);
      },
      mp_length: (self) => (self as I).values.size,
    },
  });
}

const contextKeys = contextIterator(PyContextKeys.type, ([variable]) => variable);
const contextValues = contextIterator(PyContextValues.type, ([, value]) => value);
const contextItems = contextIterator(
  PyContextItems.type,
  ([variable, value]) => new PyTuple([variable, value]),
);

function equalContexts(left: PyContext, right: PyContext): boolean {
  if (left.values.size !== right.values.size) return false;
  for (const [variable, value] of left.values) {
    const other = right.values.get(variable);
    if (other === undefined || !isEqual(value, other)) return false;
  }
  return true;
}

export const _contextvars = defineModule('_contextvars', 'Context Variables', [
  constant('Context', PyContext.type),
  constant('ContextVar', PyContextVar.type),
  constant('Token', PyContextToken.type),
  fn(
    'copy_context($module, /)',
    'Return a copy of the current context.',
    () => new PyContext(currentContext().values),
  ),
]);

export const CONTEXT_TYPES = [
  contextVar,
  contextToken,
  tokenMissing,
  context,
  contextKeys,
  contextValues,
  contextItems,
];
