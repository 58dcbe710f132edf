/**
 * The JavaScript of each instruction that does not end its block. Operators, attributes, names and calls, where there is
 * more to it, have files of their own.
 */
import {
  INTRINSIC_IMPORT_STAR,
  INTRINSIC_LIST_TO_TUPLE,
  INTRINSIC_STOPITERATION_ERROR,
  SPECIAL_METHOD_NAMES,
} from '../bytecode/opargs.ts';
import * as op from '../bytecode/opcodes.gen.ts';
import { PyType } from '../objects/object.ts';
import { UNPACKED_DOUBLES, UNPACKED_ITEMS } from '../vm/operators.ts';
import { OPERATION_BITS } from '../vm/receivers.ts';
import { loadAttr, loadKnownSuper, storeAttr } from './attributes.ts';
import { direct, writeCall, writeCallKeywords } from './call-sites.ts';
import {
  areKeywordsNext,
  areStoredNext,
  isAnonymousHandler,
  isReraiseNext,
  isSubscriptNext,
  nextOpcode,
} from './lookahead.ts';
import { loadConst, loadGlobal, loadName, storeGlobal, storeName } from './lookups.ts';
import { writeGetIter } from './loops.ts';
import {
  writeBinaryOp,
  writeCompareOp,
  writeContains,
  writeIs,
  writeNegative,
  writeNot,
  writeToBool,
} from './operators.ts';
import { writeBinarySlice, writeBuildSlice, writeStoreSlice } from './slices.ts';
import { writeStoreSubscript } from './subscripts.ts';
import type { Translator } from './translator.ts';
import { isBare, type Kind, NOTHING, quote, Unsupported } from './values.ts';

/** The helpers of one argument that look at the frame. */
const USES_FRAME: ReadonlySet<number> = new Set([INTRINSIC_IMPORT_STAR, INTRINSIC_STOPITERATION_ERROR]);

const js = ({ js }: { readonly js: string }): string => js;

