/**
 * Operators: what ints and floats do is written in place, everything else calls the runtime.
 *
 * Tier 0 notes the types that it meets in the inline caches (`operandKinds` in vm/operators.ts); 0 is an operation that has
 * met ints only, or was never reached. What is assumed is checked before anything is taken off the stack, so that tier 0
 * can do the instruction again.
 */
import * as opargs from '../bytecode/opargs.ts';
import { COMPARE_OP_SHIFT, COMPARE_OP_TO_BOOL } from '../bytecode/opargs.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import { Py_EQ, Py_GE, Py_GT, Py_LE, Py_LT, Py_NE, type PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { PyStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  BOTH_INTS,
  COMPARING_METHODS,
  LEFT_FLOAT,
  LEFT_INT,
  LEFT_OVERLOADS,
  OTHER_OPERANDS,
  overloadingMethod,
  RIGHT_FLOAT,
  RIGHT_INT,
} from '../vm/operators.ts';
import { itemOfDict } from './dict-entries.ts';
import { inlineCall } from './inlining.ts';
import { isMaskedNext } from './lookahead.ts';
import { writeSubscript } from './subscripts.ts';
import type { Translator } from './translator.ts';
import { isConstant, isMask, quote, Unsupported, type Value } from './values.ts';

const INT_LIMIT = 2 ** 53 - 1;

const COMPARISONS: Readonly<Record<number, string>> = {
  [Py_LT]: '<',
  [Py_LE]: '<=',
  [Py_EQ]: '===',
  [Py_NE]: '!==',
  [Py_GT]: '>',
  [Py_GE]: '>=',
};

/** The floating-point operation on two expressions. */
const FLOAT_OPERATIONS: Readonly<Record<number, (l: string, r: string) => string>> = {
  [opargs.NB_ADD]: (l, r) => `${l} + ${r}`,
  [opargs.NB_SUBTRACT]: (l, r) => `${l} - ${r}`,
  [opargs.NB_MULTIPLY]: (l, r) => `${l} * ${r}`,
  [opargs.NB_TRUE_DIVIDE]: (l, r) => `${l} / ${r}`,
  [opargs.NB_FLOOR_DIVIDE]: (l, r) => `floatFloorDiv(${l}, ${r})`,
  [opargs.NB_REMAINDER]: (l, r) => `floatMod(${l}, ${r})`,
  [opargs.NB_POWER]: (l, r) => `floatPow(${l}, ${r})`,
};

function isInt({ kind }: Value): boolean {
  return kind === 'int';
}

/** Is nothing known that speaks against asking for a number? */
function mayBeNumber({ kind }: Value): boolean {
  return kind === 'any' || kind === 'int' || kind === 'float' || kind === 'double' || kind === 'tagged';
}

function isFloating({ kind }: Value): boolean {
  return kind === 'float' || kind === 'double' || kind === 'tagged';
}

function topTwo(t: Translator): [left: Value, right: Value] {
  const right = t.stack[t.stack.length - 1];
  const left = t.stack[t.stack.length - 2];
  if (left === undefined || right === undefined) throw new Unsupported('stack underflow');
  return [left, right];
}

export function writeBinaryOp(t: Translator, oparg: number, seen: number): void {
  if (oparg === opargs.NB_SUBSCR) {
    writeSubscript(t, seen);
    return;
  }
  const operator = oparg >= opargs.NB_INPLACE_ADD ? oparg - opargs.NB_INPLACE_ADD : oparg;
  const [left, right] = topTwo(t);
  if (left.kind === 'wide' && t.speculates && wideOperation(t, operator)) return;
  const isMixed = areMixed(t, seen);
  if (isMixed && operator in SUMS) {
    mixedOperation(t, SUMS[operator]!);
    return;
  }
  if (isMixed && operator === opargs.NB_TRUE_DIVIDE) {
    mixedDivision(t);
    return;
  }
  if (mayBeNumber(left) && mayBeNumber(right) && t.speculates && (seen & OTHER_OPERANDS) === 0) {
    if (!(isInt(left) && isInt(right)) && (seen !== 0 || isFloating(left) || isFloating(right))) {
      if (operator in FLOAT_OPERATIONS) {
        floatOperation(t, operator, seen);
        return;
      }
    } else if (intOperation(t, operator, oparg)) return;
  }
  if ((seen & LEFT_OVERLOADS) !== 0) overloadedOperation(t, oparg);
  else genericOperation(t, operator, oparg);
}

