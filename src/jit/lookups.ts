/** Constants and names in compiled code: literals, cells of globals, what modules and classes have. */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyCFunction, PyMethodDescr, PyWrapperDescr } from '../objects/descriptor.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import { PyClassMethod, PyStaticMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { typeGetAttr } from '../runtime/attributes.ts';
import { isPlain } from '../runtime/type-attributes.ts';
import { isMutableType } from '../runtime/type-of.ts';
import type { Translator } from './translator.ts';
import { NOTHING, quote } from './values.ts';

/** Constants that are no longer than that stand in the text as literals. */
const MAX_LITERAL = 64;

/** Puts an object that is known on the stack. */
export function loadConst(t: Translator, value: PyObject): void {
  if (typeof value === 'number') t.push(`(${value})`, 'int', value);
  else if (typeof value === 'boolean') t.push(String(value), 'bool');
  else if (value === None) t.push('None', 'none');
  else if (value instanceof PyFloat && value.ob_type === PyFloat.type)
    t.push(doubleLiteral(t, value.value), 'double');
  else if (typeof value === 'string' && value.length <= MAX_LITERAL) t.push(quote(value), 'str');
  else t.push(t.constant(value), typeof value === 'string' ? 'str' : 'any', value);
}

function doubleLiteral(t: Translator, value: number): string {
  if (!Number.isFinite(value)) return t.constant(value);
  return Object.is(value, -0) ? '(-0)' : `(${value})`;
}

/** Is this an object that a name goes on standing for, as a rule? */
function isLasting(value: PyObject | undefined): value is PyObject {
  return (
    value instanceof PyFunction ||
    value instanceof PyType ||
    value instanceof PyCFunction ||
    value instanceof PyModule
  );
}

/** A global or a built-in: their cells are known, which of them has something is found out each time. */
export function loadGlobal(t: Translator, index: number): void {
  const name = t.name(index).str;
  const { globals, builtins, code } = t.subject.unit;
  const { storage } = globals;
  let known: PyObject | undefined;
  let fast = 'undefined';
  if (storage instanceof CellStorage) {
    const cell = storage.cellOf(name);
    fast = `${t.constant(cell)}.value`;
    known = cell.value;
    const builtin =
      builtins instanceof PyDict && builtins.storage instanceof CellStorage
        ? builtins.storage.knownCell(name)
        : undefined;
    if (known === undefined && builtin !== undefined && storage.hasBuiltins(builtins as PyDict)) {
      fast = `${fast} ?? (${t.constant(storage)}.mixedBuiltins ? undefined : ${t.constant(builtin)}.value)`;
      known = builtin.value;
    }
  }
  if (t.speculates && isLasting(known)) {
    const literal = t.constant(known);
    t.assume(`(${fast}) === ${literal}`);
    t.push(literal, 'any', known);
    return;
  }
  const slow = t.guarded(`loadGlobal(${t.frame}, ${t.constant(code.executable)}, ${index})`);
  const result = t.temporary();
  t.emit(`const ${result} = ${fast} ?? ${slow};`);
  pushKnown(t, result, known);
}

/** What was found under a name. An int is not worth knowing: it would be taken for a literal. */
function pushKnown(t: Translator, js: string, known: PyObject | undefined): void {
  t.push(js, 'any', typeof known === 'object' ? known : undefined);
}

/** The cell of a name in the code of a module, whose local names are its globals. */
function moduleCell(t: Translator, name: Str): string | undefined {
  const { storage } = t.subject.unit.globals;
  const cell = t.isModule && storage instanceof CellStorage ? storage.knownCell(name) : undefined;
  return cell === undefined ? undefined : t.constant(cell);
}

export function loadName(t: Translator, index: number): void {
  const name = t.name(index);
  const cell = moduleCell(t, name.str);
  const slow = t.guarded(`loadName(${t.frame}, ${t.constant(name)})`);
  t.result(cell === undefined ? slow : `frame.locals === frame.globals ? ${cell}.value ?? ${slow} : ${slow}`);
}

export function storeName(t: Translator, index: number): void {
  const { js } = t.pop();
  const name = t.name(index);
  const cell = moduleCell(t, name.str);
  const slow = `{ ${t.mark}; storeName(${t.frame}, ${t.constant(name)}, ${js}); }`;
  if (cell === undefined) t.emit(slow);
  else {
    t.emit(
      `if (frame.locals === frame.globals && ${cell}.value !== undefined) ${cell}.value = ${js}; else ${slow}`,
    );
  }
}

