/**
 * `yield from` through many generators: what is sent to the first one goes to the last one at once.
 *
 * A generator that delegates to one that delegates to another … is a chain. Resumed step by step, each value that the last one
 * yields would pass all of them. So a compiled step that comes to `yield from` while it is driven from here does not resume what it
 * delegates to: it suspends itself and names that ({@link DELEGATED}), and `drive` resumes it in its place. Who has
 * ended is followed by the one that had delegated to it, which is told so by RETURNED. The generators between are suspended
 * all that time; when the last one asks anybody for anything (it adopts its frame then), they become
 * what they must be to everybody: executing, with their frames among the callers.
 *
 * Each can be resumed, thrown into or closed by others between two steps of the chain. So before it is used again, `drive` looks whether
 * the last one is still what is delegated to; if not, it begins with the first one.
 */
import { CO_GENERATOR } from '../objects/code.ts';
import { PyBaseException } from '../objects/exception.ts';
import { PyFunction } from '../objects/function.ts';
import {
  Chain,
  DELEGATED,
  FRAME_EXECUTING,
  FRAME_SUSPENDED_YIELD_FROM,
  type PyGenBase,
  PyGenerator,
  RETURNED,
} from '../objects/generator.ts';
import { YOUNG } from '../objects/handle.ts';
import type { PyObject } from '../objects/object.ts';
import { recursionError } from '../runtime/errors.ts';
import { delegate, interpretStep, raiseInGenerator, send } from '../runtime/generators.ts';
import type { Thread } from '../runtime/state.ts';

/** Is the last generator of a chain still what is delegated to? */
function isWhole({ target, leaf }: Chain): boolean {
  const { delegator } = leaf;
  return leaf === target || (delegator !== undefined && delegate(delegator) === leaf);
}

/** The generator that an iterable is or that its `__iter__` makes, where making it is all that is done; `undefined` for any other. */
export function generatorOver(iterable: PyObject): PyObject | undefined {
  if (iterable instanceof PyGenerator) return iterable;
  const method = (iterable as { readonly $__iter__?: PyObject }).$__iter__;
  if (!(method instanceof PyFunction) || (method.jitCounts & 2) === 0) return undefined;
  return (method.func_code.co_flags & CO_GENERATOR) === 0 ? undefined : method.jitEntry!(method, iterable);
}

/** The driver of a thread: as `send`, for a generator that delegates. `measureRoom` says how many activations there may be. */
export function driverFor(
  thread: Thread,
  measureRoom: () => number,
): (root: PyGenBase, target: PyObject, value: PyObject) => PyObject | undefined {
  const { activations } = thread;

  activations.showChain = () => {
    const chain = activations.chain!;
    if (chain.shown !== undefined || chain.leaf === chain.target) return;
    const links: PyGenBase[] = [];
    for (let link = chain.leaf; link !== chain.target; ) {
      link = link.delegator!;
      links.push(link);
    }
    chain.shown = links.reverse();
    for (const link of links) {
      const frame = link.frame!;
      link.state = FRAME_EXECUTING;
      frame.generator = link;
      frame.previous = thread.heapFrame;
      frame.isEntry = true;
      frame.beneath = thread.heapFrame;
      frame.activationsBelow = activations.driven;
      thread.heapFrame = frame;
    }
    thread.recursionDepth += links.length;
    activations.limit = 0;
  };

  /** The last of those that were shown is suspended again. */
  function hideLast(shown: PyGenBase[]): void {
    const link = shown.pop()!;
    const frame = link.frame!;
    link.state = FRAME_SUSPENDED_YIELD_FROM;
    thread.heapFrame = frame.beneath;
    thread.recursionDepth--;
    frame.previous = undefined;
    frame.isEntry = false;
    frame.beneath = undefined;
    if (link.waiting !== undefined && link.waiting !== YOUNG) frame.generator = undefined;
  }

  function hide(chain: Chain): void {
    const { shown } = chain;
    if (shown === undefined) return;
    chain.shown = undefined;
    while (shown.length > 0) hideLast(shown);
    activations.limit = 0;
  }

  /** The last one has ended: the one that had delegated to it, which is the last one now. */
  function shorten(chain: Chain): PyGenBase {
    const { leaf } = chain;
    const delegator = leaf.delegator!;
    leaf.delegator = undefined;
    chain.leaf = delegator;
    chain.length--;
    return delegator;
  }

  /** The last one has raised: what those before it, to which the exception goes one after another, make of it. */
  function passOn(chain: Chain, index: number, thrown: unknown): PyObject | undefined {
    let failure = thrown;
    while (chain.leaf !== chain.target && failure instanceof PyBaseException) {
      activations.driven = index;
      activations.leaveChain(index);
      const leaf = shorten(chain);
      hideLast(chain.shown!);
      try {
        const step = raiseInGenerator(thread, leaf, failure);
        hide(chain);
        return step;
      } catch (raised) {
        failure = raised;
      }
    }
    hide(chain);
    throw failure;
  }

  /** A step of the last one. */
  function resumeLast(chain: Chain, index: number, sent: PyObject): PyObject | undefined {
    const { leaf } = chain;
    const { step } = leaf;
    let outcome: PyObject | undefined;
    try {
      outcome = step === undefined ? interpretStep(thread, leaf, sent) : step(leaf, sent);
    } catch (thrown) {
      return passOn(chain, index, thrown);
    }
    if (chain.shown !== undefined) hide(chain);
    return outcome;
  }

  /** The last one has begun to delegate, and that can be the last one from now on. False: it must resume it itself. */
  function lengthen(chain: Chain): boolean {
    const { leaf } = chain;
    const next = activations.delegate!;
    if (next === chain.target || next.state >= FRAME_EXECUTING) return false;
    if (next.delegator !== undefined && next.delegator !== leaf) return false;
    next.delegator = leaf;
    chain.leaf = next;
    chain.length++;
    return true;
  }

  function isTooLong({ length }: Chain): boolean {
    const count = activations.count + length;
    return count >= activations.limit && count >= measureRoom();
  }

  return (root, target, value) => {
    if (!(target instanceof PyGenerator)) return send(thread, target, value);
    let { chain } = root;
    if (chain === undefined) {
      chain = new Chain(target);
      root.chain = chain;
    } else if (chain.target !== target || !isWhole(chain)) {
      chain.target = target;
      chain.leaf = target;
      chain.length = 1;
    }
    const { driven: outerDriven, chain: outerChain, count } = activations;
    activations.chain = chain;
    let sent = value;
    try {
      for (let isNested = false; ; ) {
        activations.driven = count;
        if (isNested) activations.leaveChain(count);
        let outcome = resumeLast(chain, count, sent);
        isNested = false;
        if (outcome === DELEGATED) {
          sent = activations.sent!;
          isNested = !lengthen(chain);
          if (isNested || !isTooLong(chain)) continue;
          outcome = passOn(chain, count, recursionError('maximum recursion depth exceeded'));
        }
        if (outcome !== undefined) return outcome;
        if (chain.leaf === chain.target) {
          root.chain = undefined;
          return undefined;
        }
        shorten(chain);
        sent = RETURNED;
      }
    } finally {
      activations.driven = outerDriven;
      activations.chain = outerChain;
    }
  };
}
