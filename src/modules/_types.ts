/** _types: names for built-in types that nothing else gives. CPython: Modules/_typesmodule.c. */
import { PyCell } from '../objects/cell.ts';
import { PyCode } from '../objects/code.ts';
import {
  PyCFunction,
  PyClassMethodDescr,
  PyGetSetDescr,
  PyMemberDescr,
  PyMethodDescr,
  PyMethodWrapper,
  PyWrapperDescr,
} from '../objects/descriptor.ts';
import { PyFrame } from '../objects/frame.ts';
import { PyFunction } from '../objects/function.ts';
import { PyAsyncGenerator, PyCoroutine, PyGenerator } from '../objects/generator.ts';
import { PyGenericAlias, PyUnion } from '../objects/generic-alias.ts';
import { PyMappingProxy } from '../objects/mapping-proxy.ts';
import { PyMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { PyNamespace } from '../objects/namespace.ts';
import { objectType, PyBaseObject, PyType } from '../objects/object.ts';
import { PyEllipsis, PyNone, PyNotImplemented } from '../objects/singletons.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { constant, defineModule, defineType } from '../runtime/define.ts';
import { addressText } from '../runtime/identity.ts';

/** A pointer of C code to pass between extension modules: there are none, only the type. */
class PyCapsule extends PyBaseObject {
  static readonly type = new PyType('PyCapsule', PyCapsule, objectType, 0);
}

export const capsule = defineType({
  type: PyCapsule.type,
  doc: 'A pointer that extension modules hand to each other.',
  slots: { tp_repr: (self) => `<capsule object NULL at ${addressText(self)}>` },
});

const TYPES: Readonly<Record<string, PyType>> = {
  AsyncGeneratorType: PyAsyncGenerator.type,
  BuiltinFunctionType: PyCFunction.type,
  BuiltinMethodType: PyCFunction.type,
  CapsuleType: PyCapsule.type,
  CellType: PyCell.type,
  ClassMethodDescriptorType: PyClassMethodDescr.type,
  CodeType: PyCode.type,
  CoroutineType: PyCoroutine.type,
  EllipsisType: PyEllipsis.type,
  FrameType: PyFrame.type,
  FunctionType: PyFunction.type,
  GeneratorType: PyGenerator.type,
  GenericAlias: PyGenericAlias.type,
  GetSetDescriptorType: PyGetSetDescr.type,
  LambdaType: PyFunction.type,
  MappingProxyType: PyMappingProxy.type,
  MemberDescriptorType: PyMemberDescr.type,
  MethodDescriptorType: PyMethodDescr.type,
  MethodType: PyMethod.type,
  MethodWrapperType: PyMethodWrapper.type,
  ModuleType: PyModule.type,
  NoneType: PyNone.type,
  NotImplementedType: PyNotImplemented.type,
  SimpleNamespace: PyNamespace.type,
  TracebackType: PyTraceback.type,
  UnionType: PyUnion.type,
  WrapperDescriptorType: PyWrapperDescr.type,
};

export const _types = defineModule(
  '_types',
  'Define names for built-in types.',
  Object.entries(TYPES).map(([name, type]) => constant(name, type)),
);