export function storeGlobal(t: Translator, index: number): void {
  const { js } = t.pop();
  const name = t.name(index).str;
  t.forgetObjects();
  const { globals } = t.subject.unit;
  const cell = globals.storage instanceof CellStorage ? globals.storage.knownCell(name) : undefined;
  const slow = `dictSetItem(${t.constant(globals)}, ${typeof name === 'string' ? quote(name) : t.constant(name)}, ${js});`;
  if (cell === undefined) t.emit(slow);
  else {
    const known = t.constant(cell);
    t.emit(`if (${known}.value !== undefined) ${known}.value = ${js}; else ${slow}`);
  }
}

/** An attribute of a module that is known: its cell. False when it is not that. */
export function loadModuleAttr(t: Translator, name: AttrName): boolean {
  const module = t.stack[t.stack.length - 1]?.known;
  if (!(module instanceof PyModule) || module.ob_type !== PyModule.type || !t.speculates) return false;
  const storage = module.dict?.storage;
  const cell = storage instanceof CellStorage ? storage.knownCell(name.str) : undefined;
  if (cell?.value === undefined) return false;
  const known = t.constant(cell);
  const literal = t.constant(module);
  t.exitUnless(
    `${t.peek(1).js} === ${literal} && ${literal}.ob_type === ${t.constant(PyModule.type)} && ${known}.value !== undefined`,
  );
  t.pop();
  const result = t.temporary();
  t.emit(`const ${result} = ${known}.value;`);
  pushKnown(t, result, cell.value);
  return true;
}

/** May what a metaclass has come before what the class has? */
function mayComeFirst(attribute: PyObject | undefined): boolean {
  if (typeof attribute !== 'object') return false;
  const type = attribute.ob_type;
  return type.tp_descr_set !== undefined || isMutableType(type);
}

/** An attribute of a class that is known. False when it is not that, or not that simple. */
export function loadClassAttr(t: Translator, name: AttrName, isMethod: boolean): boolean {
  const type = t.stack[t.stack.length - 1]?.known ?? t.receiverClass;
  if (!(type instanceof PyType) || !t.speculates) return false;
  const meta = type.ob_type;
  if (meta.tp_getattro !== typeGetAttr || mayComeFirst(meta.proto[name.classKey])) return false;
  const stored = type.proto[name.classKey];
  if (stored === undefined) return false;
  const literal = t.constant(stored);
  let value: PyObject | undefined;
  let isKept = '';
  if (typeof stored !== 'object' || stored instanceof PyFunction) value = stored;
  else if (stored.ob_type === PyStaticMethod.type || (stored.ob_type === PyClassMethod.type && isMethod)) {
    value = (stored as PyStaticMethod | PyClassMethod).callable;
    if (stored instanceof PyClassMethod && !(value instanceof PyFunction)) return false;
    // Both can be made anew.
    isKept = ` && ${literal}.callable === ${t.constant(value)}`;
  } else if (stored instanceof PyMethodDescr || stored instanceof PyWrapperDescr) value = stored;
  else if (stored.ob_type.tp_descr_get !== undefined) return false;
  else {
    value = stored;
    // The class of what stands there can become a descriptor's.
    if (isMutableType(stored.ob_type)) isKept = ` && ${literal}.ob_type.tp_descr_get === undefined`;
  }
  const proto = t.constant(type.proto);
  const known = `${t.peek(1).js} === ${t.constant(type)}`;
  const isSame = isMutableType(meta) ? `${known} && ${t.constant(type)}.stamp === ${t.stampOf(meta)}` : known;
  if (isPlain(stored)) {
    // Another value may come in its place at any time.
    t.exitUnless(`${isSame} && ${proto}.stamp === ${t.stampOf(type)}`);
    t.pop();
    t.result(`${proto}[${quote(name.classKey)}]`);
    if (isMethod) t.stack.push(NOTHING);
    return true;
  }
  t.exitUnless(`${isSame} && ${proto}[${quote(name.classKey)}] === ${literal}${isKept}`);
  t.pop();
  t.push(t.constant(value), 'any', value);
  if (isMethod && stored instanceof PyClassMethod) t.push(t.constant(type), 'any', type);
  else if (isMethod) t.stack.push(NOTHING);
  return true;
}
