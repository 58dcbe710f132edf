/**
 * _warnings: which warnings are shown, and showing them. CPython: Python/_warnings.c.
 *
 * The filters are those of the Python module `warnings` once it is imported; before that, and where a program asks no
 * further, those with which an interpreter starts. What is shown goes through that module too, which is imported for it.
 */
import { attrName } from '../objects/attribute-name.ts';
import { PyContextVar } from '../objects/context.ts';
import { PyDict } from '../objects/dict.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import type { Frame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { getAttr, getAttrOrAbsent } from '../runtime/attributes.ts';
import { call, callMethod } from '../runtime/call.ts';
import { isEqual } from '../runtime/compare.ts';
import { intValue, isTrue } from '../runtime/convert.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { dictGetItem, dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { frameLine } from '../runtime/frame-line.ts';
import { importedModule } from '../runtime/import-module.ts';
import { isSubclass } from '../runtime/instance-check.ts';
import { repr, str } from '../runtime/repr.ts';
import { readSourceLines } from '../runtime/source-file.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { isInstanceOf, isSubtype, typeName, typeOf } from '../runtime/type-of.ts';
import { contextGet } from './_contextvars.ts';

const WarningType = exceptionTypes.get('Warning')!;
const UserWarningType = exceptionTypes.get('UserWarning')!;
const ImportErrorType = exceptionTypes.get('ImportError')!;

/** The state of the warnings of an interpreter. */
interface WarningsState {
  filters: PyObject;
  onceRegistry: PyDict;
  defaultAction: Str;
  filtersVersion: number;
  /** How often the lock is taken. Threads take turns between instructions, so nobody ever waits for it. */
  locked: number;
  readonly context: PyContextVar;
}

function filter(category: string, action: string, module: PyObject): PyTuple {
  return new PyTuple([action, None, exceptionTypes.get(category)!, module, 0]);
}

function newState(): WarningsState {
  return {
    filters: new PyList([
      filter('DeprecationWarning', 'default', '__main__'),
      filter('DeprecationWarning', 'ignore', None),
      filter('PendingDeprecationWarning', 'ignore', None),
      filter('ImportWarning', 'ignore', None),
      filter('ResourceWarning', 'ignore', None),
    ]),
    onceRegistry: new PyDict(),
    defaultAction: 'default',
    filtersVersion: 0,
    locked: 0,
    context: new PyContextVar('_warnings_context', undefined),
  };
}

const states = new WeakMap<Interpreter, WarningsState>();

function stateOf(interp: Interpreter): WarningsState {
  let state = states.get(interp);
  if (state === undefined) {
    state = newState();
    states.set(interp, state);
  }
  return state;
}

/** The Python module `warnings` when it is imported, or can be and `wanted` says so. */
function warningsModule(wanted: boolean): PyObject | undefined {
  const { interp } = current.thread;
  if (!wanted || interp.finalizing || interp.importlib === undefined)
    return dictGetStr(interp.modules, 'warnings');
  try {
    return importedModule('warnings');
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, ImportErrorType)) return undefined;
    throw thrown;
  }
}

/** An attribute of the Python module `warnings`. */
function warningsAttribute(name: string, wanted = false): PyObject | undefined {
  const module = warningsModule(wanted);
  return module === undefined ? undefined : getAttrOrAbsent(module, attrName(name));
}

// ── Filters ──────────────────────────────────────────────────────────────────────────────────────────────────────

const match = attrName('match');

/** Does a pattern of a filter (None, a text, a compiled expression) accept the text? */
function matches(pattern: PyObject, text: PyObject): boolean {
  if (pattern === None) return true;
  if (isStr(pattern)) return isEqual(pattern, text);
  return isTrue(callMethod(pattern, match, text));
}

/** What a filter says to do. */
interface Decision {
  readonly action: Str;
  readonly item: PyObject;
}

/** A warning that looks for a filter. */
interface Candidate {
  readonly category: PyObject;
  readonly text: PyObject;
  readonly lineno: number;
  readonly module: PyObject;
}

/** What the first filter of a list that fits says; `undefined` when none does. */
function searchFilters(list: PyList, name: string, warning: Candidate): Decision | undefined {
  for (let i = 0; i < list.items.length; i++) {
    const item = list.items[i]!;
    if (!(item instanceof PyTuple) || item.items.length !== 5) {
      throw valueError(`warnings.${name} item ${i} isn't a 5-tuple`);
    }
    const [action, message, category, module, line] = item.items as PyObject[];
    if (!isStr(action!)) throw typeError(`action must be a string, not '${typeName(action!)}'`);
    const fitsText = matches(message!, warning.text);
    const fitsModule = matches(module!, warning.module);
    const fitsCategory = isSubclass(warning.category, category!);
    const lineno = intValue(line!);
    if (lineno === undefined) throw typeError('an integer is required');
    if (fitsText && fitsModule && fitsCategory && (lineno === 0 || lineno === warning.lineno))
      return { action, item };
  }
  return undefined;
}