/** Writes one instruction; `at` is its code unit, behind which its inline cache stands. */
export function writeInstruction(
  t: Translator,
  opcode: number,
  oparg: number,
  words: Int32Array,
  at: number,
): void {
  switch (opcode) {
    case op.NOP:
    case op.NOT_TAKEN:
    case op.EXTENDED_ARG:
    case op.RESUME:
      return;
    case op.RETURN_GENERATOR:
      // Of a coroutine that is run as a function: what a first step has sent to it.
      t.push('None', 'none');
      return;
    case op.POP_TOP:
    case op.POP_ITER:
      t.popBare();
      return;
    case op.LOAD_FAST:
    case op.LOAD_FAST_BORROW:
      t.load(oparg);
      return;
    case op.LOAD_FAST_CHECK:
      t.checkLocal(oparg);
      t.load(oparg);
      return;
    case op.LOAD_FAST_AND_CLEAR:
      t.load(oparg);
      t.clearLocal(oparg);
      return;
    case op.LOAD_FAST_LOAD_FAST:
    case op.LOAD_FAST_BORROW_LOAD_FAST_BORROW:
      t.load(oparg >> 4);
      t.load(oparg & 15);
      return;
    case op.STORE_FAST:
      t.store(oparg);
      return;
    case op.STORE_FAST_LOAD_FAST:
      t.store(oparg >> 4);
      t.load(oparg & 15);
      return;
    case op.STORE_FAST_STORE_FAST:
      t.store(oparg >> 4);
      t.store(oparg & 15);
      return;
    case op.DELETE_FAST:
      t.checkLocal(oparg);
      t.clearLocal(oparg);
      return;
    case op.LOAD_CONST:
      loadConst(t, t.subject.unit.code.co_consts[oparg]!);
      return;
    case op.LOAD_SMALL_INT:
      t.push(`(${oparg})`, 'int', oparg);
      return;
    case op.LOAD_COMMON_CONSTANT:
      t.result(`commonConstant(T, ${oparg})`);
      return;
    case op.PUSH_NULL:
      t.stack.push(NOTHING);
      return;
    case op.COPY:
      copyValue(t, oparg);
      return;
    case op.SWAP: {
      const top = t.stack.length - 1;
      const other = t.stack.length - oparg;
      [t.stack[top], t.stack[other]] = [t.stack[other]!, t.stack[top]!];
      return;
    }
    case op.MAKE_CELL:
      t.setLocal(oparg, `new PyCell(${t.boxedLocal(oparg)})`);
      return;
    case op.COPY_FREE_VARS: {
      const first = t.subject.unit.code.localsCount - oparg;
      const cells = t.temporary();
      t.emit(`const ${cells} = ${t.func}.func_closure.items;`);
      for (let i = 0; i < oparg; i++) t.setLocal(first + i, `${cells}[${i}]`);
      return;
    }
    case op.LOAD_DEREF: {
      const name = t.temporary();
      t.emit(`const ${name} = ${t.local(oparg)}.value;`);
      t.emit(`if (${name} === undefined) { ${t.mark}; unboundDeref(${t.frame}, ${oparg}); }`);
      t.push(name);
      return;
    }
    case op.STORE_DEREF:
      t.emit(`${t.local(oparg)}.value = ${t.pop().js};`);
      return;
    case op.DELETE_DEREF:
      t.emit(`if (${t.local(oparg)}.value === undefined) { ${t.mark}; unboundDeref(${t.frame}, ${oparg}); }`);
      t.emit(`${t.local(oparg)}.value = undefined;`);
      return;
    case op.LOAD_GLOBAL:
      loadGlobal(t, oparg >> 1);
      if (oparg & 1) t.stack.push(NOTHING);
      return;
    case op.LOAD_NAME:
      loadName(t, oparg);
      return;
    case op.STORE_NAME:
      storeName(t, oparg);
      return;
    case op.STORE_GLOBAL:
      storeGlobal(t, oparg);
      return;
    case op.DELETE_GLOBAL:
      t.emit(`${t.mark}; deleteGlobal(${t.frame}, ${t.constant(t.name(oparg))});`);
      return;
    case op.DELETE_NAME:
      t.emit(`${t.mark}; deleteName(${t.frame}, ${t.constant(t.name(oparg))});`);
      return;
    case op.LOAD_LOCALS:
      t.call(`loadLocals(${t.frame})`);
      return;
    case op.LOAD_BUILD_CLASS:
      t.call(`loadBuildClass(${t.frame})`);
      return;
    case op.LOAD_ATTR:
      loadAttr(t, t.name(oparg >> 1), (oparg & 1) === 1);
      return;
    case op.STORE_ATTR:
      storeAttr(t, t.name(oparg));
      return;
    case op.DELETE_ATTR: {
      const owner = t.pop().js;
      t.emit(`${t.mark}; setAttr(${owner}, ${t.constant(t.name(oparg))}, undefined);`);
      return;
    }
    case op.LOAD_SUPER_ATTR: {
      if (loadKnownSuper(t, t.name(oparg >> 2), (oparg & 1) === 1)) return;
      const values = t.popMany(3).map(js);
      const stack = t.temporary();
      t.emit(`${t.mark}; const ${stack} = [${values}];`);
      t.emit(`loadSuperAttr(${stack}, 3, ${t.constant(t.name(oparg >> 2))}, ${oparg});`);
      t.result(`${stack}[0]`);
      if (oparg & 1) t.result(`${stack}[1]`);
      return;
    }
    case op.LOAD_SPECIAL: {
      const value = t.pop().js;
      const [method, self] = [t.temporary(), t.temporary()];
      const inClass = quote(`$${SPECIAL_METHOD_NAMES[oparg]}`);
      t.emit(`let ${method} = ${value}[${inClass}], ${self} = ${value};`);
      t.emit(
        `if (!(${method} instanceof PyFunction)) { ${t.mark}; const stack = [${value}]; loadSpecial(stack, 1, ${oparg}); [${method}, ${self}] = stack; }`,
      );
      t.push(method);
      t.push(self);
      return;
    }
    case op.STORE_SUBSCR:
      writeStoreSubscript(t, words[at + 1]! & OPERATION_BITS);
      return;
    case op.DELETE_SUBSCR: {
      const [container, key] = t.popMany(2).map(js);
      t.emit(`${t.mark}; deleteItem(${container}, ${key});`);
      return;
    }
    case op.BINARY_SLICE:
      writeBinarySlice(t);
      return;
    case op.STORE_SLICE:
      writeStoreSlice(t);
      return;
    case op.GET_LEN:
      t.call(`length(${t.peek(1).js})`);
      return;
    case op.BINARY_OP:
      writeBinaryOp(t, oparg, words[at + 1]! & OPERATION_BITS);
      return;
    case op.COMPARE_OP:
      writeCompareOp(t, oparg, words[at + 1]! & OPERATION_BITS);
      return;
    case op.CONTAINS_OP:
      writeContains(t, oparg === 1);
      return;
    case op.IS_OP:
      writeIs(t, oparg === 1);
      return;
    case op.TO_BOOL:
      writeToBool(t);
      return;
    case op.UNARY_NOT:
      writeNot(t);
      return;
    case op.UNARY_NEGATIVE:
      writeNegative(t);
      return;
    case op.UNARY_INVERT:
      t.call(`invert(${t.pop().js})`);
      return;
    case op.BUILD_LIST:
      buildList(t, oparg);
      return;
    case op.BUILD_TUPLE:
      if (keepClasses(t, oparg) || keepItems(t, oparg)) return;
      t.result(`new PyTuple([${t.popMany(oparg).map(js)}])`);
      return;
    case op.BUILD_SET:
      t.call(`buildSet([${t.popMany(oparg).map(js)}])`);
      return;
    case op.BUILD_MAP:
      if (oparg === 0 && areKeywordsNext(t)) t.stack.push({ js: 'keywords', kind: 'keywords' });
      else t.call(`newDictOf([${t.popMany(2 * oparg).map(js)}])`);
      return;
    case op.BUILD_SLICE:
      writeBuildSlice(t, oparg);
      return;
    case op.BUILD_STRING:
      t.call(`joinStrings([${t.popMany(oparg).map(js)}])`);
      return;
    case op.LIST_APPEND: {
      const isDouble = t.stack[t.stack.length - 1]?.kind === 'double';
      const item = (isDouble ? t.popBare() : t.pop()).js;
      t.emit(`${isDouble ? 'appendDouble' : 'appendTo'}(${t.peek(oparg).js}, ${item});`);
      t.forgetItems();
      return;
    }
    case op.SET_ADD: {
      const item = t.pop().js;
      t.emit(`${t.mark}; setAdd(${t.peek(oparg).js}, ${item});`);
      return;
    }
    case op.MAP_ADD: {
      const [key, value] = t.popMany(2).map(js);
      t.emit(`${t.mark}; dictSetItem(${t.peek(oparg).js}, ${key}, ${value});`);
      return;
    }
    case op.LIST_EXTEND:
    case op.SET_UPDATE:
    case op.DICT_UPDATE: {
      const source = t.pop().js;
      const name =
        opcode === op.LIST_EXTEND ? 'listExtend' : opcode === op.SET_UPDATE ? 'setUpdate' : 'dictUpdate';
      t.emit(`${t.mark}; ${name}(${t.peek(oparg).js}, ${source});`);
      return;
    }
    case op.DICT_MERGE: {
      const source = t.pop().js;
      if (t.stack[t.stack.length - 1]?.kind === 'keywords') {
        // The call takes the items out at once.
        t.popBare();
        t.call(`keywordsOf(${source}, ${t.peek(oparg + 2).js})`);
        return;
      }
      t.emit(`${t.mark}; dictMerge(${t.peek(oparg).js}, ${source}, ${t.peek(oparg + 3).js});`);
      return;
    }
    case op.UNPACK_SEQUENCE:
      unpackSequence(t, oparg);
      return;
    case op.UNPACK_EX: {
      const stack = t.temporary();
      const total = (oparg & 255) + 1 + (oparg >> 8);
      const value = t.pop().js;
      t.emit(`${t.mark}; const ${stack} = [${value}];`);
      t.emit(`unpackEx(${stack}, 1, ${oparg & 255}, ${oparg >> 8});`);
      for (let i = 0; i < total; i++) t.result(`${stack}[${i}]`);
      return;
    }
    case op.FORMAT_SIMPLE: {
      const { js, kind } = t.pop();
      if (kind === 'str') t.push(js, kind);
      else t.result(`typeof ${js} === 'string' ? ${js} : ${t.guarded(`formatSimple(${js})`)}`);
      return;
    }
    case op.FORMAT_WITH_SPEC: {
      const [value, spec] = t.popMany(2).map(js);
      t.call(`formatWithSpec(${value}, ${spec})`);
      return;
    }
    case op.CONVERT_VALUE:
      t.call(`convertValue(${t.pop().js}, ${oparg})`);
      return;
    case op.GET_ITER:
      writeGetIter(t);
      return;
    case op.CALL:
      writeCall(t, oparg);
      return;
    case op.CALL_KW:
      writeCallKeywords(t, oparg);
      return;
    case op.CALL_FUNCTION_EX: {
      const [callable, , args, kwargs] = t.popMany(4).map(js);
      t.call(`callFunctionEx(${callable}, ${args}, ${kwargs})`);
      return;
    }
    case op.CALL_INTRINSIC_1: {
      const { js } = t.pop();
      // The list is nobody else's.
      if (oparg === INTRINSIC_LIST_TO_TUPLE) t.result(`new PyTuple(${js}.items)`);
      else t.call(`INTRINSICS_1[${oparg}](${js}, ${USES_FRAME.has(oparg) ? t.frame : 'undefined'}, T)`);
      return;
    }
    case op.CALL_INTRINSIC_2: {
      const [value2, value1] = t.popMany(2).map(js);
      t.call(`INTRINSICS_2[${oparg}](${value2}, ${value1})`);
      return;
    }
    case op.MAKE_FUNCTION: {
      const { globals, builtins } = t.subject.unit;
      const code = t.pop().js;
      t.result(`makeFunction(${t.constant(globals)}, ${t.constant(builtins)}, ${code})`);
      return;
    }
    case op.SET_FUNCTION_ATTRIBUTE: {
      const [attribute, func] = t.popMany(2).map(js);
      t.emit(`setFunctionAttribute(${func}, ${oparg}, ${attribute});`);
      t.push(func!);
      return;
    }
    case op.PUSH_EXC_INFO: {
      t.exitIf('B[0] !== 0 && isSeen()', t.pc);
      const { js } = t.pop();
      t.result('T.excInfo.value ?? None');
      t.push(js);
      t.emit(`T.excInfo.value = ${js};`);
      if (!isAnonymousHandler(t)) t.emit(`${js}.isHeld = true;`);
      return;
    }
    case op.POP_EXCEPT: {
      const { js } = t.pop();
      // The exception goes on where it is raised once more.
      if (!t.hasFrame && !isReraiseNext(t)) {
        t.emit(`if (S.framed > ${t.depth}) S.forgetHandled(${t.depth}, T.excInfo.value);`);
      }
      t.emit(`T.excInfo.value = ${js} === None ? undefined : ${js};`);
      return;
    }
    case op.CHECK_EXC_MATCH: {
      const { js } = t.pop();
      const exception = t.peek(1).js;
      // An exception's own class is one that may be caught.
      t.result(`${exception}.ob_type === ${js} || ${t.guarded(`matches(${exception}, ${js})`)}`, 'bool');
      return;
    }
    case op.CHECK_EG_MATCH: {
      const [exception, classes] = t.popMany(2).map(js);
      const stack = t.temporary();
      t.emit(`${t.mark}; const ${stack} = [${exception}, ${classes}];`);
      t.emit(`matchGroup(T, ${t.frame}, ${stack}, 2);`);
      t.result(`${stack}[0]`);
      t.result(`${stack}[1]`);
      return;
    }
    case op.WITH_EXCEPT_START:
      callExit(t);
      return;
    case op.MATCH_MAPPING:
      t.call(`isMapping(${t.peek(1).js})`, 'bool');
      return;
    case op.MATCH_SEQUENCE:
      t.call(`isSequence(${t.peek(1).js})`, 'bool');
      return;
    case op.MATCH_KEYS:
      t.call(`matchKeys(${t.peek(2).js}, ${t.peek(1).js})`);
      return;
    case op.MATCH_CLASS: {
      const [subject, type, names] = t.popMany(3).map(js);
      t.call(`matchClass(${subject}, ${type}, ${oparg}, ${names})`);
      return;
    }
    case op.IMPORT_NAME: {
      const [level, fromlist] = t.popMany(2).map(js);
      t.call(`importName(${t.frame}, ${t.constant(t.name(oparg))}, ${fromlist}, ${level})`);
      return;
    }
    case op.IMPORT_FROM:
      t.call(`importFrom(${t.peek(1).js}, ${t.constant(t.name(oparg))})`);
      return;
    case op.END_SEND: {
      const { js, kind } = t.pop();
      t.popBare();
      t.push(js, kind);
      return;
    }
    case op.GET_YIELD_FROM_ITER:
      t.emit(`${t.place};`);
      t.result(`generatorOver(${t.peek(1).js}) ?? ${t.guarded(`yieldFromIter(frame, ${t.pop().js})`)}`);
      return;
    case op.GET_AWAITABLE:
      t.call(`awaitableIter(${t.pop().js}, ${oparg})`);
      return;
    case op.GET_AITER:
      t.call(`asyncIter(${t.pop().js})`);
      return;
    case op.GET_ANEXT:
      t.call(`asyncNext(${t.peek(1).js})`);
      return;
    case op.CLEANUP_THROW: {
      const [, , thrown] = t.popMany(3);
      const returned = t.temporary();
      t.emit(`const ${returned} = stopIterationValue(${thrown!.js});`);
      t.reraiseIf(`${returned} === undefined`, thrown!.js);
      t.push('None', 'none');
      t.push(returned);
      return;
    }
    case op.END_ASYNC_FOR: {
      const [, thrown] = t.popMany(2);
      t.reraiseIf(`!isStopAsyncIteration(${thrown!.js})`, thrown!.js);
      return;
    }
    default:
      throw new Unsupported(`it has the instruction ${op.OPCODE_NAMES[opcode]}`);
  }
}

