/** generator. CPython: `PyGen_*` in Objects/genobject.c. How generators are driven: ../runtime/generators.ts. */
import { exceptionTypes } from '../objects/exception.ts';
import { FRAME_EXECUTING, type PyGenBase, PyGenerator } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { checkPositional } from '../runtime/arguments.ts';
import { strValue } from '../runtime/convert.ts';
import { defineType, type Entry, getset, methodsOf, rawMethod } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';
import { frameObject } from '../runtime/frames.ts';
import {
  closeGenerator,
  delegate,
  finalizeGenerator,
  sendToGenerator,
  stepOrStop,
  throwIntoGenerator,
} from '../runtime/generators.ts';
import { classGetItem } from '../runtime/generic-alias.ts';
import { addressText } from '../runtime/identity.ts';
import { current } from '../runtime/state.ts';
import { strJoin } from '../runtime/text.ts';

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;

export const SEND_DOC =
  'Resume with a value and return the next one that is yielded.\n\nAt the end raise StopIteration.';
export const THROW_DOC =
  'throw(value)\nthrow(type[,value[,tb]])\n\nResume with an exception and return the next value that is yielded.\n\nAt the end raise StopIteration. The form with several arguments\nis deprecated.';
export const CLOSE_DOC = 'Resume with GeneratorExit, so that it comes to an end.';

/** Checks the arguments of `throw`. */
export function checkThrowArguments(method: string, args: readonly PyObject[]): void {
  checkPositional(method, args.length, 1, 3);
  warnOfThrowArguments(method, args);
}

/** Warns when `throw` or `athrow` is called in the deprecated way. */
export function warnOfThrowArguments(method: string, args: readonly PyObject[]): void {
  if (args.length > 1) {
    current.thread.interp.warn?.(
      DeprecationWarningType,
      `the (type, exc, tb) signature of ${method}() is deprecated, use the single-arg signature instead.`,
      1,
    );
  }
}

/** `<generator object name at 0x…>`. */
export function generatorRepr(kind: string) {
  return (self: PyObject): PyObject =>
    strJoin('', [`<${kind} object `, (self as PyGenBase).qualname, ` at ${addressText(self)}>`]);
}

function nameEntry(name: '__name__' | '__qualname__', field: 'name' | 'qualname', doc: string): Entry {
  return getset<PyGenBase>(
    name,
    doc,
    (self) => self[field],
    (self, value) => {
      const text = value === undefined ? undefined : strValue(value);
      if (text === undefined) throw typeError(`${name} must be set to a string object`);
      self[field] = text;
    },
  );
}

/** The attributes of the three kinds: `prefix` is `gi`, `cr` or `ag`. */
export function generatorAttributes(prefix: string, kind: string, delegateName: string): readonly Entry[] {
  return [
    nameEntry('__name__', 'name', `name of the ${kind}`),
    nameEntry('__qualname__', 'qualname', `qualified name of the ${kind}`),
    getset<PyGenBase>(
      `${prefix}_${delegateName}`,
      delegateName === 'await'
        ? 'object being awaited on, or None'
        : 'object being iterated by yield from, or None',
      (self) => delegate(self) ?? None,
    ),
    getset<PyGenBase>(`${prefix}_frame`, undefined, (self) =>
      self.frame === undefined ? None : frameObject(self.frame),
    ),
    getset<PyGenBase>(`${prefix}_suspended`, undefined, (self) => self.isSuspended()),
    getset<PyGenBase>(`${prefix}_code`, undefined, (self) => self.code),
  ];
}

/** `gi_running` and `cr_running`. */
export function runningEntry(prefix: string): Entry {
  return getset<PyGenBase>(`${prefix}_running`, undefined, (self) => self.state === FRAME_EXECUTING);
}

const baseMethod = methodsOf<PyGenBase>();

/** `__sizeof__`, and `__class_getitem__`. */
export const sizeEntry: Entry = baseMethod(
  '__sizeof__($self, /) -> int',
  'Return the size in memory, in bytes.',
  (self) => 152 + 8 * (self.code.localsCount + self.code.co_stacksize),
);

/** `send`, `throw` and `close` of generators and coroutines. */
export function drivingMethods(): readonly Entry[] {
  return [
    baseMethod('send($self, object: object, /)', SEND_DOC, (self, value) => {
      const { thread } = current;
      return stepOrStop(thread, sendToGenerator(thread, self, value));
    }),
    rawMethod('throw', undefined, THROW_DOC, (self, args) => {
      checkThrowArguments('throw', args);
      const { thread } = current;
      return stepOrStop(thread, throwIntoGenerator(thread, self as PyGenBase, args));
    }),
    baseMethod('close($self, /)', CLOSE_DOC, (self) => closeGenerator(current.thread, self)),
  ];
}

export const generator = defineType({
  type: PyGenerator.type,
  slots: {
    tp_repr: generatorRepr('generator'),
    tp_iter: (self) => self,
    tp_iternext: (self) => sendToGenerator(current.thread, self as PyGenerator, None),
    am_send: (self, value) => sendToGenerator(current.thread, self as PyGenerator, value),
    tp_finalize: (self) => finalizeGenerator(current.thread, self as PyGenerator),
  },
  entries: [
    ...drivingMethods(),
    sizeEntry,
    classGetItem,
    ...generatorAttributes('gi', 'generator', 'yieldfrom'),
    runningEntry('gi'),
  ],
});
