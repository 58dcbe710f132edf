/** `-X importtime`: how long each import takes, told on stderr. CPython: `import_find_and_load` in Python/import.c. */
import { type Interpreter, moduleState } from './state.ts';

const HEADER = 'import time: self [us] | cumulative | imported package\n';

class ImportTimes {
  /** How many imports are under way. */
  depth = 0;
  /** What the imports have taken that the innermost one under way has asked for, in nanoseconds. */
  nested = 0n;
  headerIsDue = true;
}

const timesNow = (): ImportTimes => moduleState('import times', () => new ImportTimes());

function tell(interp: Interpreter, times: ImportTimes, self: string, total: string, name: string): void {
  const line = `import time: ${self} | ${total} | ${'  '.repeat(times.depth)}${name}\n`;
  interp.host.fs.write(2, new TextEncoder().encode(times.headerIsDue ? HEADER + line : line));
  times.headerIsDue = false;
}

/** Imports a module and tells how long that has taken. */
export function measureImport<T>(interp: Interpreter, name: string, load: () => T): T {
  const times = timesNow();
  const { clock } = interp.host;
  const outside = times.nested;
  const start = clock.monotonic();
  times.nested = 0n;
  times.depth++;
  let total = 0n;
  try {
    return load();
  } finally {
    total = clock.monotonic() - start;
    times.depth--;
    const microseconds = (ns: bigint, width: number): string => String((ns + 999n) / 1000n).padStart(width);
    tell(interp, times, microseconds(total - times.nested, 9), microseconds(total, 10), name);
    times.nested = outside + total;
  }
}

/** Tells of a module that was imported before: `-X importtime=2`. */
export function tellOfPresentModule(interp: Interpreter, name: string): void {
  tell(interp, timesNow(), 'cached   ', 'cached    ', name);
}
