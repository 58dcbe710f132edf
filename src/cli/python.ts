/**
 * `tython`, the command: what to run, in which order, and how it ends.
 * CPython: Modules/main.c (`pymain_run_python`), Python/pylifecycle.c (`Py_FinalizeEx`), Python/pythonrun.c.
 */

import type { Host } from '../host/host.ts';
import { HostError } from '../host/host.ts';
import { importModule, mainModule, newInterpreter, prepareInterpreter, runInModule } from '../interpreter.ts';
import { flushForgottenStreams } from '../modules/_io/forgotten-streams.ts';
import { dieOfInterrupt } from '../modules/_signal.ts';
import { compileText } from '../modules/builtins-code.ts';
import { flushStandardStreams, sysGet } from '../modules/sys.ts';
import { VERSION_TEXT } from '../modules/sys-info.ts';
import { attrName } from '../objects/attribute-name.ts';
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import type { PyModule } from '../objects/module.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { getAttr } from '../runtime/attributes.ts';
import { call, callMethod } from '../runtime/call.ts';
import type { Config } from '../runtime/config.ts';
import { intValue } from '../runtime/convert.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { finalizeAll } from '../runtime/finalizers.ts';
import { str } from '../runtime/repr.ts';
import type { FrozenModule, Interpreter } from '../runtime/state.ts';
import { writeStderr } from '../runtime/traceback-print.ts';
import { isInstanceOf, typeName } from '../runtime/type-of.ts';
import { helpText, usage } from './help.ts';
import { Prompt, runInteractiveHook } from './prompt.ts';
import { type Installation, makeConfig } from './python-config.ts';
import { OptionError, type PythonOptions, parsePythonOptions } from './python-options.ts';
import { StartError } from './settings.ts';

const LookupErrorType = exceptionTypes.get('LookupError')!;
const SystemExitType = exceptionTypes.get('SystemExit')!;
const KeyboardInterruptType = exceptionTypes.get('KeyboardInterrupt')!;
/** What a shell shows for a program that an interrupt ended: 128 + SIGINT. */
const INTERRUPTED_STATUS = 130;
/** Stands for an interrupt that nobody caught, apart from all statuses. */
const INTERRUPTED = -1;

/** Everything the command needs from the outside. */
export interface PythonEnvironment {
  readonly host: Host;
  readonly installation: Installation;
  readonly frozenModules: ReadonlyMap<string, FrozenModule>;
  /** Writes to a standard stream before or after there is an interpreter. */
  print(fd: 1 | 2, text: string): void;
  /** An interpreter that is ready, if there is one that this configuration suits. */
  resume?(host: Host, config: Config): Interpreter | undefined;
  /** Called when the interpreter is ready and the program begins. */
  beforeProgram?(): void;
}

/** Runs the command and returns its exit status. */
export function runPython(args: readonly string[], environment: PythonEnvironment): number {
  const { installation } = environment;
  const program = installation.executable;
  let options: PythonOptions;
  try {
    options = parsePythonOptions(args);
  } catch (thrown) {
    if (!(thrown instanceof OptionError)) throw thrown;
    environment.print(2, `${thrown.message}\n${usage(program)}Try \`python -h' for more information.\n`);
    return 2;
  }
  if (options.request === 'version') {
    const long = (options.counts.get('V') ?? 0) > 1 ? ' (tython) [TypeScript]' : '';
    environment.print(1, `Python ${VERSION_TEXT}${long}\n`);
    return 0;
  }
  if (options.request !== undefined) {
    environment.print(1, helpText(options.request, program));
    return 0;
  }
  let interp: Interpreter;
  try {
    interp = start(options, [program, ...args], environment);
  } catch (thrown) {
    if (!(thrown instanceof StartError)) throw thrown;
    environment.print(2, thrown.report);
    return 1;
  }
  if (options.program.kind === 'stdin' && isInteractive(interp)) {
    return finish(
      interp,
      runPrompt(interp, () => beginAtPrompt(interp, environment)),
    );
  }
  const status = run(interp, () => runProgram(interp, options, environment));
  return finish(interp, wantsPrompt(interp) ? runPrompt(interp, () => {}) : status);
}

