/**
 * Which fields of a type are slots that follow from special methods, and their copying from a class to one derived from it:
 * statement by statement, since engines take a hundred times as long for fields that a loop names.
 */
import type { PyType } from './object.ts';

/** The slots of a type, or what it would inherit. */
export type InheritedSlots = Pick<
  PyType,
  | 'tp_repr'
  | 'tp_str'
  | 'tp_hash'
  | 'tp_call'
  | 'tp_getattro'
  | 'tp_setattro'
  | 'tp_richcompare'
  | 'tp_iter'
  | 'tp_iternext'
  | 'tp_descr_get'
  | 'tp_descr_set'
  | 'tp_init'
  | 'tp_finalize'
  | 'nb_add'
  | 'nb_subtract'
  | 'nb_multiply'
  | 'nb_remainder'
  | 'nb_divmod'
  | 'nb_power'
  | 'nb_negative'
  | 'nb_positive'
  | 'nb_absolute'
  | 'nb_bool'
  | 'nb_invert'
  | 'nb_lshift'
  | 'nb_rshift'
  | 'nb_and'
  | 'nb_xor'
  | 'nb_or'
  | 'nb_int'
  | 'nb_float'
  | 'nb_index'
  | 'nb_floor_divide'
  | 'nb_true_divide'
  | 'nb_matrix_multiply'
  | 'nb_inplace_add'
  | 'nb_inplace_subtract'
  | 'nb_inplace_multiply'
  | 'nb_inplace_remainder'
  | 'nb_inplace_power'
  | 'nb_inplace_lshift'
  | 'nb_inplace_rshift'
  | 'nb_inplace_and'
  | 'nb_inplace_xor'
  | 'nb_inplace_or'
  | 'nb_inplace_floor_divide'
  | 'nb_inplace_true_divide'
  | 'nb_inplace_matrix_multiply'
  | 'sq_length'
  | 'sq_concat'
  | 'sq_repeat'
  | 'sq_item'
  | 'sq_ass_item'
  | 'sq_contains'
  | 'sq_inplace_concat'
  | 'sq_inplace_repeat'
  | 'mp_length'
  | 'mp_subscript'
  | 'mp_ass_subscript'
  | 'am_await'
  | 'am_aiter'
  | 'am_anext'
  | 'bf_getbuffer'
  | 'bf_releasebuffer'
>;

/** Gives a type the slots of another one. */
export function copySlots(from: InheritedSlots, to: PyType): void {
  to.tp_repr = from.tp_repr;
  to.tp_str = from.tp_str;
  to.tp_hash = from.tp_hash;
  to.tp_call = from.tp_call;
  to.tp_getattro = from.tp_getattro;
  to.tp_setattro = from.tp_setattro;
  to.tp_richcompare = from.tp_richcompare;
  to.tp_iter = from.tp_iter;
  to.tp_iternext = from.tp_iternext;
  to.tp_descr_get = from.tp_descr_get;
  to.tp_descr_set = from.tp_descr_set;
  to.tp_init = from.tp_init;
  to.tp_finalize = from.tp_finalize;
  to.nb_add = from.nb_add;
  to.nb_subtract = from.nb_subtract;
  to.nb_multiply = from.nb_multiply;
  to.nb_remainder = from.nb_remainder;
  to.nb_divmod = from.nb_divmod;
  to.nb_power = from.nb_power;
  to.nb_negative = from.nb_negative;
  to.nb_positive = from.nb_positive;
  to.nb_absolute = from.nb_absolute;
  to.nb_bool = from.nb_bool;
  to.nb_invert = from.nb_invert;
  to.nb_lshift = from.nb_lshift;
  to.nb_rshift = from.nb_rshift;
  to.nb_and = from.nb_and;
  to.nb_xor = from.nb_xor;
  to.nb_or = from.nb_or;
  to.nb_int = from.nb_int;
  to.nb_float = from.nb_float;
  to.nb_index = from.nb_index;
  to.nb_floor_divide = from.nb_floor_divide;
  to.nb_true_divide = from.nb_true_divide;
  to.nb_matrix_multiply = from.nb_matrix_multiply;
  to.nb_inplace_add = from.nb_inplace_add;
  to.nb_inplace_subtract = from.nb_inplace_subtract;
  to.nb_inplace_multiply = from.nb_inplace_multiply;
  to.nb_inplace_remainder = from.nb_inplace_remainder;
  to.nb_inplace_power = from.nb_inplace_power;
  to.nb_inplace_lshift = from.nb_inplace_lshift;
  to.nb_inplace_rshift = from.nb_inplace_rshift;
  to.nb_inplace_and = from.nb_inplace_and;
  to.nb_inplace_xor = from.nb_inplace_xor;
  to.nb_inplace_or = from.nb_inplace_or;
  to.nb_inplace_floor_divide = from.nb_inplace_floor_divide;
  to.nb_inplace_true_divide = from.nb_inplace_true_divide;
  to.nb_inplace_matrix_multiply = from.nb_inplace_matrix_multiply;
  to.sq_length = from.sq_length;
  to.sq_concat = from.sq_concat;
  to.sq_repeat = from.sq_repeat;
  to.sq_item = from.sq_item;
  to.sq_ass_item = from.sq_ass_item;
  to.sq_contains = from.sq_contains;
  to.sq_inplace_concat = from.sq_inplace_concat;
  to.sq_inplace_repeat = from.sq_inplace_repeat;
  to.mp_length = from.mp_length;
  to.mp_subscript = from.mp_subscript;
  to.mp_ass_subscript = from.mp_ass_subscript;
  to.am_await = from.am_await;
  to.am_aiter = from.am_aiter;
  to.am_anext = from.am_anext;
  to.bf_getbuffer = from.bf_getbuffer;
  to.bf_releasebuffer = from.bf_releasebuffer;
}
