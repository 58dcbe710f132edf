/**
 * Which string constants CPython's compiler leaves interned: what decides between the type codes `z` and `Z`.
 * CPython: `intern_constants` in Objects/codeobject.c.
 *
 * Constants that consist of identifier characters always are. Another constant is when the string object is the one
 * that the syntax tree has for an identifier with letters beyond ASCII (class names, keywords of calls), or the one
 * that becomes the `co_qualname` of a nested class ('Outer.Inner', 'f.<locals>.C'), which its body loads as a constant.
 * But of equal constants a file keeps the object that came first, so the first place in the file decides.
 */
import { CO_OPTIMIZED, PyCode } from '../objects/code.ts';
import type { PyObject } from '../objects/object.ts';
import { PyFrozenSet } from '../objects/set.ts';
import { isStr, type Str } from '../objects/str.ts';
import { PyTuple } from '../objects/tuple.ts';
import {
  INTRINSIC_PARAMSPEC,
  INTRINSIC_TYPEALIAS,
  INTRINSIC_TYPEVAR,
  INTRINSIC_TYPEVAR_WITH_BOUND,
  INTRINSIC_TYPEVAR_WITH_CONSTRAINTS,
  INTRINSIC_TYPEVARTUPLE,
} from './opargs.ts';
import { OPCODE_CACHES } from './opcode-metadata.ts';
import {
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
  CALL_KW,
  EXTENDED_ARG,
  IMPORT_NAME,
  LOAD_CONST,
  MAKE_FUNCTION,
  MATCH_CLASS,
  SET_FUNCTION_ATTRIBUTE,
} from './opcodes.gen.ts';

