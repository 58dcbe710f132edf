/**
 * The command line of `tython` as CPython reads it: options up to the first operand, `-c` and `-m` end them.
 * CPython: Python/getopt.c, Python/initconfig.c (`config_parse_cmdline`).
 */

/** What is to be run. */
export type Program =
  | { readonly kind: 'command'; readonly source: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' };

/** A command line that was read. */
export interface PythonOptions {
  readonly program: Program;
  /** `sys.argv`. */
  readonly argv: readonly string[];
  /** How often each flag was given, by its letter. */
  readonly counts: ReadonlyMap<string, number>;
  readonly warnings: readonly string[];
  readonly xoptions: ReadonlyMap<string, string | true>;
  readonly checkHashPycs: string;
  /** `-h` and its like, `-V`: print and leave. */
  readonly request: 'help' | 'help-env' | 'help-xoptions' | 'help-all' | 'version' | undefined;
}

/** A command line that cannot be read: goes to stderr, with exit status 2. */
export class OptionError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

const FLAGS = 'bBdEiIOPqRsSuvVx';
const WITH_ARGUMENT = 'cmWX';

/** Reads the arguments that follow the program's own name. */
export function parsePythonOptions(args: readonly string[]): PythonOptions {
  const counts = new Map<string, number>();
  const warnings: string[] = [];
  const xoptions = new Map<string, string | true>();
  let checkHashPycs = 'default';
  let request: PythonOptions['request'];
  let program: Program | undefined;
  let argv: string[] = [];
  let i = 0;

  const longOption = (text: string): void => {
    const name = text.slice(2);
    if (name === 'help') request = 'help';
    else if (name === 'help-all') request = 'help-all';
    else if (name === 'help-env') request = 'help-env';
    else if (name === 'help-xoptions') request = 'help-xoptions';
    else if (name === 'version') request = 'version';
    else if (name === 'check-hash-based-pycs') {
      const value = args[++i];
      if (value === undefined)
        throw new OptionError('Argument expected for the --check-hash-based-pycs option');
      if (!['always', 'never', 'default'].includes(value)) {
        throw new OptionError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'");
      }
      checkHashPycs = value;
    } else throw new OptionError(`unknown option ${text}`);
  };

  options: for (; i < args.length; i++) {
    const text = args[i]!;
    if (text === '-' || !text.startsWith('-')) break;
    if (text === '--') {
      i++;
      break;
    }
    if (text.startsWith('--')) {
      longOption(text);
      continue;
    }
    for (let j = 1; j < text.length; j++) {
      const letter = text[j]!;
      if (letter === 'h' || letter === '?') request = 'help';
      else if (WITH_ARGUMENT.includes(letter)) {
        const value = j + 1 < text.length ? text.slice(j + 1) : args[++i];
        if (value === undefined) throw new OptionError(`Argument expected for the -${letter} option`);
        if (letter === 'W') warnings.push(value);
        else if (letter === 'X') {
          const at = value.indexOf('=');
          if (at < 0) xoptions.set(value, true);
          else xoptions.set(value.slice(0, at), value.slice(at + 1));
        } else {
          program =
            letter === 'c' ? { kind: 'command', source: `${value}\n` } : { kind: 'module', name: value };
          argv = [letter === 'c' ? '-c' : '-m', ...args.slice(i + 1)];
          break options;
        }
        continue options;
      } else if (FLAGS.includes(letter)) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
        if (letter === 'V') request = 'version';
      } else throw new OptionError(`Unknown option: -${letter}`);
    }
  }
  checkJitOptions(xoptions);
  if (program === undefined) {
    const operand = args[i];
    program = operand === undefined || operand === '-' ? { kind: 'stdin' } : { kind: 'file', path: operand };
    argv = operand === undefined ? [''] : args.slice(i);
  }
  return { program, argv, counts, warnings, xoptions, checkHashPycs, request };
}

/** What an option of Tython's own can have as a value; CPython ignores options that it does not know. */
function checkJitOptions(xoptions: ReadonlyMap<string, string | true>): void {
  const mode = xoptions.get('jit') ?? true;
  if (mode !== true && !['0', '1', 'log', 'code'].includes(mode))
    throw new OptionError(`-X jit: no such value '${mode}' (it is 0, 1, log or code)`);
  const threshold = xoptions.get('jit_threshold') ?? '0';
  if (threshold === true || !/^\d+$/.test(threshold))
    throw new OptionError('-X jit_threshold: a number of calls is wanted');
}

/** The first lines of `-h` and of every complaint. */
export function usage(program: string): string {
  return `usage: ${program} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n`;
}

/** `-h`. */
export const HELP = `Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int; also PYTHONDEBUG=x
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-d     : turn on debugging output of the parser; also PYTHONDEBUG=x
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-i     : prompt after running the script; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run a library module as a script (terminates option list)
-O     : drop assert statements and code that depends on __debug__;
         also PYTHONOPTIMIZE=x
-OO    : do what -O does and drop docstrings too
-P     : don't put the script's folder in front of sys.path;
         also PYTHONSAFEPATH=x
-q     : don't print version and copyright at the prompt
-s     : don't use the user's site folder; also PYTHONNOUSERSITE=x
-S     : don't import 'site' at the start
-u     : don't buffer stdout and stderr; also PYTHONUNBUFFERED=x
-v     : trace import statements; also PYTHONVERBOSE=x
-V     : print the Python version and exit (also --version);
         twice for more about the build
-W arg : control warnings; arg is action:message:category:module:lineno;
         also PYTHONWARNINGS=arg
-x     : skip the first line of the source
-X opt : set an implementation-specific option; Tython's own are
         jit=0|1|log|code: compile hot code to JavaScript or not, tell what
         is compiled, show it; jit_threshold=N: what is hot;
         also PYTHON_JIT=0|1
--check-hash-based-pycs always|default|never:
         when hash-based .pyc files are compared with their sources
--help-env: print help about environment variables and exit
--help-xoptions: print help about -X options and exit
--help-all: print all help and exit

Arguments:
file   : program read from a script file
-      : program read from stdin (a prompt if that is a terminal)
arg ...: arguments passed to the program in sys.argv[1:]
`;
