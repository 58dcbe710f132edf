/** The named tuples of sys: what kind of numbers, hashes, threads and version this is. CPython: Python/sysmodule.c. */
import { PyFloat } from '../objects/float.ts';
import { type PyObject, TPFLAGS_DISALLOW_INSTANTIATION } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import type { PyTuple } from '../objects/tuple.ts';
import type { Flags } from '../runtime/config.ts';
import type { SlotFunctions, TypeDefinition } from '../runtime/define.ts';
import { defineStructSequence, newStructSequence } from '../runtime/structseq.ts';

/** The release whose behaviour this is: `sys.version_info`. */
export const VERSION = { major: 3, minor: 14, micro: 10, releaselevel: 'final', serial: 0 } as const;
export const VERSION_TEXT = `${VERSION.major}.${VERSION.minor}.${VERSION.micro}`;
export const HEXVERSION = (VERSION.major << 24) | (VERSION.minor << 16) | (VERSION.micro << 8) | 0xf0;

/** Declares one of the types from its field names; the values come with {@link make}. */
function info(
  name: string,
  doc: string,
  fields: readonly (readonly [string, string])[],
  sequenceLength = fields.length,
): Info {
  return infoOf(defineStructSequence({ name: `sys.${name}`, doc, fields, sequenceLength }), sequenceLength);
}

function infoOf(definition: TypeDefinition, sequenceLength: number): Info {
  return { definition, make: (values) => newStructSequence(definition, sequenceLength, values) };
}

/** The same for a type whose only instance is that of the module. */
function single(...[name, doc, fields, sequenceLength]: Parameters<typeof info>): Info {
  const { definition } = info(name, doc, fields, sequenceLength);
  definition.type.tp_flags |= TPFLAGS_DISALLOW_INSTANTIATION;
  const slots = { ...definition.slots, tp_new: undefined } as SlotFunctions;
  return infoOf({ ...definition, slots }, sequenceLength ?? fields.length);
}

interface Info {
  readonly definition: TypeDefinition;
  make(values: readonly PyObject[]): PyTuple;
}

export const versionInfo = single('version_info', 'The version as a named tuple.', [
  ['major', 'Major release number'],
  ['minor', 'Minor release number'],
  ['micro', 'Patch release number'],
  ['releaselevel', "'alpha', 'beta', 'candidate', or 'final'"],
  ['serial', 'Serial release number'],
]);

export const floatInfo = info('float_info', 'Precision and range of floating-point numbers.', [
  ['max', 'greatest finite float'],
  ['max_exp', 'greatest e for which radix**(e-1) is a float'],
  ['max_10_exp', 'greatest e for which 10**e is a float'],
  ['min', 'smallest positive normalized float'],
  ['min_exp', 'smallest e for which radix**(e-1) is a normalized float'],
  ['min_10_exp', 'smallest e for which 10**e is a normalized float'],
  ['dig', 'decimal digits that every float keeps'],
  ['mant_dig', 'digits of the mantissa in base radix'],
  ['epsilon', 'difference between 1.0 and the next float'],
  ['radix', 'base of the exponent'],
  ['rounds', 'rounding mode of arithmetic'],
]);

export const floatInfoValues: readonly PyObject[] = [
  new PyFloat(Number.MAX_VALUE),
  1024,
  308,
  new PyFloat(2.2250738585072014e-308),
  -1021,
  -307,
  15,
  53,
  new PyFloat(Number.EPSILON),
  2,
  1,
];

export const intInfo = info('int_info', 'How integers are held, and the limits of their conversion.', [
  ['bits_per_digit', 'bits of a digit'],
  ['sizeof_digit', 'bytes of a digit'],
  ['default_max_str_digits', 'limit of conversions when nothing sets another'],
  ['str_digits_check_threshold', 'the least limit that can be set'],
]);

export const intInfoValues: readonly PyObject[] = [30, 4, 4300, 640];

