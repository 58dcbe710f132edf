/** frame: an activation of code, seen from outside. CPython: Objects/frameobject.c. */
import { exceptionTypes } from '../objects/exception.ts';
import { type Frame, generatorOf, PyFrame } from '../objects/frame.ts';
import { FRAME_EXECUTING } from '../objects/generator.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { audit } from '../runtime/audit.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { newException, runtimeError, typeError, valueError } from '../runtime/errors.ts';
import { jumpToLine } from '../runtime/frame-jumps.ts';
import { frameLasti, frameLine, lineAt } from '../runtime/frame-line.ts';
import { frameLocalsMapping, frameObject } from '../runtime/frames.ts';
import { finalizeGenerator, frameGenerator } from '../runtime/generators.ts';
import { addressText } from '../runtime/identity.ts';
import { setOpcodeTrace } from '../runtime/monitoring/legacy.ts';
import { repr } from '../runtime/repr.ts';
import { current } from '../runtime/state.ts';
import { strJoin } from '../runtime/text.ts';

const AttributeErrorType = exceptionTypes.get('AttributeError')!;

function cannotBeDeleted(name: string): never {
  throw newException(AttributeErrorType, `attribute '${name}' of 'frame' objects cannot be deleted`);
}

/** Is this frame of a function being executed: is it among the callers of the running code? */
function isExecuting(frame: Frame): boolean {
  for (let running = current.thread.frame; running !== undefined; running = running.previous) {
    if (running === frame) return true;
  }
  return false;
}

/** `frame.clear()`: lets go of the variables of a frame that has ended, or ends a generator that has not begun. */
function clear(self: PyFrame): PyObject {
  const { frame } = self;
  const generator = generatorOf(frame);
  if (generator !== undefined && generator.frame === frame) {
    if (generator.state === FRAME_EXECUTING) throw runtimeError('cannot clear an executing frame');
    if (generator.isSuspended()) throw runtimeError('cannot clear a suspended frame');
    finalizeGenerator(current.thread, generator);
  } else if (isExecuting(frame)) throw runtimeError('cannot clear an executing frame');
  frame.localsplus.fill(undefined);
  self.trace = undefined;
  self.extraLocals = undefined;
  return None;
}

/** The line as `f_lineno` shows it. */
function lineOf(self: PyFrame): PyObject {
  if (self.lineno !== 0) return self.lineno;
  return lineAt(self.frame.code, frameLasti(self.frame)) ?? None;
}

const method = methodsOf<PyFrame>();

export const frame = defineType({
  type: PyFrame.type,
  slots: {
    tp_repr: (object) => {
      const self = object as PyFrame;
      const { code } = self.frame;
      return strJoin('', [
        `<frame at ${addressText(self)}, file `,
        repr(code.co_filename),
        `, line ${frameLine(self.frame)}, code `,
        code.co_name,
        '>',
      ]);
    },
  },
  entries: [
    method('clear($self, /)', 'Let go of everything the frame refers to.', clear),
    method(
      '__sizeof__($self, /) -> int',
      'Return the size of the frame in memory, in bytes.',
      (self) => 152 + 8 * self.frame.localsplus.length,
    ),
    member<PyFrame>('f_trace_lines', undefined, 'traceLines', { writable: true, kind: 'bool' }),
    getset<PyFrame>('f_back', undefined, (self) => {
      const { frame } = self;
      // Compiled functions around it have frames when somebody asks for them.
      const isKnown = frame.previous !== undefined && !(frame.isEntry && frame.activationsBelow > 0);
      if (!isKnown && current.thread.activations.count > 0) {
        current.thread.activations.linkFrames(current.thread.heapFrame);
      }
      return frame.previous === undefined ? None : frameObject(frame.previous);
    }),
    getset<PyFrame>('f_locals', 'Return the mapping used by the frame to look up local variables.', (self) =>
      frameLocalsMapping(self.frame),
    ),
    getset<PyFrame>('f_lineno', 'Return the current line number in the frame.', lineOf, (self, value) => {
      if (value === undefined) cannotBeDeleted('f_lineno');
      if (typeof value !== 'number' && typeof value !== 'bigint')
        throw valueError('lineno must be an integer');
      jumpToLine(current.thread, self, Number(value));
    }),
    getset<PyFrame>(
      'f_trace',
      'Return the trace function for this frame, or None if no trace function is set.',
      (self) => self.trace ?? None,
      (self, value) => {
        self.trace = value === None ? undefined : value;
        if (self.trace !== undefined && self.traceOpcodes) setOpcodeTrace(self.frame, true);
      },
    ),
    getset<PyFrame>('f_lasti', 'Return the index of the last attempted instruction in the frame.', (self) =>
      frameLasti(self.frame),
    ),
    getset<PyFrame>('f_globals', 'Return the global variables in the frame.', (self) => self.frame.globals),
    getset<PyFrame>(
      'f_builtins',
      'Return the built-in variables in the frame.',
      (self) => self.frame.builtins,
    ),
    getset<PyFrame>('f_code', 'Return the code object being executed in this frame.', (self) => {
      audit('object.__getattr__', self, 'f_code');
      return self.frame.code;
    }),
    getset<PyFrame>(
      'f_trace_opcodes',
      'Return True if opcode tracing is enabled, False otherwise.',
      (self) => self.traceOpcodes,
      (self, value) => {
        if (value === undefined) cannotBeDeleted('f_trace_opcodes');
        if (typeof value !== 'boolean') throw typeError('attribute value type must be bool');
        self.traceOpcodes = value;
        if (!value || self.trace !== undefined) setOpcodeTrace(self.frame, value);
      },
    ),
    getset<PyFrame>(
      'f_generator',
      'Return the generator or coroutine associated with this frame, or None.',
      (self) => {
        const generator = frameGenerator(current.thread, self.frame);
        return generator?.frame === self.frame ? generator : None;
      },
    ),
  ],
});
