/**
 * Reading pickles: a machine with a stack of objects, a stack of marks in it, and a memo of objects by number.
 * CPython: `load` and the `load_` functions in Modules/_pickle.c.
 */
import { cutTo } from '../../common/arrays.ts';
import { LONGEST } from '../../common/ascii-texts.ts';
import { intFromBytes } from '../../common/int.ts';
import { attrName } from '../../objects/attribute-name.ts';
import { PyByteArray } from '../../objects/bytearray.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { PyGetSetDescr } from '../../objects/descriptor.ts';
import { PyDict } from '../../objects/dict.ts';
import { type PyBaseException, PyUnicodeDecodeError } from '../../objects/exception.ts';
import { PyFloat } from '../../objects/float.ts';
import { PyList } from '../../objects/list.ts';
import { type PyBaseObject, type PyInt, type PyObject, PyType } from '../../objects/object.ts';
import { PySet } from '../../objects/set.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, type Str } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { genericGetAttr, getAttr, getAttrOrAbsent, lookupOnType, setAttr } from '../../runtime/attributes.ts';
import { call, call1, callMethod } from '../../runtime/call.ts';
import { decodeEscape, decodeRawUnicodeEscape } from '../../runtime/codecs/escape.ts';
import { decodeAscii, decodeLatin1 } from '../../runtime/codecs/latin1.ts';
import { decodeUtf8 } from '../../runtime/codecs/utf8.ts';
import { decode } from '../../runtime/codecs.ts';
import { attributeNameOf, strValue } from '../../runtime/convert.ts';
import { dictGetItem, dictSetItem, isDict } from '../../runtime/dict.ts';
import { eofError, memoryError, overflowError, typeError, valueError } from '../../runtime/errors.ts';
import { instanceDict } from '../../runtime/instance-dict.ts';
import { intFromAscii } from '../../runtime/int-text.ts';
import { iterNext } from '../../runtime/iter.ts';
import { newMemoryView } from '../../runtime/memoryview.ts';
import { parseIntStr } from '../../runtime/number-convert.ts';
import { stateIndex } from '../../runtime/pickling.ts';
import { setItem } from '../../runtime/sequence.ts';
import { newFrozenSet, setAdd } from '../../runtime/set.ts';
import { typeName, typeOf } from '../../runtime/type-of.ts';
import type { PickleInput } from './input.ts';
import * as op from './opcodes.ts';
import { inPlaceOf, pickleState, unpicklingError } from './state.ts';
import type { PyUnpickler } from './unpickler-layout.ts';

const addName = attrName('add');
const appendName = attrName('append');
const dunderDict = attrName('__dict__');
const dunderGetinitargs = attrName('__getinitargs__');
const dunderNew = attrName('__new__');
const dunderSetstate = attrName('__setstate__');
const extendName = attrName('extend');
const findClassName = attrName('find_class');

const SSIZE_MAX = '9223372036854775807';
/** No memo can have more places. */
const MEMO_LIMIT = 2 ** 32 - 2;

