/**
 * Template strings (`t'…'`): a template is texts with interpolations between them, always one text more.
 * CPython: Objects/templateobject.c, Objects/interpolationobject.c.
 */
import { objectType, PyBaseObject, type PyObject, PyType } from './object.ts';
import type { PyTuple } from './tuple.ts';

export class PyTemplate extends PyBaseObject {
  static readonly type = new PyType('string.templatelib.Template', PyTemplate, objectType, 0);

  readonly strings: PyTuple;
  readonly interpolations: PyTuple;

  constructor(strings: PyTuple, interpolations: PyTuple) {
    super();
    this.strings = strings;
    this.interpolations = interpolations;
  }
}

export class PyInterpolation extends PyBaseObject {
  static readonly type = new PyType('string.templatelib.Interpolation', PyInterpolation, objectType, 0);

  readonly value: PyObject;
  /** The text between the braces. */
  readonly expression: PyObject;
  /** `s`, `r`, `a` or None. */
  readonly conversion: PyObject;
  readonly format_spec: PyObject;

  constructor(value: PyObject, expression: PyObject, conversion: PyObject, formatSpec: PyObject) {
    super();
    this.value = value;
    this.expression = expression;
    this.conversion = conversion;
    this.format_spec = formatSpec;
  }
}

/** Gives texts and interpolations by turns, empty texts left out. */
export class PyTemplateIter extends PyBaseObject {
  static readonly type = new PyType('string.templatelib.TemplateIter', PyTemplateIter, objectType, 0);

  readonly template: PyTemplate;
  /** Twice the number of the next text, or one more for the interpolation behind it. */
  position = 0;

  constructor(template: PyTemplate) {
    super();
    this.template = template;
  }
}