/** An interpreter for a program. Throws {@link StartError}. */
function start(
  options: PythonOptions,
  origArgv: readonly string[],
  { host, installation, frozenModules, resume }: PythonEnvironment,
): Interpreter {
  const config = makeConfig(options, origArgv, host, installation);
  try {
    return resume?.(host, config) ?? newInterpreter({ host, config, frozenModules });
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
    const message = isInstanceOf(thrown, LookupErrorType)
      ? 'init_stdio_encoding: failed to get the Python codec name of the stdio encoding'
      : 'failed to start the interpreter';
    throw new StartError(message, 'core initialized', `${typeName(thrown)}: ${utf16FromStr(str(thrown))}\n`);
  }
}

/** An interpreter that can be asked for the built-in names and has nothing else. */
export function bareInterpreter({ host, installation }: PythonEnvironment): Interpreter {
  const config = makeConfig(parsePythonOptions(['-I', '-c', 'pass']), [], host, installation);
  return prepareInterpreter({ host, config, frozenModules: new Map() });
}

/** Is standard input somebody who types, or to be taken for that (`-i`)? */
function isInteractive(interp: Interpreter): boolean {
  return interp.config.flags.interactive !== 0 || interp.host.fs.isatty(0);
}

/** Is a prompt to follow the program? It may have asked for one itself, by setting PYTHONINSPECT. */
function wantsPrompt(interp: Interpreter): boolean {
  const { flags } = interp.config;
  const asked = flags.ignoreEnvironment === 0 ? interp.host.environ.get('PYTHONINSPECT') : undefined;
  return (flags.inspect !== 0 || (asked ?? '') !== '') && isInteractive(interp);
}

function runPrompt(interp: Interpreter, prepare: () => void): number {
  interp.config.flags.inspect = 0;
  let interrupted = false;
  const status = run(interp, () => {
    prepare();
    runInteractiveHook(interp);
    interrupted = new Prompt(interp).run().interrupted;
  });
  return interrupted ? INTERRUPTED : status;
}

/** What comes before the first prompt where there is no other program. */
function beginAtPrompt(interp: Interpreter, environment: PythonEnvironment): void {
  const { flags } = interp.config;
  if (!flags.noSite) importModule(interp, 'site');
  environment.beforeProgram?.();
  prependPath(interp, '');
  if (flags.quiet === 0) environment.print(2, header(interp));
  const startup = flags.ignoreEnvironment === 0 ? interp.host.environ.get('PYTHONSTARTUP') : undefined;
  if (startup !== undefined && startup !== '') runStartupFile(interp, startup);
}

function header(interp: Interpreter): string {
  const hint = interp.config.flags.noSite
    ? ''
    : 'Type "help", "copyright", "credits" or "license" for more information.\n';
  return `Python ${VERSION_TEXT} (tython) [TypeScript] on ${interp.host.platform}\n${hint}`;
}

/** Runs the file of PYTHONSTARTUP in `__main__`; what it raises is shown, and the prompt comes all the same. */
function runStartupFile(interp: Interpreter, path: string): void {
  try {
    runSource(interp, mainModule(interp), readWhole(interp.host, path), path);
  } catch (thrown) {
    if (thrown instanceof HostError) {
      const { errno, strerror } = thrown;
      writeStderr(interp, 'Could not open PYTHONSTARTUP\n');
      const error = call(exceptionTypes.get('OSError')!, [errno, strFromUtf16(strerror), strFromUtf16(path)]);
      interp.printException(error as PyBaseException);
      return;
    }
    if (!(thrown instanceof PyBaseException) || isInstanceOf(thrown, SystemExitType)) throw thrown;
    interp.printException(thrown);
  }
}

/** Thrown when there is nothing to run, which has been said. */
class NoProgram {
  readonly status = 2;
}

/** Runs a part of the program; what it does not catch is reported. The exit status. */
function run(interp: Interpreter, action: () => void): number {
  try {
    action();
    return 0;
  } catch (thrown) {
    if (thrown instanceof NoProgram) return thrown.status;
    if (!(thrown instanceof PyBaseException)) throw thrown;
    // With -i not even SystemExit ends the program: the prompt comes.
    if (isInstanceOf(thrown, SystemExitType) && interp.config.flags.inspect === 0)
      return exitStatus(interp, thrown);
    interp.printException(thrown);
    return isInstanceOf(thrown, KeyboardInterruptType) ? INTERRUPTED : 1;
  }
}

