/** The command `tython`. The other one, `tython-compile`, is in ./compile.ts. */
import { parseArguments, UsageError } from './arguments.ts';
import { nodeEnvironment } from './node-environment.ts';
import { bareInterpreter, type PythonEnvironment, runPython } from './python.ts';
import { STAGES, type Stage, show } from './show.ts';
import { isSystemError } from './source-file.ts';

export { startedAs } from '../host/node.ts';

const USAGE = `usage: tython --show=STAGE FILE

Show what the compiler makes of a Python file.

  --show=STAGE   ${STAGES.join(', ')}
`;

/**
 * Runs `tython` and returns its exit status. With `--show` first it shows a stage of the compiler, else it is Python.
 * `executable` is the path under which it was started; `parts` of the environment may be there already.
 */
export function tythonCommand(
  args: readonly string[],
  executable: string,
  parts?: Partial<PythonEnvironment>,
): number {
  const environment = (): PythonEnvironment => nodeEnvironment(import.meta.url, executable, parts);
  if (args[0]?.startsWith('--show')) return showCommand(args, environment);
  return runPython(args, environment());
}

/** `tython --show=…`: 1 for an error in the file, 2 for a wrong command line. */
function showCommand(args: readonly string[], environment: () => PythonEnvironment): number {
  try {
    const { flags, values, operands } = parseArguments(args, {
      '--help': 'flag',
      '-h': 'flag',
      '--show': 'value',
    });
    if (flags.has('--help') || flags.has('-h')) {
      process.stdout.write(USAGE);
      return 0;
    }
    const stage = values.get('--show');
    if (stage === undefined) throw new UsageError('--show is missing');
    if (!isStage(stage)) throw new UsageError(`--show: no stage ${stage}`);
    if (operands.length !== 1) throw new UsageError('exactly one file is wanted');
    return show(stage, operands[0]!, () => bareInterpreter(environment()));
  } catch (error) {
    if (error instanceof UsageError)
      process.stderr.write(`tython: ${error.message}\n${USAGE.split('\n', 1)[0]}\n`);
    else if (isSystemError(error)) process.stderr.write(`tython: ${error.message}\n`);
    else throw error;
    return 2;
  }
}

function isStage(text: string): text is Stage {
  return (STAGES as readonly string[]).includes(text);
}
