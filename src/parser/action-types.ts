/** Values of grammar rules that are no nodes of the tree but parts of one. CPython: the structs of Parser/pegen.h. */
import type { Arg, Comprehension, cmpop, expr, Keyword, pattern } from './ast.gen.ts';

/** One operator of a comparison with its right operand. */
export interface ComparePair {
  readonly op: cmpop;
  readonly expr: expr;
}

/** One entry of a dict display; no key for `**value`. */
export interface KeyValuePair {
  readonly key: expr | undefined;
  readonly value: expr;
}

/** An entry of a mapping pattern, or a keyword argument of a class pattern. */
export interface KeyPatternPair<K> {
  readonly key: K;
  readonly pattern: pattern;
}

/** A parameter with its default, if it has one. */
export interface NameDefaultPair {
  readonly arg: Arg;
  readonly value: expr | undefined;
}

/** The positional-only parameters, when the last of them have defaults. */
export interface SlashWithDefault {
  readonly plain: readonly Arg[];
  readonly withDefault: readonly NameDefaultPair[];
}

/** What comes from the first `*` or `**` on. */
export interface StarEtc {
  readonly vararg: Arg | undefined;
  readonly kwonly: readonly NameDefaultPair[];
  readonly kwarg: Arg | undefined;
}

/** The arguments of a call. */
export interface CallArguments {
  readonly args: expr[];
  readonly keywords: Keyword[];
}

/** The sole argument of a call, a generator without parentheses of its own. Fast parser only. */
export interface GeneratorArgument {
  readonly element: expr | Keyword;
  readonly generators: Comprehension[];
}

/** One item of a parameter list. Fast parser only. */
export type ParamItem =
  | Arg
  | NameDefaultPair
  | 'slash'
  | 'star'
  | { readonly kind: 'vararg' | 'kwarg'; readonly arg: Arg };