/** Reads one pickle and returns its object. May run any Python code. */
export function loadPickle(self: PyUnpickler): PyObject {
  const input = self.input!;
  const { stack, marks } = self;
  cutTo(stack, 0);
  cutTo(marks, 0);
  self.fence = 0;
  self.proto = 0;
  for (;;) {
    const opcode = input.opcode();
    switch (opcode) {
      case op.MEMOIZE:
        memoPut(self, self.memoLength, top(self));
        break;
      case op.SHORT_BINUNICODE:
        stack.push(readText(self, input.octet()));
        break;
      case op.BINGET:
        stack.push(memoGet(self, input.octet()));
        break;
      case op.BININT1:
        stack.push(input.octet());
        break;
      case op.NONE:
        stack.push(None);
        break;
      case op.NEWTRUE:
        stack.push(true);
        break;
      case op.NEWFALSE:
        stack.push(false);
        break;
      case op.MARK:
        self.fence = stack.length;
        marks.push(stack.length);
        break;
      case op.BININT:
        stack.push(input.signed());
        break;
      case op.BININT2:
        stack.push(input.short());
        break;
      case op.LONG1:
        loadCountedLong(self, input.octet());
        break;
      case op.LONG4:
        loadCountedLong(self, input.signed());
        break;
      case op.BINFLOAT:
        stack.push(readDouble(input));
        break;
      case op.BINUNICODE:
        stack.push(readText(self, input.unsigned()));
        break;
      case op.BINUNICODE8:
        stack.push(readText(self, checkedLength(input.length(), 'BINUNICODE')));
        break;
      case op.SHORT_BINBYTES:
        stack.push(new PyBytes(input.copy(input.octet())));
        break;
      case op.BINBYTES:
        stack.push(new PyBytes(input.copy(input.unsigned())));
        break;
      case op.BINBYTES8:
        stack.push(new PyBytes(input.copy(checkedLength(input.length(), 'BINBYTES'))));
        break;
      case op.BYTEARRAY8:
        stack.push(new PyByteArray(input.copy(checkedLength(input.length(), 'BYTEARRAY8'))));
        break;
      case op.EMPTY_TUPLE:
        stack.push(new PyTuple([]));
        break;
      case op.TUPLE1:
        loadTuple(self, stack.length - 1);
        break;
      case op.TUPLE2:
        loadTuple(self, stack.length - 2);
        break;
      case op.TUPLE3:
        loadTuple(self, stack.length - 3);
        break;
      case op.TUPLE:
        loadTuple(self, popMark(self));
        break;
      case op.EMPTY_LIST:
        stack.push(new PyList([]));
        break;
      case op.APPEND:
        if (stack.length - 1 <= self.fence) throw underflow(self);
        appendItems(self, stack.length - 1);
        break;
      case op.APPENDS:
        appendItems(self, popMark(self));
        break;
      case op.EMPTY_DICT:
        stack.push(new PyDict());
        break;
      case op.SETITEM:
        setItems(self, stack.length - 2);
        break;
      case op.SETITEMS:
        setItems(self, popMark(self));
        break;
      case op.EMPTY_SET:
        stack.push(new PySet());
        break;
      case op.ADDITEMS:
        addItems(self, popMark(self));
        break;
      case op.FROZENSET:
        stack.push(newFrozenSet(popTuple(self, popMark(self))));
        break;
      case op.LIST:
        stack.push(new PyList(stack.splice(popMark(self))));
        break;
      case op.DICT:
        loadDict(self, popMark(self));
        break;
      case op.BINPUT: {
        const index = input.octet();
        memoPut(self, index, top(self));
        break;
      }
      case op.LONG_BINPUT: {
        const index = input.unsigned();
        memoPut(self, index, top(self));
        break;
      }
      case op.LONG_BINGET:
        stack.push(memoGet(self, input.unsigned()));
        break;
      case op.STACK_GLOBAL:
        loadStackGlobal(self);
        break;
      case op.GLOBAL:
        loadGlobal(self);
        break;
      case op.REDUCE:
        loadReduce(self);
        break;
      case op.NEWOBJ:
        loadNewObject(self, false);
        break;
      case op.NEWOBJ_EX:
        loadNewObject(self, true);
        break;
      case op.BUILD:
        loadBuild(self);
        break;
      case op.FRAME: {
        const count = input.length();
        if (count < 0) throw overflowError(`FRAME length exceeds system's maximum of ${SSIZE_MAX} bytes`);
        input.beginFrame(count);
        break;
      }
      case op.PROTO: {
        const proto = input.octet();
        if (proto > op.HIGHEST_PROTOCOL) throw valueError(`unsupported pickle protocol: ${proto}`);
        self.proto = proto;
        break;
      }
      case op.STOP:
        input.finish();
        return pop(self);
      case -1:
        throw eofError('Ran out of input');
      default:
        loadRarely(self, opcode);
    }
  }
}

