/**
 * Actions that only the fast parser uses: targets that were parsed as expressions, argument and parameter lists that
 * were parsed without regard to their order. An `undefined` means that the source has an error.
 */
import type {
  CallArguments,
  ComparePair,
  GeneratorArgument,
  KeyValuePair,
  ParamItem,
} from './action-types.ts';
import { callArguments, checkBarry } from './actions.ts';
import {
  AnnAssign,
  Arg,
  Arguments,
  Assign,
  AugAssign,
  Call,
  Compare,
  type Comprehension,
  type cmpop,
  Dict,
  type expr,
  GeneratorExp,
  Keyword,
  ListComp,
  type operator,
} from './ast.gen.ts';
import type { Parser } from './pegen.ts';
import { LPAR } from './tokens.ts';

// ---- Targets

/** Makes an expression, and what it consists of, a target. Changes it in place: nobody else has it. */
export function storeTarget(e: expr): expr | undefined {
  switch (e.nodeType) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      e.ctx = 'Store';
      return e;
    case 'Starred':
      if (storeTarget(e.value) === undefined) return undefined;
      e.ctx = 'Store';
      return e;
    case 'Tuple':
    case 'List':
      for (const item of e.elts) if (storeTarget(item) === undefined) return undefined;
      e.ctx = 'Store';
      return e;
    default:
      return undefined;
  }
}

/** A target without a list of others: what annotations and augmented assignments take. */
function storeSingleTarget(e: expr): expr | undefined {
  return e.nodeType === 'Name' || e.nodeType === 'Attribute' || e.nodeType === 'Subscript'
    ? storeTarget(e)
    : undefined;
}

