/**
 * Checks the layers: each folder of src/ may import only the folders named here, nothing but the host folder and
 * the command may name a Node module, and no cycle of imports exists between files at run time. For the layers
 * `import type` counts too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What each layer may import, besides itself. An entry point is a file of src/ itself. */
const LAYERS: Record<string, readonly string[]> = {
  common: [],
  host: ['common'],
  objects: ['common'],
  bytecode: ['common', 'objects'],
  runtime: ['common', 'host', 'objects', 'bytecode'],
  vm: ['common', 'objects', 'bytecode', 'runtime'],
  jit: ['common', 'objects', 'bytecode', 'runtime', 'vm'],
  builtins: ['common', 'objects', 'bytecode', 'runtime'],
  modules: ['common', 'host', 'objects', 'bytecode', 'parser', 'compiler', 'runtime', 'builtins'],
  parser: ['common', 'objects'],
  compiler: ['common', 'objects', 'bytecode', 'parser'],
  cli: [
    'common',
    'host',
    'objects',
    'bytecode',
    'parser',
    'compiler',
    'runtime',
    'modules',
    'interpreter.ts',
  ],
};

/** Entry points of the package: what they may re-export. */
const ENTRY_POINTS: Record<string, readonly string[]> = {
  'compiler.ts': ['objects', 'bytecode', 'parser', 'compiler'],
  'interpreter.ts': ['host', 'objects', 'bytecode', 'runtime', 'vm', 'jit', 'builtins', 'modules'],
};

const MAY_USE_NODE = new Set(['host', 'cli']);

/** Does an import bring types only, so that nothing of it is left at run time? */
function isTypeOnly(statement: string): boolean {
  if (/^\s*(?:import|export)\s+type\b/.test(statement)) return true;
  const names = /\{([^}]*)\}/.exec(statement);
  return (
    names !== null &&
    !/^\s*(?:import|export)\s+\w/.test(statement) &&
    names[1]!.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name))
  );
}

const problems: string[] = [];
const graph = new Map<string, string[]>();

for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.ts')) continue;
  const layer = name.includes('/') ? name.slice(0, name.indexOf('/')) : name;
  const allowed = LAYERS[layer] ?? ENTRY_POINTS[layer];
  if (allowed === undefined) {
    problems.push(`src/${name}: the layer ${layer} is not declared in scripts/check-imports.ts`);
    continue;
  }
  const targets: string[] = [];
  const text = readFileSync(join('src', name), 'utf8');
  for (const match of text.matchAll(
    /^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )) {
    const specifier = (match[1] ?? match[2] ?? match[3])!;
    if (!specifier.startsWith('.')) {
      if (specifier.startsWith('node:') && MAY_USE_NODE.has(layer)) continue;
      problems.push(`src/${name}: imports ${specifier}`);
      continue;
    }
    const target = normalize(join(dirname(name), specifier));
    if (!isTypeOnly(match[0])) targets.push(target);
    const targetLayer = target.includes('/') ? target.slice(0, target.indexOf('/')) : target;
    if (targetLayer !== layer && !allowed.includes(targetLayer)) {
      problems.push(`src/${name}: ${layer} may not import ${targetLayer} (${specifier})`);
    }
  }
  graph.set(name, targets);
}

/** Depth-first search; a file that is met again while still open closes a cycle. */
const state = new Map<string, 'open' | 'done'>();
function visit(file: string, path: readonly string[]): void {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    problems.push(`import cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
  state.set(file, 'done');
}
for (const file of graph.keys()) visit(file, []);

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${graph.size} files, no import against the layers, no cycle`);
