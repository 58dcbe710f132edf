/**
 * Why a module lacks a name: it may be half imported, or be a script that hides a library of the same name.
 * CPython: `_Py_module_getattro_impl` in Objects/moduleobject.c.
 */
import { HostError } from '../host/host.ts';
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import type { PyBaseException } from '../objects/exception.ts';
import { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet, PySet } from '../objects/set.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { getAttrOrAbsent } from './attributes.ts';
import { isTrue, strValue } from './convert.ts';
import { dictGetStr } from './dict.ts';
import { attributeError, importError } from './errors.ts';
import { repr } from './repr.ts';
import { contains } from './sequence.ts';
import { setContains } from './set.ts';
import { current, type Interpreter } from './state.ts';

const initializing = attrName('_initializing');
const uninitializedSubmodules = attrName('_uninitialized_submodules');
const hasLocation = attrName('has_location');
const originName = attrName('origin');
const dunderName = attrName('__name__');
const dunderSpec = attrName('__spec__');

function isFlagSet(spec: PyObject, name: AttrName): boolean {
  const flag = getAttrOrAbsent(spec, name);
  return flag !== undefined && isTrue(flag);
}

/** The file a module was loaded from, when its spec says that it was. */
function originOf(spec: PyObject): string | undefined {
  if (!isFlagSet(spec, hasLocation)) return undefined;
  const origin = getAttrOrAbsent(spec, originName);
  const text = origin === undefined ? undefined : strValue(origin);
  return text === undefined ? undefined : utf16FromStr(text);
}

function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? undefined : path.slice(0, slash);
}

/** Does the file stand where the script does, so that its name comes before that of a library? */
function mayShadow(interp: Interpreter, origin: string): boolean {
  const start = interp.sysPath0;
  if (interp.config.flags.safePath || start === undefined) return false;
  let folder = parentOf(origin);
  if (folder === undefined) return false;
  if (origin.slice(folder.length + 1) === '__init__.py') folder = parentOf(folder);
  return folder === (start === '' ? workingFolder(interp) : start);
}

/** Absent where it has been deleted. */
function workingFolder(interp: Interpreter): string | undefined {
  try {
    return interp.host.fs.getcwd();
  } catch (thrown) {
    if (thrown instanceof HostError) return undefined;
    throw thrown;
  }
}

/** May call `__hash__` and `__eq__` of a name that is of a subclass of str. */
function isStandardLibraryName(interp: Interpreter, name: PyObject): boolean {
  const names = dictGetStr(interp.sysdict, 'stdlib_module_names');
  return (names instanceof PyFrozenSet || names instanceof PySet) && setContains(names, name);
}

/** The ImportError of `from module import name` when the module has no such name. CPython: `_PyEval_ImportFrom`. */
export function cannotImportName(module: PyObject, name: AttrName): PyBaseException {
  const given = getAttrOrAbsent(module, dunderName);
  const known = given === undefined ? undefined : strValue(given);
  const shown = utf16FromStr(repr(known ?? '<unknown module name>'));
  const what = `cannot import name ${utf16FromStr(repr(strFromUtf16(name.text)))} from`;
  const spec = getAttrOrAbsent(module, dunderSpec);
  let origin = spec === undefined || spec === None ? undefined : originOf(spec);
  let message = `${what} ${shown} (unknown location)`;
  if (spec !== undefined) {
    const { interp } = current.thread;
    const shadows = origin !== undefined && mayShadow(interp, origin);
    if (origin === undefined && module instanceof PyModule) origin = fileOf(module);
    const place = origin ?? 'unknown location';
    const file = utf16FromStr(repr(strFromUtf16(place)));
    if (shadows && known !== undefined && isStandardLibraryName(interp, given!)) {
      message = `${what} ${shown} (consider renaming ${file} since it has the same name as the standard library module named ${shown} and prevents importing that standard library module)`;
    } else if (!isFlagSet(spec, initializing)) message = `${what} ${shown} (${place})`;
    else if (shadows) {
      message = `${what} ${shown} (consider renaming ${file} if it has the same name as a library you intended to import)`;
    } else {
      message = `${what} partially initialized module ${shown} (most likely due to a circular import) (${place})`;
    }
  }
  const error = importError(
    strFromUtf16(message),
    known ?? None,
    origin === undefined ? None : strFromUtf16(origin),
  );
  error.nameFrom = strFromUtf16(name.text);
  return error;
}

/** `module.__file__`, when it is a str. */
function fileOf(module: PyModule): string | undefined {
  const file = module.dict === undefined ? undefined : dictGetStr(module.dict, '__file__');
  const text = file === undefined ? undefined : strValue(file);
  return text === undefined ? undefined : utf16FromStr(text);
}

/** The AttributeError of a module without such an attribute. */
export function missingModuleAttribute(self: PyModule, name: AttrName): PyBaseException {
  const given = self.dict === undefined ? undefined : dictGetStr(self.dict, '__name__');
  const nameText = given === undefined ? undefined : strValue(given);
  if (nameText === undefined)
    return attributeError(`module has no attribute '${name.text}'`, self, name.text);
  return attributeError(messageFor(self, given!, utf16FromStr(nameText), name.text), self, name.text);
}

function messageFor(self: PyModule, given: PyObject, moduleName: string, name: string): string {
  const spec = dictGetStr(self.dict!, '__spec__');
  const missing = `module '${moduleName}' has no attribute '${name}'`;
  if (spec === undefined) return missing;
  const { interp } = current.thread;
  const origin = originOf(spec);
  const shadows = origin !== undefined && mayShadow(interp, origin);
  if (shadows && isStandardLibraryName(interp, given)) {
    return `${missing} (consider renaming '${origin}' since it has the same name as the standard library module named '${moduleName}' and prevents importing that standard library module)`;
  }
  if (isFlagSet(spec, initializing)) {
    if (shadows) {
      return `${missing} (consider renaming '${origin}' if it has the same name as a library you intended to import)`;
    }
    const from = origin === undefined ? '' : ` from '${origin}'`;
    return `partially initialized module '${moduleName}'${from} has no attribute '${name}' (most likely due to a circular import)`;
  }
  const submodules = getAttrOrAbsent(spec, uninitializedSubmodules);
  if (submodules !== undefined && contains(submodules, name)) {
    return `cannot access submodule '${name}' of module '${moduleName}' (most likely due to a circular import)`;
  }
  return missing;
}
