/**
 * Showing exceptions that nobody caught. As CPython since 3.13 the work is the Python module `traceback`'s; where that
 * cannot be imported or fails, a plain printer of our own takes over: the same texts without the marks under the source
 * lines. CPython: `_PyErr_PrintEx`, `_PyErr_Display` in Python/pythonrun.c, Python/traceback.c.
 */

import { attrName } from '../objects/attribute-name.ts';
import {
  exceptionTypes,
  PyBaseException,
  PyBaseExceptionGroup,
  PySyntaxError,
} from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { getAttr, getAttrOrAbsent } from './attributes.ts';
import { audit } from './audit.ts';
import { call, callMethod } from './call.ts';
import { intValue } from './convert.ts';
import { dictGetStr, dictSetItem } from './dict.ts';
import { tracebackLine } from './frame-line.ts';
import { iterToArray } from './iter.ts';
import { repr, str } from './repr.ts';
import { isSequence } from './sequence-check.ts';
import { readSourceLines } from './source-file.ts';
import type { Interpreter } from './state.ts';
import { isInstanceOf, typeOf } from './type-of.ts';

const RuntimeErrorType = exceptionTypes.get('RuntimeError')!;
const SystemExitType = exceptionTypes.get('SystemExit')!;
const write = attrName('write');
const flush = attrName('flush');
const printExceptionBltin = attrName('_print_exception_bltin');
const notesName = attrName('__notes__');
const moduleName = attrName('__module__');

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
const HEADER = 'Traceback (most recent call last):\n';
/** After how many equal lines the others are only counted. */
const REPEATED = 3;
/** How much of an exception group is shown. */
const MAX_GROUP_WIDTH = 15;
const MAX_GROUP_DEPTH = 10;

/**
 * Hands an exception to `sys.excepthook`, as the end of a program does; what the hook itself raises is shown too. A
 * SystemExit of the hook is thrown on.
 */
export function printException(interp: Interpreter, exception: PyBaseException): void {
  const type = exception.ob_type;
  const traceback = exception.traceback ?? None;
  dictSetItem(interp.sysdict, 'last_exc', exception);
  dictSetItem(interp.sysdict, 'last_type', type);
  dictSetItem(interp.sysdict, 'last_value', exception);
  dictSetItem(interp.sysdict, 'last_traceback', traceback);
  const hook = dictGetStr(interp.sysdict, 'excepthook');
  if (hook === undefined) {
    writeStderr(interp, 'sys.excepthook is missing\n');
    displayException(interp, exception);
    return;
  }
  try {
    audit('sys.excepthook', hook, type, exception, traceback);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    // A RuntimeError keeps the exception from being shown.
    if (isInstanceOf(thrown, RuntimeErrorType)) return;
    interp.unraisable(thrown, 'Exception ignored in audit hook', None);
  }
  try {
    call(hook, [type, exception, traceback]);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException) || isInstanceOf(thrown, SystemExitType)) throw thrown;
    writeStderr(interp, 'Error in sys.excepthook:\n');
    displayException(interp, thrown);
    writeStderr(interp, '\nOriginal exception was:\n');
    displayException(interp, exception);
  }
}

/** What `sys.excepthook` does: shows an exception on `sys.stderr`. */
export function displayException(interp: Interpreter, value: PyObject, traceback?: PyObject): void {
  const file = dictGetStr(interp.sysdict, 'stderr');
  if (file === None) return;
  if (value instanceof PyBaseException && traceback instanceof PyTraceback) value.traceback ??= traceback;
  if (file !== undefined && displayByPython(interp, value)) return;
  let text: string;
  try {
    text = value instanceof PyBaseException ? exceptionText(interp, value) : notAnException(value);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    text = '<exception could not be shown>\n';
  }
  writeStderr(interp, strFromUtf16(text));
}

/** Lets `traceback._print_exception_bltin` do it. */
function displayByPython(interp: Interpreter, value: PyObject): boolean {
  const importer = dictGetStr(interp.builtins, '__import__');
  if (importer === undefined || interp.importlib === undefined) return false;
  try {
    call(getAttr(call(importer, ['traceback']), printExceptionBltin), [value]);
    return true;
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return false;
    throw thrown;
  }
}

