/**
 * Importing modules whose source file has an up-to-date `.pyc` file beside it, which are most: found, read and run
 * without importlib, which interpreted takes some milliseconds over each. What is not that plain (no or old `.pyc` files,
 * namespace packages, zip files, a changed import system) is importlib's. The outcome is the same, but for importlib's
 * frames below the module's code. importlib: `PathFinder`, `SourceFileLoader`, `_load_unlocked`.
 */
import { loads } from '../bytecode/marshal.ts';
import { MarshalError } from '../bytecode/marshal-format.ts';
import { PYC_MAGIC } from '../bytecode/pyc.ts';
import { HostError } from '../host/host.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyCode } from '../objects/code.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { exceptionTypes, type PyImportError } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { getAttr, getAttrOrAbsent, setAttr } from './attributes.ts';
import { call } from './call.ts';
import { withFilename } from './code-objects.ts';
import { dictDelItem, dictGetStr, dictPop, dictSetItem } from './dict.ts';
import { newException } from './errors.ts';
import { folderOf, type ImportSystem } from './import-search.ts';
import { repr } from './repr.ts';
import { current, type Interpreter, type ModuleShortcut } from './state.ts';

const PYC_HEADER = 16;
const names = {
  cacheTag: attrName('cache_tag'),
  cached: attrName('_cached'),
  hasLocation: attrName('_set_fileattr'),
  initializing: attrName('_initializing'),
  searchLocations: attrName('submodule_search_locations'),
  uninitialized: attrName('_uninitialized_submodules'),
};

/** Where a module's source is. */
interface Place {
  readonly path: string;
  /** The folder of a package. */
  readonly folder: string | undefined;
}

/** A file with code, and the file that it was compiled from. */
interface Compiled {
  readonly code: PyCode;
  readonly cachePath: string;
}

/** In a name that no module can have: importlib knows what to say. */
const EMPTY_PART = /(^|\.)(\.|$)/;

export class SourceModules implements ModuleShortcut {
  readonly #system: ImportSystem;
  readonly #specType: PyObject;
  readonly #loaderType: PyObject;

  constructor(interp: Interpreter, system: ImportSystem) {
    this.#system = system;
    const inModule = (module: string, name: string): PyObject =>
      dictGetStr((dictGetStr(interp.modules, module) as PyModule).dict!, name)!;
    this.#specType = inModule('_frozen_importlib', 'ModuleSpec');
    this.#loaderType = inModule('_frozen_importlib_external', 'SourceFileLoader');
  }

  take(interp: Interpreter, name: string): PyObject | undefined {
    const { flags } = interp.config;
    const isPlain =
      this.#system.isUntouched(interp) &&
      flags.optimize === 0 &&
      flags.verbose === 0 &&
      // Nobody else can meet a half-made module.
      interp.threads.size === 1 &&
      !interp.builtinModules.has(name) &&
      !interp.frozenModules.has(name) &&
      interp.config.importTime === 0 &&
      !EMPTY_PART.test(name);
    if (!isPlain) return undefined;
    const dot = name.lastIndexOf('.');
    let parent: PyObject | undefined;
    if (dot >= 0) {
      const parentName = name.slice(0, dot);
      parent = dictGetStr(interp.modules, parentName);
      if (parent === undefined) {
        call(dictGetStr(interp.builtins, '__import__')!, [strFromUtf16(parentName)]);
        parent = dictGetStr(interp.modules, parentName);
        const loaded = dictGetStr(interp.modules, name);
        if (loaded !== undefined && loaded !== None) return loaded;
      }
      if (!(parent instanceof PyModule)) return undefined;
    }
    const path =
      parent instanceof PyModule ? dictGetStr(parent.dict!, '__path__') : dictGetStr(interp.sysdict, 'path');
    const tail = name.slice(dot + 1);
    const place = this.#find(interp, path, tail);
    if (place === undefined) return undefined;
    if (place === 'nowhere') throw notFound(name);
    const compiled = readCompiled(interp, place, tail);
    if (compiled === undefined) return undefined;
    const spec = this.#newSpec(name, place, compiled.cachePath);
    const module = newModule(interp, name, spec, compiled.cachePath);
    const pending = parent instanceof PyModule ? pendingOf(dictGetStr(parent.dict!, '__spec__')) : undefined;
    pending?.items.push(strFromUtf16(tail));
    try {
      runModule(interp, name, module, spec, compiled.code);
    } finally {
      pending?.items.pop();
    }
    const made = dictPop(interp.modules, strFromUtf16(name));
    if (made === undefined) throw newException(exceptionTypes.get('KeyError')!, strFromUtf16(name));
    dictSetItem(interp.modules, strFromUtf16(name), made);
    if (parent !== undefined) setAttr(parent, attrName(tail), made);
    return made;
  }

