/**
 * The deprecated event BRANCH: both BRANCH_LEFT and BRANCH_RIGHT, with one callback. A callback that disables the event
 * at one side is disabled at the other side of the same branch too, as far as that is found.
 * CPython: `_PyLegacyBranchEventHandler` in Python/instrumentation.c.
 */

import { hasJump } from '../../bytecode/opcode-metadata.ts';
import { FOR_ITER, NOT_TAKEN, OPCODE_CACHES } from '../../bytecode/opcodes.gen.ts';
import type { PyCode } from '../../objects/code.ts';
import {
  objectType,
  PyBaseObject,
  type PyObject,
  PyType,
  TPFLAGS_DISALLOW_INSTANTIATION,
} from '../../objects/object.ts';
import { call } from '../call.ts';
import { removeTools } from './instrument.ts';
import { DISABLE } from './state.ts';

export class PyBranchHandler extends PyBaseObject {
  static readonly type = new PyType(
    'sys.monitoring.branch_event_handler',
    PyBranchHandler,
    objectType,
    TPFLAGS_DISALLOW_INSTANTIATION,
  );

  readonly tool: number;
  readonly handler: PyObject;
  /** Is it called for branches to the right? */
  readonly right: boolean;

  constructor(tool: number, handler: PyObject, right: boolean) {
    super();
    this.tool = tool;
    this.handler = handler;
    this.right = right;
  }
}

export function newBranchHandler(tool: number, handler: PyObject, right: boolean): PyBranchHandler {
  return new PyBranchHandler(tool, handler, right);
}

export function isBranchHandler(value: PyObject | undefined): value is PyBranchHandler {
  return value instanceof PyBranchHandler;
}

/** The instruction that stands for the other side of a branch; −1 where it is not known. */
function otherSide(code: PyCode, index: number, right: boolean): number {
  const opcode = code.monitoring!.base[index]! & 255;
  // The POP_ITER behind a loop may be anywhere.
  if (opcode === FOR_ITER) return right ? index : -1;
  // A NOT_TAKEN whose jump the compiler has removed.
  if (opcode === NOT_TAKEN || !hasJump(opcode)) return -1;
  return right ? index + 1 + OPCODE_CACHES[opcode]! : index;
}

/** Calls the callback of BRANCH. */
export function callBranchHandler(self: PyBranchHandler, args: readonly PyObject[]): PyObject {
  const code = args[0] as PyCode;
  const index = (args[1] as number) >> 1;
  const data = code.monitoring;
  if (
    data === undefined ||
    (data.tools[index] === 0 && data.lineTools[index] === 0 && data.instructionTools[index] === 0)
  ) {
    return DISABLE;
  }
  const answer = call(self.handler, args.slice());
  if (answer === DISABLE) {
    const other = otherSide(code, index, self.right);
    if (other >= 0) removeTools(code, other, 1 << self.tool);
  }
  return answer;
}