/** `__exit__(type, exception, traceback)`. */
function callExit(t: Translator): void {
  const [exit, self, , , exception] = Array.from({ length: 5 }, (_, i) => t.peek(5 - i).js);
  const args = [`${exception}.ob_type`, exception!, `${exception}.traceback ?? None`];
  const result = t.temporary();
  t.emit(`${t.mark};`);
  t.emit(
    `const ${result} = ${self} !== undefined ? ${direct(exit!, [self!, ...args])} : ${direct(exit!, args)};`,
  );
  t.passOn(result);
  t.push(result);
}

function copyValue(t: Translator, depth: number): void {
  const value = t.stack[t.stack.length - depth];
  // An iterator there is one of, as an object.
  t.stack.push(value?.kind === 'double' || value?.kind === 'tagged' ? value : t.peek(depth));
}

/** Kinds of values that are certainly no floats. */
const NO_FLOATS: ReadonlySet<Kind> = new Set(['int', 'bool', 'none', 'str', 'function', 'sequence']);

/** BUILD_LIST: of floats that are held bare the list keeps the numbers. */
function buildList(t: Translator, count: number): void {
  const kinds = t.stack.slice(t.stack.length - count).map(({ kind }) => kind);
  if (count === 0 || kinds.length < count || kinds.some((kind) => NO_FLOATS.has(kind))) {
    t.result(`new PyList([${t.popMany(count).map(js)}])`);
  } else if (kinds.every((kind) => kind === 'double')) {
    const numbers = Array.from({ length: count }, () => t.popBare().js).reverse();
    const doubles = t.temporary();
    // What V8 sees at first makes it an array of doubles, for ever.
    t.emit(`const ${doubles} = [${numbers.map(() => '0.5')}];`);
    t.emit(numbers.map((number, i) => `${doubles}[${i}] = ${number};`).join(' '));
    t.result(`new PyList(undefined, ${doubles})`);
  } else t.result(`listOf([${t.popMany(count).map(js)}])`);
}

