/**
 * Named tuples of built-in modules: `sys.version_info`, `os.stat_result`, `time.struct_time`.
 * Some fields can be read by name only and do not count as items; some items have no name.
 * CPython: Objects/structseq.c.
 */
import { PyDict } from '../objects/dict.ts';
import { PyList } from '../objects/list.ts';
import {
  type KwNames,
  type PyObject,
  PyType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HEAPTYPE,
} from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { classAttribute, member, methodsOf, type TypeDefinition } from './define.ts';
import { dictGetStr, dictLength, dictSetItem } from './dict.ts';
import { typeError } from './errors.ts';
import { iterToArray } from './iter.ts';
import { repr } from './repr.ts';
import { strJoin } from './text.ts';
import { typeOf } from './type-of.ts';

/** What a type of this kind is made from. */
export interface StructSequence {
  /** With its module: `sys.version_info`. */
  readonly name: string;
  readonly doc: string;
  /** `[name, doc]`; an undefined name is an item without one. */
  readonly fields: readonly (readonly [name: string | undefined, doc: string])[];
  /** How many of the fields are items; the others are read by name. */
  readonly sequenceLength: number;
}

type WithHidden = PyTuple & { hidden?: readonly PyObject[] };

function valueAt(self: WithHidden, index: number, sequenceLength: number): PyObject {
  return index < sequenceLength ? self.items[index]! : (self.hidden?.[index - sequenceLength] ?? None);
}

/** The arguments `sequence` and `dict`, by position or name. */
function bindArguments(args: readonly PyObject[], kwnames: KwNames | undefined): (PyObject | undefined)[] {
  const names = kwnames ?? [];
  const positional = args.length - names.length;
  if (positional > 2) throw typeError(`structseq() takes at most 2 arguments (${args.length} given)`);
  return ['sequence', 'dict'].map((name, index) => {
    const at = names.indexOf(name);
    if (at >= 0) return args[positional + at];
    return index < positional ? args[index] : undefined;
  });
}

/** A type and its declaration; {@link newStructSequence} makes the instances. */
export function defineStructSequence(struct: StructSequence): TypeDefinition {
  // Those of `sys` cannot be changed; the others can, as classes written in Python.
  const module = struct.name.slice(0, struct.name.indexOf('.'));
  // One of sys is of no module.
  const isHeapType = module !== 'sys' && struct.name.includes('.');
  const flags = PyTuple.type.tp_flags & ~TPFLAGS_BASETYPE;
  const type = new PyType(struct.name, PyTuple, PyTuple.type, isHeapType ? flags | TPFLAGS_HEAPTYPE : flags);
  const { fields, sequenceLength } = struct;
  const named = fields.flatMap(([name], index) => (name === undefined ? [] : [{ name, index }]));
  const hidden = named.filter(({ index }) => index >= sequenceLength);
  const method = methodsOf<WithHidden>();

  const fromArguments = (cls: PyType, args: readonly PyObject[], kwnames: KwNames | undefined): PyTuple => {
    const [sequence, dict] = bindArguments(args, kwnames);
    if (sequence === undefined) throw typeError("structseq() missing required argument 'sequence' (pos 1)");
    if (typeOf(sequence).tp_iter === undefined && typeOf(sequence).sq_item === undefined) {
      throw typeError('constructor requires a sequence');
    }
    const items = iterToArray(sequence);
    if (dict !== undefined && !(dict instanceof PyDict)) {
      throw typeError(`${struct.name}() takes a dict as second arg, if any`);
    }
    if (items.length < sequenceLength || items.length > fields.length) {
      const few = items.length < sequenceLength;
      const bound = sequenceLength === fields.length ? 'a ' : few ? 'an at least ' : 'an at most ';
      const length = few ? sequenceLength : fields.length;
      throw typeError(`${struct.name}() takes ${bound}${length}-sequence (${items.length}-sequence given)`);
    }
    let used = 0;
    for (let i = items.length; i < fields.length; i++) {
      const name = fields[i]![0];
      const value = dict !== undefined && name !== undefined ? dictGetStr(dict, name) : undefined;
      if (value !== undefined) used++;
      items.push(value ?? None);
    }
    if (dict !== undefined && dictLength(dict) > used) {
      throw typeError(`${struct.name}() got duplicate or unexpected field name(s)`);
    }
    return build(cls, items, sequenceLength);
  };

  const replace = (self: WithHidden, changes: ReadonlyMap<string, PyObject>): PyTuple => {
    if (named.length < fields.length) {
      throw typeError(`__replace__() is not supported for ${struct.name} because it has unnamed field(s)`);
    }
    const values = fields.map(([name], i) => changes.get(name!) ?? valueAt(self, i, sequenceLength));
    const unknown = [...changes.keys()].filter((key) => !named.some(({ name }) => name === key));
    if (unknown.length > 0)
      throw typeError(strJoin('', ['Got unexpected field name(s): ', repr(new PyList(unknown))]));
    return build(type, values, sequenceLength);
  };

  return {
    type,
    doc: struct.doc,
    slots: {
      tp_new: fromArguments,
      tp_repr: (self) => {
        const { items } = self as PyTuple;
        // Items without a name are shown under the next names, as CPython does.
        const parts = items.map((item, i) => `${named[i]?.name ?? ''}=${utf16FromStr(repr(item))}`);
        return `${struct.name}(${parts.join(', ')})`;
      },
    },
    entries: [
      ...(isHeapType ? [classAttribute('__module__', module), classAttribute('__doc__', struct.doc)] : []),
      ...named.map(({ name, index }) =>
        member<WithHidden>(name, fields[index]![1] || undefined, 'items', {
          read: (self) => valueAt(self, index, sequenceLength),
        }),
      ),
      method('__reduce__($self, /)', '', (self) => {
        const dict = new PyDict();
        for (const { name, index } of hidden) dictSetItem(dict, name, valueAt(self, index, sequenceLength));
        return new PyTuple([typeOf(self), new PyTuple([new PyTuple(self.items.slice()), dict])]);
      }),
      method(
        '__replace__($self, /, **changes)',
        'Return a copy of the structure with new values for the specified fields.',
        replace,
      ),
      { name: 'n_fields', make: () => fields.length },
      { name: 'n_sequence_fields', make: () => sequenceLength },
      { name: 'n_unnamed_fields', make: () => fields.length - named.length },
      {
        name: '__match_args__',
        make: () => new PyTuple(named.filter(({ index }) => index < sequenceLength).map(({ name }) => name)),
      },
    ],
  };
}

function build(type: PyType, values: readonly PyObject[], sequenceLength: number): PyTuple {
  const made = new (type.ctor as unknown as new (items: readonly PyObject[]) => WithHidden)(
    values.slice(0, sequenceLength),
  );
  if (values.length > sequenceLength) made.hidden = values.slice(sequenceLength);
  return made;
}

/** An instance with all its values, hidden ones too. */
export function newStructSequence(
  definition: TypeDefinition,
  sequenceLength: number,
  values: readonly PyObject[],
): PyTuple {
  return build(definition.type, values, sequenceLength);
}
