/** _imp: what importlib needs of the interpreter. CPython: Python/import.c. */
import { loads } from '../bytecode/marshal.ts';
import { MarshalError } from '../bytecode/marshal-format.ts';
import { siphash13 } from '../common/siphash.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCode } from '../objects/code.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { exceptionTypes } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr } from '../runtime/attributes.ts';
import { bytesLike, hasBuffer } from '../runtime/buffer.ts';
import { withFilename } from '../runtime/code-objects.ts';
import { encodeUtf8Strict } from '../runtime/codecs/utf8-strict.ts';
import { strValue } from '../runtime/convert.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { importError, newException, typeError, valueError } from '../runtime/errors.ts';
import { repr } from '../runtime/repr.ts';
import { current, type FrozenModule } from '../runtime/state.ts';
import { typeName } from '../runtime/type-of.ts';

const nameAttribute = attrName('name');
const originAttribute = attrName('origin');

/** A built-in module made for its spec; its dict is filled by {@link execBuiltin}. */
export function createBuiltinModule(name: string): PyModule {
  const dict = new PyDict(new CellStorage());
  const module = new PyModule(dict);
  const { doc } = current.thread.interp.builtinModules.get(name)!;
  dictSetItem(dict, '__name__', name);
  dictSetItem(dict, '__doc__', doc === '' ? None : doc);
  dictSetItem(dict, '__package__', '');
  dictSetItem(dict, '__loader__', None);
  dictSetItem(dict, '__spec__', None);
  return module;
}

/** Fills the dict of a built-in module. */
export function execBuiltin(module: PyModule, name: string): void {
  const definition = current.thread.interp.builtinModules.get(name)!;
  for (const entry of definition.entries) dictSetItem(module.dict!, entry.name, entry.make(module, name));
  definition.exec?.(module);
}

function createBuiltin(spec: PyObject): PyObject {
  const name = getAttr(spec, nameAttribute);
  if (!isStr(name)) throw typeError(`name must be string, not ${typeName(name)}`);
  const text = utf16FromStr(name);
  const { interp } = current.thread;
  // builtins and sys exist already: importing them gives the ones that are there.
  if (text === 'builtins' || text === 'sys') return dictGetStr(interp.modules, text)!;
  return interp.builtinModules.has(text) ? createBuiltinModule(text) : None;
}

function frozenOf(name: Str): FrozenModule | undefined {
  return current.thread.interp.frozenModules.get(utf16FromStr(name));
}

/** The name of an extension module or of its file, which C has to understand. */
function namePart(value: PyObject, what: string): Str {
  const text = strValue(value);
  if (text === undefined) throw typeError(`module ${what} must be a string`);
  if (encodeUtf8Strict(text).includes(0)) throw valueError('embedded null character');
  return text;
}

/** The code object that `data` is the marshalled form of. CPython: `unmarshal_frozen_code`. */
function codeFromMarshal(name: Str, data: PyObject): PyCode {
  if (!hasBuffer(data)) {
    throw typeError(`get_frozen_object() argument 2 must be bytes, not ${typeName(data)}`);
  }
  let value: PyObject;
  try {
    value = loads(bytesLike(data));
  } catch (thrown) {
    if (!(thrown instanceof MarshalError)) throw thrown;
    throw importError(`Frozen object named ${utf16FromStr(repr(name))} is invalid`, name, None);
  }
  if (value instanceof PyCode) return value;
  throw typeError(`frozen object ${utf16FromStr(repr(name))} is not a code object`);
}

/** The code of a frozen module. Throws ImportError when there is none. */
export function frozenCode(name: Str): PyCode {
  const frozen = frozenOf(name);
  if (frozen === undefined)
    throw importError(`No such frozen object named ${utf16FromStr(repr(name))}`, name, None);
  return loads(frozen.code) as PyCode;
}

/** Changes the file name of a code object in place, as importlib expects of `_fix_co_filename`. */
function fixFilename(code: PyObject, path: Str): void {
  if (!(code instanceof PyCode)) {
    throw typeError(`_fix_co_filename() argument 1 must be code, not ${typeName(code)}`);
  }
  if (code.co_filename === path) return;
  Object.assign(code, withFilename(code, code.co_filename, path));
}

/** SipHash of a source, as eight octets, the low one first. */
function hashOfSource(key: bigint, source: Uint8Array): Uint8Array {
  const octets = new Uint8Array(8);
  const { low, high } = siphash13(key, 0n, source);
  const view = new DataView(octets.buffer);
  view.setUint32(0, low, true);
  view.setUint32(4, high, true);
  return octets;
}

