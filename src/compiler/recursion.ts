/**
 * Programs nested too deeply for the compiler. CPython watches the C stack (`_Py_EnterRecursiveCall`); the passes
 * over the syntax tree here let the JavaScript stack run out and turn the engine's error into the same exception.
 *
 * Chains that lean to the left (`a + a + a`, `a.b.c`, `a()()`) are walked in a loop and so need no stack: for these
 * the limit is that of CPython's usual 8 MB stack.
 */
import { CompileError } from '../parser/errors.ts';

/** The longest left-leaning chain. Measured: CPython's tree passes stop at 52,183 on an 8 MB stack. */
export const MAX_SPINE = 52_183;

/** The exception of `_Py_EnterRecursiveCall(" during compilation")` on a full 8 MB stack. */
export function recursionError(): CompileError {
  return new CompileError('RecursionError', 'Stack overflow (used 8160 kB) during compilation');
}

/** Runs one pass of the compiler. Throws a {@link recursionError} if the JavaScript stack runs out. */
export function guardStack<T>(pass: () => T): T {
  try {
    return pass();
  } catch (error) {
    throw isStackOverflow(error) ? recursionError() : error;
  }
}

/** V8 and JavaScriptCore throw a RangeError, SpiderMonkey an InternalError. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && (error.name === 'RangeError' || error.name === 'InternalError');
}
