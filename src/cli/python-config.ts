/**
 * The configuration of an interpreter from the command line and the environment.
 * CPython: Python/initconfig.c, Modules/getpath.py.
 */
import type { Host } from '../host/host.ts';
import { type Config, defaultFlags, type Flags } from '../runtime/config.ts';
import { ASCII_CODESET } from '../runtime/locale.ts';
import type { PythonOptions } from './python-options.ts';
import {
  checkAllocator,
  checkFrozenModules,
  checkGil,
  checkTracemalloc,
  cpuCount,
  hashRandomization,
  importTime,
  intMaxStrDigits,
  type Sources,
  utf8Mode,
  variable,
  zeroOrOne,
} from './settings.ts';

/** Where the package's own library stands: the folder that holds `lib/python3.14`. */
export interface Installation {
  readonly prefix: string;
  readonly executable: string;
  /** The virtual environment that the executable belongs to, if it does. */
  readonly environment?: VirtualEnvironment | undefined;
}

/** What a file `pyvenv.cfg` beside or above the executable says. */
export interface VirtualEnvironment {
  readonly prefix: string;
  /** The executable with which it was made. */
  readonly baseExecutable: string;
}

/** The value of a flag that an environment variable sets: its number, 1 for any other text. */
function numeric(value: string | undefined): number {
  if (value === undefined || value === '') return 0;
  return /^\d+$/.test(value) ? Number(value) : 1;
}

function flagsOf(options: PythonOptions, sources: Sources, isC: boolean): Flags {
  const env = (name: string): string | undefined => sources.env(name);
  const asks = (name: string): boolean => variable(sources, name) !== undefined;
  const flags = defaultFlags();
  const count = (letter: string): number => options.counts.get(letter) ?? 0;
  const isolated = count('I') > 0;
  flags.isolated = isolated ? 1 : 0;
  flags.ignoreEnvironment = isolated || count('E') > 0 ? 1 : 0;
  flags.debug = Math.max(Math.min(count('d'), 1), numeric(env('PYTHONDEBUG')));
  flags.inspect = count('i') > 0 || asks('PYTHONINSPECT') ? 1 : 0;
  flags.interactive = count('i') > 0 ? 1 : 0;
  flags.optimize = Math.max(count('O'), numeric(env('PYTHONOPTIMIZE')));
  flags.dontWriteBytecode = count('B') > 0 || numeric(env('PYTHONDONTWRITEBYTECODE')) > 0 ? 1 : 0;
  flags.noUserSite = isolated || count('s') > 0 || numeric(env('PYTHONNOUSERSITE')) > 0 ? 1 : 0;
  flags.noSite = count('S') > 0 ? 1 : 0;
  flags.verbose = Math.max(count('v'), numeric(env('PYTHONVERBOSE')));
  flags.bytesWarning = count('b');
  flags.quiet = count('q') > 0 ? 1 : 0;
  flags.safePath = isolated || count('P') > 0 || asks('PYTHONSAFEPATH');
  flags.devMode = options.xoptions.has('dev') || asks('PYTHONDEVMODE');
  flags.utf8Mode = utf8Mode(sources, isC);
  flags.warnDefaultEncoding =
    options.xoptions.has('warn_default_encoding') || asks('PYTHONWARNDEFAULTENCODING') ? 1 : 0;
  flags.hashRandomization = hashRandomization(sources);
  flags.intMaxStrDigits = intMaxStrDigits(sources, flags.intMaxStrDigits);
  flags.threadInheritContext = zeroOrOne(sources, 'thread_inherit_context', 'PYTHON_THREAD_INHERIT_CONTEXT');
  flags.contextAwareWarnings = zeroOrOne(sources, 'context_aware_warnings', 'PYTHON_CONTEXT_AWARE_WARNINGS');
  return flags;
}

/** The filters of `-W`, PYTHONWARNINGS and the flags that imply some, in the order in which they are applied. */
function warnOptions(
  options: PythonOptions,
  flags: Flags,
  env: (name: string) => string | undefined,
): string[] {
  const list: string[] = [];
  if (flags.devMode) list.push('default');
  const variable = env('PYTHONWARNINGS');
  if (variable !== undefined && variable !== '') list.push(...variable.split(','));
  list.push(...options.warnings);
  if (flags.bytesWarning > 0) list.push(`${flags.bytesWarning > 1 ? 'error' : 'default'}::BytesWarning`);
  return list;
}