/** The status that a SystemExit asks for; a code that is no int goes to stderr. CPython: `_Py_HandleSystemExit`. */
function exitStatus(interp: Interpreter, exception: PyBaseException): number {
  const code = getAttr(exception, attrName('code'));
  if (code === None) return 0;
  const status = intValue(code);
  // A status that fits in no C long counts as -1.
  if (status !== undefined)
    return Number(
      BigInt.asIntN(64, BigInt(status)) === BigInt(status) ? BigInt.asUintN(8, BigInt(status)) : 255n,
    );
  const stderr = sysGet(interp, 'stderr');
  if (stderr !== undefined && stderr !== None) {
    callMethod(stderr, attrName('write'), str(code));
    callMethod(stderr, attrName('write'), '\n');
  }
  return 1;
}

/** What happens at the end of every program: threads, atexit functions, streams. */
function finish(interp: Interpreter, status: number): number {
  const threading = dictGetStr(interp.modules, 'threading');
  if (threading !== undefined) run(interp, () => void callMethod(threading, attrName('_shutdown')));
  interp.runAtExit();
  interp.finalizing = true;
  flushForgottenStreams(interp);
  finalizeAll(interp);
  // Finalizers may have written.
  flushForgottenStreams(interp);
  const isWritten = flushStandardStreams(interp, (exception) =>
    interp.unraisable(exception, 'Exception ignored while flushing sys.stdout', None),
  );
  interp.jit?.end();
  if (status === INTERRUPTED) {
    dieOfInterrupt(interp);
    return INTERRUPTED_STATUS;
  }
  const result = !isWritten && status === 0 ? 120 : status;
  return interp.host.children.isForked ? interp.host.exit(result) : result;
}

function runProgram(interp: Interpreter, options: PythonOptions, environment: PythonEnvironment): void {
  if (!interp.config.flags.noSite) importModule(interp, 'site');
  environment.beforeProgram?.();
  const { program } = options;
  switch (program.kind) {
    case 'command':
      prependPath(interp, '');
      runCommand(interp, program.source);
      break;
    case 'module':
      prependPath(interp, interp.host.fs.getcwd());
      call(getAttr(importModule(interp, 'runpy'), attrName('_run_module_as_main')), [
        strFromUtf16(program.name),
        true,
      ]);
      break;
    case 'file':
      runFile(interp, absolute(interp, program.path), (options.counts.get('x') ?? 0) > 0);
      break;
    case 'stdin':
      prependPath(interp, '');
      dictSetItem(mainModule(interp).dict!, '__file__', '<stdin>');
      dictSetItem(mainModule(interp).dict!, '__cached__', None);
      runSource(interp, mainModule(interp), readToEnd(interp.host, 0), '<stdin>');
      break;
  }
}

/** Puts an entry in front of `sys.path`, unless the path is to be safe. */
function prependPath(interp: Interpreter, entry: string): void {
  if (interp.config.flags.safePath) return;
  interp.sysPath0 = entry;
  insertPath(interp, entry);
}

function insertPath(interp: Interpreter, entry: string): void {
  const path = sysGet(interp, 'path');
  if (path instanceof PyList) callMethod(path, attrName('insert'), 0, strFromUtf16(entry));
}

/** Runs the text of `-c`; `linecache` gets to know it, for tracebacks. */
function runCommand(interp: Interpreter, source: string): void {
  const text = strFromUtf16(dedent(source));
  const code = compileText(text, '<string>', 'exec', 0, -1, true);
  callMethod(importModule(interp, 'linecache'), attrName('_register_code'), code, text, '<string>');
  runInModule(interp, mainModule(interp), code);
}

/** Takes away the indentation that all lines have in common; lines of nothing but blanks become empty. */
function dedent(source: string): string {
  const lines = source.split('\n');
  let margin: string | undefined;
  for (const line of lines) {
    if (!/[^ \t]/.test(line)) continue;
    const indentation = /^[ \t]*/.exec(line)![0];
    if (margin === undefined) margin = indentation;
    else {
      let common = 0;
      while (common < margin.length && margin[common] === indentation[common]) common++;
      margin = margin.slice(0, common);
    }
  }
  if (!margin) return source;
  const width = margin.length;
  return lines.map((line) => (/[^ \t]/.test(line) ? line.slice(width) : '')).join('\n');
}

