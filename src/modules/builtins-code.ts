/** The built-in functions that compile, run and import code. CPython: Python/bltinmodule.c, Python/pythonrun.c. */

import { compileSource, PyCF_MASK } from '../compiler/compile.ts';
import { PyBytes } from '../objects/bytes.ts';
import { PyCell } from '../objects/cell.ts';
import { PyCode } from '../objects/code.ts';
import { PyDict } from '../objects/dict.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { type Str, strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { PyCF_ONLY_AST } from '../parser/parse.ts';
import { audit } from '../runtime/audit.ts';
import { utf8Of } from '../runtime/codecs/utf8-strict.ts';
import { indexAsNumber, isTrue } from '../runtime/convert.ts';
import { asCInt, CONVERTERS } from '../runtime/converters.ts';
import { fn, type ModuleEntry, rawFn } from '../runtime/define.ts';
import { dictContains, dictSetItem } from '../runtime/dict.ts';
import { systemError, typeError, valueError } from '../runtime/errors.ts';
import { frameLocals } from '../runtime/frames.ts';
import { filenameOf } from '../runtime/fs-path.ts';
import { builtinsOfGlobals, runningBuiltins } from '../runtime/globals.ts';
import { importModuleLevel } from '../runtime/import-level.ts';
import { checkMemory } from '../runtime/memory.ts';
import { current } from '../runtime/state.ts';
import { typeName, typeOf } from '../runtime/type-of.ts';
import { compileObject, isNode, parseToObject } from './_ast/compile-tree.ts';
import { raiseCompileErrors } from './compile-errors.ts';
import { warnCompile } from './compile-warnings.ts';
import { programTextOf } from './program-text.ts';
import { decodeByCodec, sourceOf } from './source-arguments.ts';

const MODES = ['exec', 'eval', 'single', 'func_type'] as const;
type Mode = (typeof MODES)[number];

/** Compiles source in the context of the running code, whose future features it inherits. */
export function compileText(
  source: Str | Uint8Array,
  filename: Str,
  mode: Exclude<Mode, 'func_type'>,
  flags: number,
  optimize: number,
  isFile = false,
): PyCode {
  return raiseCompileErrors(() =>
    compileSource(source, {
      filename,
      mode,
      flags,
      optimize: optimizationLevel(optimize),
      warn: warnCompile,
      programText: programTextOf(filename),
      maxIntDigits: current.thread.interp.intMaxStrDigits,
      isFile,
      decodeOther: decodeByCodec,
      checkMemory,
    }),
  );
}

/** Tells audit hooks of source text, which is bytes to them. */
function auditSource(source: Str | Uint8Array, filename: Str): void {
  if (current.thread.interp.auditHooks.length === 0) return;
  const octets = source instanceof Uint8Array ? source : utf8Of(source);
  if (octets !== undefined) audit('compile', new PyBytes(octets), filename);
}

/** The level of optimization; −1 stands for that of the command line. */
function optimizationLevel(optimize: number): 0 | 1 | 2 {
  const level = optimize < 0 ? current.thread.interp.config.flags.optimize : optimize;
  return Math.min(level, 2) as 0 | 1 | 2;
}

/** The future features of the code that is running. */
function inheritedFlags(): number {
  const { frame } = current.thread;
  return frame === undefined ? 0 : frame.code.co_flags & PyCF_MASK;
}

/** The globals and locals for `eval` and `exec`, defaults filled in. */
function namespaces(
  globals: PyObject,
  locals: PyObject,
  functionName: string,
): { globals: PyDict; locals: PyObject } {
  const { frame } = current.thread;
  const notMapping = locals !== None && typeOf(locals).mp_subscript === undefined;
  if (notMapping && functionName === 'eval') throw typeError('locals must be a mapping');
  if (globals !== None && !(globals instanceof PyDict)) {
    throw typeError(
      functionName === 'eval' && typeOf(globals).mp_subscript !== undefined
        ? 'globals must be a real dict; try eval(expr, {}, mapping)'
        : functionName === 'eval'
          ? 'globals must be a dict'
          : `exec() globals must be a dict, not ${typeName(globals)}`,
    );
  }
  if (notMapping) throw typeError(`locals must be a mapping or None, not ${typeName(locals)}`);
  if (globals === None) {
    if (frame === undefined) throw systemError('globals and locals cannot be NULL');
    return { globals: frame.globals, locals: locals === None ? frameLocals(frame) : locals };
  }
  const dict = globals as PyDict;
  if (!dictContains(dict, '__builtins__')) {
    dictSetItem(dict, '__builtins__', runningBuiltins());
  }
  return { globals: dict, locals: locals === None ? dict : locals };
}

function evaluate(source: PyObject, globals: PyObject, locals: PyObject): PyObject {
  const { thread } = current;
  const scope = namespaces(globals, locals, 'eval');
  let code: PyCode;
  if (source instanceof PyCode) {
    audit('exec', source);
    if (freeVariables(source) > 0)
      throw typeError('code object passed to eval() may not contain free variables');
    code = source;
  } else {
    const text = withoutLeadingBlanks(sourceOf(source, 'eval', 'string, bytes or code'));
    auditSource(text, '<string>');
    code = compileText(text, '<string>', 'eval', inheritedFlags(), -1);
    audit('exec', code);
  }
  return thread.interp.executor.runCode(
    thread,
    code,
    scope.globals,
    builtinsOfGlobals(scope.globals),
    scope.locals,
  );
}

/** An expression may be indented. */
function withoutLeadingBlanks(source: Str | Uint8Array): Str | Uint8Array {
  if (!(source instanceof Uint8Array)) return strFromUtf16(utf16FromStr(source).replace(/^[ \t]+/, ''));
  const start = source.findIndex((octet) => octet !== 0x20 && octet !== 0x09);
  return start > 0 ? source.subarray(start) : source;
}

