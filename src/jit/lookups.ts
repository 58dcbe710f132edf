/** Constants, names and attributes in compiled code: literals, cells of globals, fields of objects. */
import type { AttrName } from '../objects/attribute-name.ts';
import { PyMethodDescr } from '../objects/descriptor.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyFloat } from '../objects/float.ts';
import { PyFunction } from '../objects/function.ts';
import { PyStaticMethod } from '../objects/method.ts';
import { PyModule } from '../objects/module.ts';
import { type PyObject, PyType, TPFLAGS_IMMUTABLETYPE, typeType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { Str } from '../objects/str.ts';
import { strType } from '../objects/str.ts';
import { likelyMethod } from './methods.ts';
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

/** A global or a built-in: a cell that is known now, as long as nobody deletes the name or puts one before it. */
export function loadGlobal(t: Translator, index: number): void {
  const name = t.name(index).str;
  const { globals, builtins, code } = t.subject.unit;
  const slow = t.guarded(`loadGlobal(${t.frame}, ${t.constant(code.executable)}, ${index})`);
  const result = t.temporary();
  const { storage } = globals;
  let known: PyObject | undefined;
  let fast = 'undefined';
  if (storage instanceof CellStorage) {
    const cell = storage.cells.get(name);
    const builtin =
      builtins instanceof PyDict && builtins.storage instanceof CellStorage
        ? builtins.storage.cells.get(name)
        : undefined;
    if (cell !== undefined) {
      fast = `${t.constant(cell)}.value`;
      known = cell.value;
    } else if (builtin !== undefined && storage.hasBuiltins(builtins as PyDict)) {
      const version = t.constant(storage.version);
      fast = `(${t.constant(storage)}.version === ${version} ? ${t.constant(builtin)}.value : undefined)`;
      known = builtin.value;
    }
  }
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
  const cell = t.isModule && storage instanceof CellStorage ? storage.cells.get(name) : undefined;
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
  const { globals } = t.subject.unit;
  const cell = globals.storage instanceof CellStorage ? globals.storage.cells.get(name) : undefined;
  const slow = `dictSetItem(${t.constant(globals)}, ${typeof name === 'string' ? quote(name) : t.constant(name)}, ${js});`;
  if (cell === undefined) t.emit(slow);
  else {
    const known = t.constant(cell);
    t.emit(`if (${known}.value !== undefined) ${known}.value = ${js}; else ${slow}`);
  }
}

/** An attribute of a module that is known: its cell. False when it is not that. */
function loadModuleAttr(t: Translator, name: AttrName): boolean {
  const module = t.stack[t.stack.length - 1]?.known;
  if (!(module instanceof PyModule) || module.ob_type !== PyModule.type || !t.speculates) return false;
  const storage = module.dict?.storage;
  const cell = storage instanceof CellStorage ? storage.cells.get(name.str) : undefined;
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

/** What reading a class attribute from the class gives, where that is the same each time; `undefined` otherwise. */
function classAttribute(type: PyType, name: AttrName): PyObject | undefined {
  if (type.ob_type !== typeType || typeType.proto[name.classKey] !== undefined) return undefined;
  const attribute = type.proto[name.classKey];
  if (typeof attribute !== 'object' || attribute instanceof PyFunction) return attribute;
  if (attribute instanceof PyStaticMethod && attribute.ob_type === PyStaticMethod.type)
    return attribute.callable;
  return attribute.ob_type.tp_descr_get === undefined ? attribute : undefined;
}

/** An attribute of a class that is known. False when it is not that. */
function loadClassAttr(t: Translator, name: AttrName): boolean {
  const type = t.stack[t.stack.length - 1]?.known;
  if (!(type instanceof PyType) || !t.speculates) return false;
  const value = classAttribute(type, name);
  if (value === undefined) return false;
  const stored = type.proto[name.classKey]!;
  const literal = t.constant(stored);
  // A static method can be made anew, and the class of what stands there can become a descriptor's.
  let isKept = '';
  if (stored instanceof PyStaticMethod && value !== stored) {
    isKept = ` && ${literal}.callable === ${t.constant(value)}`;
  } else if (typeof stored === 'object' && (stored.ob_type.tp_flags & TPFLAGS_IMMUTABLETYPE) === 0) {
    isKept = ` && ${literal}.ob_type.tp_descr_get === undefined`;
  }
  t.exitUnless(
    `${t.peek(1).js} === ${t.constant(type)} && ${t.constant(type.proto)}[${quote(name.classKey)}] === ${literal}${isKept}`,
  );
  t.pop();
  loadConst(t, value);
  return true;
}

export function loadAttr(t: Translator, name: AttrName, isMethod: boolean): void {
  if (loadModuleAttr(t, name) || loadClassAttr(t, name)) {
    if (isMethod) t.stack.push(NOTHING);
    return;
  }
  const { js } = t.pop();
  const known = t.constant(name);
  const own = quote(name.instanceKey);
  const inClass = quote(name.classKey);
  const result = t.temporary();
  if (!isMethod) {
    t.emit(`let ${result} = ${js}[${own}];`);
    const slot = name.isSlot
      ? `(${result} = slotValue(${js}, ${js}[${inClass}], ${js}[${quote(name.slotKey)}], ${quote(name.slotKey)})) === undefined`
      : 'true';
    t.emit(
      `if ((${result} === undefined || isData(${js}[${inClass}]) || ${js}.ob_type.tp_getattro !== genericGetAttr) && ${slot}) { ${t.mark}; ${result} = classOrAnyAttr(${js}, ${js}[${inClass}], ${result}, ${known}); }`,
    );
    t.push(result);
    return;
  }
  const self = t.temporary();
  const ofStr = strType.proto[name.classKey];
  t.emit(`let ${result}, ${self} = ${js};`);
  // Strings have no prototype of ours to look into, but their methods never change.
  if (ofStr instanceof PyMethodDescr)
    t.emit(`if (typeof ${js} === 'string') ${result} = ${t.constant(ofStr)}; else`);
  t.emit(
    `if (!((${result} = ${js}[${inClass}]) instanceof PyFunction || ${result} instanceof PyMethodDescr) || ${js}[${own}] !== undefined || ${js}.ob_type.tp_getattro !== genericGetAttr) { ${t.mark}; if ((${result} = methodOf(${js}, ${known})) === undefined) { ${result} = getAttr(${js}, ${known}); ${self} = undefined; } }`,
  );
  t.push(result, 'any', likelyMethod(name));
  t.push(self);
}

export function storeAttr(t: Translator, name: AttrName): void {
  const [value, owner] = t.popMany(2).map(({ js }) => js);
  const own = quote(name.instanceKey);
  const inClass = quote(name.classKey);
  const slow = `{ ${t.mark}; setAttr(${owner}, ${t.constant(name)}, ${value}); }`;
  const slot = quote(name.slotKey);
  const bySlot = name.isSlot
    ? `if (isWritableSlot(${owner}, ${owner}[${inClass}], ${slot})) ${owner}[${slot}] = ${value}; else `
    : '';
  t.emit(
    `if (!isData(${owner}[${inClass}]) && ${owner}.ob_type?.tp_setattro === genericSetAttr && (${owner}[${own}] !== undefined || ${owner}.ob_type.hasDict && !(${owner} instanceof PyModule))) ${owner}[${own}] = ${value}; else ${bySlot}${slow}`,
  );
}
