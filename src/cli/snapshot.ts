/**
 * What becomes the start-up snapshot: the command, loaded and warmed up, as a picture of V8's heap that a new process
 * begins with (scripts/build-snapshot.mjs makes it, bin/tython uses it). It saves loading the bundle, making all built-in
 * types, preparing an interpreter, executing the modules that most programs import (src/runtime/ready-modules.ts), and
 * compiling the JavaScript that every start needs.
 *
 * What a process has of its own (arguments, environment, streams, hash key) the interpreter gets when it goes on there. A
 * start whose options change how modules are loaded makes an interpreter anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getHeapSnapshot, startupSnapshot } from 'node:v8';
import type { Host } from '../host/host.ts';
import { restoreEnvironment } from '../host/node.ts';
import { interpreterLoop, prepareInterpreter, refreshBuiltin, resumeInterpreter } from '../interpreter.ts';
import { attrName, releaseNames } from '../objects/attribute-name.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyList } from '../objects/list.ts';
import { None } from '../objects/singletons.ts';
import { callMethod } from '../runtime/call.ts';
import type { Config } from '../runtime/config.ts';
import { dictGetStr, dictSetItem } from '../runtime/dict.ts';
import { repr } from '../runtime/repr.ts';
import { current, type Interpreter, type Thread } from '../runtime/state.ts';
import { deferredFunction, keepDeferredCode } from './deferred-code.ts';
import { shareBases, shareStrings } from './heap-walk.ts';
import { tythonCommand } from './main.ts';
import { nodeEnvironment, readFrozenModules } from './node-environment.ts';
import { runPython } from './python.ts';
import { makeConfig } from './python-config.ts';
import { parsePythonOptions } from './python-options.ts';
import {
  hashAgain,
  type MadeModules,
  makeReadyModules,
  type Refresh,
  reachable,
  rehearse,
  type Store,
} from './ready-modules.ts';
import { resetFlag, setFlag, setLastingFlag } from './v8-flags.ts';

declare global {
  /** Where the bundle stands, which stands for `import.meta.url` in this bundle: it is known when a process has begun. */
  var tythonBundle: string;
  /** What makes functions of deferred parts in a process that has begun from the snapshot, which cannot hold what this makes. */
  var tythonDeferred: typeof deferredFunction;
}

/** The URL of the bundle in the folder `dist`. */
const bundleIn = (folder: string): string => pathToFileURL(resolve(folder, 'cli.js')).href;

/** What is kept executed: what every start imports, what every traceback needs, and what many programs begin with. */
const READY_MODULES = [
  'encodings',
  'encodings.utf_8',
  '_signal',
  'site',
  'linecache',
  'traceback',
  'json',
  're',
  'dataclasses',
];

/**
 * What V8 is told before anything is optimised. Compiled code is made of many small functions: more of them are inlined than
 * V8 would do by itself, and functions of more bytecode are optimised.
 */
const LASTING_FLAGS = {
  'max-inlined-bytecode-size': 1000,
  'max-inlined-bytecode-size-cumulative': 3000,
  'max-optimized-bytecode-size': 160_000,
};

/**
 * V8 makes machine code without optimising for many functions together, when they are this large. In the beginning it waits
 * for more: what compiles the program itself, of which most have a few lines, would be nearly the first.
 */
const FIRST_BATCH = 200_000;

/**
 * How many bytes of its bytecode a JavaScript function runs before V8 thinks of optimising it, in the beginning of a
 * program and when Python code has been compiled, on a single processor; V8's own value is for what comes later. V8 optimises
 * in other threads, but where there is only one processor it is taken from the program, and for a short one comes too late.
 */
const FIRST_INTERRUPT_BUDGET = 1_000_000;
const SECOND_INTERRUPT_BUDGET = 200_000;

function setNumber(flag: string, value: number): void {
  setFlag(flag, `--${flag}=${value}`);
}

/** What modules have from the process in which they were executed. */
const REFRESHERS: ReadonlyMap<string, Refresh> = new Map<string, Refresh>([
  ['_signal', (interp) => refreshBuiltin(interp, '_signal')],
  [
    'encodings',
    (interp, module) => {
      interp.codecs.encodingsImported = true;
      interp.codecs.searchPath.push(dictGetStr(module.dict!, 'search_function')!);
    },
  ],
  [
    'os',
    (interp, module) => {
      const { dict } = module;
      if (interp.config.cpuCount > 0)
        dictSetItem(dict!, 'process_cpu_count', dictGetStr(dict!, 'cpu_count')!);
    },
  ],
  [
    'site',
    (interp, module) => {
      const { prefix, execPrefix, flags } = interp.config;
      dictSetItem(module.dict!, 'PREFIXES', new PyList([prefix, execPrefix]));
      for (const name of ['ENABLE_USER_SITE', 'USER_SITE', 'USER_BASE'])
        dictSetItem(module.dict!, name, None);
      if (flags.noSite === 0) callMethod(module, attrName('main'));
    },
  ],
]);

/** The file beside the snapshot in which the code of its modules is. */
const codeFile: Store = {
  write: (bytes) => writeFileSync(codePath(), bytes),
  read: () => readFileSync(codePath()),
};

function codePath(): string {
  return fileURLToPath(new URL('tython.code', globalThis.tythonBundle));
}

/** The parts of the picture. */
interface Picture {
  readonly interp: Interpreter;
  readonly modules: MadeModules;
  /** What is hashed again at once, and what before a module is imported that few programs import. */
  readonly hashed: ReturnType<typeof reachable<MadeModules['hashed'][number]>>;
  /** Where the modules come from. */
  readonly stdlibDir: string;
}