function freeVariables(code: PyCode): number {
  let count = 0;
  for (const kind of code.co_localspluskinds) if (kind & 0x80) count++;
  return count;
}

function execute(source: PyObject, globals: PyObject, locals: PyObject, closure: PyObject): PyObject {
  const { thread } = current;
  const scope = namespaces(globals, locals, 'exec');
  let cells: readonly PyCell[] | undefined;
  let code: PyCode;
  if (source instanceof PyCode) {
    code = source;
    const free = freeVariables(source);
    if (free === 0) {
      if (closure !== None) throw typeError('cannot use a closure with this code object');
    } else {
      if (
        !(closure instanceof PyTuple) ||
        typeOf(closure) !== PyTuple.type ||
        closure.items.length !== free ||
        !closure.items.every((cell) => cell instanceof PyCell)
      ) {
        throw typeError(`code object requires a closure of exactly length ${free}`);
      }
      cells = closure.items as readonly PyCell[];
    }
    audit('exec', source);
  } else {
    if (closure !== None) throw typeError('closure can only be used when source is a code object');
    const text = sourceOf(source, 'exec', 'string, bytes or code');
    auditSource(text, '<string>');
    code = compileText(text, '<string>', 'exec', inheritedFlags(), -1);
    audit('exec', code);
  }
  thread.interp.executor.runCode(
    thread,
    code,
    scope.globals,
    builtinsOfGlobals(scope.globals),
    scope.locals,
    undefined,
    cells,
  );
  return None;
}

/** `compile(...)`. */
function compileBuiltin(
  source: PyObject,
  filename: Str,
  mode: string,
  flags: number,
  dontInherit: boolean,
  optimize: number,
  featureVersion: number,
): PyObject {
  if (flags & ~KNOWN_FLAGS) throw valueError('compile(): unrecognised flags');
  if (optimize < -1 || optimize > 2) throw valueError('compile(): invalid optimize value');
  const onlyAst = (flags & PyCF_ONLY_AST) !== 0;
  const kind = MODES.find((candidate) => candidate === mode);
  if (kind === undefined) {
    throw valueError(
      onlyAst
        ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
        : "compile() mode must be 'exec', 'eval' or 'single'",
    );
  }
  if (kind === 'func_type' && !onlyAst) {
    throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  }
  const options = {
    filename,
    mode: kind,
    flags: dontInherit ? flags : flags | inheritedFlags(),
    optimize: optimizationLevel(optimize),
    featureVersion: onlyAst && featureVersion >= 0 ? featureVersion : undefined,
  };
  if (isNode(source)) {
    audit('compile', source, None);
    return compileObject(source, options);
  }
  const text = sourceOf(source, 'compile', 'string, bytes or AST');
  auditSource(text, filename);
  if (onlyAst) return parseToObject(text, options);
  return compileText(text, filename, kind as Exclude<Mode, 'func_type'>, options.flags, optimize);
}

/** Everything that `compile()` lets through: the future features and CPython's `PyCF_*`. */
const KNOWN_FLAGS =
  PyCF_MASK | 0x10 | 0x100 | 0x200 | 0x400 | 0x800 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x8400;

export const codeFunctions: readonly ModuleEntry[] = [
  fn(
    'compile($module, /, source: object, filename: object, mode: object, flags: object = 0, dont_inherit: object = False, optimize: object = -1, *, _feature_version: object = -1)',
    'Compile source into a code object that can be run by exec() or eval().',
    // Converted here, not by the signature, because the name of the file comes before the others.
    (_, source, filename, mode, flags, dontInherit, optimize, featureVersion) =>
      compileBuiltin(
        source,
        filenameOf(filename),
        CONVERTERS.c_str(mode, { functionName: 'compile', argument: "argument 'mode'" }),
        asCInt(flags),
        isTrue(dontInherit),
        asCInt(optimize),
        asCInt(featureVersion),
      ),
    '($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)',
  ),
  fn(
    'eval($module, source: object, /, globals: object = None, locals: object = None)',
    'Evaluate an expression in the given namespaces.',
    (_, source, globals, locals) => evaluate(source, globals, locals),
  ),
  fn(
    'exec($module, source: object, /, globals: object = None, locals: object = None, *, closure: object = None)',
    'Run statements in the given namespaces.',
    (_, source, globals, locals, closure) => execute(source, globals, locals, closure),
  ),
  rawFn(
    '__import__',
    '($module, /, name, globals=None, locals=None, fromlist=(),\n           level=0)',
    'Import a module: what the import statement calls.',
    (_, args, kwnames) => {
      const names = ['name', 'globals', 'locals', 'fromlist', 'level'];
      const values: (PyObject | undefined)[] = [];
      const positional = args.length - (kwnames?.length ?? 0);
      if (args.length > 5) throw typeError(`__import__() takes at most 5 arguments (${args.length} given)`);
      for (let i = 0; i < positional; i++) values[i] = args[i];
      if (positional === 0 && !kwnames?.includes('name')) {
        throw typeError("__import__() missing required argument 'name' (pos 1)");
      }
      kwnames?.forEach((name, k) => {
        const index = names.indexOf(name);
        if (index < 0) throw typeError(`__import__() got an unexpected keyword argument '${name}'`);
        if (index < positional) {
          throw typeError(`argument for __import__() given by name ('${name}') and position (${index + 1})`);
        }
        values[index] = args[positional + k];
      });
      const level = values[4] === undefined ? 0 : indexAsNumber(values[4]);
      return importModuleLevel(current.thread, values[0]!, values[1], values[3], level);
    },
  ),
];