/** What pickles of today do not have, or seldom. */
function loadRarely(self: PyUnpickler, opcode: number): void {
  const input = self.input!;
  const { stack } = self;
  switch (opcode) {
    case op.INT:
      stack.push(readInt(input));
      break;
    case op.LONG:
      stack.push(readLong(input));
      break;
    case op.FLOAT:
      stack.push(new PyFloat(readFloat(input)));
      break;
    case op.STRING:
      stack.push(oldString(self, quotedOctets(input)));
      break;
    case op.BINSTRING: {
      const count = input.signed();
      if (count < 0) throw unpicklingError('BINSTRING pickle has negative byte count');
      stack.push(oldString(self, input.copy(count)));
      break;
    }
    case op.SHORT_BINSTRING:
      stack.push(oldString(self, input.copy(input.octet())));
      break;
    case op.UNICODE: {
      const line = input.line();
      stack.push(decodeRawUnicodeEscape(line.subarray(0, line.length - 1), undefined, true).text);
      break;
    }
    case op.NEXT_BUFFER:
      stack.push(nextBuffer(self));
      break;
    case op.READONLY_BUFFER:
      loadReadonlyBuffer(self);
      break;
    case op.OBJ:
      loadObj(self);
      break;
    case op.INST:
      loadInst(self);
      break;
    case op.PERSID:
      loadPersistent(self);
      break;
    case op.BINPERSID: {
      const id = pop(self);
      stack.push(call1(self.persistentLoad!, id));
      break;
    }
    case op.EXT1:
      loadExtension(self, input.octet());
      break;
    case op.EXT2:
      loadExtension(self, input.short());
      break;
    case op.EXT4:
      loadExtension(self, input.signed());
      break;
    case op.GET:
      stack.push(memoGet(self, memoIndex(contentLine(input))));
      break;
    case op.PUT: {
      const line = contentLine(input);
      const value = top(self);
      const index = memoIndex(line);
      if (index < 0) throw valueError('negative PUT argument');
      memoPut(self, index, value);
      break;
    }
    case op.POP:
      loadPop(self);
      break;
    case op.POP_MARK:
      cutTo(stack, popMark(self));
      break;
    case op.DUP:
      stack.push(top(self));
      break;
    default:
      throw unpicklingError(`invalid load key, '${shownKey(opcode)}'.`);
  }
}

function shownKey(key: number): string {
  const isPlain = key >= 0x20 && key <= 0x7e && key !== 0x27 && key !== 0x5c;
  return isPlain ? String.fromCharCode(key) : `\\x${key.toString(16).padStart(2, '0')}`;
}

// ── The stack and the memo ───────────────────────────────────────────────────────────────────────────────────────────

