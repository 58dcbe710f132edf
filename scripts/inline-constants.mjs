/**
 * Numbers with names, written where they are used. A name at the outermost level of a bundle costs each start a variable,
 * and each use of it a load whose result V8 does not know beforehand; esbuild writes numbers for names that are `const` in a
 * file only, not across files.
 */

/** Begins a line of the outermost level that may declare variables, as esbuild prints it. */
const OUTERMOST = /^(?:var |[)}\]]+, ).*$/gm;
/** A declaration of a name in capitals as a number. */
const DECLARATION = /(?<=^var |, )([A-Z][A-Z\d_]*) = (-?\d[\d.]*(?:e[+-]?\d+)?)(?=[,;])/g;
/** Anything that gives a name in capitals a value. */
const ASSIGNMENT =
  /\b([A-Z][A-Z\d_]*)(?: (?:[-+*/%&|^]|<<|>>>?|\*\*|&&|\|\||\?\?)?=(?![=>])|\+\+|--)|(?:\+\+|--)([A-Z][A-Z\d_]*)\b/g;

/** The numbers with names in a bundle, and the bundle without their declarations. */
export function takeConstants(text) {
  const times = new Map();
  for (const [, before, after] of text.matchAll(ASSIGNMENT)) {
    const name = before ?? after;
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const constants = {};
  const rest = text.replace(OUTERMOST, (line) => {
    const taken = new Set();
    const marked = line.replace(DECLARATION, (declaration, name, value) => {
      if (times.get(name) !== 1) return declaration;
      constants[name] = value;
      taken.add(name);
      return '\0';
    });
    if (taken.size === 0) return line;
    return marked
      .replaceAll('\0, ', '')
      .replace(/, \0(?=;)/, '')
      .replace(/^var \0;/, '');
  });
  return { constants, rest };
}
