/**
 * Items of dicts that are looked for and then replaced, as by `d[k] += 1`, `if k in d: d[k] = …` and
 * `d[k] = d.get(k, 0) + 1`.
 *
 * What looks for the key keeps the entry that it has found in a variable, if the dict has entries (objects/dict.ts), and
 * what comes behind it reads and writes the entry. That it is still that of the key follows from nothing being assigned to the
 * variables of dict and key in between, and from the entry having a value. Where a key is counted that way, with one lookup
 * instead of two or three, it takes 0.6 of the time.
 */
import { OPCODE_CACHES, STORE_SUBSCR } from '../bytecode/opcodes.gen.ts';
import type { Translator } from './translator.ts';

/** A variable that stays what it is until somebody assigns to it, or something constant. */
const LASTING = /^(?:(?:i\d+)?l\d+|[kt]\d+|\(-?\d+\)|"[^"\\]*")$/;

/** An item is replaced so soon, in code units, if it is. */
const SOON = 64;

/** Does a subscription that is assigned to come soon? */
function isStoreAhead({ subject, pc }: Translator): boolean {
  const { words } = subject.unit.code.executable!;
  const end = Math.min(pc + SOON, words.length);
  for (let at = pc; at < end; at += 1 + OPCODE_CACHES[words[at]! & 255]!) {
    if ((words[at]! & 255) === STORE_SUBSCR) return true;
  }
  return false;
}

/** The item of a dict, as an expression; `undefined` where it is absent. In front of it may stand a declaration. */
export function itemOfDict(t: Translator, dict: string, key: string): string {
  const plain = `dictGetItem(${dict}, ${key})`;
  const found = t.entryOf(dict, key);
  if (found !== undefined) return `(${found}?.value ?? ${plain})`;
  if (!LASTING.test(dict) || !LASTING.test(key) || !isStoreAhead(t)) return plain;
  const entry = t.temporary();
  t.emit(`let ${entry};`);
  t.noteEntry({ dict, key, entry });
  return `((${entry} = dictEntryOf(${dict}, ${key})) === undefined ? ${plain} : ${entry}.value)`;
}

/** Assigns to the item of a dict, as a statement. */
export function storeInDict(t: Translator, dict: string, key: string, value: string): string {
  const found = t.entryOf(dict, key);
  if (found === undefined) return `dictSetItem(${dict}, ${key}, ${value});`;
  return `if (${found}?.value !== undefined) ${found}.value = ${value}; else dictReplaceItem(${dict}, ${key}, ${value});`;
}