/** The items of what tier 0 has seen to be a list or a tuple, with so many. */
function knownItems(t: Translator, count: number): string {
  const { js, kind } = t.peek(1);
  const before = t.itemsOf(js, count);
  if (before !== undefined) {
    t.pop();
    return before;
  }
  if (kind !== 'sequence') {
    t.exitUnless(`${js}.ob_type === TUPLE || ${js}.ob_type === LIST`);
    t.refine(js, 'sequence');
  }
  const items = t.temporary();
  t.emit(`const ${items} = ${js}.ob_type === TUPLE ? ${js}.items : ${js}.boxed;`);
  t.exitUnless(`${items} !== undefined && ${items}.length === ${count}`);
  t.noteItems(js, items, count);
  t.pop();
  return items;
}

/** The numbers of what tier 0 has seen to be a list that keeps them, with so many. */
function knownDoubles(t: Translator, count: number): string {
  const { js } = t.peek(1);
  const doubles = t.temporary();
  t.exitUnless(`${js}.ob_type === LIST && ${js}.doubles !== undefined`);
  t.emit(`const ${doubles} = ${js}.doubles;`);
  t.exitUnless(`${doubles}.length === ${count}`);
  t.pop();
  return doubles;
}

/** The items of anything, of which there must be so many. */
function anyItems(t: Translator, count: number): string {
  const { js } = t.pop();
  const items = t.temporary();
  t.emit(`${t.mark}; const ${items} = unpackedItems(${js}, ${count});`);
  return items;
}

