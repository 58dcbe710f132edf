/**
 * `match` statements. CPython: the `codegen_pattern_*` functions of Python/codegen.c, PEP 634.
 *
 * The code of a pattern takes the subject from the top of the stack and jumps to a label of `failPop` where it does
 * not match. Names are bound only after the whole pattern has matched; until then their values wait on the stack
 * beneath `onTop` items that the patterns around still need. So a failure has `onTop + stores.length` items to
 * drop: it jumps to the label of that number, and the labels stand in a row, with a POP_TOP before each next.
 */

import { NB_SUBSCR } from '../bytecode/opargs.ts';
import {
  BINARY_OP,
  BUILD_MAP,
  BUILD_TUPLE,
  COPY,
  DELETE_SUBSCR,
  DICT_UPDATE,
  GET_LEN,
  IS_OP,
  JUMP,
  MATCH_CLASS,
  MATCH_KEYS,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  NOP,
  POP_JUMP_IF_FALSE,
  POP_TOP,
  SWAP,
  TO_BOOL,
  UNPACK_SEQUENCE,
} from '../bytecode/opcodes.gen.ts';
import { reprText } from '../objects/repr.ts';
import { None } from '../objects/singletons.ts';
import type {
  expr,
  Match,
  MatchAs,
  MatchClass,
  MatchMapping,
  MatchOr,
  MatchSequence,
  MatchSingleton,
  MatchValue,
  pattern,
} from '../parser/ast.gen.ts';
import { addUnpack } from './codegen-collections.ts';
import { addCompare, jumpIf } from './codegen-conditions.ts';
import type { CodeGenerator } from './codegen-core.ts';
import { literalKey } from './codegen-literals.ts';
import { addBinaryOp } from './codegen-primaries.ts';
import { type Label, type Location, NEXT_LOCATION, NO_LOCATION } from './instruction-sequence.ts';

/** CPython: `pattern_context`. */
class PatternContext {
  /** The names to bind, in the order of their values on the stack. */
  stores: string[] = [];
  /** May the pattern match anything? Otherwise patterns behind it could never be reached. */
  allowIrrefutable: boolean;
  failPop: Label[] = [];
  /** How many items on top of the stack have to stay there. */
  onTop = 0;

  constructor(allowIrrefutable: boolean) {
    this.allowIrrefutable = allowIrrefutable;
  }
}

export function visitMatch(c: CodeGenerator, s: Match): void {
  c.visitExpr(s.subject);
  const end = c.newLabel();
  const { cases } = s;
  const lastCase = cases[cases.length - 1];
  // A `case _:` at the end needs no subject.
  const hasDefault = cases.length > 1 && isWildcard(lastCase.pattern);
  const last = cases.length - (hasDefault ? 2 : 1);
  for (let i = 0; i <= last; i++) {
    const { pattern, guard, body } = cases[i];
    if (i < last) c.addOp(pattern, COPY, 1);
    const pc = new PatternContext(guard !== undefined || i === cases.length - 1);
    addPattern(c, pattern, pc);
    for (const name of pc.stores) c.nameop(pattern, name, 'Store');
    if (guard !== undefined) jumpIf(c, guard, failLabel(c, pc, 0), false);
    if (i < last) c.addOp(NEXT_LOCATION, POP_TOP);
    c.visitStmts(body);
    c.addOp(NO_LOCATION, JUMP, end);
    addFailPops(c, pattern, pc);
  }
  if (hasDefault) {
    // Makes the default a line of its own for tracing.
    c.addOp(lastCase.pattern, NOP);
    if (lastCase.guard !== undefined) jumpIf(c, lastCase.guard, end, false);
    c.visitStmts(lastCase.body);
  }
  c.useLabel(end);
}

/** Is this `_`? */
function isWildcard(p: pattern): boolean {
  return p.nodeType === 'MatchAs' && p.name === undefined;
}

