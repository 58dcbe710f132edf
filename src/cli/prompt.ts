/**
 * The interactive prompt: statements are read from standard input, run one by one in `__main__`, and what they raise is
 * shown. CPython: `PyRun_InteractiveLoop` in Python/pythonrun.c, `pymain_repl` in Modules/main.c.
 *
 * CPython's tokenizer asks for a line when the parser wants another token. Here the lines of a statement are gathered
 * and parsed anew with each of them until nothing is missing.
 */
import { compileTree, PyCF_MASK, parseSource } from '../compiler/compile.ts';
import { importModule, mainModule, runInModule } from '../interpreter.ts';
import { openFile } from '../modules/_io/open.ts';
import { raiseCompileErrors } from '../modules/compile-errors.ts';
import { warnCompile } from '../modules/compile-warnings.ts';
import { flushStandardStreams, sysGet } from '../modules/sys.ts';
import { attrName } from '../objects/attribute-name.ts';
import { PyBytes } from '../objects/bytes.ts';
import type { PyCode } from '../objects/code.ts';
import { exceptionTypes, PyBaseException, PySyntaxError } from '../objects/exception.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { isStr, type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import type { mod } from '../parser/ast.gen.ts';
import { CompileError } from '../parser/errors.ts';
import { isComplete, isOpenAtEnd } from '../parser/parse.ts';
import { getAttr } from '../runtime/attributes.ts';
import { audit } from '../runtime/audit.ts';
import { call, callMethod } from '../runtime/call.ts';
import { intValue } from '../runtime/convert.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { str } from '../runtime/repr.ts';
import type { Interpreter } from '../runtime/state.ts';
import { writeStderr } from '../runtime/traceback-print.ts';
import { isInstanceOf } from '../runtime/type-of.ts';

const FILENAME = '<stdin>';
const SystemExitType = exceptionTypes.get('SystemExit')!;
const KeyboardInterruptType = exceptionTypes.get('KeyboardInterrupt')!;
const OSErrorType = exceptionTypes.get('OSError')!;

/** One session at the prompt. */
export class Prompt {
  private readonly _interp: Interpreter;
  private readonly _input: PyObject | undefined;
  /** Future features that statements have asked for hold for all that follow. */
  private _features = 0;
  /** Each statement is a file of its own, `<stdin-0>` and so on: so its lines are found for tracebacks. */
  private _statements = 0;

  constructor(interp: Interpreter) {
    this._interp = interp;
    this._input = openStandardInput();
  }

  /** Reads and runs statements to the end of the input. Throws SystemExit; a last KeyboardInterrupt is told. */
  run(): { readonly interrupted: boolean } {
    const { sysdict } = this._interp;
    if (sysGet(this._interp, 'ps1') === undefined) dictSetItem(sysdict, 'ps1', '>>> ');
    if (sysGet(this._interp, 'ps2') === undefined) dictSetItem(sysdict, 'ps2', '... ');
    let interrupted = false;
    for (;;) {
      try {
        const source = this._readStatement();
        if (source === undefined) return { interrupted };
        interrupted = false;
        this._runStatement(source);
      } catch (thrown) {
        if (!(thrown instanceof PyBaseException) || isInstanceOf(thrown, SystemExitType)) throw thrown;
        interrupted = isInstanceOf(thrown, KeyboardInterruptType);
        this._interp.printException(thrown);
      }
      flushStandardStreams(this._interp);
    }
  }

  /** The lines of the next statement; a blank line or a comment is one too. */
  private _readStatement(): string | undefined {
    const encoding = sysGet(this._interp, 'stdin');
    const decodeWith = encoding === undefined ? 'utf-8' : encodingOf(encoding);
    const prompt = this._promptText('ps1');
    const continued = this._promptText('ps2');
    let source = this._readLine(prompt, decodeWith);
    if (source === '') return undefined;
    if (isBlank(source) && source.endsWith('\n')) return source;
    let line = source;
    for (;;) {
      if (this._endsStatement(source, line)) return source;
      line = this._readLine(continued, decodeWith);
      if (line === '') return isBlank(source) ? undefined : source;
      source += line;
    }
  }

  private _endsStatement(source: string, lastLine: string): boolean {
    // The input ends here: CPython's tokenizer asks for the rest of the line.
    if (!lastLine.endsWith('\n')) return false;
    const options = { filename: FILENAME, mode: 'single', flags: this._features, warn: () => {} } as const;
    // Lines without tokens change nothing, but for the empty line that ends a block.
    const text = lastLine !== '\n' && isBlank(lastLine) ? source.slice(0, -lastLine.length) : source;
    try {
      if (isComplete(strFromUtf16(text.endsWith('\n') ? text.slice(0, -1) : text), options)) return true;
      return lastLine === '\n' && !isOpenAtEnd(text, options);
    } catch (thrown) {
      // What is wrong shows when the statement is compiled.
      if (thrown instanceof CompileError) return true;
      throw thrown;
    }
  }

