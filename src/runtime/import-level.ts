/**
 * `__import__`: what the import statement asks for. A module that is there already is found without any Python code;
 * finding and loading others is importlib's, whose frames are then taken out of the traceback of what goes wrong.
 * CPython: `PyImport_ImportModuleLevelObject`, `resolve_name`, `remove_importlib_frames` in Python/import.c.
 */
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException, PyImportError } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import type { PyTraceback } from '../objects/traceback.ts';
import { getAttr, getAttrOrAbsent } from './attributes.ts';
import { audit } from './audit.ts';
import { callMethod } from './call.ts';
import { isEqual } from './compare.ts';
import { isTrue, strValue } from './convert.ts';
import { dictGetStr, isDict } from './dict.ts';
import { importError, keyError, typeError, valueError } from './errors.ts';
import { measureImport, tellOfPresentModule } from './import-times.ts';
import { repr } from './repr.ts';
import type { Interpreter, Thread } from './state.ts';

const DeprecationWarningType = exceptionTypes.get('DeprecationWarning')!;
const ImportWarningType = exceptionTypes.get('ImportWarning')!;
const dunderSpec = attrName('__spec__');
const dunderPath = attrName('__path__');
const parentName = attrName('parent');
const initializing = attrName('_initializing');
const findAndLoadName = attrName('_find_and_load');
const lockUnlockModule = attrName('_lock_unlock_module');
const handleFromlist = attrName('_handle_fromlist');

const IMPORTLIB_FILES = new Set(['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap_external>']);

/** `__import__(name, globals, locals, fromlist, level)`. May run any Python code. */
export function importModuleLevel(
  thread: Thread,
  name: PyObject,
  globals: PyObject | undefined,
  fromlist: PyObject | undefined,
  level: number,
): PyObject {
  try {
    return importLevel(thread.interp, name, globals, fromlist, level);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && thread.interp.config.flags.verbose === 0)
      removeImportlibFrames(thrown);
    throw thrown;
  }
}

function importLevel(
  interp: Interpreter,
  nameObject: PyObject,
  globals: PyObject | undefined,
  fromlist: PyObject | undefined,
  level: number,
): PyObject {
  const nameText = strValue(nameObject);
  if (nameText === undefined) throw typeError('module name must be a string');
  const name = utf16FromStr(nameText);
  if (level < 0) throw valueError('level must be >= 0');
  if (level === 0 && name === '') throw valueError('Empty module name');
  const absolute = level === 0 ? name : resolveName(interp, name, globals, level);
  const module = getOrLoad(interp, absolute);
  if (fromlist !== undefined && fromlist !== None && isTrue(fromlist)) {
    if (getAttrOrAbsent(module, dunderPath) === undefined) return module;
    const importer = dictGetStr(interp.builtins, '__import__')!;
    return callMethod(importlibOf(interp), handleFromlist, module, fromlist, importer);
  }
  const dot = name.indexOf('.');
  if (dot < 0) return module;
  if (level === 0) return getOrLoad(interp, name.slice(0, dot));
  const wanted = absolute.slice(0, absolute.length - (name.length - dot));
  const top = dictGetStr(interp.modules, wanted);
  if (top === undefined)
    throw keyError(`${utf16FromStr(repr(strFromUtf16(wanted)))} not in sys.modules as expected`);
  return top;
}

function importlibOf(interp: Interpreter): PyObject {
  if (interp.importlib === undefined) throw importError('the import system is not ready', None, None);
  return interp.importlib;
}

/** The module, out of `sys.modules` if it is there and complete. */
function getOrLoad(interp: Interpreter, name: string): PyObject {
  const loaded = dictGetStr(interp.modules, name);
  if (loaded === undefined || loaded === None) {
    const taken =
      loaded === undefined
        ? (interp.readyModules?.take(interp, name) ?? interp.sourceModules?.take(interp, name))
        : undefined;
    if (taken !== undefined) return taken;
    if (interp.auditHooks.length > 0) auditImport(interp, name);
    if (interp.config.importTime > 0) return measureImport(interp, name, () => findAndLoad(interp, name));
    return findAndLoad(interp, name);
  }
  if (interp.config.importTime > 1) tellOfPresentModule(interp, name);
  const spec = getAttrOrAbsent(loaded, dunderSpec);
  const flag = spec === undefined || spec === None ? undefined : getAttrOrAbsent(spec, initializing);
  // Another thread may be loading it.
  if (flag !== undefined && isTrue(flag))
    callMethod(importlibOf(interp), lockUnlockModule, strFromUtf16(name));
  return loaded;
}

