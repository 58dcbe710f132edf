/**
 * Attribute names with the two property keys that stand for them on JavaScript objects: `$name` on the prototype of
 * a class, `name$` on an instance. Interned: one `AttrName` for each name, so that no access builds a string.
 */
import { type Str, strFromUtf16 } from './str.ts';

export class AttrName {
  /** The name itself, a UTF-16 text. */
  readonly text: string;
  /** The name as a Python string. */
  readonly str: Str;
  /** Where a class keeps the attribute: on the prototype of its instances. */
  readonly classKey: string;
  /** Where an instance keeps the attribute: on itself. */
  readonly instanceKey: string;
  /** Some class has such a slot. A hint for the compiler. */
  isSlot = false;

  constructor(text: string) {
    this.text = text;
    this.str = strFromUtf16(text);
    this.classKey = `$${text}`;
    this.instanceKey = `${text}$`;
  }
  /** Where an instance keeps it when `__slots__` names it, and no base has a slot of that name. */
  get slotKey(): string {
    return `${this.text}#0`;
  }
}

const interned = new Map<string, AttrName>();

/** The one `AttrName` of a text. */
export function attrName(text: string): AttrName {
  let name = interned.get(text);
  if (name === undefined) {
    name = new AttrName(text);
    interned.set(text, name);
  }
  return name;
}

/** The `classKey` of a text for which there need not be an `AttrName`: most attributes of classes are never asked for. */
export function classKeyOf(text: string): string {
  return interned.get(text)?.classKey ?? `$${text}`;
}

/**
 * Lets go of names that nothing refers to any more, in two steps with a garbage collection in between, which has to be in
 * another job of JavaScript: this one and what it returns. For a start-up snapshot, whose modules have been executed.
 */
export function releaseNames(): () => void {
  const references = Array.from(interned.values(), (name) => ({
    held: name.isSlot ? name : undefined,
    reference: new WeakRef(name),
  }));
  interned.clear();
  return () => {
    for (const { reference } of references) {
      const name = reference.deref();
      if (name !== undefined) interned.set(name.text, name);
    }
    references.length = 0;
  };
}