// ── Floats ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A number of either type, as a double. */
interface Operand {
  readonly value: string;
  /** What holds when it was a float: `undefined` for always, `false` for never. */
  readonly isFloat: string | undefined;
}

/** Asks for what was seen, and gives the number. */
function operandOf(t: Translator, value: Value, wasFloat: boolean, wasInt: boolean): Operand {
  const { js, kind } = value;
  switch (kind) {
    case 'double':
      return { value: js, isFloat: undefined };
    case 'float':
      return { value: `${js}.value`, isFloat: undefined };
    case 'int':
      return { value: js, isFloat: 'false' };
    case 'tagged':
      return taggedOperand(t, value, wasInt);
    default:
  }
  const isFloat = `${js}.ob_type === FLOAT`;
  if (wasFloat && !wasInt) {
    t.exitUnless(isFloat);
    t.refine(js, 'float');
    return { value: `${js}.value`, isFloat: undefined };
  }
  if (wasInt && !wasFloat) {
    t.exitUnless(`typeof ${js} === 'number'`);
    t.refine(js, 'int');
    return { value: js, isFloat: 'false' };
  }
  t.exitUnless(`typeof ${js} === 'number' || ${isFloat}`);
  return { value: `(typeof ${js} === 'number' ? ${js} : ${js}.value)`, isFloat: `typeof ${js} !== 'number'` };
}

/** The number of a tagged value. One that was only seen as a float is bare from then on. */
function taggedOperand(t: Translator, { js, tag }: Value, wasInt: boolean): Operand {
  const isBoxed = `${tag}.ob_type === FLOAT`;
  if (wasInt) {
    t.exitUnless(`${tag} === BARE || typeof ${tag} === 'number' || ${isBoxed}`);
    const value = `(${tag} === BARE ? ${js} : typeof ${tag} === 'number' ? ${tag} : ${tag}.value)`;
    return { value, isFloat: `typeof ${tag} !== 'number'` };
  }
  t.exitUnless(`${tag} === BARE || ${isBoxed}`);
  if (!t.refineBare(js, tag!))
    return { value: `(${tag} === BARE ? ${js} : ${tag}.value)`, isFloat: undefined };
  return { value: js, isFloat: undefined };
}

/** The numbers of both operands; they are on the stack still. */
function operands(t: Translator, seen: number): [left: Operand, right: Operand] {
  const [left, right] = topTwo(t);
  const l = operandOf(t, left, (seen & LEFT_FLOAT) !== 0, (seen & LEFT_INT) !== 0);
  // The same variable twice: what was found out about the left one is known of the right one.
  const [, known] = topTwo(t);
  return [l, operandOf(t, known ?? right, (seen & RIGHT_FLOAT) !== 0, (seen & RIGHT_INT) !== 0)];
}

function floatOperation(t: Translator, operator: number, seen: number): void {
  const [l, r] = operands(t, seen);
  if (l.isFloat !== undefined && r.isFloat !== undefined) t.exitUnless(`${l.isFloat} || ${r.isFloat}`);
  const isDivision =
    operator === opargs.NB_TRUE_DIVIDE ||
    operator === opargs.NB_FLOOR_DIVIDE ||
    operator === opargs.NB_REMAINDER;
  if (isDivision) t.exitUnless(`${r.value} !== 0`);
  const result = t.temporary();
  t.emit(`const ${result} = ${FLOAT_OPERATIONS[operator]!(l.value, r.value)};`);
  // Errors and complex results are left to the operator.
  if (operator === opargs.NB_POWER) t.exitUnless(`${result} - ${result} === 0`);
  drop(t, 2);
  t.push(result, 'double');
}

// ── Ints and floats in the same places ─────────────────────────────────────────────────────────────────────────────