export const _imp = defineModule(
  '_imp',
  '(Extremely) low-level import machinery bits as used by importlib.',
  [
    fn(
      '_fix_co_filename($module, code: object, path: str, /) -> None',
      'Change the file name of a code object and of those in its constants.',
      (_, code, path) => fixFilename(code, path),
    ),
    fn(
      '_frozen_module_names($module, /)',
      'Return the names of the frozen modules.',
      () => new PyList([...current.thread.interp.frozenModules.keys()].map((name) => strFromUtf16(name))),
    ),
    fn(
      '_override_frozen_modules_for_tests($module, override: int, /) -> None',
      'Switch the use of frozen modules for tests.',
      (_, override) => {
        current.thread.interp.frozenOverride = override;
      },
    ),
    fn(
      '_override_multi_interp_extensions_check($module, override: int, /) -> int',
      'Switch a check that concerns C extensions; there are none.',
      () => 0,
    ),
    fn('acquire_lock($module, /) -> None', 'Take the import lock.', () => {
      current.thread.interp.importLockDepth++;
    }),
    fn('release_lock($module, /) -> None', 'Give the import lock back.', () => {
      const { interp } = current.thread;
      if (interp.importLockDepth === 0) {
        throw newException(exceptionTypes.get('RuntimeError')!, 'not holding the import lock');
      }
      interp.importLockDepth--;
    }),
    fn(
      'lock_held($module, /) -> bool',
      'Is the import lock taken?',
      () => current.thread.interp.importLockDepth > 0,
    ),
    fn('create_builtin($module, spec: object, /)', 'Make a built-in module for its spec.', (_, spec) =>
      createBuiltin(spec),
    ),
    fn(
      'exec_builtin($module, mod: object, /) -> int',
      'Fill a built-in module that was just made.',
      (_, module) => {
        if (module instanceof PyModule) {
          const name = dictGetStr(module.dict!, '__name__');
          if (name !== undefined && isStr(name) && name !== 'builtins' && name !== 'sys') {
            execBuiltin(module, utf16FromStr(name));
          }
        }
        return 0;
      },
    ),
    fn(
      'create_dynamic($module, spec: object, file: object = <null>, /)',
      'Load an extension module: there are none.',
      (_, spec) => {
        const name = namePart(getAttr(spec, nameAttribute), 'name');
        namePart(getAttr(spec, originAttribute), 'filename');
        throw importError('dynamic modules are not supported', name, None);
      },
    ),
    fn('exec_dynamic($module, mod: object, /) -> int', 'Fill an extension module: there are none.', () => 0),
    fn(
      'extension_suffixes($module, /)',
      'Return the suffixes of extension modules: none.',
      () => new PyList([]),
    ),
    fn(
      'find_frozen($module, name: str, /, *, withdata: bool = False)',
      'Return what is known of a frozen module, or None.',
      (_, name, withdata) => {
        const frozen = frozenOf(name);
        if (frozen === undefined || current.thread.interp.frozenOverride < 0) return None;
        return new PyTuple([withdata ? new PyBytes(frozen.code) : None, frozen.isPackage, name]);
      },
    ),
    fn(
      'get_frozen_object($module, name: str, data: object = None, /)',
      'Return the code of a frozen module.',
      (_, name, data) => (data === None ? frozenCode(name) : codeFromMarshal(name, data)),
    ),
    fn(
      'init_frozen($module, name: object, /)',
      'Import a frozen module without importlib: not needed here.',
      () => None,
    ),
    fn('is_builtin($module, name: str, /) -> int', 'Is this the name of a built-in module?', (_, name) => {
      const text = utf16FromStr(name);
      if (text === 'builtins' || text === 'sys') return -1;
      return current.thread.interp.builtinModules.has(text) ? 1 : 0;
    }),
    fn(
      'is_frozen($module, name: str, /) -> bool',
      'Is this the name of a frozen module?',
      (_, name) => frozenOf(name) !== undefined,
    ),
    fn(
      'is_frozen_package($module, name: str, /) -> bool',
      'Is this the name of a frozen package?',
      (_, name) => {
        const frozen = frozenOf(name);
        if (frozen === undefined)
          throw importError(`No such frozen object named ${utf16FromStr(repr(name))}`, name, None);
        return frozen.isPackage;
      },
    ),
    fn(
      'source_hash($module, /, key: long, source: bytes_like)',
      'Return the hash by which a .pyc file knows its source.',
      (_, key, source) => new PyBytes(hashOfSource(BigInt(key), source)),
    ),
    {
      name: 'check_hash_based_pycs',
      make: () => current.thread.interp.config.checkHashPycsMode,
    },
    { name: 'pyc_magic_number_token', make: () => 0x0a0d0e2b },
  ],
);