  /** Goes along a path; absent where only importlib knows. */
  #find(interp: Interpreter, path: PyObject | undefined, tail: string): Place | 'nowhere' | undefined {
    const folders = this.#system.foldersOf(interp, path);
    if (folders === undefined) return undefined;
    for (const entry of folders) {
      const folder = folderOf(interp, entry);
      if (folder === undefined) return undefined;
      const listing = this.#system.listing(interp, folder);
      if (listing === undefined) return undefined;
      if (!listing.stems.has(tail)) continue;
      if (listing.files.has(tail)) {
        const inside = this.#system.listing(interp, `${folder}/${tail}`);
        if (inside?.files.has('__init__.py') !== true) return undefined;
        return { path: `${folder}/${tail}/__init__.py`, folder: `${folder}/${tail}` };
      }
      if (!listing.files.has(`${tail}.py`)) return undefined;
      return { path: `${folder}/${tail}.py`, folder: undefined };
    }
    return 'nowhere';
  }

  #newSpec(name: string, place: Place, cachePath: string): PyObject {
    const path = strFromUtf16(place.path);
    const loader = call(this.#loaderType, [strFromUtf16(name), path]);
    const spec = call(this.#specType, [strFromUtf16(name), loader, path], ['origin']);
    setAttr(spec, names.hasLocation, true);
    if (place.folder !== undefined) {
      setAttr(spec, names.searchLocations, new PyList([strFromUtf16(place.folder)]));
    }
    setAttr(spec, names.cached, strFromUtf16(cachePath));
    return spec;
  }
}

function notFound(name: string): PyObject {
  const text = strFromUtf16(name);
  const message = strFromUtf16(`No module named ${utf16FromStr(repr(text))}`);
  const error = newException(exceptionTypes.get('ModuleNotFoundError')!, message) as PyImportError;
  error.name = text;
  return error;
}

/** The list of submodules that are being imported. */
function pendingOf(spec: PyObject | undefined): PyList | undefined {
  const list = spec === undefined ? undefined : getAttrOrAbsent(spec, names.uninitialized);
  return list instanceof PyList ? list : undefined;
}

/** The code of a source file, if it is compiled and has not changed since. */
function readCompiled(interp: Interpreter, place: Place, tail: string): Compiled | undefined {
  const { fs } = interp.host;
  const { sysdict } = interp;
  const implementation = dictGetStr(sysdict, 'implementation');
  const tag = implementation === undefined ? undefined : getAttrOrAbsent(implementation, names.cacheTag);
  if (typeof tag !== 'string' || dictGetStr(sysdict, 'pycache_prefix') !== None) return undefined;
  const folder = place.path.slice(0, place.path.lastIndexOf('/'));
  const cachePath = `${folder}/__pycache__/${place.folder === undefined ? tail : '__init__'}.${tag}.pyc`;
  let data: Uint8Array;
  try {
    const source = fs.statOrAbsent(place.path);
    const stat = fs.statOrAbsent(cachePath);
    if (source === undefined || stat === undefined) return undefined;
    data = new Uint8Array(stat.size);
    const fd = fs.open(cachePath, 0, 0);
    try {
      if (fs.read(fd, data) !== data.length || data.length < PYC_HEADER) return undefined;
    } finally {
      fs.close(fd);
    }
    const header = new DataView(data.buffer, data.byteOffset, PYC_HEADER);
    const isValid =
      PYC_MAGIC.every((octet, i) => data[i] === octet) &&
      header.getUint32(4, true) === 0 &&
      header.getUint32(8, true) === Number(BigInt.asUintN(32, source.mtimeNs / 1_000_000_000n)) &&
      header.getUint32(12, true) === source.size >>> 0;
    if (!isValid) return undefined;
    const code = loads(data.subarray(PYC_HEADER));
    if (!(code instanceof PyCode)) return undefined;
    const filename = strFromUtf16(place.path);
    if (code.co_filename === filename) return { code, cachePath };
    return { code: withFilename(code, code.co_filename, filename), cachePath };
  } catch (thrown) {
    // importlib meets the same and says what follows from it.
    if (thrown instanceof HostError || thrown instanceof MarshalError) return undefined;
    throw thrown;
  }
}

/** A module with the attributes that importlib gives it. */
function newModule(interp: Interpreter, name: string, spec: PyObject, cachePath: string): PyModule {
  const dict = new PyDict(new CellStorage());
  const attribute = (of: string): PyObject => getAttr(spec, attrName(of));
  dictSetItem(dict, '__name__', strFromUtf16(name));
  dictSetItem(dict, '__doc__', None);
  dictSetItem(dict, '__package__', attribute('parent'));
  dictSetItem(dict, '__loader__', attribute('loader'));
  dictSetItem(dict, '__spec__', spec);
  const locations = getAttr(spec, names.searchLocations);
  if (locations !== None) dictSetItem(dict, '__path__', locations);
  dictSetItem(dict, '__file__', attribute('origin'));
  dictSetItem(dict, '__cached__', strFromUtf16(cachePath));
  dictSetItem(dict, '__builtins__', interp.builtins);
  return new PyModule(dict);
}

function runModule(interp: Interpreter, name: string, module: PyModule, spec: PyObject, code: PyCode): void {
  const key = strFromUtf16(name);
  const dict = module.dict!;
  setAttr(spec, names.initializing, true);
  try {
    dictSetItem(interp.modules, key, module);
    interp.executor.runCode(current.thread, code, dict, interp.builtins, dict);
  } catch (thrown) {
    if (dictGetStr(interp.modules, name) !== undefined) dictDelItem(interp.modules, key);
    throw thrown;
  } finally {
    setAttr(spec, names.initializing, false);
  }
}