/** The filters of the current context; `undefined` when it has none of its own. */
function contextFilters(state: WarningsState): PyList | undefined {
  const context = contextGet(state.context);
  if (context === undefined || context === None) return undefined;
  const filters = getAttr(context, attrName('_filters'));
  if (!(filters instanceof PyList)) throw valueError('_filters of warnings._warnings_context must be a list');
  return filters;
}

function globalFilters(state: WarningsState): PyList {
  state.filters = warningsAttribute('filters') ?? state.filters;
  if (!(state.filters instanceof PyList)) throw valueError('_warnings.filters must be a list');
  return state.filters;
}

function defaultAction(state: WarningsState): Str {
  const action = warningsAttribute('defaultaction');
  if (action !== undefined) {
    if (!isStr(action))
      throw typeError(`_warnings.defaultaction must be a string, not '${typeName(action)}'`);
    state.defaultAction = action;
  }
  return state.defaultAction;
}

function onceRegistry(state: WarningsState): PyDict {
  const registry = warningsAttribute('onceregistry');
  if (registry !== undefined) {
    if (!(registry instanceof PyDict)) {
      throw typeError(`_warnings.onceregistry must be a dict, not '${typeName(registry)}'`);
    }
    state.onceRegistry = registry;
  }
  return state.onceRegistry;
}

/** What to do with a warning. Filters of a context take the place of the global ones. */
function decide(state: WarningsState, warning: Candidate): Decision {
  const ofContext = contextFilters(state);
  const decision =
    ofContext === undefined
      ? searchFilters(globalFilters(state), 'filters', warning)
      : searchFilters(ofContext, '_warnings_context _filters', warning);
  return decision ?? { action: defaultAction(state), item: None };
}

/** Was this warning shown before? Notes it when asked to. A registry of older filters is cleared first. */
function alreadyWarned(state: WarningsState, registry: PyDict, key: PyObject, note: boolean): boolean {
  const version = dictGetStr(registry, 'version');
  if (version !== state.filtersVersion) {
    registry.storage.clear();
    dictSetItem(registry, 'version', state.filtersVersion);
  } else {
    const seen = dictGetItem(registry, key);
    if (seen !== undefined && isTrue(seen)) return true;
  }
  if (note) dictSetItem(registry, key, true);
  return false;
}

// ── Issuing ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A place that a warning belongs to. */
interface Place {
  readonly filename: Str;
  readonly lineno: number;
  /** `undefined`: as the name of the file says; None: nobody is left to be warned. */
  readonly module: PyObject | undefined;
  readonly registry: PyDict | undefined;
  /** The line itself, where the caller knows it. */
  readonly sourceLine: PyObject | undefined;
}

/** The module's name from the file's, when nobody says it. */
function moduleOf(filename: Str): PyObject {
  const text = utf16FromStr(filename);
  if (text === '') return '<unknown>';
  return strFromUtf16(text.endsWith('.py') ? text.slice(0, -3) : text);
}

function warnExplicit(categoryGiven: PyObject, message: PyObject, place: Place, source: PyObject): void {
  if (place.module === None) return;
  const state = stateOf(current.thread.interp);
  const { registry, lineno } = place;
  const module = place.module ?? moduleOf(place.filename);
  let instance: PyObject;
  let text: PyObject;
  let category = categoryGiven;
  if (isInstanceOf(message, WarningType)) {
    instance = message;
    text = str(message);
    category = typeOf(message);
  } else {
    text = message;
    instance = call(category, [message]);
  }
  const key = new PyTuple([text, category, lineno]);
  if (registry !== undefined && alreadyWarned(state, registry, key, false)) return;
  const { action, item } = decide(state, { category, text, lineno, module });
  if (action === 'error') throw instance as PyBaseException;
  if (action === 'ignore') return;
  if (action !== 'always' && action !== 'all') {
    if (registry !== undefined) dictSetItem(registry, key, true);
    const short = new PyTuple([text, category]);
    if (action === 'once') {
      if (alreadyWarned(state, registry ?? onceRegistry(state), short, true)) return;
    } else if (action === 'module') {
      if (registry !== undefined && alreadyWarned(state, registry, short, true)) return;
    } else if (action !== 'default') {
      throw runtimeError(
        `Unrecognized action (${utf16FromStr(repr(action))}) in warnings.filters:\n ${utf16FromStr(repr(item))}`,
      );
    }
  }
  show(instance, category, text, place, source);
}