/** The option goes before the variable, of which CPython too only looks whether it begins with a 0. */
function jitMode(option: string | true | undefined, variable: string | undefined): Config['jit'] {
  if (option === 'log' || option === 'code') return option;
  const isOff = option === undefined ? variable?.startsWith('0') : option === '0';
  return isOff === true ? 'off' : 'on';
}

export function makeConfig(
  options: PythonOptions,
  origArgv: readonly string[],
  host: Host,
  installation: Installation,
): Config {
  const ignore = (options.counts.get('I') ?? 0) + (options.counts.get('E') ?? 0) > 0;
  const variables = ignore ? undefined : host.environ;
  const env = (name: string): string | undefined => variables?.get(name);
  const sources: Sources = { xoptions: options.xoptions, env };
  const locale = ctypeLocale(host.environ);
  const isC = locale === 'C' || locale === 'POSIX';
  // PEP 538: where nothing stands in the way, programs run in the C locale that knows UTF-8.
  const coercesLocale = isC && !host.environ.get('LC_ALL') && env('PYTHONCOERCECLOCALE') !== '0';
  checkAllocator(sources);
  const flags = flagsOf(options, sources, isC);
  checkGil(sources);
  checkFrozenModules(sources);
  checkTracemalloc(sources);
  const localeEncoding = isC && !coercesLocale ? ASCII_CODESET : 'UTF-8';
  const home = env('PYTHONHOME');
  const hasHome = home !== undefined && home !== '';
  const basePrefix = hasHome ? home.split(':')[0]! : installation.prefix;
  const environment = hasHome ? undefined : installation.environment;
  const prefix = environment?.prefix ?? basePrefix;
  const stdlibDir = `${basePrefix}/lib/python3.14`;
  const pythonPath = env('PYTHONPATH');
  const [encoding, errors] = (env('PYTHONIOENCODING') ?? '').split(':');
  return {
    flags,
    argv: options.argv,
    origArgv,
    executable: installation.executable,
    baseExecutable: environment?.baseExecutable ?? installation.executable,
    prefix,
    execPrefix: prefix,
    basePrefix,
    stdlibDir,
    modulePath: [
      ...(pythonPath === undefined || pythonPath === '' ? [] : pythonPath.split(':')),
      `${basePrefix}/lib/python314.zip`,
      stdlibDir,
      `${stdlibDir}/lib-dynload`,
    ],
    warnOptions: warnOptions(options, flags, env),
    xoptions: options.xoptions,
    cpuCount: cpuCount(sources),
    faultHandler:
      flags.devMode ||
      options.xoptions.has('faulthandler') ||
      variable(sources, 'PYTHONFAULTHANDLER') !== undefined,
    importTime: importTime(sources),
    platlibdir: variable(sources, 'PYTHONPLATLIBDIR') ?? 'lib',
    noDebugRanges:
      options.xoptions.has('no_debug_ranges') || variable(sources, 'PYTHONNODEBUGRANGES') !== undefined,
    pycachePrefix: pycachePrefix(sources),
    coercesLocale,
    localeEncoding,
    stdioEncoding: encoding || (flags.utf8Mode ? 'utf-8' : localeEncoding),
    stdioErrors: errors || (!encoding && isPosixLocale(locale, flags) ? 'surrogateescape' : 'strict'),
    unbuffered: (options.counts.get('u') ?? 0) > 0 || variable(sources, 'PYTHONUNBUFFERED') !== undefined,
    jit: jitMode(options.xoptions.get('jit'), env('PYTHON_JIT')),
    checkHashPycsMode: options.checkHashPycs,
  };
}

/** The locale that the environment asks for in the category of characters. */
function ctypeLocale(environ: ReadonlyMap<string, string>): string {
  return environ.get('LC_ALL') || environ.get('LC_CTYPE') || environ.get('LANG') || 'C';
}

/** Is the locale C or POSIX in one of its forms, where undecodable bytes pass through the standard streams? */
function isPosixLocale(locale: string, flags: Flags): boolean {
  return flags.utf8Mode !== 0 || locale === 'C' || locale === 'POSIX' || locale.startsWith('C.');
}

function pycachePrefix(sources: Sources): string | undefined {
  const option = sources.xoptions.get('pycache_prefix');
  if (option === undefined) return variable(sources, 'PYTHONPYCACHEPREFIX');
  return option === true || option === '' ? undefined : option;
}