  /** A line with its end, '' at the end of the input; a line of the terminal is ended then. */
  private _readLine(prompt: Str, encoding: Str): string {
    this._write(utf16FromStr(prompt));
    const octets = this._readOctets();
    if (octets === undefined) {
      this._write('\n');
      return '';
    }
    const text = utf16FromStr(callMethod(octets, attrName('decode'), encoding) as Str);
    return text.endsWith('\r\n') ? `${text.slice(0, -2)}\n` : text;
  }

  private _readOctets(): PyBytes | undefined {
    if (this._input === undefined) return undefined;
    try {
      const line = callMethod(this._input, attrName('readline'));
      return line instanceof PyBytes && line.value.length > 0 ? line : undefined;
    } catch (thrown) {
      // The program may have closed the descriptor.
      if (thrown instanceof PyBaseException && isInstanceOf(thrown, OSErrorType)) return undefined;
      throw thrown;
    }
  }

  private _write(text: string): void {
    const octets = new TextEncoder().encode(text);
    for (let at = 0; at < octets.length; ) at += this._interp.host.fs.write(2, octets.subarray(at));
  }

  private _promptText(name: string): Str {
    const value = sysGet(this._interp, name);
    if (value === undefined) return '';
    try {
      return str(value);
    } catch (thrown) {
      if (thrown instanceof PyBaseException) return '';
      throw thrown;
    }
  }

  private _runStatement(source: string): void {
    const text = strFromUtf16(source);
    const tree = isBlank(source) ? undefined : this._parse(text);
    const filename = `<stdin-${this._statements++}>`;
    if (tree === undefined) return;
    try {
      const code = this._compile(tree, filename);
      this._features |= code.co_flags & PyCF_MASK;
      const register = getAttr(importModule(this._interp, 'linecache'), attrName('_register_code'));
      call(register, [code, text, FILENAME]);
      runInModule(this._interp, mainModule(this._interp), code);
    } catch (thrown) {
      if (thrown instanceof PySyntaxError) showLine(thrown, source);
      throw thrown;
    }
  }

  private _parse(source: Str): mod {
    return raiseCompileErrors(() =>
      parseSource(source, {
        filename: FILENAME,
        mode: 'single',
        flags: this._features,
        warn: warnCompile,
        maxIntDigits: this._interp.intMaxStrDigits,
        isTyped: true,
      }),
    );
  }

  private _compile(tree: mod, filename: string): PyCode {
    const optimize = Math.min(this._interp.config.flags.optimize, 2) as 0 | 1 | 2;
    return raiseCompileErrors(() =>
      compileTree(tree, { filename, flags: this._features, optimize, warn: warnCompile }),
    );
  }
}

/** Statements are read past `sys.stdin`, which has a buffer of its own. Absent: the descriptor is closed. */
function openStandardInput(): PyObject | undefined {
  try {
    return openFile(0, 'rb', {
      buffering: -1,
      encoding: undefined,
      errors: undefined,
      newline: undefined,
      closefd: false,
      opener: None,
    });
  } catch (thrown) {
    if (thrown instanceof PyBaseException && isInstanceOf(thrown, OSErrorType)) return undefined;
    throw thrown;
  }
}

function encodingOf(stdin: PyObject): Str {
  try {
    const encoding = getAttr(stdin, attrName('encoding'));
    return isStr(encoding) ? encoding : 'utf-8';
  } catch (thrown) {
    if (thrown instanceof PyBaseException) return 'utf-8';
    throw thrown;
  }
}

function isBlank(line: string): boolean {
  return /^[ \t\f]*(?:#.*)?\r?\n?$/.test(line);
}

/** A syntax error shows the line of the statement that was typed. */
function showLine(error: PySyntaxError, source: string): void {
  const lineno = error.lineno === undefined ? undefined : intValue(error.lineno);
  const line = lineno === undefined ? undefined : source.split(/(?<=\n)/)[Number(lineno) - 1];
  if (line !== undefined) error.text = strFromUtf16(line);
}

/** Calls `sys.__interactivehook__`, with which `site` prepares the prompt. */
export function runInteractiveHook(interp: Interpreter): void {
  const hook = dictGetStr(interp.sysdict, '__interactivehook__');
  if (hook === undefined) return;
  try {
    audit('cpython.run_interactivehook', hook);
    call(hook, []);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    writeStderr(interp, 'Failed calling sys.__interactivehook__\n');
    interp.printException(thrown);
  }
}
