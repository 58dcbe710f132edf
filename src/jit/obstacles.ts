/** What speaks against compiling a code object: looking at frames, which compiled code does not have. */
import * as op from '../bytecode/opcodes.gen.ts';
import { OPCODE_CACHES } from '../bytecode/opcodes.gen.ts';
import { CO_NEWLOCALS, type PyCode } from '../objects/code.ts';
import type { PyDict } from '../objects/dict.ts';
import { PyFunction } from '../objects/function.ts';
import { utf16FromStr } from '../objects/str.ts';
import { dictGetStr } from '../runtime/dict.ts';
import { isGenerator, startOf } from './generators.ts';

/** Instructions beyond which a function is not compiled: V8 would not optimise the result. */
const MAX_CODE_UNITS = 12_000;

/**
 * Functions that name one of these stay interpreted: they look at frames, where compiled code has no variables to show,
 * or ask for a collection, for which the host's engine keeps alive what compiled code has done with.
 */
const LOOKS_AT_FRAMES = new Set([
  ...['locals', 'eval', 'exec', 'vars', 'dir', 'f_locals'],
  ...['settrace', 'setprofile', 'set_trace', 'breakpoint', 'collect', 'gc_collect'],
  ...['set_events', 'set_local_events', 'restart_events'],
]);

/** Functions that name one of these have a frame in their hands, and may hand it to who looks at the variables. */
const HANDS_OUT_FRAMES = new Set(['_getframe', 'currentframe', 'f_back', 'tb_frame']);

/** Does code have a frame in its hands? */
export function handsOutFrames(code: PyCode): boolean {
  return code.co_names.some((name) => HANDS_OUT_FRAMES.has(utf16FromStr(name)));
}

/** Two of these names in one function: it looks at the variables of who called it, and perhaps of who called that one. */
const LOOKS_AT_CALLERS = new Set(['_getframe', 'currentframe', 'f_back', 'tb_frame', '_current_frames']);

/** Does a function look at the variables of its callers, or at what they have let go of? */
function looksAtCallers({ co_names }: PyCode): boolean {
  const names = co_names.map(utf16FromStr);
  if (names.includes('gc_collect') || (names.includes('collect') && names.includes('gc'))) return true;
  return names.includes('f_locals') && names.some((other) => LOOKS_AT_CALLERS.has(other));
}

/** The name of a global function that code names and that looks at its callers, itself or through another one. */
function lookerNamed(code: PyCode, globals: PyDict, depth: number): string | undefined {
  return code.co_names.map(utf16FromStr).find((name) => {
    const callee = dictGetStr(globals, name);
    if (!(callee instanceof PyFunction) || callee.func_code === code) return false;
    const { func_code } = callee;
    if (looksAtCallers(func_code)) return true;
    return depth > 1 && lookerNamed(func_code, callee.func_globals, depth - 1) !== undefined;
  });
}

/** Why code is not compiled at all, where that is so. */
export function obstacleTo(code: PyCode, globals: PyDict): string | undefined {
  if (code.co_code.length > 2 * MAX_CODE_UNITS) return `it is longer than ${MAX_CODE_UNITS} code units`;
  if (isGenerator(code) && ((code.co_flags & CO_NEWLOCALS) === 0 || startOf(code) < 0)) {
    return 'it waits, but is not the body of a function';
  }
  if (looksForSelf(code)) return 'it asks its frame for the first argument, by `super()`';
  const name = code.co_names.map(utf16FromStr).find((text) => LOOKS_AT_FRAMES.has(text));
  if (name !== undefined) return `it names ${name}, which looks at frames or collects garbage`;
  if (isGenerator(code) && handsOutFrames(code)) return 'it waits, and hands out frames';
  const looker = lookerNamed(code, globals, 2);
  return looker === undefined
    ? undefined
    : `${looker}(), which it names, looks at its callers' variables or collects garbage`;
}

/** Is there a `super()` without an attribute behind it? That one asks the frame for the first argument. */
function looksForSelf({ executable, co_names, co_localsplusnames }: PyCode): boolean {
  if (!co_localsplusnames.includes('__class__')) return false;
  const { words } = executable!;
  let named = 0;
  let done = 0;
  for (let i = 0; i < words.length; i += 1 + OPCODE_CACHES[words[i]! & 255]!) {
    const opcode = words[i]! & 255;
    if (opcode === op.LOAD_SUPER_ATTR) done++;
    else if (opcode === op.LOAD_GLOBAL && co_names[words[i]! >>> 9] === 'super') named++;
  }
  return done === 0 || named > done;
}
