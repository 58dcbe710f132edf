/**
 * How an interpreter is to be set up: what the command line and the environment say, and where the library stands.
 * CPython: `PyConfig` in Include/cpython/initconfig.h.
 */

/** `sys.flags`, field by field. */
export interface Flags {
  debug: number;
  inspect: number;
  interactive: number;
  optimize: number;
  dontWriteBytecode: number;
  noUserSite: number;
  noSite: number;
  ignoreEnvironment: number;
  verbose: number;
  bytesWarning: number;
  quiet: number;
  hashRandomization: number;
  isolated: number;
  devMode: boolean;
  utf8Mode: number;
  warnDefaultEncoding: number;
  safePath: boolean;
  intMaxStrDigits: number;
  threadInheritContext: number;
  contextAwareWarnings: number;
}

export interface Config {
  readonly flags: Flags;
  /** `sys.argv` and `sys.orig_argv`. */
  readonly argv: readonly string[];
  readonly origArgv: readonly string[];
  readonly executable: string;
  readonly baseExecutable: string;
  readonly prefix: string;
  readonly execPrefix: string;
  /** Where the library stands; in a virtual environment `prefix` is another. */
  readonly basePrefix: string;
  /** The folder of the pure-Python library. */
  readonly stdlibDir: string;
  /** `sys.path` as the interpreter starts with it; the script's folder is put in front later. */
  readonly modulePath: readonly string[];
  readonly warnOptions: readonly string[];
  readonly xoptions: ReadonlyMap<string, string | true>;
  /** Code keeps no columns: `-X no_debug_ranges`. */
  readonly noDebugRanges?: boolean;
  readonly pycachePrefix: string | undefined;
  /** What `os.cpu_count()` is to say; -1 where it asks the machine. */
  readonly cpuCount: number;
  /** Is the traceback shown when the process ends itself by a signal? `-X faulthandler`. */
  readonly faultHandler: boolean;
  /** `-X importtime`: 0, 1 or 2. */
  readonly importTime: number;
  readonly platlibdir: string;
  /** The locale is C without anybody having insisted: programs are told that it is C.UTF-8. */
  readonly coercesLocale: boolean;
  /** The C library's name for the locale's encoding. */
  readonly localeEncoding: string;
  /** Encoding and error handler of stdin and stdout (stderr always escapes). */
  readonly stdioEncoding: string;
  readonly stdioErrors: string;
  readonly unbuffered: boolean;
  /** SIGINT becomes KeyboardInterrupt: the default. */
  readonly installSignalHandlers?: boolean;
  /** The just-in-time compiler: `log` tells what it does, `code` shows the JavaScript too. */
  readonly jit: 'off' | 'on' | 'log' | 'code';
  /** `--check-hash-based-pycs`: `default`, `always` or `never`. */
  readonly checkHashPycsMode: string;
}

export function defaultFlags(): Flags {
  return {
    debug: 0,
    inspect: 0,
    interactive: 0,
    optimize: 0,
    dontWriteBytecode: 0,
    noUserSite: 0,
    noSite: 0,
    ignoreEnvironment: 0,
    verbose: 0,
    bytesWarning: 0,
    quiet: 0,
    hashRandomization: 1,
    isolated: 0,
    devMode: false,
    utf8Mode: 0,
    warnDefaultEncoding: 0,
    safePath: false,
    intMaxStrDigits: 4300,
    threadInheritContext: 0,
    contextAwareWarnings: 0,
  };
}