function runSource(
  interp: Interpreter,
  module: PyModule,
  source: string | Uint8Array,
  filename: string,
): void {
  const text = typeof source === 'string' ? strFromUtf16(source) : source;
  runInModule(interp, module, compileText(text, strFromUtf16(filename), 'exec', 0, -1, true));
}

/** Runs a script: a source file, a `.pyc` file, or a folder or zip file with a `__main__` module. */
function runFile(interp: Interpreter, path: string, skipFirstLine: boolean): void {
  if (importerFor(interp, path) !== undefined) {
    insertPath(interp, path);
    call(getAttr(importModule(interp, 'runpy'), attrName('_run_module_as_main')), ['__main__', false]);
    return;
  }
  let data: Uint8Array;
  try {
    data = readWhole(interp.host, path);
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    const executable = interp.config.executable;
    interp.host.fs.write(
      2,
      new TextEncoder().encode(
        `${executable}: can't open file '${path}': [Errno ${thrown.errno}] ${thrown.strerror}\n`,
      ),
    );
    throw new NoProgram();
  }
  prependPath(interp, scriptFolder(interp, path));
  const module = mainModule(interp);
  const dict = module.dict!;
  dictSetItem(dict, '__file__', strFromUtf16(path));
  dictSetItem(dict, '__cached__', None);
  const external = dictGetStr(interp.modules, '_frozen_importlib_external')!;
  const isPyc =
    path.endsWith('.pyc') || (data[0] === 0x2b && data[1] === 0x0e && data[2] === 0x0d && data[3] === 0x0a);
  const loaderName = isPyc ? 'SourcelessFileLoader' : 'SourceFileLoader';
  const loader = call(getAttr(external, attrName(loaderName)), ['__main__', strFromUtf16(path)]);
  dictSetItem(dict, '__loader__', loader);
  if (isPyc) {
    const code = callMethod(loader, attrName('get_code'), '__main__');
    runInModule(interp, module, code as never);
    return;
  }
  runSource(interp, module, skipFirstLine ? withoutFirstLine(data) : data, path);
}

function withoutFirstLine(data: Uint8Array): Uint8Array {
  const newline = data.indexOf(10);
  return newline < 0 ? new Uint8Array(0) : data.subarray(newline);
}

/** The finder of a path that can hold modules; absent for a plain file. */
function importerFor(interp: Interpreter, path: string): PyObject | undefined {
  const pkgutilGet = getAttr(
    dictGetStr(interp.modules, '_frozen_importlib_external')!,
    attrName('PathFinder'),
  );
  const importer = callMethod(pkgutilGet, attrName('_path_importer_cache'), strFromUtf16(path));
  return importer === None ? undefined : importer;
}

/** The folder of the script, with links followed. */
function scriptFolder(interp: Interpreter, path: string): string {
  const os = dictGetStr(interp.modules, 'os.path') ?? dictGetStr(interp.modules, 'posixpath');
  if (os === undefined) {
    const slash = path.lastIndexOf('/');
    return slash < 0 ? interp.host.fs.getcwd() : path.slice(0, slash) || '/';
  }
  const real = callMethod(os, attrName('realpath'), strFromUtf16(path));
  return utf16FromStr(callMethod(os, attrName('dirname'), real) as string);
}

/** CPython: `_Py_abspath`. */
function absolute(interp: Interpreter, path: string): string {
  if (path === '.' || path === '') return interp.host.fs.getcwd();
  return path.startsWith('/') ? path : `${interp.host.fs.getcwd()}/${path}`;
}

function readWhole(host: Host, path: string): Uint8Array {
  const fd = host.fs.open(path, 0, 0);
  try {
    return readToEnd(host, fd);
  } finally {
    host.fs.close(fd);
  }
}

function readToEnd(host: Host, fd: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(65536);
    const count = host.fs.read(fd, chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    total += count;
  }
  const data = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    data.set(chunk, at);
    at += chunk.length;
  }
  return data;
}