/** The operations whose results are ints where both operands are, and floats otherwise. No −0 among ints. */
const SUMS: Readonly<Record<number, Mixed>> = {
  [opargs.NB_ADD]: { symbol: '+', afterInts: '' },
  [opargs.NB_SUBTRACT]: { symbol: '-', afterInts: '' },
  [opargs.NB_MULTIPLY]: { symbol: '*', afterInts: ' + 0' },
};

/** The assumption that operands are ints or floats. */
const NUMBERS = 'numbers';

interface Mixed {
  readonly symbol: string;
  readonly afterInts: string;
}

/** Were there only ints and floats, two ints among them or once other ones than had been seen? */
function areMixed(t: Translator, seen: number): boolean {
  const [left, right] = topTwo(t);
  return (
    seen !== 0 &&
    (seen & OTHER_OPERANDS) === 0 &&
    ((seen & BOTH_INTS) !== 0 || !t.speculates) &&
    t.mayAssume(NUMBERS) &&
    mayBeNumber(left) &&
    mayBeNumber(right) &&
    !(isInt(left) && isInt(right))
  );
}

/** Asks for an int or a float, and gives the number. */
function eitherNumber(t: Translator, { js, kind, tag }: Value): Operand {
  if (kind === 'double') return { value: js, isFloat: 'true' };
  if (kind === 'float') return { value: `${js}.value`, isFloat: 'true' };
  if (kind === 'int') return { value: js, isFloat: 'false' };
  const boxed = tag ?? js;
  const isInt = `typeof ${boxed} === 'number'`;
  t.exitUnless(
    `${tag === undefined ? '' : `${tag} === BARE || `}${isInt} || ${boxed}.ob_type === FLOAT`,
    NUMBERS,
  );
  const either = `${isInt} ? ${boxed} : ${boxed}.value`;
  const value = tag === undefined ? `(${either})` : `(${tag} === BARE ? ${js} : ${either})`;
  return { value, isFloat: `typeof ${boxed} !== 'number'` };
}

/** A sum, difference or product of ints, of floats, or of both, as they come: the result is tagged. */
function mixedOperation(t: Translator, { symbol, afterInts }: Mixed): void {
  const [left, right] = topTwo(t).map((value) => eitherNumber(t, value)) as [Operand, Operand];
  const bare = t.temporary();
  const operation = `${left.value} ${symbol} ${right.value}`;
  t.emit(`const ${bare} = ${operation};`);
  if (left.isFloat === 'true' || right.isFloat === 'true') {
    drop(t, 2);
    t.push(bare, 'double');
    return;
  }
  const tag = t.temporary();
  t.emit(`const ${tag} = ${left.isFloat} || ${right.isFloat} ? BARE : ${bare}${afterInts};`);
  t.exitUnless(`${tag} === BARE || ${tag} <= ${INT_LIMIT} && ${tag} >= ${-INT_LIMIT}`, NUMBERS);
  drop(t, 2);
  t.stack.push({ js: bare, kind: 'tagged', tag });
}

/** A quotient of ints, of floats, or of both: of safe ints it is that of the doubles. */
function mixedDivision(t: Translator): void {
  const [left, right] = topTwo(t).map((value) => eitherNumber(t, value)) as [Operand, Operand];
  t.exitUnless(`${right.value} !== 0`, NUMBERS);
  drop(t, 2);
  t.result(`${left.value} / ${right.value}`, 'double');
}

function drop(t: Translator, count: number): void {
  t.stack.length -= count;
}

// ── Ints ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const isSmall = (name: string): string => `(${name} | 0) === ${name}`;
const isUnsigned = (name: string): string => `(${name} >>> 0) === ${name}`;

/**
 * `l & m` where `m` is a literal of 32 bits without sign: only so many bits of the other operand matter. False when it is not that.
 */
function masked(t: Translator): boolean {
  const [left, right] = topTwo(t);
  const mask = right.known;
  if (!isMask(mask)) return false;
  drop(t, 2);
  const bits = `(${left.js}) & ${mask | 0}`;
  t.result(mask > 0x7fffffff ? `(${bits}) >>> 0` : bits, 'int');
  return true;
}

