/**
 * What a `-X` option and the environment variable that goes with it set: the option goes before the variable, an empty
 * variable counts as none, and a value that makes no sense ends the start. CPython: Python/preconfig.c,
 * Python/initconfig.c.
 */

/** A start that cannot go on: told on stderr as the end of the interpreter itself, with exit status 1. */
export class StartError {
  readonly message: string;
  /** How far the start had come, in CPython's terms. */
  readonly state: string;
  /** What went wrong, where an exception says it. */
  readonly reason: string;

  constructor(message: string, state = 'preinitialized', reason = '') {
    this.message = message;
    this.state = state;
    this.reason = reason;
  }

  /** What stderr is to show. */
  get report(): string {
    return `Fatal Python error: ${this.message}\nPython runtime state: ${this.state}\n${this.reason}\n`;
  }
}

/** Options and variables of one start. */
export interface Sources {
  readonly xoptions: ReadonlyMap<string, string | true>;
  env(name: string): string | undefined;
}

/** An environment variable that says something. */
export function variable(sources: Sources, name: string): string | undefined {
  return sources.env(name) || undefined;
}

/** A whole number as C's `strtol` takes it when all of the text must be one. */
function wholeNumber(text: string): number | undefined {
  return /^\s*[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** `-X utf8`, PYTHONUTF8; without them the mode is on where the locale is C or POSIX. */
export function utf8Mode(sources: Sources, isC: boolean): number {
  const option = sources.xoptions.get('utf8');
  if (option !== undefined) {
    if (option === true || option === '1') return 1;
    if (option === '0') return 0;
    throw new StartError('preconfig_init_utf8_mode: invalid -X utf8 option value', 'preinitializing');
  }
  const value = variable(sources, 'PYTHONUTF8');
  if (value === '1' || value === '0') return Number(value);
  if (value === undefined) return isC ? 1 : 0;
  throw new StartError(
    'preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value',
    'preinitializing',
  );
}

const ALLOCATORS = new Set([
  'default',
  'malloc',
  'malloc_debug',
  'pymalloc',
  'pymalloc_debug',
  'debug',
  'mimalloc',
  'mimalloc_debug',
]);

/** PYTHONMALLOC: memory is V8's whatever it says. */
export function checkAllocator(sources: Sources): void {
  const value = variable(sources, 'PYTHONMALLOC');
  if (value !== undefined && !ALLOCATORS.has(value))
    throw new StartError('preconfig_init_allocator: PYTHONMALLOC: unknown allocator', 'preinitializing');
}

/** `-X gil`, PYTHON_GIL: one thread runs at a time. */
export function checkGil(sources: Sources): void {
  const value = sources.xoptions.get('gil') ?? variable(sources, 'PYTHON_GIL');
  if (value === undefined || value === '1') return;
  throw new StartError(
    value === '0'
      ? 'config_read_gil: Disabling the GIL is not supported by this build'
      : 'config_read_gil: PYTHON_GIL / -X gil must be "0" or "1"',
  );
}

/** `-X frozen_modules`, PYTHON_FROZEN_MODULES: which modules come without their files is the build's affair. */
export function checkFrozenModules(sources: Sources): void {
  const option = sources.xoptions.get('frozen_modules');
  const value = option ?? variable(sources, 'PYTHON_FROZEN_MODULES');
  if (value === undefined || value === true || ['on', 'off', ''].includes(value)) return;
  const name = option === undefined ? 'PYTHON_FROZEN_MODULES' : 'option -X frozen_modules';
  throw new StartError(`bad value for ${name} (expected "on" or "off")`);
}

/** An option that is 0 or 1, and its variable. */
export function zeroOrOne(sources: Sources, option: string, name: string): number {
  const complain = (text: string): never => {
    throw new StartError(`config_init_${option}: ${text} missing or invalid`);
  };
  const given = sources.xoptions.get(option);
  if (given !== undefined) {
    if (given === '0' || given === '1') return Number(given);
    return complain(`-X ${option}=n: n is`);
  }
  const value = variable(sources, name);
  if (value === undefined) return 0;
  return value === '0' || value === '1' ? Number(value) : complain(`${name}=N: N is`);
}

const FEWEST_DIGITS = 640;
const MOST_DIGITS = 2 ** 31 - 1;

/** `-X int_max_str_digits`, PYTHONINTMAXSTRDIGITS. */
export function intMaxStrDigits(sources: Sources, usual: number): number {
  const option = sources.xoptions.get('int_max_str_digits');
  const value = option ?? variable(sources, 'PYTHONINTMAXSTRDIGITS');
  if (value === undefined) return usual;
  const digits = value === true ? undefined : value === '' ? 0 : wholeNumber(value);
  if (digits === 0 || (digits !== undefined && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS))
    return digits;
  const name = option === undefined ? 'PYTHONINTMAXSTRDIGITS' : '-X int_max_str_digits';
  throw new StartError(
    `config_init_int_max_str_digits: ${name}: invalid limit; must be >= ${FEWEST_DIGITS} or 0 for unlimited.`,
  );
}

/** `-X cpu_count`, PYTHON_CPU_COUNT: -1 where the machine is to be asked. */
export function cpuCount(sources: Sources): number {
  const value = sources.xoptions.get('cpu_count') ?? variable(sources, 'PYTHON_CPU_COUNT');
  if (value === undefined || value === 'default') return -1;
  const count = value === true ? undefined : wholeNumber(value);
  if (count !== undefined && count > 0 && count < 2 ** 31) return count;
  throw new StartError(
    'config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0',
  );
}

/** `-X importtime`, PYTHONPROFILEIMPORTTIME: 1 for the modules that are loaded, 2 for those that were there too. */
export function importTime(sources: Sources): number {
  const value = sources.xoptions.get('importtime') ?? variable(sources, 'PYTHONPROFILEIMPORTTIME');
  if (value === undefined) return 0;
  const level = value === true ? 1 : (wholeNumber(value) ?? 1);
  if (level >= 0 && level <= 2) return level;
  throw new StartError(
    'config_init_import_time: -X importtime: values other than 1 and 2 are reserved for future use.',
  );
}

const MOST_FRAMES = 65535;

/** `-X tracemalloc`, PYTHONTRACEMALLOC: the number of frames that are asked for. */
export function checkTracemalloc(sources: Sources): void {
  const option = sources.xoptions.get('tracemalloc');
  const value = option ?? variable(sources, 'PYTHONTRACEMALLOC');
  if (value === undefined || value === true) return;
  const frames = wholeNumber(value);
  if (frames !== undefined && frames >= 0 && frames <= MOST_FRAMES) return;
  const name = option === undefined ? 'PYTHONTRACEMALLOC' : '-X tracemalloc=NFRAME';
  throw new StartError(`config_init_tracemalloc: ${name}: invalid number of frames`);
}

/** PYTHONHASHSEED: 0 turns the scattering of hashes off. */
export function hashRandomization(sources: Sources): number {
  const value = variable(sources, 'PYTHONHASHSEED') ?? 'random';
  if (value === 'random') return 1;
  const seed = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (seed <= 0xffffffff) return seed === 0 ? 0 : 1;
  throw new StartError(
    'config_init_hash_seed: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]',
  );
}
