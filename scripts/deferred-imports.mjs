/**
 * `import defer * as name from './file.ts'`: the file, and what only it needs, is evaluated when something of it is first
 * asked for. esbuild does not know this yet. Most bundles evaluate such files at once, which the rest of the program does
 * not notice. In the start-up snapshot they stay text: a function that has not run yet has neither closures nor strings.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const IMPORT = /^import defer \* as (\w+) from '([^']+)';$/gm;
/** What stands for a deferred import until the bundle is written. */
const PLACEHOLDER = /deferredNamespace\("([^"]+)", ?\(\) ?=> ?(\w+)\)/g;
/** The line with which esbuild begins what comes from a file. */
const SECTION = /^\/\/ (src\/\S+\.ts)$/gm;

const HELPER = `var __deferred = (evaluate) => {
  let namespace;
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

/**
 * The text of a bundle with what is deferred put into functions, each where the deferred import stood. `minify` is applied
 * to each part, whose outermost names it keeps: the parts refer to one another by them.
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
  let whole = await minify(text.slice(0, starts[0]?.index) + HELPER);
  for (const [target, section] of sections)
    whole += `var ${nameOf(target)}=__deferred(()=>{${await connect(section)}return ${namespaces.get(target)}});`;
  return whole + (await connect(kept));
}