/** The lowest 32 bits of an operation on two ints, exact as JavaScript's operators take any safe integer modulo 2**32. */
const WIDE_OPERATIONS: Readonly<Record<number, (l: string, r: string) => string>> = {
  [opargs.NB_ADD]: (l, r) => `((${l}) + (${r} | 0)) | 0`,
  [opargs.NB_SUBTRACT]: (l, r) => `((${l}) - (${r} | 0)) | 0`,
  [opargs.NB_MULTIPLY]: (l, r) => `Math.imul(${l}, ${r})`,
  [opargs.NB_AND]: (l, r) => `(${l}) & ${r}`,
  [opargs.NB_OR]: (l, r) => `(${l}) | ${r}`,
  [opargs.NB_XOR]: (l, r) => `(${l}) ^ ${r}`,
  [opargs.NB_LSHIFT]: (l, r) => `(${r} < 32 ? ${l} << ${r} : 0)`,
};

/**
 * A product or a shifted int of which a mask takes 32 bits at the next instructions: these bits are all that is computed of
 * it. False when that is not so.
 */
function keptWide(t: Translator, operator: number): boolean {
  if (!isMaskedNext(t)) return false;
  const [left, { js: r }] = topTwo(t);
  drop(t, 2);
  const whole = `BINARY_OPS[${operator}](${left.whole ?? left.js}, ${r})`;
  t.stack.push({ js: WIDE_OPERATIONS[operator]!(left.js, r), kind: 'wide', whole });
  return true;
}

/** The same for an operation on what is wide already; false when that is not what follows. */
function wideOperation(t: Translator, operator: number): boolean {
  const [, { js, kind }] = topTwo(t);
  if (operator === opargs.NB_AND && masked(t)) return true;
  if (!(operator in WIDE_OPERATIONS) || (kind !== 'int' && kind !== 'any') || !isMaskedNext(t)) return false;
  if (kind === 'any') {
    t.exitUnless(`typeof ${js} === 'number'`);
    t.refine(js, 'int');
  }
  return keptWide(t, operator);
}

/** Asks for ints; they are on the stack still. */
function askForInts(t: Translator): void {
  const values = topTwo(t);
  const asked = values.filter((value) => !isInt(value));
  if (asked.length === 0) return;
  t.exitUnless(asked.map(({ js }) => `typeof ${js} === 'number'`).join(' && '));
  for (const { js } of asked) t.refine(js, 'int');
}

