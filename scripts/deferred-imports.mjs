/**
 * `import defer * as name from './file.ts'`: the file, and what only it needs, is evaluated when something of it is first
 * asked for. esbuild does not know this yet. Most bundles evaluate such files at once, which the rest of the program does
 * not notice. Beside the start-up snapshot they are files of their own, which are read then: what is not in the snapshot
 * costs a start nothing.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createContext, Script } from 'node:vm';

const IMPORT = /^import defer \* as (\w+) from '([^']+)';$/gm;
/** What stands for a deferred import until the bundle is written. */
const PLACEHOLDER = /deferredNamespace\("([^"]+)", ?\(\) ?=> ?(\w+)\)/g;
/** The line with which esbuild begins what comes from a file. */
const SECTION = /^\/\/ (src\/\S+\.ts)$/gm;

/**
 * A deferred part is the body of a function. Its parameters are the names of the snapshot that occur in it, as code from
 * another file cannot refer to them.
 */
const HELPER = `var __deferred = (name, values) => {
  let namespace;
  const evaluate = () => {
    const { readFileSync } = require('node:fs');
    const text = readFileSync(new URL(name, globalThis.tythonBundle), 'latin1');
    const outer = values();
    const make = globalThis.tythonDeferred ?? ((_, parameters, body) => new Function(...parameters, body));
    return make(name, Object.keys(outer), text)(...Object.values(outer));
  };
  return new Proxy({}, { get: (_, name) => (namespace ??= evaluate())[name] });
};
`;

/** A plugin that has files `print` their deferred imports in another way. */
function plugin(print) {
  return {
    name: 'deferred-imports',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import defer ')) return undefined;
        const contents = text.replace(IMPORT, (_, name, file) => print(name, file, path));
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** For bundles that evaluate everything at once. */
export const deferredAtOnce = plugin((name, file) => `import * as ${name} from '${file}';`);

/** For a bundle that {@link deferSections} is going to change; it has a metafile, and its white space as esbuild likes it. */
export const deferredInPlace = plugin((name, file, path) => {
  const target = relative('.', join(dirname(path), file));
  const text = `deferredNamespace(${JSON.stringify(target)}, () => ${name}Namespace)`;
  return `import * as ${name}Namespace from '${file}'; const ${name} = ${text};`;
});

/** The files that are evaluated with `root`. */
function reachable(root, inputs, isDeferred) {
  const found = new Set();
  const work = [root];
  for (let file = work.pop(); file !== undefined; file = work.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const { path } of inputs[file]?.imports ?? []) if (!isDeferred(path)) work.push(path);
  }
  return found;
}

/** The variables that a script declares. */
function declaredNames(script) {
  const context = createContext();
  const names = new Script('Object.getOwnPropertyNames(globalThis)');
  const before = new Set(names.runInContext(context));
  try {
    new Script(`throw undefined;${script}`).runInContext(context);
  } catch (thrown) {
    // They are declared before the script begins.
    if (thrown !== undefined) throw thrown;
  }
  return new Set(names.runInContext(context).filter((name) => !before.has(name)));
}

/**
 * Takes what is deferred out of a bundle: the text that is left, and the texts of the other files by their names, which
 * say what is in them. `minify` is applied to each part, whose outermost names it keeps: the parts refer to one another by
 * them.
 */
export async function deferSections(text, entry, { inputs }, minify) {
  const namespaces = new Map(Array.from(text.matchAll(PLACEHOLDER), ([, path, name]) => [path, name]));
  const targets = new Set(namespaces.keys());
  const isDeferred = (path) => targets.has(path);
  const users = new Map();
  for (const target of targets) {
    for (const file of reachable(target, inputs, isDeferred))
      users.set(file, [...(users.get(file) ?? []), target]);
  }
  // What several of them need is evaluated at once, like what the program itself needs.
  const atOnce = reachable(entry, inputs, isDeferred);
  const ownerOf = (file) =>
    atOnce.has(file) || users.get(file)?.length !== 1 ? undefined : users.get(file)[0];

  const starts = Array.from(text.matchAll(SECTION)).filter(([, file]) => file in inputs);
  const sections = new Map(Array.from(targets, (target) => [target, '']));
  let kept = '';
  starts.forEach(({ 1: file, index }, i) => {
    const section = text.slice(index, starts[i + 1]?.index);
    const owner = ownerOf(file);
    if (owner === undefined) kept += section;
    else sections.set(owner, sections.get(owner) + section);
  });
  const ordered = Array.from(targets);
  const nameOf = (target) => `__deferred${ordered.indexOf(target)}`;
  const connect = async (part) => (await minify(part)).replace(PLACEHOLDER, (_, path) => nameOf(path));

  const head = await minify(text.slice(0, starts[0]?.index) + HELPER);
  const body = await connect(kept);
  const outer = declaredNames(`var require,${ordered.map(nameOf)};${head}${body}`);
  const files = new Map();
  let declarations = '';
  for (const [target, section] of sections) {
    const part = `"use strict";${await connect(section)}return ${namespaces.get(target)}`;
    const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
    const file = `deferred-${target.replace(/.*\/|\.ts$/g, '')}-${hash}.js`;
    files.set(file, part);
    const used = Array.from(new Set(part.match(/[A-Za-z_$][\w$]*/g))).filter((name) => outer.has(name));
    declarations += `var ${nameOf(target)}=__deferred("${file}",()=>({${used}}));`;
  }
  return { text: head + declarations + body, files };
}