function underflow(self: PyUnpickler): PyBaseException {
  return unpicklingError(self.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow');
}

function top(self: PyUnpickler): PyObject {
  const { stack } = self;
  if (stack.length <= self.fence) throw underflow(self);
  return stack[stack.length - 1]!;
}

function pop(self: PyUnpickler): PyObject {
  if (self.stack.length <= self.fence) throw underflow(self);
  return self.stack.pop()!;
}

/** Takes the last mark away: the index of the first object behind it. */
function popMark(self: PyUnpickler): number {
  const { marks } = self;
  const mark = marks.pop();
  if (mark === undefined) throw unpicklingError('could not find MARK');
  self.fence = marks.length > 0 ? marks[marks.length - 1]! : 0;
  return mark;
}

/** The objects from an index on. */
function popItems(self: PyUnpickler, start: number): PyObject[] {
  const { stack } = self;
  const count = stack.length - start;
  // The usual short ones are copied faster one by one.
  if (count > 8) return stack.splice(start);
  const items: PyObject[] = [];
  for (let i = start; i < stack.length; i++) items.push(stack[i]!);
  cutTo(stack, start);
  return items;
}

function popTuple(self: PyUnpickler, start: number): PyTuple {
  if (start < self.fence) throw underflow(self);
  return new PyTuple(popItems(self, start));
}

function memoGet(self: PyUnpickler, index: number): PyObject {
  const value = self.memo[index];
  if (value === undefined) throw unpicklingError(`Memo value not found at index ${index}`);
  return value;
}

function memoPut(self: PyUnpickler, index: number, value: PyObject): void {
  const { memo } = self;
  if (index > MEMO_LIMIT) throw memoryError();
  if (index === memo.length) memo.push(value);
  else if (memo[index] !== undefined) {
    memo[index] = value;
    return;
  } else memo[index] = value;
  self.memoLength++;
}

function memoIndex(line: Uint8Array): number {
  const text = decodeLatin1(line);
  return stateIndex(parseIntStr(text, text, 10));
}

// ── Numbers, texts, octets ───────────────────────────────────────────────────────────────────────────────────────────

/** A line with something before its end. */
function contentLine(input: PickleInput): Uint8Array {
  const line = input.line();
  if (line.length < 2) throw unpicklingError('pickle data was truncated');
  return line;
}

/** The text of a line up to a NUL, with the line's end if that comes first. */
function lineText(input: PickleInput): string {
  const text = decodeLatin1(contentLine(input));
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}

/** An int, or a bool: protocol 1 has `01` and `00` for them. */
function readInt(input: PickleInput): PyObject {
  const text = lineText(input);
  const value = intFromAscii(text, 10);
  if (value === undefined) throw valueError('could not convert string to int');
  return text.length === 3 && (value === 0 || value === 1) ? value === 1 : value;
}

function readLong(input: PickleInput): PyInt {
  const text = lineText(input);
  const digits = text.endsWith('L\n') ? text.slice(0, -2) : text;
  return parseIntStr(digits, digits, 10);
}

function loadCountedLong(self: PyUnpickler, count: number): void {
  if (count < 0) throw unpicklingError('LONG pickle has negative byte count');
  const input = self.input!;
  const start = input.take(count);
  self.stack.push(intFromBytes(input.octets.subarray(start, start + count), true, true));
}

const FLOAT_PREFIX = /^[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(inf(?:inity)?|nan))/i;

function readFloat(input: PickleInput): number {
  const text = lineText(input);
  const match = FLOAT_PREFIX.exec(text);
  if (match === null) throw valueError(`could not convert string to float: '${text}'`);
  const [found, word] = match;
  if (found.length < text.length && text[found.length] !== '\n') {
    throw valueError('could not convert string to float');
  }
  if (word !== undefined) {
    const value = word[0] === 'n' || word[0] === 'N' ? Number.NaN : Number.POSITIVE_INFINITY;
    return found[0] === '-' ? -value : value;
  }
  const value = Number(found);
  if (!Number.isFinite(value)) throw overflowError(`value too large to convert to float: '${text}'`);
  return value;
}

function readDouble(input: PickleInput): PyFloat {
  const start = input.take(8);
  return new PyFloat(input.view().getFloat64(start));
}

function checkedLength(count: number, what: string): number {
  if (count < 0) throw overflowError(`${what} exceeds system's maximum size of ${SSIZE_MAX} bytes`);
  return count;
}

function readText(self: PyUnpickler, count: number): Str {
  const input = self.input!;
  const start = input.take(count);
  const end = start + count;
  const { octets } = input;
  if (count <= LONGEST) {
    const text = self.texts.text(octets, input.view(), start, end);
    if (text !== undefined) return text;
  }
  return decodeUtf8(octets.subarray(start, end), 'surrogatepass', true).text;
}

/** What stands between quotes in a line. */
function quotedOctets(input: PickleInput): Uint8Array {
  const line = input.line();
  const last = line.length - 2;
  const quote = line[0];
  if (last < 1 || line[last] !== quote || (quote !== 0x27 && quote !== 0x22)) {
    throw unpicklingError('the STRING opcode argument must be quoted');
  }
  return decodeEscape(line.subarray(1, last), undefined);
}

/** A str of Python 2, which the arguments say how to take. */
function oldString(self: PyUnpickler, octets: Uint8Array): PyObject {
  if (self.encoding === 'bytes') return new PyBytes(octets);
  return decode(octets, self.encoding, self.errors);
}

function nextBuffer(self: PyUnpickler): PyObject {
  if (self.buffers === undefined) {
    throw unpicklingError('pickle stream refers to out-of-band data but no *buffers* argument was given');
  }
  const buffer = iterNext(self.buffers);
  if (buffer === undefined) throw unpicklingError('not enough out-of-band buffers');
  return buffer;
}

function loadReadonlyBuffer(self: PyUnpickler): void {
  const memory = newMemoryView(top(self));
  if (memory.view.readonly) return;
  memory.view.readonly = true;
  self.stack[self.stack.length - 1] = memory;
}

// ── Containers ───────────────────────────────────────────────────────────────────────────────────────────────────────

function loadTuple(self: PyUnpickler, start: number): void {
  const tuple = popTuple(self, start);
  self.stack.push(tuple);
}

function loadDict(self: PyUnpickler, start: number): void {
  const { stack } = self;
  if ((stack.length - start) % 2 !== 0) throw unpicklingError('odd number of items for DICT');
  const dict = new PyDict();
  for (let i = start; i < stack.length; i += 2) dictSetItem(dict, stack[i]!, stack[i + 1]!);
  cutTo(stack, start);
  stack.push(dict);
}

/** The object below an index, to which what stands from there on is added; `undefined` when there is nothing to add. */
function container(self: PyUnpickler, start: number): PyObject | undefined {
  const { stack } = self;
  if (start > stack.length || start <= self.fence) throw underflow(self);
  return start === stack.length ? undefined : stack[start - 1]!;
}

function appendItems(self: PyUnpickler, start: number): void {
  const { stack } = self;
  const list = container(self, start);
  if (list === undefined) return;
  if (typeof list === 'object' && list.ob_type === PyList.type) {
    const target = list as PyList;
    if (target.items.length === 0 && stack.length - start > 8) {
      target.items = stack.splice(start);
      return;
    }
    for (let i = start; i < stack.length; i++) target.items.push(stack[i]!);
    cutTo(stack, start);
    return;
  }
  const extend = getAttrOrAbsent(list, extendName);
  if (extend !== undefined) {
    call1(extend, new PyList(popItems(self, start)));
    return;
  }
  callForEach(self, getAttr(list, appendName), start);
}

function callForEach(self: PyUnpickler, method: PyObject, start: number): void {
  for (const item of popItems(self, start)) call1(method, item);
}

function setItems(self: PyUnpickler, start: number): void {
  const { stack } = self;
  const target = container(self, start);
  if (target === undefined) return;
  if ((stack.length - start) % 2 !== 0) throw unpicklingError('odd number of items for SETITEMS');
  if (typeof target === 'object' && target.ob_type === PyDict.type) {
    for (let i = start; i < stack.length; i += 2) dictSetItem(target as PyDict, stack[i]!, stack[i + 1]!);
    cutTo(stack, start);
    return;
  }
  const items = popItems(self, start);
  for (let i = 0; i < items.length; i += 2) setItem(target, items[i]!, items[i + 1]!);
}

function addItems(self: PyUnpickler, start: number): void {
  const set = container(self, start);
  if (set === undefined) return;
  if (set instanceof PySet) {
    for (const item of popItems(self, start)) setAdd(set, item);
  } else callForEach(self, getAttr(set, addName), start);
}

function loadPop(self: PyUnpickler): void {
  const { stack, marks } = self;
  if (marks.length > 0 && marks[marks.length - 1] === stack.length) popMark(self);
  else pop(self);
}

// ── Globals, and objects that are made by a call ─────────────────────────────────────────────────────────────────────

function findClass(self: PyUnpickler, module: PyObject, name: PyObject): PyObject {
  return callMethod(self, findClassName, module, name);
}

function withoutEnd(line: Uint8Array): Uint8Array {
  return line.subarray(0, line.length - 1);
}

function loadGlobal(self: PyUnpickler): void {
  const input = self.input!;
  const module = decodeUtf8(withoutEnd(contentLine(input)), undefined, true).text;
  const name = decodeUtf8(withoutEnd(contentLine(input)), undefined, true).text;
  self.stack.push(findClass(self, module, name));
}

function loadStackGlobal(self: PyUnpickler): void {
  const name = pop(self);
  const module = pop(self);
  if (!isStr(module) || !isStr(name)) throw unpicklingError('STACK_GLOBAL requires str');
  self.stack.push(findClass(self, module, name));
}

function loadExtension(self: PyUnpickler, code: number): void {
  if (code <= 0) throw unpicklingError('EXT specifies code <= 0');
  const { extensionCache, invertedRegistry } = pickleState();
  const cached = dictGetItem(extensionCache, code);
  if (cached !== undefined) {
    self.stack.push(cached);
    return;
  }
  const pair = dictGetItem(invertedRegistry, code);
  if (pair === undefined) throw valueError(`unregistered extension code ${code}`);
  const names = pair instanceof PyTuple && pair.items.length === 2 ? pair.items : [];
  if (names.length !== 2 || !names.every((name) => strValue(name) !== undefined)) {
    throw valueError(`_inverted_registry[${code}] isn't a 2-tuple of strings`);
  }
  const value = findClass(self, names[0]!, names[1]!);
  dictSetItem(extensionCache, code, value);
  self.stack.push(value);
}

function loadPersistent(self: PyUnpickler): void {
  const line = withoutEnd(self.input!.line());
  let id: Str;
  try {
    id = decodeAscii(line, undefined);
  } catch (thrown) {
    if (!(thrown instanceof PyUnicodeDecodeError)) throw thrown;
    throw inPlaceOf(thrown, unpicklingError('persistent IDs in protocol 0 must be ASCII strings'));
  }
  self.stack.push(call1(self.persistentLoad!, id));
}

/** An object of a class of Python 2, which takes arguments only if it says so. */
function instantiate(cls: PyObject, args: PyTuple): PyObject {
  if (
    args.items.length === 0 &&
    cls instanceof PyType &&
    getAttrOrAbsent(cls, dunderGetinitargs) === undefined
  ) {
    return callMethod(cls, dunderNew, cls);
  }
  return call(cls, args.items.slice());
}

function loadObj(self: PyUnpickler): void {
  const start = popMark(self);
  if (self.stack.length - start < 1) throw underflow(self);
  const args = popTuple(self, start + 1);
  self.stack.push(instantiate(pop(self), args));
}

function loadInst(self: PyUnpickler): void {
  const input = self.input!;
  const start = popMark(self);
  const module = decodeAscii(withoutEnd(contentLine(input)), undefined);
  const name = decodeAscii(withoutEnd(contentLine(input)), undefined);
  const cls = findClass(self, module, name);
  const args = popTuple(self, start);
  self.stack.push(instantiate(cls, args));
}

function loadReduce(self: PyUnpickler): void {
  const args = pop(self);
  const callable = pop(self);
  if (!(args instanceof PyTuple)) throw typeError('argument list must be a tuple');
  self.stack.push(call(callable, args.items.slice()));
}

function loadNewObject(self: PyUnpickler, withKeywords: boolean): void {
  const kwargs = withKeywords ? pop(self) : undefined;
  const args = pop(self);
  const cls = pop(self);
  const opcode = withKeywords ? 'NEWOBJ_EX' : 'NEWOBJ';
  if (!(cls instanceof PyType)) {
    throw unpicklingError(`${opcode} class argument must be a type, not ${typeName(cls)}`);
  }
  if (cls.tp_new === undefined) {
    throw unpicklingError(`${opcode} class argument '${typeName(cls)}' doesn't have __new__`);
  }
  if (!(args instanceof PyTuple)) {
    throw unpicklingError(`${opcode} args argument must be a tuple, not ${typeName(args)}`);
  }
  if (kwargs === undefined) {
    self.stack.push(cls.tp_new(cls, args.items.slice(), undefined));
    return;
  }
  if (!isDict(kwargs)) {
    throw unpicklingError(`${opcode} kwargs argument must be a dict, not ${typeName(kwargs)}`);
  }
  const names: string[] = [];
  const values = args.items.slice();
  for (const [key, value] of kwargs.storage.entries()) {
    if (typeof key !== 'string') throw typeError('keywords must be strings');
    names.push(key);
    values.push(value);
  }
  self.stack.push(cls.tp_new(cls, values, names.length > 0 ? names : undefined));
}

// ── State ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function loadBuild(self: PyUnpickler): void {
  const { stack } = self;
  if (stack.length - 2 < self.fence) throw underflow(self);
  const given = pop(self);
  const instance = stack[stack.length - 1]!;
  const setstate = getAttrOrAbsent(instance, dunderSetstate);
  if (setstate !== undefined) {
    call1(setstate, given);
    return;
  }
  const isPair = given instanceof PyTuple && given.items.length === 2;
  const state = isPair ? given.items[0]! : given;
  const slots = isPair ? given.items[1]! : undefined;
  if (state !== None) {
    if (!isDict(state)) throw unpicklingError('state is not a dictionary');
    if (!fillInstance(instance, state)) {
      const dict = getAttr(instance, dunderDict);
      for (const [key, value] of state.storage.entries()) setItem(dict, key, value);
    }
  }
  if (slots === undefined) return;
  if (!isDict(slots)) throw unpicklingError('slot state is not a dictionary');
  for (const [key, value] of slots.storage.entries()) {
    const name = strValue(key);
    if (name === undefined) throw typeError(`attribute name must be string, not '${typeName(key)}'`);
    setAttr(instance, attributeNameOf(name), value);
  }
}

/** Puts items into an instance's `__dict__` without making the dict, where nothing is in the way; says whether it did. */
function fillInstance(instance: PyObject, state: PyDict): boolean {
  if (typeof instance !== 'object' || typeOf(instance).tp_getattro !== genericGetAttr) return false;
  const descr = lookupOnType(instance, dunderDict);
  if (!(descr instanceof PyGetSetDescr) || (descr.get as unknown) !== instanceDict) return false;
  for (const key of state.storage.keys()) if (typeof key !== 'string') return false;
  const fields = instance as PyBaseObject as unknown as Record<string, PyObject>;
  for (const [key, value] of state.storage.entries()) {
    fields[attributeNameOf(key as string).instanceKey] = value;
  }
  return true;
}
