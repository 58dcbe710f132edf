/** traceback: where an exception passed. CPython: Python/traceback.c. */
import { PyFrame } from '../objects/frame.ts';
import { PyList } from '../objects/list.ts';
import type { PyObject } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import { PyTraceback } from '../objects/traceback.ts';
import { builtinDef } from '../runtime/clinic.ts';
import { defineType, getset, member, methodsOf } from '../runtime/define.ts';
import { typeError, valueError } from '../runtime/errors.ts';
import { tracebackLine } from '../runtime/frame-line.ts';
import { frameObject } from '../runtime/frames.ts';
import { typeName } from '../runtime/type-of.ts';

type NewSignature = 'traceback(tb_next: object, tb_frame: object, tb_lasti: int, tb_lineno: int)';

const newDef = builtinDef<undefined, NewSignature>(
  'traceback(tb_next: object, tb_frame: object, tb_lasti: int, tb_lineno: int)',
  '',
  (_, next, frame, lasti, lineno) => {
    if (!(frame instanceof PyFrame)) {
      throw typeError(
        `traceback() argument 'tb_frame' must be frame, not ${frame === None ? 'None' : typeName(frame)}`,
      );
    }
    if (next !== None && !(next instanceof PyTraceback)) {
      throw typeError(`expected traceback object or None, got '${typeName(next)}'`);
    }
    return new PyTraceback(next instanceof PyTraceback ? next : undefined, frame.frame, lasti, lineno);
  },
);

function setNext(self: PyTraceback, value: PyObject | undefined): void {
  if (value === undefined) throw typeError("can't delete tb_next attribute");
  if (value === None) {
    self.next = undefined;
    return;
  }
  if (!(value instanceof PyTraceback)) throw typeError(`expected traceback object, got '${typeName(value)}'`);
  for (let link: PyTraceback | undefined = value; link !== undefined; link = link.next) {
    if (link === self) throw valueError('traceback loop detected');
  }
  self.next = value;
}

const method = methodsOf<PyTraceback>();

export const traceback = defineType({
  type: PyTraceback.type,
  doc: 'One step on the way of an exception.',
  textSignature: '(tb_next, tb_frame, tb_lasti, tb_lineno)',
  slots: { tp_new: (_type, args, kwnames) => newDef.call(None, args, kwnames) },
  entries: [
    method('__dir__($self, /)', '', () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno'])),
    member<PyTraceback>('tb_frame', undefined, 'frame', { read: (self) => frameObject(self.frame) }),
    member<PyTraceback>('tb_lasti', undefined, 'lasti'),
    getset<PyTraceback>('tb_next', undefined, (self) => self.next ?? None, setNext),
    getset<PyTraceback>('tb_lineno', undefined, (self) => tracebackLine(self) ?? None),
  ],
});
