/**
 * An expression as source text, as `from __future__ import annotations` keeps annotations. CPython:
 * Python/ast_unparse.c, which is not `ast.unparse`: fewer blanks and parentheses, and every string in its `repr()`.
 *
 * The text is put together in UTF-16. That is exact, as all that could be a lone surrogate goes through `repr`, which
 * escapes it; only two lone surrogates side by side in the text of an f-string would be taken for one character.
 */
import { PyComplex } from '../objects/complex.ts';
import { PyFloat } from '../objects/float.ts';
import type { PyObject } from '../objects/object.ts';
import { reprText } from '../objects/repr.ts';
import { Ellipsis } from '../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import type {
  Arg,
  Arguments,
  Call,
  Comprehension,
  cmpop,
  Dict,
  expr,
  FormattedValue,
  Interpolation,
  operator,
  Slice,
} from './ast.gen.ts';

// How tightly operators bind. A text stands in parentheses where its place asks for more.
const PR_TUPLE = 0;
const PR_TEST = 1;
const PR_OR = 2;
const PR_AND = 3;
const PR_NOT = 4;
const PR_CMP = 5;
const PR_EXPR = 6;
const PR_BXOR = 7;
const PR_BAND = 8;
const PR_SHIFT = 9;
const PR_ARITH = 10;
const PR_TERM = 11;
const PR_FACTOR = 12;
const PR_POWER = 13;
const PR_AWAIT = 14;
const PR_ATOM = 15;

const BINARY: Record<operator, readonly [text: string, precedence: number]> = {
  Add: [' + ', PR_ARITH],
  Sub: [' - ', PR_ARITH],
  Mult: [' * ', PR_TERM],
  MatMult: [' @ ', PR_TERM],
  Div: [' / ', PR_TERM],
  Mod: [' % ', PR_TERM],
  LShift: [' << ', PR_SHIFT],
  RShift: [' >> ', PR_SHIFT],
  BitOr: [' | ', PR_EXPR],
  BitXor: [' ^ ', PR_BXOR],
  BitAnd: [' & ', PR_BAND],
  FloorDiv: [' // ', PR_TERM],
  Pow: [' ** ', PR_POWER],
};

const COMPARISON: Record<cmpop, string> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

/** The text of an expression. CPython: `_PyAST_ExprAsUnicode`. */
export function unparseExpr(e: expr): Str {
  return strFromUtf16(unparse(e, PR_TEST));
}

function parenthesize(isNeeded: boolean, text: string): string {
  return isNeeded ? `(${text})` : text;
}

function unparse(e: expr, level: number): string {
  switch (e.nodeType) {
    case 'BoolOp': {
      const precedence = e.op === 'And' ? PR_AND : PR_OR;
      const values = e.values.map((value) => unparse(value, precedence + 1));
      return parenthesize(level > precedence, values.join(e.op === 'And' ? ' and ' : ' or '));
    }
    case 'BinOp': {
      const [text, precedence] = BINARY[e.op];
      const isRightAssociative = e.op === 'Pow';
      const left = unparse(e.left, precedence + (isRightAssociative ? 1 : 0));
      const right = unparse(e.right, precedence + (isRightAssociative ? 0 : 1));
      return parenthesize(level > precedence, left + text + right);
    }
    case 'UnaryOp': {
      const precedence = e.op === 'Not' ? PR_NOT : PR_FACTOR;
      const text = { Invert: '~', Not: 'not ', UAdd: '+', USub: '-' }[e.op];
      return parenthesize(level > precedence, text + unparse(e.operand, precedence));
    }
    case 'Lambda': {
      const { args } = e;
      const hasPositional = args.args.length + args.posonlyargs.length > 0;
      const text = `lambda${hasPositional ? ' ' : ''}${unparseArguments(args)}: ${unparse(e.body, PR_TEST)}`;
      return parenthesize(level > PR_TEST, text);
    }
    case 'IfExp': {
      const text = `${unparse(e.body, PR_TEST + 1)} if ${unparse(e.test, PR_TEST + 1)} else ${unparse(e.orelse, PR_TEST)}`;
      return parenthesize(level > PR_TEST, text);
    }
    case 'Dict':
      return unparseDict(e);
    case 'Set':
      return `{${list(e.elts)}}`;
    case 'List':
      return `[${list(e.elts)}]`;
    case 'Tuple':
      if (e.elts.length === 0) return '()';
      return parenthesize(level > PR_TUPLE, list(e.elts) + (e.elts.length === 1 ? ',' : ''));
    case 'GeneratorExp':
      return `(${unparse(e.elt, PR_TEST)}${comprehensions(e.generators)})`;
    case 'ListComp':
      return `[${unparse(e.elt, PR_TEST)}${comprehensions(e.generators)}]`;
    case 'SetComp':
      return `{${unparse(e.elt, PR_TEST)}${comprehensions(e.generators)}}`;
    case 'DictComp':
      return `{${unparse(e.key, PR_TEST)}: ${unparse(e.value, PR_TEST)}${comprehensions(e.generators)}}`;
    case 'Yield':
      return e.value === undefined ? '(yield)' : `(yield ${unparse(e.value, PR_TEST)})`;
    case 'YieldFrom':
      return `(yield from ${unparse(e.value, PR_TEST)})`;
    case 'Await':
      return parenthesize(level > PR_AWAIT, `await ${unparse(e.value, PR_ATOM)}`);
    case 'Compare': {
      let text = unparse(e.left, PR_CMP + 1);
      e.comparators.forEach((comparator, i) => {
        text += COMPARISON[e.ops[i]] + unparse(comparator, PR_CMP + 1);
      });
      return parenthesize(level > PR_CMP, text);
    }
    case 'Call':
      return unparseCall(e);
    case 'Constant':
      if (e.value === Ellipsis) return '...';
      return (e.kind === undefined ? '' : utf16FromStr(e.kind)) + constantText(e.value);
    case 'JoinedStr':
      return `f${reprText(strFromUtf16(stringBody(e.values)))}`;
    case 'TemplateStr':
      return `t${reprText(strFromUtf16(stringBody(e.values)))}`;
    case 'FormattedValue':
      // Its own level keeps the `:` of a lambda apart from that of a format spec.
      return field(unparse(e.value, PR_TEST + 1), e);
    case 'Interpolation':
      return field(utf16FromStr(e.str as Str), e);
    case 'Attribute': {
      // `1.real` would be a number and a name.
      const isInteger = e.value.nodeType === 'Constant' && isInt(e.value.value);
      return `${unparse(e.value, PR_ATOM)}${isInteger ? ' ' : ''}.${e.attr}`;
    }
    case 'Subscript':
      return `${unparse(e.value, PR_ATOM)}[${unparse(e.slice, PR_TUPLE)}]`;
    case 'Starred':
      return `*${unparse(e.value, PR_EXPR)}`;
    case 'Slice':
      return unparseSlice(e);
    case 'Name':
      return e.id;
    case 'NamedExpr':
      return parenthesize(level > PR_TUPLE, `${unparse(e.target, PR_ATOM)} := ${unparse(e.value, PR_ATOM)}`);
  }
}

