/** The StopIteration that ends a loop or a delegation. CPython: `_PyEval_MonitorRaise` in FOR_ITER and SEND. */
import { FOR_ITER, SEND } from '../../bytecode/opcodes.gen.ts';
import type { PyBaseException } from '../../objects/exception.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { stopIteration } from '../errors.ts';
import { current } from '../state.ts';
import { RAISE } from './events.ts';
import { fireException } from './fire.ts';

/**
 * An iterator written in Python has ended by raising. Where an instruction of the innermost frame has asked it for its
 * next item, the exception counts as raised there too, although nothing comes out of it.
 */
export function tellStopIteration(exception: PyBaseException): void {
  const { thread } = current;
  const { frame } = thread;
  if (thread.interp.monitoring.tools[RAISE] === 0 || frame === undefined) return;
  const at = frame.instrPtr - 1;
  const words = frame.code.monitoring?.base ?? frame.code.executable!.words;
  const opcode = words[at]! & 255;
  if (opcode === FOR_ITER || opcode === SEND) fireException(thread, frame, at, RAISE, exception);
}

/** The same for an iterator that ends by returning a value where CPython's raises. */
export function tellEnd(value: PyObject): void {
  if (current.thread.interp.monitoring.tools[RAISE] === 0) return;
  tellStopIteration(stopIteration(value === None ? undefined : value));
}
