/**
 * Named tuples of built-in modules: `sys.version_info`, `os.stat_result`, `time.struct_time`.
 * Some fields can be read by name only and do not count as items. CPython: Objects/structseq.c.
 */
import { PyDict } from '../objects/dict.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { utf16FromStr } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import { dictGetStr } from './dict.ts';
import { getset, type TypeDefinition } from './define.ts';
import { typeError } from './errors.ts';
import { iterToArray } from './iter.ts';
import { repr } from './repr.ts';

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

/** A type and its declaration; {@link newStructSequence} makes the instances. */
export function defineStructSequence(struct: StructSequence): TypeDefinition {
  const type = new PyType(struct.name, PyTuple, PyTuple.type, PyTuple.type.tp_flags & ~(1 << 10));
  const { fields, sequenceLength } = struct;
  const shortName = struct.name;
  const visible = fields.slice(0, sequenceLength);
  return {
    type,
    doc: struct.doc,
    slots: {
      tp_new: (cls, args, kwnames) => {
        const names = kwnames ?? [];
        const given = (index: number, name: string): PyObject | undefined => {
          const at = names.indexOf(name);
          return at < 0 ? args[index] : args[args.length - names.length + at];
        };
        const sequence = given(0, 'sequence');
        if (sequence === undefined) throw typeError(`${type.tp_qualname}() missing required argument 'sequence' (pos 1)`);
        const dict = given(1, 'dict');
        if (dict !== undefined && !(dict instanceof PyDict)) {
          throw typeError(`${struct.name}() takes a dict as second arg, if any`);
        }
        const items = iterToArray(sequence);
        const bound = sequenceLength === fields.length ? '' : 'at least ';
        if (items.length < sequenceLength) {
          throw typeError(`${struct.name}() takes an ${bound}${sequenceLength}-sequence (${items.length}-sequence given)`);
        }
        if (items.length > fields.length) {
          const most = sequenceLength === fields.length ? '' : 'at most ';
          throw typeError(`${struct.name}() takes an ${most}${fields.length}-sequence (${items.length}-sequence given)`);
        }
        for (let i = items.length; i < fields.length; i++) {
          const name = fields[i]![0];
          items.push((dict !== undefined && name !== undefined ? dictGetStr(dict, name) : undefined) ?? None);
        }
        return build(cls, items, sequenceLength);
      },
      tp_repr: (self) => {
        const { items } = self as PyTuple;
        const parts = visible.map(([name], i) => `${name ?? ''}=${utf16FromStr(repr(items[i]!))}`);
        return `${shortName}(${parts.join(', ')})`;
      },
    },
    entries: [
      ...fields.flatMap(([name, doc], i) =>
        name === undefined
          ? []
          : [
              getset<WithHidden>(name, doc, (self) =>
                i < sequenceLength ? self.items[i]! : (self.hidden?.[i - sequenceLength] ?? None),
              ),
            ],
      ),
      { name: 'n_fields', make: () => fields.length },
      { name: 'n_sequence_fields', make: () => sequenceLength },
      { name: 'n_unnamed_fields', make: () => fields.filter(([name]) => name === undefined).length },
      {
        name: '__match_args__',
        make: () => new PyTuple(visible.flatMap(([name]) => (name === undefined ? [] : [name]))),
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
export function newStructSequence(definition: TypeDefinition, sequenceLength: number, values: readonly PyObject[]): PyTuple {
  return build(definition.type, values, sequenceLength);
}