/** Shows a warning through `warnings._showwarnmsg`, else plainly. */
function show(message: PyObject, category: PyObject, text: PyObject, place: Place, source: PyObject): void {
  const showwarnmsg = warningsAttribute('_showwarnmsg', true);
  if (showwarnmsg === undefined) {
    showPlainly(category, text, place);
    return;
  }
  if (typeOf(showwarnmsg).tp_call === undefined) {
    throw typeError('warnings._showwarnmsg() must be set to a callable');
  }
  const warningMessage = warningsAttribute('WarningMessage');
  if (warningMessage === undefined) throw runtimeError('unable to get warnings.WarningMessage');
  const { filename, lineno, sourceLine } = place;
  call(showwarnmsg, [
    call(warningMessage, [message, category, filename, lineno, None, sourceLine ?? None, source]),
  ]);
}

/** Writes a warning to `sys.stderr`; what goes wrong meanwhile is passed over. */
function showPlainly(category: PyObject, text: PyObject, place: Place): void {
  const { interp } = current.thread;
  const stderr = dictGetStr(interp.sysdict, 'stderr');
  if (stderr === undefined || stderr === None) return;
  const { filename, lineno, sourceLine } = place;
  try {
    const name = utf16FromStr(str(getAttr(category, attrName('__name__'))));
    const head = `${utf16FromStr(filename)}:${lineno}: ${name}: ${utf16FromStr(str(text))}\n`;
    const line =
      sourceLine === undefined
        ? readSourceLines(interp, utf16FromStr(filename))?.[lineno - 1]
        : utf16FromStr(str(sourceLine));
    const shown = line === undefined || line.trim() === '' ? '' : `  ${line.trim()}\n`;
    callMethod(stderr, attrName('write'), strFromUtf16(head + shown));
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}

/** A frame of the import system, which warnings look through. */
function isInternal(frame: Frame): boolean {
  const filename = utf16FromStr(frame.code.co_filename);
  return filename.includes('importlib') && filename.includes('_bootstrap');
}

function nextExternal(frame: Frame, skip: readonly string[]): Frame | undefined {
  let next = frame.previous;
  while (
    next !== undefined &&
    (isInternal(next) || skip.some((prefix) => utf16FromStr(next!.code.co_filename).startsWith(prefix)))
  ) {
    next = next.previous;
  }
  return next;
}

/** The class of a warning, by the message or as the caller says. */
function categoryOf(message: PyObject, category: PyObject): PyObject {
  if (isInstanceOf(message, WarningType)) return typeOf(message);
  if (category === None) return UserWarningType;
  if (category instanceof PyType && isSubtype(category, WarningType)) return category;
  throw typeError(`category must be a Warning subclass, not '${typeName(category)}'`);
}

/** The place of a warning by the depth of calls. */
function placeOf(stacklevel: number, skipPrefixes: readonly string[]): Place {
  const { thread } = current;
  let { frame } = thread;
  let level = stacklevel;
  if (level <= 0 || (frame !== undefined && isInternal(frame))) {
    while (--level > 0 && frame !== undefined) frame = frame.previous;
  } else {
    while (--level > 0 && frame !== undefined) frame = nextExternal(frame, skipPrefixes);
  }
  const globals = frame?.globals ?? thread.interp.sysdict;
  let registry = dictGetStr(globals, '__warningregistry__');
  if (registry === undefined) {
    registry = new PyDict();
    dictSetItem(globals, '__warningregistry__', registry);
  }
  const name = dictGetStr(globals, '__name__');
  return {
    filename: frame === undefined ? '<sys>' : frame.code.co_filename,
    lineno: frame === undefined ? 0 : frameLine(frame),
    module: name !== undefined && (name === None || isStr(name)) ? name : '<string>',
    registry: registryOf(registry),
    sourceLine: undefined,
  };
}

function registryOf(registry: PyObject): PyDict | undefined {
  if (registry === None) return undefined;
  if (!(registry instanceof PyDict)) throw typeError("'registry' must be a dict or None");
  return registry;
}

/** Runs `action` with the lock taken, which `_filters_mutated_lock_held` asks for. */
function locked(action: () => void): void {
  const state = stateOf(current.thread.interp);
  state.locked++;
  try {
    action();
  } finally {
    state.locked--;
  }
}

function warn(category: PyObject, message: PyObject, place: Place, source: PyObject): void {
  locked(() => warnExplicit(category, message, place, source));
}

/** Gives the runtime its way to warn. */
export function installWarnings(interp: Interpreter): void {
  interp.warn = (category, message, stacklevel) => warn(category, message, placeOf(stacklevel, []), None);
  interp.warnExplicit = (category, message, filename, lineno) => {
    const place = { filename, lineno, module: undefined, registry: undefined, sourceLine: undefined };
    warn(category, message, place, None);
  };
}

function prefixTexts(prefixes: PyObject): string[] {
  if (!(prefixes instanceof PyTuple)) {
    throw typeError(`warn() argument 'skip_file_prefixes' must be tuple, not ${typeName(prefixes)}`);
  }
  return prefixes.items.map((prefix) => {
    if (!isStr(prefix)) throw typeError(`Found non-str '${typeName(prefix)}' in skip_file_prefixes.`);
    return utf16FromStr(prefix);
  });
}

/** A line of a module's source, by its loader. */
function sourceLineOf(moduleGlobals: PyObject, lineno: number): PyObject | undefined {
  if (!(moduleGlobals instanceof PyDict)) {
    throw typeError(`module_globals must be a dict, not '${typeName(moduleGlobals)}'`);
  }
  const loader = blessedLoader(moduleGlobals);
  // A module that is run is called `__main__`; its loader knows the name in its spec.
  const spec = dictGetStr(moduleGlobals, '__spec__') ?? None;
  const name =
    spec === None ? dictGetStr(moduleGlobals, '__name__') : getAttrOrAbsent(spec, attrName('name'));
  if (name === undefined) return undefined;
  const getSource = getAttrOrAbsent(loader, attrName('get_source'));
  if (getSource === undefined) return undefined;
  const source = sourceByLoader(getSource, name);
  if (source === None) return undefined;
  if (!isInstanceOf(source, typeOf(''))) throw typeError(`must be str, not ${typeName(source)}`);
  const lines = call(getAttr(typeOf(''), attrName('splitlines')), [source]) as PyList;
  return lines.items[lineno - 1];
}

/** None also where the loader does not know the module, as that of `__main__` without a file. */
function sourceByLoader(getSource: PyObject, name: PyObject): PyObject {
  try {
    return call(getSource, [name]);
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, exceptionTypes.get('ImportError')!))
      return None;
    throw thrown;
  }
}

