/**
 * The objects that hash functions give: a state that takes in a message piece by piece. Every algorithm has a type of
 * its own; they differ in name and state only. CPython: Modules/md5module.c and its like.
 */
import type { HashState } from '../../common/hashes/block-hash.ts';
import { PyBytes } from '../../objects/bytes.ts';
import { objectType, PyBaseObject, PyType } from '../../objects/object.ts';
import {
  defineType,
  type Entry,
  fn,
  getset,
  type ModuleEntry,
  methodsOf,
  type TypeDefinition,
} from '../../runtime/define.ts';
import { hexText } from '../../runtime/hex.ts';
import { initialMessage, messageOctets } from './hash-data.ts';

export abstract class PyHash extends PyBaseObject {
  state: HashState;

  constructor(state: HashState) {
    super();
    this.state = state;
  }
}

/** A hash object of a type that serves several algorithms. */
export abstract class PyNamedHash extends PyHash {
  readonly name: string;

  constructor(state: HashState, name: string) {
    super(state);
    this.name = name;
  }
}

type HashConstructor = new (state: HashState) => PyHash;

/** A type of hash objects that its module's functions make. */
export function newHashType(name: string, flags: number): PyType {
  return new PyType(name, class extends PyHash {}, objectType, flags);
}

/** A hash object, which may have taken in the beginning of a message. */
export function newHash(type: PyType, state: HashState, message?: Uint8Array): PyHash {
  if (message !== undefined) state.update(message);
  return new (type.ctor as unknown as HashConstructor)(state);
}

const method = methodsOf<PyHash>();

/** `update`, whose parameter some types call `obj` and others `data`. */
function updateMethod(parameter: 'obj' | 'data'): Entry {
  return method(
    `update($self, ${parameter}: object, /) -> None` as 'update($self, obj: object, /) -> None',
    'Add these octets to the message.',
    (self, data) => self.state.update(messageOctets(data)),
  );
}

/** What hash objects of all types have. */
export function commonEntries(name: string, parameter: 'obj' | 'data'): Entry[] {
  return [
    method('copy($self, /)', 'Return a hash object in the same state.', (self) =>
      newHash(self.ob_type, self.state.copy()),
    ),
    updateMethod(parameter),
    getset<PyHash>('block_size', undefined, (self) => self.state.blockSize),
    getset<PyHash>('name', undefined, () => name),
    getset<PyHash>('digest_size', undefined, (self) => self.state.digestSize),
  ];
}

type NamedHashConstructor = new (state: HashState, name: string) => PyNamedHash;

/** The same for a type that serves several algorithms; `shown` makes the attribute `name`. */
export function namedEntries(shown: (name: string) => string): Entry[] {
  return [
    method(
      'copy($self, /)',
      'Return an object in the same state.',
      (self) =>
        new (self.ob_type.ctor as unknown as NamedHashConstructor)(
          self.state.copy(),
          (self as PyNamedHash).name,
        ),
    ),
    getset<PyNamedHash>('name', 'The name of the algorithm.', (self) => shown(self.name)),
    getset<PyNamedHash>('digest_size', 'How many bytes a digest has.', (self) => self.state.digestSize),
    getset<PyNamedHash>('block_size', 'How many bytes are hashed at once.', (self) => self.state.blockSize),
  ];
}

/** The digest, for types whose digests have one size. */
export const digestEntries: readonly Entry[] = [
  method('digest($self, /)', 'Return the digest as bytes.', (self) => new PyBytes(self.state.digest())),
  method('hexdigest($self, /) -> str', 'Return the digest as hexadecimal digits.', (self) =>
    hexText(self.state.digest()),
  ),
];

export function defineHashType(type: PyType, name: string): TypeDefinition {
  return defineType({ type, entries: [...digestEntries, ...commonEntries(name, 'obj')] });
}

type ConstructorSignature =
  'x($module, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)';

/** The function of a module that makes hash objects of a type. */
export function hashFunction(name: string, label: string, type: PyType, start: () => HashState): ModuleEntry {
  return fn(
    `${name}($module, /, data: object = <null>, *, usedforsecurity: bool = True, string: object = <null>)` as ConstructorSignature,
    `Return a new ${label} hash object; it may start with some data.`,
    (_, data, _usedForSecurity, string) => newHash(type, start(), initialMessage(data, string)),
    "($module, /, data=b'', *, usedforsecurity=True, string=None)",
  );
}
