/** _typing: what `typing` is built on. CPython: Modules/_typingmodule.c, `generic_spec` in Objects/typevarobject.c. */
import { PyUnion } from '../../objects/generic-alias.ts';
import type { KwNames, PyObject } from '../../objects/object.ts';
import {
  genericType,
  NoDefault,
  noDefaultType,
  PyParamSpec,
  PyParamSpecArgs,
  PyParamSpecKwargs,
  PyTypeAliasType,
  PyTypeVar,
  PyTypeVarTuple,
} from '../../objects/type-parameters.ts';
import {
  classAttribute,
  constant,
  defineModule,
  defineType,
  fn,
  methodsOf,
  rawClassMethod,
} from '../../runtime/define.ts';
import { typeError } from '../../runtime/errors.ts';
import { callTyping } from '../../runtime/typing.ts';
import { constEvaluator, typeAliasType } from './type-alias.ts';
import { paramSpec, paramSpecArgs, paramSpecKwargs, typeVar, typeVarTuple } from './type-variables.ts';

const noDefault = defineType({
  type: noDefaultType,
  doc: 'The type of NoDefault, of which there is one.',
  textSignature: '()',
  slots: {
    tp_new: (_type, args) => {
      if (args.length > 0) throw typeError('NoDefaultType takes no arguments');
      return NoDefault;
    },
    tp_repr: () => 'typing.NoDefault',
  },
  entries: [
    methodsOf<typeof NoDefault>()('__reduce__($self, /)', 'Return the name.', () => 'NoDefault', false),
  ],
});

/** `typing.name(cls, *args, **kwargs)`. */
function passTo(
  name: string,
  cls: PyObject,
  args: readonly PyObject[],
  kwnames: KwNames | undefined,
): PyObject {
  return callTyping(name, [cls, ...args], kwnames);
}

const genericDoc =
  'Base of the classes with type parameters.\n\n' +
  '`class Mapping[KT, VT]: ...` has it among its bases without naming it; before there was that\n' +
  'syntax, classes were derived from Generic[KT, VT].';

const generic = defineType({
  type: genericType,
  doc: genericDoc,
  entries: [
    rawClassMethod('__class_getitem__', undefined, 'Give the class with arguments.', (cls, args, kwnames) =>
      passTo('_generic_class_getitem', cls, args, kwnames),
    ),
    rawClassMethod('__init_subclass__', undefined, 'Prepare a derived class.', (cls, args, kwnames) =>
      passTo('_generic_init_subclass', cls, args, kwnames),
    ),
    classAttribute('__doc__', genericDoc),
    classAttribute('__module__', 'typing'),
  ],
});

export const _typing = defineModule('_typing', 'Primitives and accelerators for the typing module.\n', [
  fn('_idfunc($module, x: object, /)', 'Return the argument.', (_, x) => x),
  constant('TypeVar', PyTypeVar.type),
  constant('TypeVarTuple', PyTypeVarTuple.type),
  constant('ParamSpec', PyParamSpec.type),
  constant('ParamSpecArgs', PyParamSpecArgs.type),
  constant('ParamSpecKwargs', PyParamSpecKwargs.type),
  constant('Generic', genericType),
  constant('TypeAliasType', PyTypeAliasType.type),
  constant('Union', PyUnion.type),
  constant('NoDefault', NoDefault),
]);

export const TYPING_TYPES = [
  noDefault,
  generic,
  typeVar,
  typeVarTuple,
  paramSpec,
  paramSpecArgs,
  paramSpecKwargs,
  typeAliasType,
  constEvaluator,
];