/** Writes to `sys.stderr`, or where that is missing to the process's own. */
export function writeStderr(interp: Interpreter, text: Str): void {
  const file = dictGetStr(interp.sysdict, 'stderr');
  if (file === None) return;
  if (file !== undefined) {
    try {
      callMethod(file, write, text);
      callMethod(file, flush);
      return;
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
    }
  }
  const octets = new TextEncoder().encode(utf16FromStr(text));
  for (let at = 0; at < octets.length; ) at += interp.host.fs.write(2, octets.subarray(at));
}

function notAnException(value: PyObject): string {
  return `TypeError: print_exception(): Exception expected for value, ${typeOf(value).tp_name} found\n`;
}

/** The text of an exception with its causes. */
function exceptionText(interp: Interpreter, exception: PyBaseException): string {
  const printer = new Printer(interp);
  printer.printChain(exception);
  return printer.text;
}

/**
 * Shows an exception as reports of those do that nobody can catch: the traceback without marks, no causes, no notes, and
 * of a syntax error no source. CPython: the end of `write_unraisable_exc_file` in Python/errors.c.
 */
export function displayPlainly(
  interp: Interpreter,
  type: PyObject,
  value: PyObject,
  traceback: PyTraceback | undefined,
): void {
  const printer = new Printer(interp);
  if (traceback !== undefined) printer.printTraceback(traceback, HEADER);
  const module = getAttrOrAbsent(type, moduleName);
  const shown = module !== undefined && isStr(module) ? utf16FromStr(module) : '<unknown>';
  if (type instanceof PyType) {
    printer.text += shown === 'builtins' || shown === '__main__' ? '' : `${shown}.`;
    printer.text += type.tp_qualname;
  } else printer.text += '<unknown><unknown>';
  if (value !== None) printer.text += `: ${safely(() => str(value), '<exception str() failed>')}`;
  writeStderr(interp, strFromUtf16(`${printer.text}\n`));
}

function safely(action: () => Str, fallback: string): string {
  try {
    return utf16FromStr(action());
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return fallback;
    throw thrown;
  }
}

class Printer {
  text = '';
  readonly #interp: Interpreter;
  readonly #seen = new Set<PyBaseException>();
  readonly #sources = new Map<string, readonly string[] | undefined>();
  /** How deep in exception groups, and what every line begins with there. */
  #depth = 0;
  #margin = '';
  /** The next exception of a group needs no `+` of its own. */
  #needClose = false;

  constructor(interp: Interpreter) {
    this.#interp = interp;
  }