/** Writes an operation on ints that are JavaScript numbers; false when there is no short way. */
function intOperation(t: Translator, operator: number, oparg: number): boolean {
  const [{ js: l }, right] = topTwo(t);
  const r = right.js;
  const count = typeof right.known === 'number' ? right.known : undefined;
  const finish = (result: string, kind: 'int' | 'double' = 'int'): true => {
    drop(t, 2);
    t.push(result, kind);
    return true;
  };
  const checked = (js: string): true => {
    const result = t.temporary();
    t.emit(`const ${result} = ${js};`);
    t.exitUnless(`${result} <= ${INT_LIMIT} && ${result} >= ${-INT_LIMIT}`);
    return finish(result);
  };
  const otherwise = (): string => t.guarded(`BINARY_OPS[${oparg}](${l}, ${r})`);
  const asked = (js: string): true => {
    const result = t.temporary();
    t.emit(`const ${result} = ${js};`);
    t.exitUnless(`typeof ${result} === 'number'`);
    return finish(result);
  };
  /** Operands of 32 bits with and without sign in place, others through the operator, whose result must be a number. */
  const small = (
    areUnsigned: string,
    unsigned: string,
    signed: string,
    areSigned = `${isSmall(l)} && ${isSmall(r)}`,
  ): true => asked(`${areSigned} ? ${signed} : ${areUnsigned} ? ${unsigned} : ${otherwise()}`);
  const shifted = (): true => {
    const product = t.temporary();
    t.emit(`const ${product} = ${r} < 31 ? ${l} * (1 << ${r}) : Infinity;`);
    return asked(`${product} <= ${INT_LIMIT} && ${product} >= ${-INT_LIMIT} ? ${product} : ${otherwise()}`);
  };
  switch (operator) {
    case opargs.NB_ADD:
      askForInts(t);
      return checked(`${l} + ${r}`);
    case opargs.NB_SUBTRACT:
      askForInts(t);
      return checked(`${l} - ${r}`);
    case opargs.NB_MULTIPLY:
      askForInts(t);
      if (keptWide(t, operator)) return true;
      // No −0 among ints.
      return checked(`${l} * ${r} + 0`);
    case opargs.NB_POWER:
      if (count !== 2) return false;
      askForInts(t);
      return checked(`${l} * ${l}`);
    case opargs.NB_TRUE_DIVIDE: {
      askForInts(t);
      if (count === undefined || count === 0) t.exitUnless(`${r} !== 0`);
      const result = t.temporary();
      t.emit(`const ${result} = ${l} / ${r};`);
      return finish(result, 'double');
    }
    case opargs.NB_REMAINDER: {
      askForInts(t);
      if (count === undefined || count <= 0) t.exitUnless(`${r} > 0`);
      const result = t.temporary();
      t.emit(`let ${result} = ${l} % ${r};`);
      t.emit(`if (${result} < 0) ${result} += ${r}; else ${result} += 0;`);
      return finish(result);
    }
    case opargs.NB_FLOOR_DIVIDE: {
      askForInts(t);
      if (count === undefined || count <= 0) t.exitUnless(`${r} > 0`);
      const result = t.temporary();
      // The quotient of larger ints may be rounded up to the next one.
      // In a way that engines divide integers in; the other one for what is negative.
      t.emit(
        `const ${result} = ${isSmall(l)} ? ${l} >= 0 ? (${l} / ${r}) | 0 : ~((~${l} / ${r}) | 0) : BINARY_OPS[${oparg}](${l}, ${r});`,
      );
      return finish(result);
    }
    case opargs.NB_AND:
      askForInts(t);
      return masked(t) || small(isUnsigned(r), `(${l} & ${r}) >>> 0`, `${l} & ${r}`);
    case opargs.NB_OR:
      askForInts(t);
      return small(`${isUnsigned(l)} && ${isUnsigned(r)}`, `(${l} | ${r}) >>> 0`, `${l} | ${r}`);
    case opargs.NB_XOR:
      askForInts(t);
      return small(`${isUnsigned(l)} && ${isUnsigned(r)}`, `(${l} ^ ${r}) >>> 0`, `${l} ^ ${r}`);
    case opargs.NB_LSHIFT: {
      askForInts(t);
      t.exitUnless(`${r} >= 0`);
      return keptWide(t, operator) || shifted();
    }
    case opargs.NB_RSHIFT: {
      askForInts(t);
      t.exitUnless(`${r} >= 0`);
      return small(
        `${r} < 32 && ${isUnsigned(l)}`,
        `${l} >>> ${r}`,
        `${l} >> ${r}`,
        `${r} < 32 && ${isSmall(l)}`,
      );
    }
    default:
      return false;
  }
}

// ── Anything ───────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The operator of a Python class, called as the function that it is. The right operand comes after it, as no
 * class of it derives from the left one's: it is of the same type, or no object of a Python class.
 */
function overloadedOperation(t: Translator, oparg: number): void {
  if (inlineOperator(t, oparg)) return;
  const [{ js: l }, { js: r }] = t.popMany(2) as [Value, Value];
  const method = t.temporary();
  const result = t.temporary();
  t.emit(`const ${method} = ${l}[${quote(overloadingMethod(oparg)!)}];`);
  t.emit(`let ${result};`);
  t.emit(
    `if (${method} instanceof PyFunction && ${method}.jitArity === 2 && (${mayFollow(l, r)})) { ${t.mark}; ${result} = ${method}.jitEntry(${method}, ${l}, ${r}); if (${result} === NotImplemented) ${result} = withoutLeft(${l}, ${r}, ${oparg}); } else { ${t.mark}; ${result} = BINARY_OPS[${oparg}](${l}, ${r}); }`,
  );
  t.raiseIf(`${result} === undefined`, 'T.propagating');
  t.push(result);
}

