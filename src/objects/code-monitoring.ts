/**
 * What monitoring keeps beside a code object: which tools want which events there, instruction by instruction. Written
 * by runtime/monitoring/instrument.ts alone. CPython: `_PyCoMonitoringData` in Include/cpython/code.h.
 */

/** A set of tools: bit `n` stands for tool `n`. */
export type Tools = number;

/** Where the lines of a code object lie. */
export interface CodeLines {
  /** The line of the instruction that begins at a code unit; −1 where there is none. */
  readonly lineOf: Int32Array;
  /** 1 where an instruction may raise a line event. */
  readonly starts: Uint8Array;
}

export class CodeMonitoring {
  /** The instructions without instrumentation, one word a code unit, as in `Executable.words`. */
  readonly base: Int32Array;
  /** Index of the first RESUME; what stands before it is set-up that nobody sees. */
  readonly firstTraceable: number;
  /** Tools by event that watch this code object alone. */
  readonly local: Uint8Array;
  /** Tools by event, all in all, as they were when the code was last instrumented. */
  readonly active: Uint8Array;
  /** The version of the interpreter's monitoring at that time. */
  version = 0;
  /** When each tool set its local events: they are void once the tool was cleared. */
  readonly toolVersions: number[] = new Array<number>(8).fill(0);
  /** Tools by instruction, for the event that its opcode stands for. */
  readonly tools: Uint8Array;
  /** Tools by instruction that want line events. */
  readonly lineTools: Uint8Array;
  /** Tools by instruction that want instruction events. */
  readonly instructionTools: Uint8Array;
  /** Found when lines are first watched. */
  lines: CodeLines | undefined = undefined;

  constructor(base: Int32Array, firstTraceable: number, events: number) {
    this.base = base;
    this.firstTraceable = firstTraceable;
    this.local = new Uint8Array(events);
    this.active = new Uint8Array(events);
    this.tools = new Uint8Array(base.length);
    this.lineTools = new Uint8Array(base.length);
    this.instructionTools = new Uint8Array(base.length);
  }
}