  #line(text: string): void {
    this.text += `${this.#margin}${text}`;
  }

  #lines(text: string): void {
    for (const line of text.split('\n')) this.#line(`${line}\n`);
  }

  /** An exception, before it its cause or its context. */
  printChain(exception: PyBaseException): void {
    const chain: { readonly exception: PyBaseException; readonly message: string }[] = [];
    let next: PyBaseException | undefined = exception;
    let message = '';
    while (next !== undefined && !this.#seen.has(next)) {
      this.#seen.add(next);
      chain.push({ exception: next, message });
      if (next.cause !== undefined) {
        message = CAUSE;
        next = next.cause;
      } else {
        message = CONTEXT;
        next = next.suppressContext ? undefined : next.context;
      }
    }
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]!;
      this.#print(link.exception);
      if (link.message !== '') this.#lines(link.message.slice(0, -1));
    }
  }

  #print(exception: PyBaseException): void {
    if (exception instanceof PyBaseExceptionGroup) {
      this.#printGroup(exception);
      return;
    }
    if (exception.traceback !== undefined) this.printTraceback(exception.traceback, HEADER);
    this.#printMessage(exception);
  }

  printTraceback(traceback: PyTraceback, header: string): void {
    this.#line(header);
    let last = '';
    let count = 0;
    const finish = (): void => {
      if (count <= REPEATED) return;
      const more = count - REPEATED;
      this.#line(`  [Previous line repeated ${more} more time${more === 1 ? '' : 's'}]\n`);
    };
    for (let entry: PyTraceback | undefined = traceback; entry !== undefined; entry = entry.next) {
      const { code } = entry.frame;
      const filename = utf16FromStr(code.co_filename);
      const line = tracebackLine(entry);
      const text = `  File "${filename}", line ${line ?? 'None'}, in ${utf16FromStr(code.co_name)}\n`;
      if (text === last) count++;
      else {
        finish();
        last = text;
        count = 1;
      }
      if (count > REPEATED) continue;
      this.#line(text);
      const source = line === undefined ? undefined : this.#sourceLine(filename, line);
      if (source !== undefined && source.trim() !== '') this.#line(`    ${source.trim()}\n`);
    }
    finish();
  }

  #sourceLine(filename: string, line: number): string | undefined {
    if (!this.#sources.has(filename)) this.#sources.set(filename, readSourceLines(this.#interp, filename));
    return this.#sources.get(filename)?.[line - 1];
  }

  /** `module.Type: message`, the place of a syntax error before it, notes behind it. */
  #printMessage(exception: PyBaseException): void {
    const type = exception.ob_type;
    const module = getAttrOrAbsent(type, moduleName);
    const prefix =
      module !== undefined && isStr(module) && module !== 'builtins' && module !== '__main__'
        ? `${utf16FromStr(module)}.`
        : '';
    let message: string;
    if (exception instanceof PySyntaxError && exception.lineno !== undefined && exception.lineno !== None) {
      this.#printSyntaxPlace(exception);
      message = safely(() => str(exception.msg ?? None), '<exception str() failed>');
    } else message = safely(() => str(exception), '<exception str() failed>');
    this.#lines(`${prefix}${type.tp_qualname}${message === '' ? '' : `: ${message}`}`);
    this.#printNotes(exception);
  }

  #printSyntaxPlace(error: PySyntaxError): void {
    const filename =
      error.filename === undefined || error.filename === None
        ? '<string>'
        : safely(() => str(error.filename!), '');
    this.#line(`  File "${filename}", line ${safely(() => str(error.lineno!), '?')}\n`);
    const { text } = error;
    if (text === undefined || !isStr(text)) return;
    const source = utf16FromStr(text).replace(/\n+$/, '');
    const trimmed = source.trimStart();
    this.#line(`    ${trimmed}\n`);
    const offset = error.offset === undefined ? undefined : intValue(error.offset);
    if (typeof offset !== 'number' || offset < 1) return;
    const column = offset - 1 - (source.length - trimmed.length);
    if (column >= 0) this.#line(`    ${trimmed.slice(0, column).replace(/\S/g, ' ')}^\n`);
  }

  #printNotes(exception: PyBaseException): void {
    const notes = getAttrOrAbsent(exception, notesName);
    if (notes === undefined || notes === None) return;
    if (!isSequence(notes) || isStr(notes)) {
      this.#lines(safely(() => repr(notes), '<__notes__ repr() failed>'));
      return;
    }
    for (const note of iterToArray(notes)) this.#lines(safely(() => str(note), '<note str() failed>'));
  }

  #printGroup(group: PyBaseExceptionGroup): void {
    if (this.#depth > MAX_GROUP_DEPTH) {
      this.#line(`... (max_group_depth is ${MAX_GROUP_DEPTH})\n`);
      return;
    }
    const top = this.#depth === 0;
    if (top) this.#depth++;
    const outer = this.#margin;
    if (top) this.#margin = '  | ';
    const header = `${outer}${top ? '  + ' : ''}Exception Group ${HEADER}`;
    if (group.traceback !== undefined) {
      this.text += header;
      const before = this.text.length;
      this.printTraceback(group.traceback, '');
      // The header has been written; an empty one is only a margin.
      this.text = this.text.slice(0, before) + this.text.slice(before + this.#margin.length);
    }
    this.#printMessage(group);
    const { items } = group.exceptions!;
    const shown = Math.min(items.length, MAX_GROUP_WIDTH);
    const total = items.length <= MAX_GROUP_WIDTH ? shown : shown + 1;
    const inner = ' '.repeat(2 * this.#depth);
    this.#needClose = false;
    for (let i = 0; i < total; i++) {
      const isLast = i === total - 1;
      if (isLast) this.#needClose = true;
      const title = i < MAX_GROUP_WIDTH ? String(i + 1) : '...';
      this.text += `${inner}${i === 0 ? '+-' : '  '}+---------------- ${title} ----------------\n`;
      this.#depth++;
      const margin = this.#margin;
      this.#margin = `${' '.repeat(2 * this.#depth)}| `;
      if (i < MAX_GROUP_WIDTH) this.printChain(items[i] as PyBaseException);
      else {
        const excess = items.length - MAX_GROUP_WIDTH;
        this.#line(`and ${excess} more exception${excess > 1 ? 's' : ''}\n`);
      }
      if (isLast && this.#needClose) {
        this.text += `${' '.repeat(2 * this.#depth)}+------------------------------------\n`;
        this.#needClose = false;
      }
      this.#depth--;
      this.#margin = margin;
    }
    this.#margin = outer;
    if (top) this.#depth = 0;
  }
}
