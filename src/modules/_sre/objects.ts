/** Patterns, matches, scanners and templates: their layouts. CPython: Modules/_sre/sre.h. */
import type { PyDict } from '../../objects/dict.ts';
import { objectType, PyBaseObject, type PyObject, PyType } from '../../objects/object.ts';
import type { PyTuple } from '../../objects/tuple.ts';
import type { Program } from './matcher.ts';
import type { Found } from './searcher.ts';

export class PyPattern extends PyBaseObject {
  static readonly type = new PyType('re.Pattern', PyPattern, objectType, 0);

  readonly pattern: PyObject;
  readonly flags: number;
  readonly groups: number;
  /** Group names to numbers. */
  readonly groupindex: PyDict;
  /** Names by number, None where a group has none. */
  readonly indexgroup: PyTuple;
  readonly program: Program;
  /** Made from bytes; from a str otherwise. `undefined` where it was made from neither and matches both. */
  readonly isBytes: boolean | undefined;

  constructor(
    pattern: PyObject,
    flags: number,
    groups: number,
    groupindex: PyDict,
    indexgroup: PyTuple,
    program: Program,
    isBytes: boolean | undefined,
  ) {
    super();
    this.pattern = pattern;
    this.flags = flags;
    this.groups = groups;
    this.groupindex = groupindex;
    this.indexgroup = indexgroup;
    this.program = program;
    this.isBytes = isBytes;
  }
}
PyPattern.type.hasWeakref = true;

export class PyMatch extends PyBaseObject {
  static readonly type = new PyType('re.Match', PyMatch, objectType, 0);

  readonly pattern: PyPattern;
  readonly string: PyObject;
  readonly pos: number;
  readonly endpos: number;
  /** Where the groups stand, and their texts where they are known. */
  readonly found: Found;

  constructor(pattern: PyPattern, string: PyObject, pos: number, endpos: number, found: Found) {
    super();
    this.pattern = pattern;
    this.string = string;
    this.pos = pos;
    this.endpos = endpos;
    this.found = found;
  }
}

/** Finds one match after the other: `Pattern.scanner`, and what `finditer` iterates. */
export class PyScanner extends PyBaseObject {
  static readonly type = new PyType('_sre.SRE_Scanner', PyScanner, objectType, 0);

  readonly pattern: PyPattern;
  readonly string: PyObject;
  readonly pos: number;
  readonly endpos: number;
  /** Where the next search begins; beyond the end when there is nothing more. */
  next: number;
  /** The last match was empty and ended here: the next one must not be empty. */
  mustAdvance = false;

  constructor(pattern: PyPattern, string: PyObject, pos: number, endpos: number) {
    super();
    this.pattern = pattern;
    this.string = string;
    this.pos = pos;
    this.endpos = endpos;
    this.next = pos;
  }
}

/** A replacement template taken apart: literal texts, and group numbers between them. */
export class PyTemplate extends PyBaseObject {
  static readonly type = new PyType('_sre.SRE_Template', PyTemplate, objectType, 0);

  readonly literal: PyObject;
  readonly items: readonly (readonly [group: number, literal: PyObject])[];

  constructor(literal: PyObject, items: readonly (readonly [group: number, literal: PyObject])[]) {
    super();
    this.literal = literal;
    this.items = items;
  }
}