function addPattern(c: CodeGenerator, p: pattern, pc: PatternContext): void {
  switch (p.nodeType) {
    case 'MatchValue':
      addValue(c, p, pc);
      break;
    case 'MatchSingleton':
      addSingleton(c, p, pc);
      break;
    case 'MatchSequence':
      addSequence(c, p, pc);
      break;
    case 'MatchMapping':
      addMapping(c, p, pc);
      break;
    case 'MatchClass':
      addClass(c, p, pc);
      break;
    case 'MatchStar':
      storeName(c, p, p.name, pc);
      break;
    case 'MatchAs':
      addAs(c, p, pc);
      break;
    case 'MatchOr':
      addOr(c, p, pc);
      break;
  }
}

/** A pattern inside of another may match anything. */
function addSubpattern(c: CodeGenerator, p: pattern, pc: PatternContext): void {
  const { allowIrrefutable } = pc;
  pc.allowIrrefutable = true;
  addPattern(c, p, pc);
  pc.allowIrrefutable = allowIrrefutable;
}

// Failure

/** The label that drops `pops` items. */
function failLabel(c: CodeGenerator, pc: PatternContext, pops: number): Label {
  while (pc.failPop.length <= pops) pc.failPop.push(c.newLabel());
  return pc.failPop[pops];
}

function addFailJump(c: CodeGenerator, loc: Location, pc: PatternContext, opcode: number): void {
  c.addOp(loc, opcode, failLabel(c, pc, pc.onTop + pc.stores.length));
}

/** Places the labels of failures. */
function addFailPops(c: CodeGenerator, loc: Location, pc: PatternContext): void {
  for (let pops = pc.failPop.length - 1; pops >= 0; pops--) {
    c.useLabel(pc.failPop[pops]);
    if (pops > 0) c.addOp(loc, POP_TOP);
  }
  pc.failPop = [];
}

// Names

/** Moves the item on top of the stack down to be the `count`th. */
function rotate(c: CodeGenerator, loc: Location, count: number): void {
  for (let i = count; i > 1; i--) c.addOp(loc, SWAP, i);
}

/** Puts the subject aside under a name, or drops it where there is none. */
function storeName(c: CodeGenerator, loc: Location, name: string | undefined, pc: PatternContext): void {
  if (name === undefined) {
    c.addOp(loc, POP_TOP);
    return;
  }
  refuseDuplicateStore(c, loc, name, pc);
  rotate(c, loc, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function refuseDuplicateStore(c: CodeGenerator, loc: Location, name: string, pc: PatternContext): void {
  if (pc.stores.includes(name)) throw c.error(loc, `multiple assignments to name '${name}' in pattern`);
}

function addAs(c: CodeGenerator, p: MatchAs, pc: PatternContext): void {
  const { name } = p;
  if (p.pattern === undefined) {
    if (!pc.allowIrrefutable) {
      const what = name === undefined ? 'wildcard' : `name capture '${name}'`;
      throw c.error(p, `${what} makes remaining patterns unreachable`);
    }
    storeName(c, p, name, pc);
    return;
  }
  pc.onTop++;
  c.addOp(p, COPY, 1);
  addPattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, p, name, pc);
}

// Values

function addValue(c: CodeGenerator, p: MatchValue, pc: PatternContext): void {
  if (p.value.nodeType !== 'Constant' && p.value.nodeType !== 'Attribute') {
    throw c.error(p, 'patterns may only match literals and attribute lookups');
  }
  c.visitExpr(p.value);
  addCompare(c, p, 'Eq');
  c.addOp(p, TO_BOOL);
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
}

function addSingleton(c: CodeGenerator, p: MatchSingleton, pc: PatternContext): void {
  c.loadConst(p, p.value);
  c.addOp(p, IS_OP, 0);
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
}

// Sequences

function addSequence(c: CodeGenerator, p: MatchSequence, pc: PatternContext): void {
  const { patterns } = p;
  const size = patterns.length;
  let star = -1;
  let onlyWildcards = true;
  let starWildcard = false;
  for (let i = 0; i < size; i++) {
    const item = patterns[i];
    if (item.nodeType === 'MatchStar') {
      if (star >= 0) throw c.error(p, 'multiple starred names in sequence pattern');
      starWildcard = item.name === undefined;
      if (!starWildcard) onlyWildcards = false;
      star = i;
    } else if (!isWildcard(item)) {
      onlyWildcards = false;
    }
  }
  pc.onTop++;
  c.addOp(p, MATCH_SEQUENCE);
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.addOp(p, GET_LEN);
    c.loadConst(p, size);
    addCompare(c, p, 'Eq');
    addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  } else if (size > 1) {
    c.addOp(p, GET_LEN);
    c.loadConst(p, size - 1);
    addCompare(c, p, 'GtE');
    addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcards) c.addOp(p, POP_TOP);
  else if (starWildcard) addItemsByIndex(c, p, patterns, star, pc);
  else addItemsByUnpacking(c, p, patterns, pc);
}

