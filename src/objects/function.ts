/** function: a code object with the namespace, defaults and cells it runs with. CPython: Objects/funcobject.c. */
import { CO_HAS_DOCSTRING, type CompiledForm, type PyCode } from './code.ts';
import type { PyDict } from './dict.ts';
import { objectType, PyBaseObject, type PyObject, PyType, TPFLAGS_METHOD_DESCRIPTOR } from './object.ts';
import { None } from './singletons.ts';
import { isStr, type Str } from './str.ts';
import type { PyTuple } from './tuple.ts';

/**
 * A compiled function: takes the function itself, then what the call fills the parameters with. The answer is `undefined`
 * when it was left by an exception, which is then `Thread.propagating`: a JavaScript throw costs more than many calls.
 */
export type CompiledEntry = (func: PyFunction, ...args: PyObject[]) => PyObject | undefined;

/**
 * The compiled body of a coroutine function, for a call that is awaited at once: what it returns, or `undefined` when it
 * has to wait. Then it has become a coroutine: `Thread.awaited`.
 */
export type AwaitEntry = (func: PyFunction, ...args: PyObject[]) => PyObject | undefined;

export class PyFunction extends PyBaseObject {
  static readonly type = new PyType('function', PyFunction, objectType, TPFLAGS_METHOD_DESCRIPTOR);

  func_code: PyCode;
  readonly func_globals: PyDict;
  readonly func_builtins: PyObject;
  func_name: Str;
  func_qualname: Str;
  func_defaults: PyTuple | undefined = undefined;
  func_kwdefaults: PyDict | undefined = undefined;
  /** The cells of the free variables. */
  func_closure: PyTuple | undefined;
  /** Absent while it is the docstring of the code. */
  func_doc: PyObject | undefined;
  func_module: PyObject;
  func_annotations: PyObject | undefined = undefined;
  /** Makes the annotations when they are asked for (PEP 649). */
  func_annotate: PyObject | undefined = undefined;
  func_typeparams: PyTuple | undefined = undefined;
  /** The code, compiled to JavaScript for this function's globals. */
  jitEntry: CompiledEntry | undefined = undefined;
  /** How many positional arguments may go to `jitEntry` as they are; −1: none, or there is no such entry. */
  jitArity = -1;
  /**
   * With which numbers of positional arguments `jitEntry` may be called, a bit each. What is missing it fills in itself:
   * defaults, and tuple and dict of starred parameters.
   */
  jitCounts = 0;
  jitAwait: AwaitEntry | undefined = undefined;

  constructor(
    code: PyCode,
    globals: PyDict,
    builtins: PyObject,
    doc: PyObject | undefined,
    module: PyObject,
    closure: PyTuple | undefined,
  ) {
    super();
    this.func_code = code;
    this.func_globals = globals;
    this.func_builtins = builtins;
    this.func_name = code.co_name;
    this.func_qualname = code.co_qualname;
    this.func_doc = doc;
    this.func_module = module;
    this.func_closure = closure;
  }
}
PyFunction.type.hasDict = true;
PyFunction.type.hasWeakref = true;

/** The docstring that code brings to its functions. */
export function docstringOf(code: PyCode): PyObject {
  const first = code.co_flags & CO_HAS_DOCSTRING ? code.co_consts[0] : undefined;
  return first !== undefined && isStr(first) ? first : None;
}

/** Gives a function its compiled form, or takes it away. */
export function setCompiledForm(func: PyFunction, form: CompiledForm | undefined): void {
  func.jitEntry = form?.jitEntry;
  func.jitArity = form?.jitArity ?? -1;
  func.jitAwait = form?.jitAwait;
  func.jitCounts = form === undefined ? 0 : directCounts(func, form.defaults);
}

/** Sets the defaults of positional parameters, on which it depends how compiled code may be called. */
export function setDefaults(func: PyFunction, defaults: PyTuple | undefined): void {
  func.func_defaults = defaults;
  if (func.jitEntry !== undefined)
    func.jitCounts = directCounts(func, func.func_code.executable!.compiled?.defaults);
}

function directCounts(func: PyFunction, filled: number | undefined): number {
  const most = func.func_code.co_argcount;
  if (most > 30) return 0;
  const defaults = func.func_defaults?.items.length ?? 0;
  const least = defaults === filled ? Math.max(0, most - defaults) : most;
  let counts = 0;
  for (let count = least; count <= most; count++) counts |= 1 << count;
  return counts;
}
