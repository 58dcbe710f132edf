/**
 * The asynchronous generators of an event loop: it closes those that are suspended when it ends. Loops keep a WeakSet of all
 * that were begun, which costs more than to run most generators to their end; and where objects are not counted, those that have
 * ended stay in there, to be closed by a task each. So what the hook of asyncio's own loops does is done late: a generator is
 * entered when it is not done while many others are, or when somebody looks into the set. In Python the same stands in
 * Lib/asyncio/base_events.py.
 */
import { attrName } from '../../objects/attribute-name.ts';
import { FRAME_COMPLETED, type PyAsyncGenerator } from '../../objects/generator.ts';
import { PyMethod } from '../../objects/method.ts';
import { type PyObject, PyType } from '../../objects/object.ts';
import { PyAnySet } from '../../objects/set.ts';
import { getAttr, getAttrOrAbsent } from '../../runtime/attributes.ts';
import { call1 } from '../../runtime/call.ts';
import { type AsyncgenHook, current } from '../../runtime/state.ts';
import { typeOf } from '../../runtime/type-of.ts';
import { fromAsyncio } from './state.ts';

const asyncgensName = attrName('_asyncgens');
const shutdownCalledName = attrName('_asyncgens_shutdown_called');
const weakSetName = attrName('WeakSet');
const dataName = attrName('data');
const HOOK_NAME = '_asyncgen_firstiter_hook';

/** So many young generators are kept. */
const MANY = 1024;

class YoungGenerators implements AsyncgenHook {
  /** Another object each time that the loop runs. */
  hook: PyObject;
  readonly #loop: PyObject;
  #generators: PyAsyncGenerator[] = [];
  readonly enterAll = (): void => this.#enterAll();

  constructor(loop: PyObject, hook: PyObject, data: PyAnySet) {
    this.#loop = loop;
    this.hook = hook;
    let { storage } = data;
    Object.defineProperty(data, 'storage', {
      get: () => {
        if (this.#generators.length > 0) this.#enterAll();
        return storage;
      },
      set: (replaced) => {
        storage = replaced;
      },
    });
  }

  begin(generator: PyAsyncGenerator): void {
    // It warns.
    if (getAttr(this.#loop, shutdownCalledName) !== false) {
      call1(this.hook, generator);
      return;
    }
    const generators = this.#generators;
    while (generators.length > 0 && !isOpen(generators[generators.length - 1]!)) generators.pop();
    generators.push(generator);
    if (generators.length < MANY) return;
    this.#generators = generators.filter(isOpen);
    if (this.#generators.length > MANY / 2) this.#enterAll();
  }

  #enterAll(): void {
    const generators = this.#generators;
    this.#generators = [];
    for (const generator of generators) if (isOpen(generator)) call1(this.hook, generator);
  }
}

function isOpen(generator: PyAsyncGenerator): boolean {
  return generator.state < FRAME_COMPLETED;
}

const youngOf = new WeakMap<PyAnySet, YoungGenerators>();

/** A loop begins to run in this thread, or ends (None): it has set the hooks before. */
export function loopRuns(loop: PyObject): void {
  const { asyncgenHooks, interp } = current.thread;
  const { keepers } = interp.finalizers;
  if (asyncgenHooks.early instanceof YoungGenerators) {
    const { early } = asyncgenHooks;
    early.enterAll();
    keepers.delete(early.enterAll);
  }
  const young = youngGenerators(loop, asyncgenHooks.firstiter);
  asyncgenHooks.early = young;
  if (young !== undefined) keepers.add(young.enterAll);
}

function weakSet(): PyObject {
  return getAttr(current.thread.interp.importModule('weakref'), weakSetName);
}

/** Those of a loop whose hook and set are asyncio's own. */
function youngGenerators(loop: PyObject, hook: PyObject | undefined): YoungGenerators | undefined {
  if (!(hook instanceof PyMethod) || hook.im_self !== loop) return undefined;
  const own = fromAsyncio('base_events', 'BaseEventLoop');
  if (!(own instanceof PyType) || own.tp_dict.get(HOOK_NAME) !== hook.im_func) return undefined;
  const set = getAttrOrAbsent(loop, asyncgensName);
  if (set === undefined || typeOf(set) !== weakSet()) return undefined;
  const data = getAttrOrAbsent(set, dataName);
  if (!(data instanceof PyAnySet)) return undefined;
  let young = youngOf.get(data);
  if (young === undefined) {
    young = new YoungGenerators(loop, hook, data);
    youngOf.set(data, young);
  }
  young.hook = hook;
  return young;
}