function addItemsByUnpacking(
  c: CodeGenerator,
  loc: Location,
  patterns: readonly pattern[],
  pc: PatternContext,
): void {
  addUnpack(c, loc, patterns, 'MatchStar', 'sequence pattern');
  pc.onTop += patterns.length;
  for (const item of patterns) {
    pc.onTop--;
    addSubpattern(c, item, pc);
  }
}

/** For `[first, *_, last]`: taking the few items that count is cheaper than taking all apart. */
function addItemsByIndex(
  c: CodeGenerator,
  loc: Location,
  patterns: readonly pattern[],
  star: number,
  pc: PatternContext,
): void {
  pc.onTop++;
  const size = patterns.length;
  for (let i = 0; i < size; i++) {
    const item = patterns[i];
    if (isWildcard(item) || i === star) continue;
    c.addOp(loc, COPY, 1);
    if (i < star) {
      c.loadConst(loc, i);
    } else {
      // Not every sequence takes negative indices.
      c.addOp(loc, GET_LEN);
      c.loadConst(loc, size - i);
      addBinaryOp(c, loc, 'Sub', false);
    }
    c.addOp(loc, BINARY_OP, NB_SUBSCR);
    addSubpattern(c, item, pc);
  }
  pc.onTop--;
  c.addOp(loc, POP_TOP);
}

// Classes

function addClass(c: CodeGenerator, p: MatchClass, pc: PatternContext): void {
  const { patterns, kwd_attrs, kwd_patterns } = p;
  const nargs = patterns.length;
  const nattrs = kwd_attrs.length;
  if (nattrs !== kwd_patterns.length) {
    const counts = `kwd_attrs (${nattrs}) / kwd_patterns (${kwd_patterns.length})`;
    throw c.error(p, `${counts} length mismatch in class pattern`);
  }
  refuseRepeatedAttributes(c, p);
  c.visitExpr(p.cls);
  c.loadNames(p, kwd_attrs);
  c.addOp(p, MATCH_CLASS, nargs);
  c.addOp(p, COPY, 1);
  c.loadConst(p, None);
  c.addOp(p, IS_OP, 1);
  // The result is a tuple of attributes, or None.
  pc.onTop++;
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  c.addOp(p, UNPACK_SEQUENCE, nargs + nattrs);
  pc.onTop += nargs + nattrs - 1;
  for (let i = 0; i < nargs + nattrs; i++) {
    pc.onTop--;
    const item = i < nargs ? patterns[i] : kwd_patterns[i - nargs];
    if (isWildcard(item)) c.addOp(p, POP_TOP);
    else addSubpattern(c, item, pc);
  }
}

function refuseRepeatedAttributes(c: CodeGenerator, p: MatchClass): void {
  const { kwd_attrs: attrs } = p;
  for (let i = 0; i < attrs.length; i++) {
    const again = attrs.indexOf(attrs[i], i + 1);
    if (again >= 0) {
      // Attributes have no place of their own in the tree.
      throw c.error(p.kwd_patterns[again], `attribute name repeated in class pattern: ${attrs[i]}`);
    }
  }
}

// Mappings