/** Is the right operand no object that may come before the left one? */
function mayFollow(l: string, r: string): string {
  return `typeof ${r} !== 'object' || ${r}.ob_type === ${l}.ob_type || ${r}.ob_type === FLOAT`;
}

/** Puts on the stack what a method gave, or what is asked instead when that was NotImplemented. */
function pushUnlessDeclined(t: Translator, result: Value, instead: string): void {
  const { kind, tag } = result;
  const name = tag ?? result.js;
  if (kind === 'any' || tag !== undefined)
    t.emit(`if (${name} === NotImplemented) ${name} = ${t.guarded(instead)};`);
  t.stack.push(result);
}

/** Inlines the operator of the only class that tier 0 has met here. */
function inlineOperator(t: Translator, oparg: number): boolean {
  const type = t.overloader;
  const func = type?.proto[overloadingMethod(oparg)!];
  const [left, right] = topTwo(t);
  if (!(func instanceof PyFunction) || left.kind !== 'any') return false;
  t.expectType(left, [type!]);
  const { js: l } = left;
  const r = t.temporary();
  return inlineCall(t, {
    func,
    args: [left, right],
    taken: 2,
    guards: right.kind !== 'any' || right.js === l ? [] : [mayFollow(l, right.js)],
    // For the operator of the right one, should the left one's know nothing of it.
    prepare: () => t.emit(`const ${r} = ${t.boxed(right)};`),
    resume: (result) => pushUnlessDeclined(t, result, `withoutLeft(${l}, ${r}, ${oparg})`),
  });
}

/** The operation through the runtime; sums, differences and products of ints do not go that far. */
function genericOperation(t: Translator, operator: number, oparg: number): void {
  const [{ js: l, kind: leftKind }, { js: r, kind: rightKind }] = t.popMany(2) as [Value, Value];
  const slow = t.guarded(`BINARY_OPS[${oparg}](${l}, ${r})`);
  const symbol = operator === opargs.NB_ADD ? '+' : operator === opargs.NB_SUBTRACT ? '-' : undefined;
  if (symbol === undefined || leftKind === 'float' || rightKind === 'float') {
    t.result(slow);
    return;
  }
  if (symbol === '+' && (leftKind === 'str' || rightKind === 'str')) {
    const asked = [leftKind === 'str' ? '' : l, rightKind === 'str' ? '' : r].filter((js) => js !== '');
    if (asked.length === 0) t.result(slow);
    else t.result(`typeof ${asked[0]} === 'string' ? ${l} + ${r} : ${slow}`);
    return;
  }
  const result = t.temporary();
  t.emit(`let ${result};`);
  t.emit(
    `if (!(typeof ${l} === 'number' && typeof ${r} === 'number' && (${result} = ${l} ${symbol} ${r}, ${result} <= ${INT_LIMIT} && ${result} >= ${-INT_LIMIT}))) ${result} = ${slow};`,
  );
  t.push(result);
}

/** The same of a comparison: the left operand's method comes first where both are of one type. */
function overloadedComparison(t: Translator, operation: number, isBool: boolean): void {
  if (inlineComparison(t, operation, isBool)) return;
  const [{ js: l }, { js: r }] = t.popMany(2) as [Value, Value];
  const method = t.temporary();
  const result = t.temporary();
  t.emit(`const ${method} = ${l}.${COMPARING_METHODS[operation]}; ${t.mark};`);
  t.emit(
    `let ${result} = ${method} instanceof PyFunction && ${method}.jitArity === 2 && ${r}.ob_type === ${l}.ob_type ? ${method}.jitEntry(${method}, ${l}, ${r}) : richCompare(${l}, ${r}, ${operation});`,
  );
  t.passOn(result);
  t.emit(
    `if (${result} === NotImplemented) { ${t.mark}; ${result} = compareByRight(${l}, ${r}, ${operation}); }`,
  );
  if (isBool) t.call(`typeof ${result} === 'boolean' ? ${result} : isTrue(${result})`, 'bool');
  else t.push(result);
}

