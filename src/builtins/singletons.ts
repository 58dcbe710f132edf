/** The types of None, Ellipsis and NotImplemented. CPython: Objects/object.c, Objects/sliceobject.c. */
import { type KwNames, type NewSlot, Py_EQ, Py_NE, type PyObject, type PyType } from '../objects/object.ts';
import {
  Ellipsis,
  None,
  NotImplemented,
  PyEllipsis,
  PyNone,
  PyNotImplemented,
} from '../objects/singletons.ts';
import { defineType, methodsOf } from '../runtime/define.ts';
import { typeError } from '../runtime/errors.ts';

/** `__new__` that takes no arguments and always gives the one object there is. */
function theOne(object: PyObject, typeText: string): NewSlot {
  return (_type: PyType, args: readonly PyObject[], _kwnames: KwNames | undefined) => {
    if (args.length > 0) throw typeError(`${typeText} takes no arguments`);
    return object;
  };
}

const method = methodsOf<PyObject>();

export const none = defineType({
  type: PyNone.type,
  doc: 'The type of None.',
  textSignature: '()',
  slots: {
    tp_new: theOne(None, 'NoneType'),
    tp_repr: () => 'None',
    tp_hash: () => 0xfca86420,
    tp_richcompare: (_, other, op) =>
      other === None && (op === Py_EQ || op === Py_NE) ? op === Py_EQ : NotImplemented,
    nb_bool: () => false,
  },
});

export const ellipsis = defineType({
  type: PyEllipsis.type,
  doc: 'The type of Ellipsis.',
  textSignature: '()',
  slots: { tp_new: theOne(Ellipsis, 'EllipsisType'), tp_repr: () => 'Ellipsis' },
  entries: [method('__reduce__($self, /)', '', () => 'Ellipsis')],
});

export const notImplemented = defineType({
  type: PyNotImplemented.type,
  doc: 'The type of NotImplemented.',
  textSignature: '()',
  slots: {
    tp_new: theOne(NotImplemented, 'NotImplementedType'),
    tp_repr: () => 'NotImplemented',
    nb_bool: () => {
      throw typeError('NotImplemented should not be used in a boolean context');
    },
  },
  entries: [method('__reduce__($self, /)', '', () => 'NotImplemented')],
});
