/** The flags of V8 that change while a program runs from the start-up snapshot. */
import { setFlagsFromString } from 'node:v8';

declare global {
  /** What V8 has by itself for each flag that is set here and that it knows, as `--opt`. The build asks it. */
  const V8_DEFAULTS: Readonly<Record<string, string>>;
}

/** The flags that are not as V8 has them by itself and change again: name → text. */
const changed = new Map<string, string>();

/**
 * Sets a flag for as long as the process lasts, as `--no-opt` the flag `opt`; one that V8 does not know it would complain of.
 * What says which functions are inlined must be such a flag: V8's other threads, which ask twice, end the process when a
 * function is none of them any more the second time.
 */
export function setLastingFlag(name: string, text: string): void {
  if (V8_DEFAULTS[name] !== undefined) setFlagsFromString(text);
}

/** Sets a flag until it is reset. */
export function setFlag(name: string, text: string): void {
  if (V8_DEFAULTS[name] === undefined) return;
  changed.set(name, text);
  setFlagsFromString(text);
}

export function resetFlag(name: string): void {
  if (changed.delete(name)) setFlagsFromString(V8_DEFAULTS[name]!);
}

/** Does something while the flags that change are as V8 has them by itself. */
export function underDefaultFlags<Result>(action: () => Result): Result {
  for (const name of changed.keys()) setFlagsFromString(V8_DEFAULTS[name]!);
  try {
    return action();
  } finally {
    for (const text of changed.values()) setFlagsFromString(text);
  }
}