/** Inlines the method of a comparison of two objects of the only class that tier 0 has met here. */
function inlineComparison(t: Translator, operation: number, isBool: boolean): boolean {
  const type = t.overloader;
  const func = type?.proto[COMPARING_METHODS[operation]!];
  const [left, right] = topTwo(t);
  if (!(func instanceof PyFunction) || left.kind !== 'any' || right.kind !== 'any') return false;
  t.expectType(left, [type!]);
  const [{ js: l }, { js: r }] = [left, right];
  return inlineCall(t, {
    func,
    args: [left, right],
    taken: 2,
    guards: [`${r}.ob_type === ${l}.ob_type`],
    resume(result) {
      pushUnlessDeclined(t, result, `compareByRight(${l}, ${r}, ${operation})`);
      if (isBool) writeToBool(t);
    },
  });
}

export function writeCompareOp(t: Translator, oparg: number, seen: number): void {
  const operation = oparg >> COMPARE_OP_SHIFT;
  const symbol = COMPARISONS[operation]!;
  const isBool = (oparg & COMPARE_OP_TO_BOOL) !== 0;
  const [left, right] = topTwo(t);
  if (areMixed(t, seen)) {
    const [l, r] = topTwo(t).map((value) => eitherNumber(t, value)) as [Operand, Operand];
    drop(t, 2);
    t.result(`${l.value} ${symbol} ${r.value}`, 'bool');
    return;
  }
  if (mayBeNumber(left) && mayBeNumber(right) && t.speculates && (seen & OTHER_OPERANDS) === 0) {
    const areInts = isInt(left) && isInt(right);
    if (!areInts && (seen !== 0 || isFloating(left) || isFloating(right))) {
      const [l, r] = operands(t, seen);
      drop(t, 2);
      t.result(`${l.value} ${symbol} ${r.value}`, 'bool');
    } else {
      askForInts(t);
      drop(t, 2);
      t.result(`${left.js} ${symbol} ${right.js}`, 'bool');
    }
    return;
  }
  if ((seen & LEFT_OVERLOADS) !== 0) {
    overloadedComparison(t, operation, isBool);
    return;
  }
  const values = t.popMany(2) as [Value, Value];
  const [l, r] = values.map(({ js }) => js);
  const compare = `richCompare(${l}, ${r}, ${operation})`;
  const conditions = [areBoth(values, 'int', 'number'), areBoth(values, 'str', 'string')].filter(
    (condition) => condition !== undefined,
  );
  const direct = `${l} ${symbol} ${r}`;
  let result = direct;
  if (!conditions.includes('')) {
    const slow = t.guarded(isBool ? `isTrue(${compare})` : compare);
    result = conditions.length === 0 ? slow : `${conditions.join(' || ')} ? ${direct} : ${slow}`;
  }
  t.result(result, isBool || result === direct ? 'bool' : 'any');
}

/** The condition under which both operands are of a kind, which needs no asking where that is known; `undefined`: they are not. */
function areBoth(values: readonly Value[], kind: 'int' | 'str', jsType: string): string | undefined {
  const asked: string[] = [];
  for (const value of values) {
    if (value.kind === 'any') asked.push(`typeof ${value.js} === '${jsType}'`);
    else if (value.kind !== kind) return undefined;
  }
  return asked.join(' && ');
}

/** Is an object the same as no other one, be that equal? `isSame` in runtime/compare.ts knows the others. */
function hasIdentity(value: PyObject | undefined): boolean {
  return (
    typeof value === 'object' &&
    !(
      value instanceof PyFloat ||
      value instanceof PyStr ||
      value instanceof PyTuple ||
      value instanceof PyBytes
    )
  );
}