export function assign(
  target: expr,
  value: expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Assign | undefined {
  const targets = [target];
  return (
    storeTarget(target) &&
    new Assign(targets, value, undefined, lineno, col_offset, end_lineno, end_col_offset)
  );
}

/** `first = second = ... = last`; `rest` is what comes after the second. */
export function assignChain(
  first: expr,
  second: expr,
  rest: expr[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Assign | undefined {
  const value = rest.pop()!;
  const targets = [first, second, ...rest];
  for (const target of targets) if (storeTarget(target) === undefined) return undefined;
  return new Assign(targets, value, undefined, lineno, col_offset, end_lineno, end_col_offset);
}

export function augAssign(
  target: expr,
  op: operator,
  value: expr,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AugAssign | undefined {
  return (
    storeSingleTarget(target) &&
    new AugAssign(target, op, value, lineno, col_offset, end_lineno, end_col_offset)
  );
}

/** `start` is the first token: a name in parentheses is not a simple target. */
export function annAssign(
  p: Parser,
  start: number,
  target: expr,
  annotation: expr,
  value: expr | undefined,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): AnnAssign | undefined {
  const simple = target.nodeType === 'Name' && p.kind[start] !== LPAR ? 1 : 0;
  return (
    storeSingleTarget(target) &&
    new AnnAssign(target, annotation, value, simple, lineno, col_offset, end_lineno, end_col_offset)
  );
}

// ---- Expressions

/** `!=`, which was just read. */
export function notEqual(p: Parser): cmpop {
  checkBarry(p, p.mark - 1);
  return 'NotEq';
}

/** A chain of more than one comparison. */
export function compare(
  left: expr,
  op: cmpop,
  right: expr,
  rest: readonly ComparePair[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Compare {
  const ops = [op];
  const comparators = [right];
  for (const pair of rest) {
    ops.push(pair.op);
    comparators.push(pair.expr);
  }
  return new Compare(left, ops, comparators, lineno, col_offset, end_lineno, end_col_offset);
}

/** What stands in parentheses may not be starred. */
export function unstarred(e: expr): expr | undefined {
  return e.nodeType === 'Starred' ? undefined : e;
}

export function generatorExp(
  element: expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): expr | undefined {
  return (
    unstarred(element) &&
    new GeneratorExp(element, generators, lineno, col_offset, end_lineno, end_col_offset)
  );
}

export function listComp(
  element: expr,
  generators: Comprehension[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): expr | undefined {
  return (
    unstarred(element) && new ListComp(element, generators, lineno, col_offset, end_lineno, end_col_offset)
  );
}

export function dict(
  key: expr,
  value: expr,
  rest: readonly KeyValuePair[],
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Dict {
  const keys: (expr | undefined)[] = [key];
  const values = [value];
  for (const pair of rest) {
    keys.push(pair.key);
    values.push(pair.value);
  }
  return new Dict(keys, values, lineno, col_offset, end_lineno, end_col_offset);
}

// ---- Calls

/** A call with arguments. `open` is the token of the opening parenthesis. */
export function call(
  p: Parser,
  func: expr,
  open: number,
  given: (expr | Keyword)[] | GeneratorArgument,
  lineno: number,
  col_offset: number,
  end_lineno: number,
  end_col_offset: number,
): Call | undefined {
  if (Array.isArray(given)) {
    const arguments_ = splitArguments(given);
    if (arguments_ === undefined) return undefined;
    return new Call(
      func,
      arguments_.args,
      arguments_.keywords,
      lineno,
      col_offset,
      end_lineno,
      end_col_offset,
    );
  }
  const { element, generators } = given;
  if (element instanceof Keyword) return undefined;
  const generator = generatorExp(
    element,
    generators,
    p.lineno[open],
    p.colOffset[open],
    end_lineno,
    end_col_offset,
  );
  return generator && new Call(func, [generator], [], lineno, col_offset, end_lineno, end_col_offset);
}

/** Checks that no positional argument follows a keyword argument, and no `*iterable` a `**mapping`. */
export function splitArguments(given: (expr | Keyword)[]): CallArguments | undefined {
  let first = 0;
  while (first < given.length && !(given[first] instanceof Keyword)) first++;
  if (first === given.length) return { args: given as expr[], keywords: [] };
  let hasUnpacking = false;
  for (let i = first; i < given.length; i++) {
    const argument = given[i];
    if (argument instanceof Keyword) hasUnpacking ||= argument.arg === undefined;
    else if (argument.nodeType !== 'Starred' || hasUnpacking) return undefined;
  }
  return callArguments(given.slice(0, first) as expr[], given.slice(first));
}

// ---- Parameters

/** Puts parameters together, checking their order: see the rules from `parameters` to `kwds`. */
export function parameters(items: readonly ParamItem[]): Arguments | undefined {
  let posonlyargs: Arg[] = [];
  let args: Arg[] = [];
  const defaults: expr[] = [];
  const kwonlyargs: Arg[] = [];
  const kw_defaults: (expr | undefined)[] = [];
  let vararg: Arg | undefined;
  let kwarg: Arg | undefined;
  let hasSlash = false;
  let hasStar = false;
  for (const item of items) {
    if (kwarg !== undefined) return undefined;
    if (item === 'slash') {
      if (hasSlash || hasStar || args.length === 0) return undefined;
      hasSlash = true;
      posonlyargs = args;
      args = [];
    } else if (item === 'star') {
      if (hasStar) return undefined;
      hasStar = true;
    } else if (item instanceof Arg) {
      if (hasStar) {
        kwonlyargs.push(item);
        kw_defaults.push(undefined);
      } else {
        if (defaults.length > 0) return undefined;
        args.push(item);
      }
    } else if ('kind' in item) {
      if (item.kind === 'kwarg') {
        kwarg = item.arg;
      } else {
        if (hasStar) return undefined;
        hasStar = true;
        vararg = item.arg;
      }
    } else if (hasStar) {
      kwonlyargs.push(item.arg);
      kw_defaults.push(item.value);
    } else {
      args.push(item.arg);
      defaults.push(item.value!);
    }
  }
  // A bare `*` needs a parameter behind it.
  if (hasStar && vararg === undefined && kwonlyargs.length === 0) return undefined;
  return new Arguments(posonlyargs, args, vararg, kwonlyargs, kw_defaults, kwarg, defaults);
}
