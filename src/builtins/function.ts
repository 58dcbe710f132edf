/** function: what `def` and `lambda` make. CPython: Objects/funcobject.c. */

import { PyCell } from '../objects/cell.ts';
import { CO_ASYNC_GENERATOR, CO_COROUTINE, CO_FAST_FREE, CO_GENERATOR, PyCode } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { docstringOf, PyFunction, setCompiledForm, setDefaults } from '../objects/function.ts';
import { PyMethod } from '../objects/method.ts';
import type { PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { audit } from '../runtime/audit.ts';
import { call1 } from '../runtime/call.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { strValue } from '../runtime/convert.ts';
import { defineType, getset, member } from '../runtime/define.ts';
import { dictGetStr, dictSetItem, isDict } from '../runtime/dict.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { builtinsOfGlobals } from '../runtime/globals.ts';
import { addressText } from '../runtime/identity.ts';
import { dictEntry } from '../runtime/instance-dict.ts';
import { current } from '../runtime/state.ts';
import { strJoin } from '../runtime/text.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;
const KIND = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR;

/** How many free variables a code object has. */
function freeVariables(code: PyCode): number {
  let count = 0;
  for (const kind of code.co_localspluskinds) if (kind & CO_FAST_FREE) count++;
  return count;
}

/** The closure argument of the constructor, which must fit the code. */
function checkClosure(code: PyCode, closure: PyObject): PyTuple | undefined {
  const needed = freeVariables(code);
  if (!(closure instanceof PyTuple)) {
    if (needed > 0 && closure === None) throw typeError('arg 5 (closure) must be tuple');
    if (closure !== None) throw typeError('arg 5 (closure) must be None or tuple');
  }
  const cells = closure instanceof PyTuple ? closure.items : [];
  if (cells.length !== needed) {
    throw valueError(
      `${utf16FromStr(code.co_name)} requires closure of length ${needed}, not ${cells.length}`,
    );
  }
  for (const cell of cells) {
    if (!(cell instanceof PyCell)) throw typeError(`arg 5 (closure) expected cell, found ${typeName(cell)}`);
  }
  return closure instanceof PyTuple ? closure : undefined;
}

type NewSignature =
  'function(code: object, globals: object, name: object = None, argdefs: object = None, closure: object = None, kwdefaults: object = None)';

const newDef = builtinDef<PyObject, NewSignature>(
  'function(code: object, globals: object, name: object = None, argdefs: object = None, closure: object = None, kwdefaults: object = None)',
  '',
  (_, code, globals, name, argdefs, closure, kwdefaults) => {
    if (!(code instanceof PyCode))
      throw typeError(`function() argument 'code' must be code, not ${nameOrNone(code)}`);
    if (!isDict(globals))
      throw typeError(`function() argument 'globals' must be dict, not ${nameOrNone(globals)}`);
    const nameText = name === None ? undefined : strValue(name);
    if (name !== None && nameText === undefined) throw typeError('arg 3 (name) must be None or string');
    if (argdefs !== None && !(argdefs instanceof PyTuple))
      throw typeError('arg 4 (defaults) must be None or tuple');
    const cells = checkClosure(code, closure);
    if (kwdefaults !== None && !isDict(kwdefaults))
      throw typeError('arg 6 (kwdefaults) must be None or dict');
    const func = newFunction(code, globals, cells);
    if (nameText !== undefined) func.func_name = nameText;
    if (argdefs instanceof PyTuple) func.func_defaults = argdefs;
    if (isDict(kwdefaults)) func.func_kwdefaults = kwdefaults;
    return func;
  },
);

function nameOrNone(value: PyObject): string {
  return value === None ? 'None' : typeName(value);
}

function newFunction(code: PyCode, globals: PyDict, closure: PyTuple | undefined): PyFunction {
  const module = dictGetStr(globals, '__name__') ?? None;
  return new PyFunction(code, globals, builtinsOfGlobals(globals), undefined, module, closure);
}

function auditChange(self: PyFunction, name: string, value: PyObject | undefined): void {
  if (value === undefined) audit('object.__delattr__', self, name);
  else audit('object.__setattr__', self, name, value);
}

function setCode(self: PyFunction, value: PyObject | undefined): void {
  if (!(value instanceof PyCode)) throw typeError('__code__ must be set to a code object');
  audit('object.__setattr__', self, '__code__', value);
  const needed = freeVariables(value);
  const held = self.func_closure?.items.length ?? 0;
  if (needed !== held) {
    throw valueError(
      `${utf16FromStr(self.func_name)}() requires a code object with ${held} free vars, not ${needed}`,
    );
  }
  if ((value.co_flags & KIND) !== (self.func_code.co_flags & KIND)) {
    current.thread.interp.warn?.(
      DeprecationWarningType,
      'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)',
      1,
    );
  }
  // It stays what it was.
  self.func_doc ??= docstringOf(self.func_code);
  self.func_code = value;
  setCompiledForm(self, undefined);
}

function stringFor(value: PyObject | undefined, name: string): Str {
  const text = value === undefined ? undefined : strValue(value);
  if (text === undefined) throw typeError(`${name} must be set to a string object`);
  return text;
}

/** A value or the absence of one: None and deletion both leave nothing. */
function orNothing(value: PyObject | undefined): PyObject | undefined {
  return value === None ? undefined : value;
}

/** `__annotations__`: made when they are asked for. CPython: `func_get_annotation_dict`. */
function getAnnotations(self: PyFunction): PyObject {
  const known = self.func_annotations;
  if (known instanceof PyTuple) self.func_annotations = fromPairs(known.items);
  else if (known === undefined) {
    const annotate = self.func_annotate;
    if (annotate === undefined || typeOf(annotate).tp_call === undefined)
      self.func_annotations = new PyDict();
    else {
      const annotations = call1(annotate, 1);
      if (!isDict(annotations)) {
        throw typeError(`__annotate__ returned non-dict of type '${typeName(annotations)}'`);
      }
      self.func_annotations = annotations;
    }
  }
  return self.func_annotations!;
}

/** A dict of the names and values that the compiler put into one tuple. */
function fromPairs(items: readonly PyObject[]): PyDict {
  const dict = new PyDict();
  for (let i = 0; i < items.length; i += 2) dictSetItem(dict, items[i]!, items[i + 1]!);
  return dict;
}

export const pyFunction = defineType({
  type: PyFunction.type,
  doc: `Make a function.

  code
    the code object to run
  globals
    the dict of its global names
  name
    a name other than that of the code
  argdefs
    a tuple of defaults for positional parameters
  closure
    a tuple of cells for the free variables
  kwdefaults
    a dict of defaults for keyword-only parameters`,
  textSignature: '(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)',
  slots: {
    tp_new: (_type: PyType, args, kwnames) => newDef.call(None, args, kwnames),
    tp_call: (self, args, kwnames) => {
      const { thread } = current;
      return thread.interp.executor.callFunction(thread, self as PyFunction, args, kwnames);
    },
    tp_repr: (self) =>
      strJoin('', ['<function ', (self as PyFunction).func_qualname, ` at ${addressText(self)}>`]),
    tp_descr_get: (self, instance) => (instance === undefined ? self : new PyMethod(self, instance)),
  },
  entries: [
    member<PyFunction>('__closure__', undefined, 'func_closure'),
    member<PyFunction>('__globals__', undefined, 'func_globals'),
    member<PyFunction>('__builtins__', undefined, 'func_builtins'),
    getset<PyFunction>(
      '__code__',
      undefined,
      (self) => {
        audit('object.__getattr__', self, '__code__');
        return self.func_code;
      },
      setCode,
    ),
    getset<PyFunction>(
      '__defaults__',
      undefined,
      (self) => {
        audit('object.__getattr__', self, '__defaults__');
        return self.func_defaults ?? None;
      },
      (self, value) => {
        const defaults = orNothing(value);
        if (defaults !== undefined && !(defaults instanceof PyTuple)) {
          throw typeError('__defaults__ must be set to a tuple object');
        }
        auditChange(self, '__defaults__', defaults);
        setDefaults(self, defaults);
      },
    ),
    getset<PyFunction>(
      '__kwdefaults__',
      undefined,
      (self) => {
        audit('object.__getattr__', self, '__kwdefaults__');
        return self.func_kwdefaults ?? None;
      },
      (self, value) => {
        const defaults = orNothing(value);
        if (defaults !== undefined && !isDict(defaults)) {
          throw typeError('__kwdefaults__ must be set to a dict object');
        }
        auditChange(self, '__kwdefaults__', defaults);
        self.func_kwdefaults = defaults;
      },
    ),
    getset<PyFunction>(
      '__annotations__',
      'Dict of annotations in a function object.',
      getAnnotations,
      (self, value) => {
        const annotations = orNothing(value);
        if (annotations !== undefined && !isDict(annotations)) {
          throw typeError('__annotations__ must be set to a dict object');
        }
        self.func_annotations = annotations;
        self.func_annotate = undefined;
      },
    ),
    getset<PyFunction>(
      '__annotate__',
      'The function that makes the annotations.',
      (self) => self.func_annotate ?? None,
      (self, value) => {
        if (value === undefined) throw typeError('__annotate__ cannot be deleted');
        if (value !== None && typeOf(value).tp_call === undefined) {
          throw typeError('__annotate__ must be callable or None');
        }
        self.func_annotate = orNothing(value);
        if (value !== None) self.func_annotations = undefined;
      },
    ),
    dictEntry,
    getset<PyFunction>(
      '__doc__',
      undefined,
      (self) => self.func_doc ?? docstringOf(self.func_code),
      (self, value) => {
        self.func_doc = value ?? None;
      },
    ),
    getset<PyFunction>(
      '__module__',
      undefined,
      (self) => self.func_module,
      (self, value) => {
        self.func_module = value ?? None;
      },
    ),
    getset<PyFunction>(
      '__name__',
      undefined,
      (self) => self.func_name,
      (self, value) => {
        self.func_name = stringFor(value, '__name__');
      },
    ),
    getset<PyFunction>(
      '__qualname__',
      undefined,
      (self) => self.func_qualname,
      (self, value) => {
        self.func_qualname = stringFor(value, '__qualname__');
      },
    ),
    getset<PyFunction>(
      '__type_params__',
      'Get the declared type parameters for a function.',
      (self) => self.func_typeparams ?? new PyTuple([]),
      (self, value) => {
        if (!(value instanceof PyTuple)) throw typeError('__type_params__ must be set to a tuple');
        self.func_typeparams = value;
      },
    ),
  ],
});