/** The loader of a module by its globals, as importlib wants them to agree. */
function blessedLoader(moduleGlobals: PyDict): PyObject {
  const external = dictGetStr(current.thread.interp.modules, '_frozen_importlib_external');
  if (external === undefined) return None;
  return callMethod(external, attrName('_bless_my_loader'), moduleGlobals);
}

export const _warnings = defineModule(
  '_warnings',
  '_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.',
  [
    fn(
      'warn($module, /, message: object, category: object = None, stacklevel: ssize_t = 1, source: object = None, *, skip_file_prefixes: object = <null>)',
      'Issue a warning, or maybe ignore it or raise an exception.',
      (_, message, category, stacklevel, source, prefixes) => {
        const skip = prefixes === undefined ? [] : prefixTexts(prefixes);
        const level = skip.length > 0 ? Math.max(stacklevel, 2) : stacklevel;
        warn(categoryOf(message, category), message, placeOf(level, skip), source);
        return None;
      },
      '($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=())',
    ),
    fn(
      'warn_explicit($module, /, message: object, category: object, filename: str, lineno: int, module: object = <null>, registry: object = None, module_globals: object = None, source: object = None)',
      'Issue a warning, or maybe ignore it or raise an exception, for a place that the caller names.',
      (_, message, category, filename, lineno, module, registry, moduleGlobals, source) => {
        const sourceLine = moduleGlobals === None ? undefined : sourceLineOf(moduleGlobals, lineno);
        warn(
          category,
          message,
          { filename, lineno, module, registry: registryOf(registry), sourceLine },
          source,
        );
        return None;
      },
      '($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)',
    ),
    fn('_filters_mutated_lock_held($module, /) -> None', 'Note that the filters have changed.', () => {
      const state = stateOf(current.thread.interp);
      if (state.locked === 0) throw runtimeError('warnings lock is not held');
      state.filtersVersion++;
    }),
    fn('_acquire_lock($module, /) -> None', 'Take the lock of the filters.', () => {
      stateOf(current.thread.interp).locked++;
    }),
    fn('_release_lock($module, /) -> None', 'Release the lock of the filters.', () => {
      const state = stateOf(current.thread.interp);
      if (state.locked === 0) throw runtimeError('cannot release un-acquired lock');
      state.locked--;
    }),
    { name: 'filters', make: () => stateOf(current.thread.interp).filters },
    { name: '_onceregistry', make: () => stateOf(current.thread.interp).onceRegistry },
    { name: '_defaultaction', make: () => stateOf(current.thread.interp).defaultAction },
    { name: '_warnings_context', make: () => stateOf(current.thread.interp).context },
  ],
);
