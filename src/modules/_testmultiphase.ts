/**
 * _testmultiphase: a module that tests of the import system import, with one of everything that a module can hold.
 * CPython: Modules/_testmultiphase.c.
 */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_BASE_EXC_SUBCLASS,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { constant, defineModule, defineType, fn, methodsOf } from '../runtime/define.ts';

class PyExample extends PyBaseObject {
  static readonly type = new PyType('_testimportexec.Example', PyExample, objectType, TPFLAGS_BASETYPE);
}
PyExample.type.hasDict = true;

const ErrorType = new PyType(
  '_testimportexec.error',
  PyBaseException,
  exceptionTypes.get('Exception')!,
  TPFLAGS_BASETYPE | TPFLAGS_BASE_EXC_SUBCLASS | TPFLAGS_HAVE_GC,
);

const method = methodsOf<PyExample>();

const example = defineType({
  type: PyExample.type,
  doc: 'The Example type',
  slots: { tp_new: (type) => new type.ctor() },
  entries: [
    method(
      'demo($self, o: object = None, /)',
      'demo() -> None; with a str, that str',
      (_self, o: PyObject) => (typeof o === 'string' ? o : None),
      false,
    ),
  ],
});

export const _testmultiphase = defineModule('_testmultiphase', 'Test module main', [
  fn(
    'foo($module, i: long, j: long, /)',
    'foo(i,j)\n\nReturn the sum of i and j.',
    (_, i, j) => Number(i) + Number(j),
    false,
  ),
  fn(
    'call_state_registration_func($module, what: int, /)',
    'register_state(0): call PyState_FindModule(), of which there is none here',
    () => None,
    false,
  ),
  constant('Example', PyExample.type),
  constant('error', ErrorType),
  constant('int_const', 1969),
  constant('str_const', 'something different'),
]);

export const TESTMULTIPHASE_TYPES = [example, { type: ErrorType }];
