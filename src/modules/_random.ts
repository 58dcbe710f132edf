/** _random: the core generator of `random`. CPython: Modules/_randommodule.c. */
import { MersenneTwister, STATE_WORDS } from '../common/mersenne-twister.ts';
import {
  normalizeInt,
  objectType,
  PyBaseObject,
  type PyInt,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { hash } from '../runtime/compare.ts';
import { asIndex, intValue } from '../runtime/convert.ts';
import { constant, defineModule, defineType, methodsOf } from '../runtime/define.ts';
import { overflowError, typeError, valueError } from '../runtime/errors.ts';
import { current } from '../runtime/state.ts';

class PyRandom extends PyBaseObject {
  static readonly type = new PyType('_random.Random', PyRandom, objectType, TPFLAGS_BASETYPE);

  readonly twister = new MersenneTwister();
}

const UINT64_MAX = (1n << 64n) - 1n;
const INT_MAX = 2147483647;

/** Seeds from any object: an int by its magnitude, None from the host's entropy, others by their hash. */
function seed(self: PyRandom, value: PyObject): void {
  if (value === None) {
    const octets = current.thread.interp.host.randomBytes(STATE_WORDS * 4);
    self.twister.seedByArray(Array.from(new Uint32Array(octets.slice().buffer)));
    return;
  }
  const int = intValue(value);
  let magnitude: bigint;
  if (int !== undefined) magnitude = int < 0 ? -BigInt(int) : BigInt(int);
  else magnitude = BigInt.asUintN(64, BigInt(hash(value)));
  const key: number[] = [];
  do {
    key.push(Number(magnitude & 0xffffffffn));
    magnitude >>= 32n;
  } while (magnitude > 0n);
  self.twister.seedByArray(key);
}

function getRandomBits(self: PyRandom, k: PyObject): PyInt {
  const bits = asIndex(k);
  if (bits < 0) throw valueError('Cannot convert negative int');
  if (bits > UINT64_MAX) throw overflowError('Python int too large for C uint64_t');
  if (bits === 0) return 0;
  const count = Number(bits);
  if (count <= 32) return self.twister.next() >>> (32 - count);
  if (count > INT_MAX * 32) throw overflowError('getrandbits(k) with k too large');
  const words: string[] = [];
  for (let left = count; left > 0; left -= 32) {
    const word = left < 32 ? self.twister.next() >>> (32 - left) : self.twister.next();
    words.push(word.toString(16).padStart(8, '0'));
  }
  return normalizeInt(BigInt(`0x${words.reverse().join('')}`));
}

function setState(self: PyRandom, state: PyObject): void {
  if (!(state instanceof PyTuple)) throw typeError('state vector must be a tuple');
  if (state.items.length !== STATE_WORDS + 1) throw valueError('state vector is the wrong size');
  const values = state.items.map((item) => {
    const word = intValue(item);
    if (word === undefined) throw typeError('an integer is required');
    if (word < 0) throw overflowError("can't convert negative value to unsigned int");
    return Number(word);
  });
  const index = values[STATE_WORDS]!;
  if (index > STATE_WORDS) throw valueError('invalid state');
  self.twister.setState(values.slice(0, STATE_WORDS), index);
}

const method = methodsOf<PyRandom>();

export const randomType = defineType({
  type: PyRandom.type,
  doc: 'Random() -> create a random number generator with its own internal state.',
  slots: {
    tp_new: (type) => new type.ctor(),
    tp_init: (self, args, kwnames) => {
      const type = (self as PyRandom).ob_type;
      const plain = type === PyRandom.type;
      if (plain && kwnames !== undefined && kwnames.length > 0)
        throw typeError('Random() takes no keyword arguments');
      const positional = args.length - (kwnames?.length ?? 0);
      if (positional > 1) throw typeError(`Random expected at most 1 argument, got ${positional}`);
      seed(self as PyRandom, positional === 0 ? None : args[0]!);
    },
  },
  entries: [
    method('random($self, /) -> double', 'Return a float in the interval [0, 1).', (self) =>
      self.twister.random(),
    ),
    method(
      'seed($self, n: object = None, /) -> None',
      'Start again from a seed; None takes one from the system.',
      seed,
    ),
    method('getstate($self, /)', 'Return the state.', (self) => new PyTuple(self.twister.getState())),
    method('setstate($self, state: object, /) -> None', 'Set a state that getstate() gave.', setState),
    method('getrandbits($self, k: object, /) -> int', 'Return an int with k random bits.', getRandomBits),
  ],
});

export const _random = defineModule(
  '_random',
  'Module implements the Mersenne Twister random number generator.',
  [constant('Random', PyRandom.type)],
);