export const hashInfo = info('hash_info', 'The parameters of hashing.', [
  ['width', 'bits of a hash'],
  ['modulus', 'prime modulus of the hash of numbers'],
  ['inf', 'hash of positive infinity'],
  ['nan', 'no longer used'],
  ['imag', 'multiplier of the imaginary part'],
  ['algorithm', 'name of the algorithm for str and bytes'],
  ['hash_bits', 'bits that the algorithm gives'],
  ['seed_bits', 'bits of its seed'],
  ['cutoff', 'length below which another algorithm is used'],
]);

export const hashInfoValues: readonly PyObject[] = [
  64,
  (1n << 61n) - 1n,
  314159,
  0,
  1000003,
  'siphash13',
  64,
  128,
  0,
];

export const threadInfo = info('thread_info', 'How threads are made.', [
  ['name', 'name of the implementation'],
  ['lock', 'name of the kind of lock'],
  ['version', 'its name and version'],
]);

export const threadInfoValues: readonly PyObject[] = ['pthread', 'semaphore', None];

export const flagsInfo = single(
  'flags',
  'What the command line and the environment asked for.',
  [
    ['debug', '-d'],
    ['inspect', '-i'],
    ['interactive', '-i'],
    ['optimize', '-O or -OO'],
    ['dont_write_bytecode', '-B'],
    ['no_user_site', '-s'],
    ['no_site', '-S'],
    ['ignore_environment', '-E'],
    ['verbose', '-v'],
    ['bytes_warning', '-b'],
    ['quiet', '-q'],
    ['hash_randomization', '-R'],
    ['isolated', '-I'],
    ['dev_mode', '-X dev'],
    ['utf8_mode', '-X utf8'],
    ['warn_default_encoding', '-X warn_default_encoding'],
    ['safe_path', '-P'],
    ['int_max_str_digits', '-X int_max_str_digits'],
    ['gil', '-X gil'],
    ['thread_inherit_context', '-X thread_inherit_context'],
    ['context_aware_warnings', '-X context_aware_warnings'],
  ],
  18,
);

/** The values of `sys.flags`, in the order of its fields. */
export function flagValues(flags: Flags): PyObject[] {
  return [
    flags.debug,
    flags.inspect,
    flags.interactive,
    flags.optimize,
    flags.dontWriteBytecode,
    flags.noUserSite,
    flags.noSite,
    flags.ignoreEnvironment,
    flags.verbose,
    flags.bytesWarning,
    flags.quiet,
    flags.hashRandomization,
    flags.isolated,
    flags.devMode,
    flags.utf8Mode,
    flags.warnDefaultEncoding,
    flags.safePath,
    flags.intMaxStrDigits,
    1,
    flags.threadInheritContext,
    flags.contextAwareWarnings,
  ];
}

/** What `sys.set_asyncgen_hooks` takes and `get_asyncgen_hooks` gives. */
export const asyncgenHooks = infoOf(
  defineStructSequence({
    // Of no module, unlike the others.
    name: 'asyncgen_hooks',
    doc: 'Hooks of asynchronous generators.',
    sequenceLength: 2,
    fields: [
      ['firstiter', 'called when one is first iterated'],
      ['finalizer', 'called when one is about to be destroyed'],
    ],
  }),
  2,
);

/** `sys.unraisablehook`'s argument. */
export const unraisableHookArgs = infoOf(
  defineStructSequence({
    name: 'UnraisableHookArgs',
    doc: 'What is known of an exception that nobody can catch.',
    sequenceLength: 5,
    fields: [
      ['exc_type', 'exception type'],
      ['exc_value', 'exception'],
      ['exc_traceback', 'traceback'],
      ['err_msg', 'message'],
      ['object', 'object that caused it'],
    ],
  }),
  5,
);

/** All the types, for the interpreter to ready. */
export const SYS_TYPES: readonly TypeDefinition[] = [
  versionInfo,
  floatInfo,
  intInfo,
  hashInfo,
  threadInfo,
  flagsInfo,
  asyncgenHooks,
  unraisableHookArgs,
].map((entry) => entry.definition);
