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
        throw new OptionError('Argument expected for the --check-hash-based-pycs options');
      if (!['always', 'never', 'default'].includes(value)) {
        throw new OptionError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'");
      }
      checkHashPycs = value;
    } else throw new OptionError(`Unknown option: ${text}`);
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