function findAndLoad(interp: Interpreter, name: string): PyObject {
  const importer = dictGetStr(interp.builtins, '__import__')!;
  return callMethod(importlibOf(interp), findAndLoadName, strFromUtf16(name), importer);
}

function auditImport(interp: Interpreter, name: string): void {
  const attribute = (of: string): PyObject => dictGetStr(interp.sysdict, of) ?? None;
  audit(
    'import',
    strFromUtf16(name),
    None,
    attribute('path'),
    attribute('meta_path'),
    attribute('path_hooks'),
  );
}

/** The absolute name of a relative import. */
function resolveName(
  interp: Interpreter,
  name: string,
  globals: PyObject | undefined,
  level: number,
): string {
  const parent = packageOf(interp, globals);
  if (parent === '') throw noParent();
  let end = parent.length;
  for (let up = 1; up < level; up++) {
    end = parent.lastIndexOf('.', end - 1);
    if (end < 0) throw importError('attempted relative import beyond top-level package', None, None);
  }
  const base = parent.slice(0, end);
  return name === '' ? base : `${base}.${name}`;
}

function noParent(): PyBaseException {
  return importError('attempted relative import with no known parent package', None, None);
}

/** The package that relative imports start from. */
function packageOf(interp: Interpreter, globals: PyObject | undefined): string {
  if (globals === undefined || globals === None) throw keyError("'__name__' not in globals");
  if (!isDict(globals)) throw typeError('globals must be a dict');
  const given = dictGetStr(globals, '__package__');
  const spec = dictGetStr(globals, '__spec__');
  if (given !== undefined && given !== None) {
    const text = strValue(given);
    if (text === undefined) throw typeError('package must be a string');
    if (spec !== undefined && spec !== None && !isEqual(given, getAttr(spec, parentName))) {
      interp.warn?.(DeprecationWarningType, '__package__ != __spec__.parent', 1);
    }
    return utf16FromStr(text);
  }
  if (spec !== undefined && spec !== None) {
    const text = strValue(getAttr(spec, parentName));
    if (text === undefined) throw typeError('__spec__.parent must be a string');
    return utf16FromStr(text);
  }
  interp.warn?.(
    ImportWarningType,
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
    1,
  );
  const moduleName = dictGetStr(globals, '__name__');
  if (moduleName === undefined) throw keyError("'__name__' not in globals");
  const text = strValue(moduleName);
  if (text === undefined) throw typeError('__name__ must be a string');
  const full = utf16FromStr(text);
  if (dictGetStr(globals, '__path__') !== undefined) return full;
  const dot = full.lastIndexOf('.');
  if (dot < 0) throw noParent();
  return full.slice(0, dot);
}

/**
 * Takes importlib's own frames out of a traceback: all of them for an ImportError, otherwise those of each chunk that
 * ends with `_call_with_frames_removed`.
 */
function removeImportlibFrames(exception: PyBaseException): void {
  const always = exception instanceof PyImportError;
  let inImportlib = false;
  /** The link in front of the present chunk of importlib's frames; absent: the exception itself. */
  let outer: PyTraceback | undefined;
  let previous: PyTraceback | undefined;
  for (let entry = exception.traceback; entry !== undefined; entry = entry.next) {
    const { code } = entry.frame;
    const now = IMPORTLIB_FILES.has(utf16FromStr(code.co_filename));
    if (now && !inImportlib) outer = previous;
    inImportlib = now;
    if (now && (always || code.co_name === '_call_with_frames_removed')) {
      if (outer === undefined) exception.traceback = entry.next;
      else outer.next = entry.next;
      previous = outer;
    } else previous = entry;
  }
}
