/** Making unions: `X | Y`, `typing.Union[X, Y]`. CPython: `unionbuilder`, `_Py_union_type_or` in Objects/unionobject.c. */
import { PyBaseException } from '../objects/exception.ts';
import { PyGenericAlias, PyUnion } from '../objects/generic-alias.ts';
import { type PyInt, type PyObject, PyType } from '../objects/object.ts';
import { None, NotImplemented, PyNone } from '../objects/singletons.ts';
import { PyTuple } from '../objects/tuple.ts';
import { PyTypeAliasType } from '../objects/type-parameters.ts';
import { hash, isEqual } from './compare.ts';
import { typeError } from './errors.ts';
import { checkedType } from './typing.ts';

/** Can this stand beside a `|` without `typing` being asked? */
function isUnionable(value: PyObject): boolean {
  return (
    value === None ||
    value instanceof PyType ||
    value instanceof PyGenericAlias ||
    value instanceof PyUnion ||
    value instanceof PyTypeAliasType
  );
}

/** Collects members, each once. */
class UnionBuilder {
  readonly members: PyObject[] = [];
  readonly hashable: PyObject[] = [];
  readonly hashes: PyInt[] = [];
  readonly unhashable: PyObject[] = [];
  /** `typing` turns what is no type into one (a str into a forward reference), or refuses it. */
  readonly checked: boolean;

  constructor(checked: boolean) {
    this.checked = checked;
  }

  add(member: PyObject): void {
    if (member === None) this.addOne(PyNone.type);
    else if (member instanceof PyUnion) this.addAll(member.args.items);
    else if (this.checked && !isUnionable(member)) {
      this.addOne(checkedType(member, 'Union[arg, ...]: each arg must be a type.'));
    } else this.addOne(member);
  }

  addAll(members: readonly PyObject[]): void {
    for (const member of members) this.add(member);
  }

  private addOne(member: PyObject): void {
    let memberHash: PyInt;
    try {
      memberHash = hash(member);
    } catch (thrown) {
      if (!(thrown instanceof PyBaseException)) throw thrown;
      if (this.unhashable.some((known) => isEqual(known, member))) return;
      this.unhashable.push(member);
      this.members.push(member);
      return;
    }
    if (this.hashable.some((known, i) => this.hashes[i] === memberHash && isEqual(known, member))) return;
    this.hashable.push(member);
    this.hashes.push(memberHash);
    this.members.push(member);
  }

  build(): PyObject {
    const { members } = this;
    if (members.length === 0) throw typeError('Cannot take a Union of no types.');
    return members.length === 1
      ? members[0]!
      : new PyUnion(new PyTuple(members), this.hashable, this.unhashable);
  }
}

/** `left | right` of classes and aliases: the `nb_or` of `type`. */
export function uniteTypes(left: PyObject, right: PyObject): PyObject {
  if (!isUnionable(left) || !isUnionable(right)) return NotImplemented;
  return uniteAll([left, right], false);
}

/** The union of all these; `checked` says that some may be no types. May run Python code. */
export function uniteAll(members: readonly PyObject[], checked: boolean): PyObject {
  const builder = new UnionBuilder(checked);
  builder.addAll(members);
  return builder.build();
}
