/**
 * What becomes the start-up snapshot: the command, loaded and warmed up, as a picture of V8's heap that a new process
 * begins with (scripts/build-snapshot.mjs makes it, bin/tython uses it). It saves loading the bundle, making all built-in
 * types, reading the code of the start-up modules, and compiling the JavaScript that every start needs.
 *
 * Nothing of the interpreter that warmed up is used later: every start makes its own, with its own hash secret.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString, startupSnapshot } from 'node:v8';
import { loads } from '../bytecode/marshal.ts';
import { importModule, mainModule, newInterpreter, runInModule } from '../interpreter.ts';
import { compileText } from '../modules/builtins-code.ts';
import type { PyCode } from '../objects/code.ts';
import { PyBaseException } from '../objects/exception.ts';
import { repr } from '../runtime/repr.ts';
import { current, type FrozenModule, type Thread } from '../runtime/state.ts';
import { tythonCommand } from './main.ts';
import { nodeEnvironment } from './node-environment.ts';
import { makeConfig } from './python-config.ts';
import { parsePythonOptions } from './python-options.ts';

/** Where the bundle stands, which stands for `import.meta.url` in this bundle: it is known when a process has begun. */
declare global {
  var tythonBundle: string;
}

/** The URL of the bundle in the folder `dist`. */
const bundleIn = (folder: string): string => pathToFileURL(resolve(folder, 'cli.js')).href;

/** Whose import runs the JavaScript that most programs need. */
const WARM_MODULES = ['site', 'json', 're'];

/**
 * How many bytes of its bytecode a JavaScript function runs before V8 thinks of optimising it; V8's own 67584 are less than
 * a program of a tenth of a second runs of each of the interpreter's functions, which then end with it. Programs of a
 * second take 10 to 20 % less time for it too: what is optimised later has been seen with more kinds of values.
 */
const BYTECODE_BEFORE_OPTIMISING = 1_000_000;

/** Runs an empty program, up to its end but not through it: what has been opened cannot be in a snapshot. */
function warmUp(folder: string): ReadonlyMap<string, FrozenModule> {
  globalThis.tythonBundle = bundleIn(folder);
  const scope = globalThis as { SharedArrayBuffer?: unknown };
  // There is none where a snapshot is made. Here nobody shares it.
  scope.SharedArrayBuffer ??= ArrayBuffer;
  const { host, installation, frozenModules } = nodeEnvironment(
    globalThis.tythonBundle,
    `${folder}/../bin/tython`,
  );
  const options = parsePythonOptions(['-I', '-c', 'pass']);
  const config = { ...makeConfig(options, ['tython'], host, installation), installSignalHandlers: false };
  const interp = newInterpreter({ host, config, frozenModules });
  for (const name of WARM_MODULES) importModule(interp, name);
  runInModule(interp, mainModule(interp), compileText('pass', '<string>', 'exec', 0, -1));
  current.thread = undefined as unknown as Thread;
  delete scope.SharedArrayBuffer;
  // Read anew: code that has run refers to the namespaces in which it did.
  const decoded = new Map<string, FrozenModule>();
  for (const [name, frozen] of frozenModules) {
    decoded.set(name, { ...frozen, decoded: loads(frozen.code) as PyCode });
  }
  return decoded;
}

function warmedUp(): ReadonlyMap<string, FrozenModule> {
  try {
    return warmUp(process.argv.at(-1)!);
  } catch (thrown) {
    // Node crashes on a thrown value that is no Error here.
    throw thrown instanceof PyBaseException ? new Error(String(repr(thrown))) : thrown;
  }
}

const frozenModules = warmedUp();

/** Arguments: the folder of the bundle, the path under which the command was started, the command's own. */
startupSnapshot.setDeserializeMainFunction(() => {
  const [, folder, executable, ...args] = process.argv;
  globalThis.tythonBundle = bundleIn(folder!);
  // The start ends before V8 has optimised anything of it: that costs half as much as the start itself.
  setFlagsFromString('--no-opt');
  const beforeProgram = (): void => {
    setFlagsFromString(`--interrupt-budget=${BYTECODE_BEFORE_OPTIMISING}`);
    setFlagsFromString('--opt');
  };
  // From a microtask: a JavaScript `throw` takes V8 ten times as long below the C++ function that has called this one.
  Promise.resolve().then(() => {
    process.exitCode = tythonCommand(args, resolve(executable!), { frozenModules, beforeProgram });
  });
});