/** `left is right`, or `is not`. */
export function writeIs(t: Translator, isNegated: boolean): void {
  const [left, right] = t.popMany(2) as [Value, Value];
  const isSingleton = ({ kind }: Value): boolean => kind === 'none' || kind === 'bool';
  const equal = `${left.js} === ${right.js}`;
  let same = equal;
  if (!isSingleton(left) && !isSingleton(right)) {
    // A global that is still what it was when the code was written.
    const object = [right, left].find(({ known }) => hasIdentity(known));
    const isOther = object === undefined ? '' : `${object.js} !== ${t.constant(object.known)} && `;
    same = `${equal} || ${isOther}isSame(${left.js}, ${right.js})`;
  }
  t.result(isNegated ? `!(${same})` : same, 'bool');
}

/** A set or tuple of so many texts and ints in the source is compared with one by one. */
const MAX_COMPARED = 8;

/** `item in container`, or `not in`. */
export function writeContains(t: Translator, isNegated: boolean): void {
  const [item, container] = t.popMany(2) as [Value, Value];
  const { js } = container;
  const inKnown =
    container.known instanceof PyFrozenSet
      ? `${js}.ob_type === FROZENSET ? inSet(${js}, ${item.js})`
      : `${js}.ob_type === DICT ? ${itemOfDict(t, js, item.js)} !== undefined : ${js}.ob_type === SET ? inSet(${js}, ${item.js})`;
  const any = `${inKnown} : contains(${js}, ${item.js})`;
  const isText = `typeof ${item.js} === 'string'`;
  const inText = `${js}.includes(${item.js})`;
  const literals = plainItems(container);
  let found = t.guarded(any);
  if (literals !== undefined) {
    const equal = literals.map((literal) => `${item.js} === ${JSON.stringify(literal)}`);
    found = `typeof ${item.js} === '${typeof literals[0]}' ? ${equal.join(' || ')} : ${found}`;
  } else if (container.kind === 'str') found = `${isText} ? ${inText} : ${found}`;
  else if (container.known === undefined || typeof container.known === 'string') {
    if (item.kind === 'any' || item.kind === 'str')
      found = `typeof ${js} === 'string' && ${isText} ? ${inText} : ${found}`;
  }
  t.result(isNegated ? `!(${found})` : found, 'bool');
}

/** The items of a constant, if they are a few texts or a few ints; `undefined` otherwise. */
function plainItems({ js, known }: Value): readonly (string | number)[] | undefined {
  if (!isConstant(js) || !(known instanceof PyTuple || known instanceof PyFrozenSet)) return undefined;
  const { items } = known;
  const kinds = new Set(items.map((item) => typeof item));
  const isPlain = kinds.size === 1 && (kinds.has('string') || kinds.has('number'));
  return isPlain && items.length <= MAX_COMPARED ? (items as (string | number)[]) : undefined;
}

export function writeToBool(t: Translator): void {
  const value = t.stack[t.stack.length - 1]!;
  if (value.kind === 'double') {
    t.popBare();
    t.result(`${value.js} !== 0`, 'bool');
    return;
  }
  const { js, kind } = t.pop();
  if (kind === 'bool') t.push(js, kind);
  else if (kind === 'int') t.result(`${js} !== 0`, 'bool');
  else if (kind === 'float') t.result(`${js}.value !== 0`, 'bool');
  else if (kind === 'str') t.result(`${js} !== ''`, 'bool');
  else if (kind === 'none') t.push('false', 'bool');
  else
    t.result(
      `${js} === true || ${js} !== false && (plainTruth(${js}) ?? ${t.guarded(`isTrue(${js})`)})`,
      'bool',
    );
}

/** TO_BOOL or a comparison stands in front of it. */
export function writeNot(t: Translator): void {
  t.result(`!${t.pop().js}`, 'bool');
}

export function writeNegative(t: Translator): void {
  const { js, kind } = t.stack[t.stack.length - 1]!;
  if (kind === 'double' || kind === 'float') {
    t.popBare();
    t.result(kind === 'double' ? `-${js}` : `-${js}.value`, 'double');
    return;
  }
  const value = t.pop();
  if (value.kind === 'int') t.result(`0 - ${value.js}`, 'int');
  else {
    t.result(`typeof ${value.js} === 'number' ? 0 - ${value.js} : ${t.guarded(`negative(${value.js})`)}`);
  }
}
