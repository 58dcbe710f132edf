/** bool: the behaviour of `True` and `False`, beyond that of the ints they are. CPython: Objects/boolobject.c. */
import { intInvert } from '../common/int.ts';
import { boolType, intType } from '../objects/int.ts';
import type { BinarySlot, PyObject } from '../objects/object.ts';
import { checkNoKeywords, checkPositional } from '../runtime/arguments.ts';
import { isTrue } from '../runtime/convert.ts';
import { defineType } from '../runtime/define.ts';
import { warnDeprecated } from '../runtime/warn.ts';

/** The slot of an operator that gives a bool for two bools, and for anything else what int gives. */
function logical(
  slot: 'nb_and' | 'nb_or' | 'nb_xor',
  operate: (left: boolean, right: boolean) => boolean,
): BinarySlot {
  return (left, right) =>
    typeof left === 'boolean' && typeof right === 'boolean'
      ? operate(left, right)
      : intType[slot]!(left, right);
}

export const bool = defineType({
  type: boolType,
  doc: 'Return True for an argument that is true, False for any other.\nTrue and False are all the instances that there are.\nbool is a subclass of int, and has no subclasses.',
  textSignature: '(object=False, /)',
  slots: {
    tp_new: (_type, args, kwnames): PyObject => {
      checkNoKeywords('bool', kwnames);
      checkPositional('bool', args.length, 0, 1);
      return args.length === 1 && isTrue(args[0]!);
    },
    make1: isTrue,
    tp_repr: (self) => (self === true ? 'True' : 'False'),
    nb_invert: (self) => {
      warnDeprecated(
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
      );
      return intInvert(self === true ? 1 : 0);
    },
    nb_and: logical('nb_and', (left, right) => left && right),
    nb_xor: logical('nb_xor', (left, right) => left !== right),
    nb_or: logical('nb_or', (left, right) => left || right),
  },
});
