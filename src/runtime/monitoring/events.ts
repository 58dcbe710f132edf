/** The events that tools can ask for: PEP 669. CPython: Include/cpython/monitoring.h. */

export const PY_START = 0;
export const PY_RESUME = 1;
export const PY_RETURN = 2;
export const PY_YIELD = 3;
export const CALL = 4;
export const LINE = 5;
export const INSTRUCTION = 6;
export const JUMP = 7;
export const BRANCH_LEFT = 8;
export const BRANCH_RIGHT = 9;
export const STOP_ITERATION = 10;
export const RAISE = 11;
export const EXCEPTION_HANDLED = 12;
export const PY_UNWIND = 13;
export const PY_THROW = 14;
export const RERAISE = 15;
export const C_RETURN = 16;
export const C_RAISE = 17;
export const BRANCH = 18;

/** Events below this number belong to instructions, so they can be set for one code object and disabled at one place. */
export const LOCAL_EVENTS = 11;
/** The events from here on come with another one: C_RETURN and C_RAISE with CALL, BRANCH is both kinds of branches. */
export const UNGROUPED_EVENTS = 16;

/** Names by number. */
export const EVENT_NAMES: readonly string[] = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH_LEFT',
  'BRANCH_RIGHT',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
  'BRANCH',
];

/** Tools that programs can claim have lower numbers. */
export const SYS_PROFILE_ID = 6;
export const SYS_TRACE_ID = 7;
export const TOOL_IDS = 8;