/**
 * Prepares the interpreter that the snapshot holds, and has it run an empty program: V8 keeps the compiled form of all
 * JavaScript that has run.
 */
function prepare(folder: string): Picture {
  globalThis.tythonBundle = bundleIn(folder);
  const scope = globalThis as { SharedArrayBuffer?: unknown };
  // There is none where a snapshot is made. Here nobody shares it.
  scope.SharedArrayBuffer ??= ArrayBuffer;
  const environment = nodeEnvironment(globalThis.tythonBundle, `${folder}/../bin/tython`, { frozenModules });
  const { host, installation } = environment;
  const options = parsePythonOptions(['-I', '-S', '-c', 'pass']);
  const config = { ...makeConfig(options, ['tython'], host, installation), installSignalHandlers: false };
  const interp = prepareInterpreter({ host, config, frozenModules });
  const modules = makeReadyModules(interp, READY_MODULES, REFRESHERS, codeFile);
  const resume = (_: Host, config: Config): Interpreter => {
    resumeInterpreter(interp, host, { ...config, installSignalHandlers: false });
    hashAgain(modules.hashed);
    return interp;
  };
  const { table } = modules;
  for (const program of [[`${config.stdlibDir}/keyword.py`], ['-c', 'pass']]) {
    table.usual = rehearse(interp, modules, () => {
      const status = runPython(['-E', ...program], { ...environment, resume });
      if (status !== 0) throw new Error(`the rehearsal ended with status ${status}`);
    });
  }
  interp.jit = undefined;
  interp.mainThread.compiles = false;
  current.thread = undefined as unknown as Thread;
  delete scope.SharedArrayBuffer;
  shareBases([interp, modules]);
  shareStrings([interp, modules]);
  const hashed = reachable(modules.hashed, [interp, ...table.modulesOf(table.usual)]);
  return { interp, modules, hashed, stdlibDir: interp.config.stdlibDir };
}

function prepared(): Picture {
  try {
    return prepare(process.argv.at(-1)!);
  } catch (thrown) {
    // Node crashes on a thrown value that is no Error here.
    throw thrown instanceof PyBaseException ? new Error(String(repr(thrown))) : thrown;
  }
}

const frozenModules = readFrozenModules(() => globalThis.tythonBundle ?? bundleIn(process.argv.at(-1)!));
const picture = prepared();
const keepNames = releaseNames();
startupSnapshot.addSerializeCallback(() => {
  // For the collection that comes first.
  getHeapSnapshot().destroy();
  keepNames();
});

/** Has the interpreter go on in this process, unless its options want the start itself to be different. */
function resume(host: Host, config: Config): Interpreter | undefined {
  const { flags } = config;
  const { interp, modules, hashed, stdlibDir } = picture;
  if (flags.devMode || flags.verbose > 0 || config.importTime > 0) return undefined;
  modules.table.usesFiles =
    config.stdlibDir === stdlibDir &&
    flags.optimize === 0 &&
    !config.noDebugRanges &&
    config.pycachePrefix === undefined &&
    flags.contextAwareWarnings === 0 &&
    config.warnOptions.length === 0;
  interp.readyModules = modules.table;
  interp.whenUnderWay = () => {
    if (availableParallelism() === 1) setNumber('interrupt-budget', SECOND_INTERRUPT_BUDGET);
    else resetFlag('interrupt-budget');
    resetFlag('baseline-batch-compilation-threshold');
  };
  // To optimise tier 0 takes V8 a quarter of a second. That is for what is still running when the rest is compiled.
  if (config.jit !== 'off') setFlag('turbo-filter', `--turbo-filter=-${interpreterLoop.name}`);
  interp.whenLasting = () => {
    resetFlag('interrupt-budget');
    resetFlag('turbo-filter');
  };
  current.thread = interp.mainThread;
  resumeInterpreter(interp, host, config);
  const [near, far] = hashed;
  hashAgain(near);
  modules.table.beforeOthers = () => hashAgain(far);
  return interp;
}

/** Arguments: the folder of the bundle, the path under which the command was started, the command's own. */
startupSnapshot.setDeserializeMainFunction(() => {
  const [, folder, executable, ...args] = process.argv;
  globalThis.tythonBundle = bundleIn(folder!);
  globalThis.tythonDeferred = deferredFunction;
  if (process.env.TYTHON_KEEP_CODE !== undefined) process.on('exit', keepDeferredCode);
  restoreEnvironment();
  // The start ends before V8 has optimised anything of it: that costs half as much as the start itself. To make machine
  // code of what runs often, without optimising, costs a thirtieth, and nothing of that is won back.
  setFlag('opt', '--no-opt');
  setFlag('sparkplug', '--no-sparkplug');
  // It keeps the JavaScript of Python functions, in case that somebody makes the same again, until it has become old.
  setFlag('compilation-cache', '--no-compilation-cache');
  for (const [flag, value] of Object.entries(LASTING_FLAGS)) setLastingFlag(flag, `--${flag}=${value}`);
  const beforeProgram = (): void => {
    setNumber('interrupt-budget', FIRST_INTERRUPT_BUDGET);
    for (const flag of ['opt', 'sparkplug']) resetFlag(flag);
    setNumber('baseline-batch-compilation-threshold', FIRST_BATCH);
  };
  // From a microtask: a JavaScript `throw` takes V8 ten times as long below the C++ function that has called this one.
  Promise.resolve().then(() => {
    // At once: to take the heap down first is a tenth of the time, and nothing waits to be written.
    process.exit(tythonCommand(args, resolve(executable!), { frozenModules, resume, beforeProgram }));
  });
});