/** Identifier characters only (`all_name_chars`), or one of the strings of at most one Latin-1 character. */
export function isInternedByContent(value: Str): boolean {
  if (typeof value !== 'string') return false;
  const n = value.length;
  if (n <= 1) return n === 0 || value.charCodeAt(0) < 256;
  for (let i = 0; i < n; i++) {
    const c = value.charCodeAt(i);
    const isNameCharacter =
      (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || (c >= 0x30 && c <= 0x39) || c === 0x5f;
    if (!isNameCharacter) return false;
  }
  return true;
}

/** The constants under `top` that are interned though {@link isInternedByContent} does not say so. */
export function internedConstants(top: PyObject): ReadonlySet<Str> {
  const search = new Search();
  if (top instanceof PyCode) {
    search.collect(top);
    if (search.candidates.size > 0) search.visitCode(top);
  }
  return search.interned;
}

/** Identifiers that CPython holds interned before it reads any file: those that a program may well have as strings. */
const NAMES_FROM_START =
  `None True False abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod
  compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset
  getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max
  memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted
  staticmethod str sum super tuple type vars zip`.split(/\s+/);

/** The names that are interned while the file of `top` is compiled: those of the code objects and calls below it. */
export function namesIn(top: PyObject): ReadonlySet<Str> {
  const names = new Set<Str>(NAMES_FROM_START);
  const visit = (value: PyObject): void => {
    if (!(value instanceof PyCode)) return;
    for (const name of value.co_names) names.add(name);
    for (const name of value.co_localsplusnames) names.add(name);
    for (const index of identifierConstants(value)) {
      const constant = value.co_consts[index];
      if (constant instanceof PyTuple) {
        for (const item of constant.items) if (isStr(item)) names.add(item);
      }
    }
    value.co_consts.forEach(visit);
  };
  visit(top);
  return names;
}

class Search {
  readonly candidates = new Set<Str>();
  readonly interned = new Set<Str>();
  private readonly met = new Set<Str>();
  /** The qualified names of the code objects that are complete. */
  private readonly complete = new Set<Str>();

  /** Finds the strings that deserve the trouble. */
  collect(code: PyCode): void {
    if (isClassBody(code)) this.addCandidate(code.co_qualname);
    for (const value of code.co_consts) {
      if (value instanceof PyCode) {
        this.collect(value);
        if (isClassBody(value)) this.addCandidate(value.co_name);
      } else if (value instanceof PyTuple) {
        // Keywords of a call, names of an import, attributes of a pattern.
        for (const item of value.items) {
          if (isStr(item) && isBeyondAscii(item)) this.candidates.add(item);
        }
      }
    }
  }

  private addCandidate(name: Str): void {
    if (!isInternedByContent(name)) this.candidates.add(name);
  }

  /** Walks constants in the order in which the compiler meets them. */
  visitCode(code: PyCode): void {
    const qualname = isClassBody(code) && !this.complete.has(code.co_qualname) ? code.co_qualname : undefined;
    let identifiers: ReadonlySet<number> | undefined;
    code.co_consts.forEach((value, index) => {
      if (value instanceof PyCode) {
        this.visitCode(value);
      } else if (this.hasNew(value)) {
        identifiers ??= identifierConstants(code);
        this.meet(value, identifiers.has(index), qualname);
      }
    });
    this.complete.add(code.co_qualname);
  }

  private hasNew(value: PyObject): boolean {
    if (isStr(value)) return this.candidates.has(value) && !this.met.has(value);
    return (
      (value instanceof PyTuple || value instanceof PyFrozenSet) && value.items.some((v) => this.hasNew(v))
    );
  }

  private meet(value: PyObject, isIdentifier: boolean, qualname: Str | undefined): void {
    if (value instanceof PyTuple || value instanceof PyFrozenSet) {
      for (const item of value.items) this.meet(item, isIdentifier, undefined);
    } else if (isStr(value) && !this.met.has(value)) {
      this.met.add(value);
      if (isIdentifier || value === qualname) this.interned.add(value);
    }
  }
}

/** Module code is named so; all other code but that of classes is optimized. */
function isClassBody(code: PyCode): boolean {
  return (code.co_flags & CO_OPTIMIZED) === 0 && code.co_name !== '<module>';
}

function isBeyondAscii(value: Str): boolean {
  if (typeof value !== 'string') return true;
  for (let i = 0; i < value.length; i++) {
    if (value.charCodeAt(i) >= 0x80) return true;
  }
  return false;
}

/** Indices of constants that stand for identifiers, as the instruction before or behind LOAD_CONST tells. */
function identifierConstants(code: PyCode): ReadonlySet<number> {
  const found = new Set<number>();
  const bytes = code.co_code;
  let extended = 0;
  let previous = 0;
  /** The constant that the last instruction loaded, or −1. */
  let loaded = -1;
  /** The name of the code object that was loaded last. */
  let codeName: Str = '';
  for (let at = 0; at < bytes.length; ) {
    const opcode = bytes[at]!;
    const oparg = (extended << 8) | bytes[at + 1]!;
    at += 2 * (1 + OPCODE_CACHES[opcode]!);
    if (opcode === EXTENDED_ARG) {
      extended = oparg;
      continue;
    }
    extended = 0;
    if (takesIdentifiers(opcode, oparg) && loaded >= 0) found.add(loaded);
    // A type variable or alias is called like the function that gives its bound or its value.
    if (takesNamedFunction(opcode, oparg)) found.add(code.co_consts.indexOf(codeName));
    loaded = opcode === LOAD_CONST ? oparg : -1;
    const constant = loaded >= 0 ? code.co_consts[loaded] : undefined;
    if (constant instanceof PyCode) codeName = constant.co_name;
    // The name of a class follows the function of its body.
    if (loaded >= 0 && (previous === MAKE_FUNCTION || previous === SET_FUNCTION_ATTRIBUTE)) {
      const name = code.co_consts[loaded];
      if (code.co_consts.some((c) => c instanceof PyCode && isClassBody(c) && c.co_name === name))
        found.add(loaded);
    }
    previous = opcode;
  }
  return found;
}

function takesIdentifiers(opcode: number, oparg: number): boolean {
  if (opcode === CALL_INTRINSIC_1) {
    return oparg === INTRINSIC_TYPEVAR || oparg === INTRINSIC_PARAMSPEC || oparg === INTRINSIC_TYPEVARTUPLE;
  }
  return opcode === CALL_KW || opcode === MATCH_CLASS || opcode === IMPORT_NAME;
}

function takesNamedFunction(opcode: number, oparg: number): boolean {
  if (opcode === CALL_INTRINSIC_1) return oparg === INTRINSIC_TYPEALIAS;
  return (
    opcode === CALL_INTRINSIC_2 &&
    (oparg === INTRINSIC_TYPEVAR_WITH_BOUND || oparg === INTRINSIC_TYPEVAR_WITH_CONSTRAINTS)
  );
}