function list(elts: readonly expr[]): string {
  return elts.map((e) => unparse(e, PR_TEST)).join(', ');
}

function isInt(value: PyObject): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Infinity has no literal but one that is too large. */
function constantText(value: PyObject): string {
  const text = reprText(value);
  return value instanceof PyFloat || value instanceof PyComplex ? text.replaceAll('inf', '1e309') : text;
}

function unparseDict(e: Dict): string {
  const items = e.keys.map((key, i) => {
    const value = e.values[i];
    return key === undefined
      ? `**${unparse(value, PR_EXPR)}`
      : `${unparse(key, PR_TEST)}: ${unparse(value, PR_TEST)}`;
  });
  return `{${items.join(', ')}}`;
}

function comprehensions(generators: readonly Comprehension[]): string {
  let text = '';
  for (const { target, iter, ifs, is_async } of generators) {
    text += `${is_async ? ' async' : ''} for ${unparse(target, PR_TUPLE)} in ${unparse(iter, PR_TEST + 1)}`;
    for (const test of ifs) text += ` if ${unparse(test, PR_TEST + 1)}`;
  }
  return text;
}

function unparseCall(e: Call): string {
  const func = unparse(e.func, PR_ATOM);
  // A generator alone brings the parentheses along.
  if (e.args.length === 1 && e.keywords.length === 0 && e.args[0].nodeType === 'GeneratorExp') {
    return func + unparse(e.args[0], PR_TEST);
  }
  const items = e.args.map((argument) => unparse(argument, PR_TEST));
  for (const { arg, value } of e.keywords) {
    items.push((arg === undefined ? '**' : `${arg}=`) + unparse(value, PR_TEST));
  }
  return `${func}(${items.join(', ')})`;
}

function unparseSlice({ lower, upper, step }: Slice): string {
  let text = `${lower === undefined ? '' : unparse(lower, PR_TEST)}:`;
  if (upper !== undefined) text += unparse(upper, PR_TEST);
  return step === undefined ? text : `${text}:${unparse(step, PR_TEST)}`;
}

function unparseArg({ arg, annotation }: Arg): string {
  return annotation === undefined ? arg : `${arg}: ${unparse(annotation, PR_TEST)}`;
}

function unparseArguments(a: Arguments): string {
  const items: string[] = [];
  const positional = [...a.posonlyargs, ...a.args];
  const withoutDefault = positional.length - a.defaults.length;
  positional.forEach((arg, i) => {
    const value = i < withoutDefault ? '' : `=${unparse(a.defaults[i - withoutDefault], PR_TEST)}`;
    items.push(unparseArg(arg) + value);
    if (i + 1 === a.posonlyargs.length) items.push('/');
  });
  if (a.vararg !== undefined || a.kwonlyargs.length > 0) {
    items.push(`*${a.vararg === undefined ? '' : unparseArg(a.vararg)}`);
  }
  a.kwonlyargs.forEach((arg, i) => {
    const value = a.kw_defaults[i];
    items.push(unparseArg(arg) + (value === undefined ? '' : `=${unparse(value, PR_TEST)}`));
  });
  if (a.kwarg !== undefined) items.push(`**${unparseArg(a.kwarg)}`);
  return items.join(', ');
}

/** The text and the fields of an f-string or t-string, without its quotes: the whole gets its `repr`. */
function stringBody(parts: readonly expr[]): string {
  let body = '';
  for (const part of parts) {
    if (part.nodeType === 'Constant') {
      body += utf16FromStr(part.value as Str)
        .replaceAll('{', '{{')
        .replaceAll('}', '}}');
    } else {
      body += unparse(part, PR_TEST);
    }
  }
  return body;
}

function field(text: string, { conversion, format_spec }: FormattedValue | Interpolation): string {
  // A brace at the start would read as an escaped one.
  let out = (text.startsWith('{') ? '{ ' : '{') + text;
  if (conversion >= 0) out += `!${String.fromCharCode(conversion)}`;
  if (format_spec !== undefined) {
    out += `:${format_spec.nodeType === 'JoinedStr' ? stringBody(format_spec.values) : unparse(format_spec, PR_TEST)}`;
  }
  return `${out}}`;
}
