/** The import statement. CPython: `_PyEval_ImportName`, `_PyEval_ImportFrom` in Python/ceval.c. */
import { type AttrName, attrName } from '../objects/attribute-name.ts';
import { exceptionTypes } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttrOrAbsent } from '../runtime/attributes.ts';
import { call } from '../runtime/call.ts';
import { attributeNameOf } from '../runtime/convert.ts';
import { dictGetStr, dictSetItem, isExactDict } from '../runtime/dict.ts';
import { newException, typeError } from '../runtime/errors.ts';
import { mappingGet } from '../runtime/globals.ts';
import { iterToArray } from '../runtime/iter.ts';
import { cannotImportName } from '../runtime/module-hints.ts';
import { getItem, setItem } from '../runtime/sequence.ts';
import { current } from '../runtime/state.ts';
import { typeName } from '../runtime/type-of.ts';

const dunderName = attrName('__name__');
const dunderAll = attrName('__all__');
const dunderDict = attrName('__dict__');

/** `import name`: calls the `__import__` of the frame's built-ins. */
export function importName(frame: Frame, name: AttrName, fromlist: PyObject, level: PyObject): PyObject {
  const importer = mappingGet(frame.builtins, '__import__');
  if (importer === undefined) throw newException(exceptionTypes.get('ImportError')!, '__import__ not found');
  return call(importer, [name.str, frame.globals, frame.locals ?? None, fromlist, level]);
}

/** `from module import name`. */
export function importFrom(module: PyObject, name: AttrName): PyObject {
  const value = getAttrOrAbsent(module, name);
  if (value !== undefined) return value;
  // A submodule that is being imported is in sys.modules before it is an attribute.
  const packageName = getAttrOrAbsent(module, dunderName);
  const known = packageName !== undefined && isStr(packageName) ? utf16FromStr(packageName) : undefined;
  if (known !== undefined) {
    const submodule = dictGetStr(current.thread.interp.modules, `${known}.${name.text}`);
    if (submodule !== undefined) return submodule;
  }
  throw cannotImportName(module, name);
}

/** `from module import *`: INTRINSIC_IMPORT_STAR. */
export function importStar(frame: Frame, module: PyObject): PyObject {
  const locals = frame.locals!;
  const all = getAttrOrAbsent(module, dunderAll);
  const dict = module instanceof PyModule ? module.dict : getAttrOrAbsent(module, dunderDict);
  let names: PyObject[];
  if (all !== undefined)
    names = all instanceof PyList || all instanceof PyTuple ? all.items.slice() : iterToArray(all);
  else if (dict !== undefined) names = iterToArray(dict);
  else
    throw newException(
      exceptionTypes.get('ImportError')!,
      'from-import-* object has no __dict__ and no __all__',
    );
  for (const name of names) {
    if (!isStr(name)) {
      const moduleName = getAttrOrAbsent(module, dunderName) ?? None;
      const where = all === undefined ? 'Key' : 'Item';
      const place = all === undefined ? '__dict__' : '__all__';
      throw typeError(
        `${where} in ${utf16FromStr(moduleName as string)}.${place} must be str, not ${typeName(name)}`,
      );
    }
    if (all === undefined && typeof name === 'string' && name.startsWith('_')) continue;
    const attribute = attributeNameOf(name);
    const value = getAttrOrAbsent(module, attribute) ?? getItem(dict!, name);
    if (isExactDict(locals)) dictSetItem(locals, name, value);
    else setItem(locals, name, value);
  }
  return None;
}
