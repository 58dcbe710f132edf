/**
 * _warnings: which warnings are shown, and showing them. CPython: Python/_warnings.c.
 *
 * The filters are those of the Python module `warnings` once it is imported; before that, and where a program asks no
 * further, those with which an interpreter starts.
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
import { isTrue } from '../runtime/convert.ts';
import { defineModule, fn } from '../runtime/define.ts';
import { dictGetItem, dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { runtimeError, typeError } from '../runtime/errors.ts';
import { frameLine } from '../runtime/frame-line.ts';
import { isSubclass } from '../runtime/instance-check.ts';
import { str } from '../runtime/repr.ts';
import { current, type Interpreter } from '../runtime/state.ts';
import { isInstanceOf, typeName, typeOf } from '../runtime/type-of.ts';
import { contextGet } from './_contextvars.ts';

const WarningType = exceptionTypes.get('Warning')!;
const UserWarningType = exceptionTypes.get('UserWarning')!;

/** The state of the warnings of an interpreter. */
interface WarningsState {
  filters: PyList;
  readonly onceRegistry: PyDict;
  defaultAction: PyObject;
  filtersVersion: number;
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

/** An attribute of the Python module `warnings`, when that is imported. */
function warningsAttribute(name: string): PyObject | undefined {
  const module = dictGetStr(current.thread.interp.modules, 'warnings');
  return module === undefined ? undefined : getAttrOrAbsent(module, attrName(name));
}

const match = attrName('match');

/** Does a pattern of a filter (None, a text, a compiled expression) accept the text? */
function matches(pattern: PyObject, text: PyObject): boolean {
  if (pattern === None) return true;
  if (isStr(pattern)) return isEqual(pattern, text);
  return isTrue(callMethod(pattern, match, text));
}

/** The action for a warning, and the filter that said so. */
function findAction(
  state: WarningsState,
  category: PyObject,
  text: PyObject,
  lineno: number,
  module: PyObject,
): { action: string; item: PyObject } {
  const lists: PyObject[] = [];
  const context = contextGet(state.context);
  if (context !== undefined && context !== None) lists.push(getAttr(context, attrName('_filters')));
  const filters = warningsAttribute('filters');
  if (filters instanceof PyList) state.filters = filters;
  lists.push(state.filters);
  for (const list of lists) {
    if (!(list instanceof PyList)) continue;
    for (const item of list.items) {
      if (!(item instanceof PyTuple) || item.items.length !== 5) {
        throw runtimeError(`warnings.filters item isn't a 5-tuple`);
      }
      const [action, message, kind, modulePattern, line] = item.items as [
        PyObject,
        PyObject,
        PyObject,
        PyObject,
        PyObject,
      ];
      if (!isStr(action)) throw typeError(`action must be a string, not '${typeName(action)}'`);
      if (
        isSubclass(category, kind) &&
        matches(message, text) &&
        matches(modulePattern, module) &&
        (line === 0 || line === lineno)
      ) {
        return { action: utf16FromStr(action), item };
      }
    }
  }
  const fallback = warningsAttribute('defaultaction') ?? state.defaultAction;
  if (!isStr(fallback))
    throw typeError(`_warnings.defaultaction must be a string, not '${typeName(fallback)}'`);
  return { action: utf16FromStr(fallback), item: None };
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

/** The module's name from the file's, when nobody says it. */
function moduleOf(filename: Str): PyObject {
  const text = utf16FromStr(filename);
  if (text === '') return '<unknown>';
  return strFromUtf16(text.endsWith('.py') ? text.slice(0, -3) : text);
}

function warnExplicit(
  categoryGiven: PyObject,
  message: PyObject,
  filename: PyObject,
  lineno: number,
  moduleGiven: PyObject | undefined,
  registryGiven: PyObject,
  sourceLine: PyObject | undefined,
  source: PyObject,
): void {
  if (moduleGiven === None) return;
  const state = stateOf(current.thread.interp);
  if (registryGiven !== None && !(registryGiven instanceof PyDict)) {
    throw typeError(`'registry' must be a dict or None, not '${typeName(registryGiven)}'`);
  }
  const module = moduleGiven ?? moduleOf(filename as Str);
  let instance: PyObject;
  let text: PyObject;
  let category = categoryGiven;
  if (message instanceof PyBaseException && isInstanceOf(message, WarningType)) {
    instance = message;
    text = str(message);
    category = typeOf(message);
  } else {
    text = message;
    instance = call(category, [message]);
  }
  const key = new PyTuple([text, category, lineno]);
  const registry = registryGiven instanceof PyDict ? registryGiven : undefined;
  if (registry !== undefined && alreadyWarned(state, registry, key, false)) return;
  const { action, item } = findAction(state, category, text, lineno, module);
  if (action === 'error') throw instance as PyBaseException;
  if (action === 'ignore') return;
  let seen = false;
  if (action === 'once') {
    if (registry !== undefined) dictSetItem(registry, key, true);
    const once = warningsAttribute('onceregistry');
    seen = alreadyWarned(
      state,
      once instanceof PyDict ? once : state.onceRegistry,
      new PyTuple([text, category]),
      true,
    );
  } else if (action === 'module') {
    if (registry !== undefined) seen = alreadyWarned(state, registry, new PyTuple([text, category, 0]), true);
  } else if (action !== 'always' && action !== 'all') {
    if (action !== 'default') {
      throw runtimeError(`Unrecognized action (${action}) in warnings.filters:\n ${utf16FromStr(str(item))}`);
    }
    if (registry !== undefined) dictSetItem(registry, key, true);
  }
  if (!seen) show(instance, category as PyType, text as Str, filename, lineno, sourceLine, source);
}

/** Shows a warning through `warnings._showwarnmsg`, else plainly. */
function show(
  message: PyObject,
  category: PyType,
  text: Str,
  filename: PyObject,
  lineno: number,
  sourceLine: PyObject | undefined,
  source: PyObject,
): void {
  const showwarnmsg = warningsAttribute('_showwarnmsg');
  const WarningMessage = warningsAttribute('WarningMessage');
  if (showwarnmsg !== undefined && WarningMessage !== undefined) {
    call(showwarnmsg, [call(WarningMessage, [message, category, filename, lineno, None, None, source])]);
    return;
  }
  const { interp } = current.thread;
  const stderr = dictGetStr(interp.sysdict, 'stderr');
  if (stderr === undefined || stderr === None) return;
  const line =
    sourceLine === undefined || sourceLine === None ? '' : `  ${utf16FromStr(str(sourceLine)).trim()}\n`;
  callMethod(
    stderr,
    attrName('write'),
    strFromUtf16(
      `${utf16FromStr(filename as Str)}:${lineno}: ${category.tp_qualname}: ${utf16FromStr(text)}\n${line}`,
    ),
  );
}

/** A frame of the import system, which warnings look through. */
function isInternal(frame: Frame): boolean {
  const filename = utf16FromStr(frame.code.co_filename);
  return filename.includes('importlib') && filename.includes('_bootstrap');
}

function nextExternal(frame: Frame | undefined, skip: readonly string[]): Frame | undefined {
  let next = frame?.previous;
  while (
    next !== undefined &&
    (isInternal(next) || skip.some((prefix) => utf16FromStr(next!.code.co_filename).startsWith(prefix)))
  ) {
    next = next.previous;
  }
  return next;
}

/** `warnings.warn`: finds where the warning belongs by the depth of calls. */
function warn(
  message: PyObject,
  category: PyObject,
  stacklevel: number,
  source: PyObject,
  skipPrefixes: readonly string[],
): void {
  const { thread } = current;
  let kind = category;
  if (message instanceof PyBaseException && isInstanceOf(message, WarningType)) kind = typeOf(message);
  else if (kind === None) kind = UserWarningType;
  if (!(kind instanceof PyType) || !isSubclass(kind, WarningType)) {
    throw typeError(
      `category must be a Warning subclass, not '${kind instanceof PyType ? `class '${kind.tp_qualname}'` : typeName(kind)}'`,
    );
  }
  let level = skipPrefixes.length > 0 && stacklevel < 2 ? 2 : stacklevel;
  let frame = thread.frame;
  if (level <= 0 || (frame !== undefined && isInternal(frame))) {
    while (--level > 0 && frame !== undefined) frame = frame.previous;
  } else {
    while (--level > 0 && frame !== undefined) frame = nextExternal(frame, skipPrefixes);
  }
  const globals = frame?.globals ?? thread.interp.sysdict;
  const filename = frame === undefined ? '<sys>' : frame.code.co_filename;
  const lineno = frame === undefined ? 0 : frameLine(frame);
  let registry = dictGetStr(globals, '__warningregistry__');
  if (registry === undefined) {
    registry = new PyDict();
    dictSetItem(globals, '__warningregistry__', registry);
  }
  const name = dictGetStr(globals, '__name__');
  const module = name !== undefined && (name === None || isStr(name)) ? name : '<string>';
  warnExplicit(kind, message, filename, lineno, module, registry, undefined, source);
}

/** Gives the runtime its way to warn. */
export function installWarnings(interp: Interpreter): void {
  interp.warn = (category, message, stacklevel) => warn(message, category, stacklevel, None, []);
  interp.warnExplicit = (category, message, filename, lineno) =>
    warnExplicit(category, message, filename, lineno, undefined, None, undefined, None);
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
        warn(message, category, stacklevel, source, skip);
        return None;
      },
      '($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=())',
    ),
    fn(
      'warn_explicit($module, /, message: object, category: object, filename: str, lineno: int, module: object = <null>, registry: object = None, module_globals: object = None, source: object = None)',
      'Issue a warning, or maybe ignore it or raise an exception, for a place that the caller names.',
      (_, message, category, filename, lineno, module, registry, moduleGlobals, source) => {
        const line = moduleGlobals === None ? undefined : sourceLineOf(moduleGlobals, lineno);
        warnExplicit(category, message, filename, lineno, module, registry, line, source);
        return None;
      },
      '($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)',
    ),
    fn('_filters_mutated_lock_held($module, /) -> None', 'Note that the filters have changed.', () => {
      stateOf(current.thread.interp).filtersVersion++;
    }),
    fn('_acquire_lock($module, /) -> None', 'One thread runs: nothing to lock.', () => {}),
    fn('_release_lock($module, /) -> None', 'One thread runs: nothing to lock.', () => {}),
    { name: 'filters', make: () => stateOf(current.thread.interp).filters },
    { name: '_onceregistry', make: () => stateOf(current.thread.interp).onceRegistry },
    { name: '_defaultaction', make: () => stateOf(current.thread.interp).defaultAction },
    { name: '_warnings_context', make: () => stateOf(current.thread.interp).context },
  ],
);

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
  const loader = dictGetStr(moduleGlobals, '__loader__');
  const name = dictGetStr(moduleGlobals, '__name__');
  if (loader === undefined || loader === None || name === undefined) return undefined;
  const getSource = getAttrOrAbsent(loader, attrName('get_source'));
  if (getSource === undefined) return undefined;
  const source = call(getSource, [name]);
  if (!isStr(source)) return undefined;
  const line = utf16FromStr(source).split(/\r\n|\r|\n/)[lineno - 1];
  return line === undefined ? undefined : strFromUtf16(line);
}
