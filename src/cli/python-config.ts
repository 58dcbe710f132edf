/**
 * The configuration of an interpreter from the command line and the environment.
 * CPython: Python/initconfig.c, Modules/getpath.py.
 */
import type { Host } from '../host/host.ts';
import { type Config, defaultFlags, type Flags } from '../runtime/config.ts';
import type { PythonOptions } from './python-options.ts';

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

function flagsOf(options: PythonOptions, env: (name: string) => string | undefined): Flags {
  const flags = defaultFlags();
  const count = (letter: string): number => options.counts.get(letter) ?? 0;
  const isolated = count('I') > 0;
  flags.isolated = isolated ? 1 : 0;
  flags.ignoreEnvironment = isolated || count('E') > 0 ? 1 : 0;
  flags.debug = Math.max(count('d'), numeric(env('PYTHONDEBUG')));
  flags.inspect = Math.max(count('i'), numeric(env('PYTHONINSPECT')));
  flags.interactive = count('i') > 0 ? 1 : 0;
  flags.optimize = Math.max(count('O'), numeric(env('PYTHONOPTIMIZE')));
  flags.dontWriteBytecode = count('B') > 0 || numeric(env('PYTHONDONTWRITEBYTECODE')) > 0 ? 1 : 0;
  flags.noUserSite = isolated || count('s') > 0 || numeric(env('PYTHONNOUSERSITE')) > 0 ? 1 : 0;
  flags.noSite = count('S') > 0 ? 1 : 0;
  flags.verbose = Math.max(count('v'), numeric(env('PYTHONVERBOSE')));
  flags.bytesWarning = count('b');
  flags.quiet = count('q') > 0 ? 1 : 0;
  flags.safePath = isolated || count('P') > 0 || (env('PYTHONSAFEPATH') ?? '') !== '';
  flags.devMode = options.xoptions.has('dev') || numeric(env('PYTHONDEVMODE')) > 0;
  const utf8 = options.xoptions.get('utf8');
  flags.utf8Mode = utf8 === '0' ? 0 : utf8 !== undefined || env('PYTHONUTF8') === '1' ? 1 : 0;
  flags.warnDefaultEncoding =
    options.xoptions.has('warn_default_encoding') || numeric(env('PYTHONWARNDEFAULTENCODING')) > 0 ? 1 : 0;
  const seed = env('PYTHONHASHSEED');
  flags.hashRandomization = seed === '0' ? 0 : 1;
  const digits = options.xoptions.get('int_max_str_digits') ?? env('PYTHONINTMAXSTRDIGITS');
  if (typeof digits === 'string' && /^\d+$/.test(digits)) flags.intMaxStrDigits = Number(digits);
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
  const flags = flagsOf(options, env);
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
    noDebugRanges: options.xoptions.has('no_debug_ranges') || (env('PYTHONNODEBUGRANGES') ?? '') !== '',
    pycachePrefix: env('PYTHONPYCACHEPREFIX') || undefined,
    stdioEncoding: encoding || 'utf-8',
    stdioErrors: errors || (!encoding && isPosixLocale(env) ? 'surrogateescape' : 'strict'),
    unbuffered: (options.counts.get('u') ?? 0) > 0 || (env('PYTHONUNBUFFERED') ?? '') !== '',
    jit: jitMode(options.xoptions.get('jit'), env('PYTHON_JIT')),
    checkHashPycsMode: options.checkHashPycs,
  };
}

/** Is the locale C or POSIX, where undecodable bytes pass through the standard streams? */
function isPosixLocale(env: (name: string) => string | undefined): boolean {
  const locale = env('LC_ALL') || env('LC_CTYPE') || env('LANG') || 'C';
  return locale === 'C' || locale === 'POSIX' || locale.startsWith('C.');
}