function addMapping(c: CodeGenerator, p: MatchMapping, pc: PatternContext): void {
  const { keys, patterns, rest } = p;
  const size = keys.length;
  if (size !== patterns.length) {
    const counts = `keys (${size}) / patterns (${patterns.length})`;
    throw c.error(p, `${counts} length mismatch in mapping pattern`);
  }
  pc.onTop++;
  c.addOp(p, MATCH_MAPPING);
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  if (size === 0 && rest === undefined) {
    pc.onTop--;
    c.addOp(p, POP_TOP);
    return;
  }
  if (size > 0) {
    c.addOp(p, GET_LEN);
    c.loadConst(p, size);
    addCompare(c, p, 'GtE');
    addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  }
  addMappingKeys(c, p, keys);
  c.addOp(p, BUILD_TUPLE, size);
  c.addOp(p, MATCH_KEYS);
  // On the subject now: a tuple of keys and a tuple of values, or None.
  pc.onTop += 2;
  c.addOp(p, COPY, 1);
  c.loadConst(p, None);
  c.addOp(p, IS_OP, 1);
  addFailJump(c, p, pc, POP_JUMP_IF_FALSE);
  c.addOp(p, UNPACK_SEQUENCE, size);
  pc.onTop += size - 1;
  for (const item of patterns) {
    pc.onTop--;
    addSubpattern(c, item, pc);
  }
  pc.onTop -= 2;
  if (rest !== undefined) {
    addRestOfMapping(c, p, size);
    storeName(c, p, rest, pc);
  } else {
    c.addOp(p, POP_TOP);
    c.addOp(p, POP_TOP);
  }
}

function addMappingKeys(c: CodeGenerator, p: MatchMapping, keys: readonly expr[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (key.nodeType === 'Constant') {
      const identity = literalKey(key.value);
      if (seen.has(identity)) {
        throw c.error(p, `mapping pattern checks duplicate key (${reprText(key.value)})`);
      }
      seen.add(identity);
    } else if (key.nodeType !== 'Attribute') {
      throw c.error(p, 'mapping pattern keys may only match literals and attribute lookups');
    }
    c.visitExpr(key);
  }
}

/** A copy of the subject without the keys. [subject, keys] -> [rest] */
function addRestOfMapping(c: CodeGenerator, loc: Location, size: number): void {
  c.addOp(loc, BUILD_MAP, 0);
  c.addOp(loc, SWAP, 3);
  c.addOp(loc, DICT_UPDATE, 2);
  c.addOp(loc, UNPACK_SEQUENCE, size);
  for (let remaining = size; remaining > 0; remaining--) {
    c.addOp(loc, COPY, 1 + remaining);
    c.addOp(loc, SWAP, 2);
    c.addOp(loc, DELETE_SUBSCR);
  }
}

// Alternatives

/**
 * `a | b`: each alternative works on a copy of the subject, with failures of its own. All bind the same names; where
 * they do so in another order than the first, the values are put into its order.
 */
function addOr(c: CodeGenerator, p: MatchOr, pc: PatternContext): void {
  const end = c.newLabel();
  const last = p.patterns.length - 1;
  let control: readonly string[] = [];
  for (let i = 0; i <= last; i++) {
    const alternative = p.patterns[i];
    const inner = new PatternContext(i === last && pc.allowIrrefutable);
    c.addOp(alternative, COPY, 1);
    addPattern(c, alternative, inner);
    if (i === 0) control = inner.stores;
    else reorderStores(c, p, alternative, inner.stores, control);
    c.addOp(alternative, JUMP, end);
    addFailPops(c, alternative, inner);
  }
  // None matches: the copy of the subject goes.
  c.addOp(p, POP_TOP);
  addFailJump(c, p, pc, JUMP);
  c.useLabel(end);
  // The new values go beneath the copy of the subject, what is on top, and the values stored before.
  const rotations = control.length + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, p, rotations);
    refuseDuplicateStore(c, p, name, pc);
    pc.stores.push(name);
  }
  c.addOp(p, POP_TOP);
}

function reorderStores(
  c: CodeGenerator,
  p: MatchOr,
  loc: Location,
  stores: string[],
  control: readonly string[],
): void {
  if (stores.length !== control.length) throw c.error(p, DIFFERENT_NAMES);
  for (let wanted = stores.length - 1; wanted >= 0; wanted--) {
    const found = stores.indexOf(control[wanted]);
    if (found < 0) throw c.error(p, DIFFERENT_NAMES);
    if (found === wanted) continue;
    // Moves the first names, up to the one found, so that it comes to stand where it is wanted; likewise on the stack.
    const moved = stores.splice(0, found + 1);
    stores.splice(wanted - found, 0, ...moved);
    for (let k = 0; k <= found; k++) rotate(c, loc, wanted + 1);
  }
}

const DIFFERENT_NAMES = 'alternative patterns bind different names';
