/** The options of a command line, as `getopt_long` splits them. */

/** A mistake of the user: the command says so, shows its usage and ends with status 2. */
export class UsageError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** What follows an option: nothing, or a value (`--out DIR`, `--out=DIR`). */
export type OptionKind = 'flag' | 'value';

export interface ParsedArguments {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  /** What is no option. */
  readonly operands: readonly string[];
}

/** Splits `args` by a table of options. Options may stand anywhere; `--` ends them. */
export function parseArguments(
  args: readonly string[],
  options: Readonly<Record<string, OptionKind>>,
): ParsedArguments {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      operands.push(arg);
      continue;
    }
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const kind = Object.hasOwn(options, name) ? options[name] : undefined;
    if (kind === undefined) throw new UsageError(`unknown option ${name}`);
    if (kind === 'flag') {
      if (equals >= 0) throw new UsageError(`option ${name} takes no value`);
      flags.add(name);
    } else if (equals >= 0) {
      values.set(name, arg.slice(equals + 1));
    } else {
      if (i + 1 >= args.length) throw new UsageError(`option ${name} wants a value`);
      values.set(name, args[++i]!);
    }
  }
  return { flags, values, operands };
}