/** A tuple of classes that is passed at once, most likely to `isinstance`, is held as its items. */
function keepClasses(t: Translator, count: number): boolean {
  const items = t.stack.slice(t.stack.length - count);
  if (count === 0 || nextOpcode(t) !== op.CALL || !items.every(({ known }) => known instanceof PyType))
    return false;
  t.stack.length -= count;
  t.stack.push({ js: 'classes', kind: 'tuple', items });
  return true;
}

/** A tuple that is used at once by what may be inlined is made when somebody wants it as an object. */
function keepItems(t: Translator, count: number): boolean {
  if (count === 0 || !t.speculates) return false;
  const isReturned = t.outermost !== t && nextOpcode(t) === op.RETURN_VALUE;
  if (!isReturned && !isSubscriptNext(t)) return false;
  const items = t.stack.slice(t.stack.length - count);
  if (items.length < count || items.some(({ kind }) => isBare(kind) && kind !== 'double')) return false;
  t.stack.length -= count;
  const made = t.temporary();
  t.emit(`let ${made};`);
  t.stack.push({ js: made, kind: 'tuple', items, made });
  return true;
}

function unpackSequence(t: Translator, count: number): void {
  const top = t.stack[t.stack.length - 1];
  if (top?.items?.length === count) {
    t.popBare();
    for (let i = count - 1; i >= 0; i--) t.stack.push(top.items[i]!);
    return;
  }
  const seen = t.speculates ? t.cache : 0;
  const kind = seen === UNPACKED_DOUBLES ? 'double' : 'any';
  let items: string;
  if (kind === 'double') items = knownDoubles(t, count);
  else items = seen === UNPACKED_ITEMS ? knownItems(t, count) : anyItems(t, count);
  const places = Array.from({ length: count }, (_, i) => `${items}[${i}]`);
  // All are read before any is stored, but for variables: any other store may change the list.
  if (areStoredNext(t, count)) {
    for (let i = count - 1; i >= 0; i--) t.push(places[i]!, kind);
    return;
  }
  const names = places.map(() => t.temporary());
  if (count > 0) t.emit(`const ${names.map((name, i) => `${name} = ${places[i]}`).join(', ')};`);
  for (let i = count - 1; i >= 0; i--) t.push(names[i]!, kind);
}
