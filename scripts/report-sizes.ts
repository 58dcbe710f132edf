/** Lists the hand-written sources by size and marks those that pass a thousand lines: each may hold two things. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const rows = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.gen.ts'))
  .map((name) => ({ name, lines: readFileSync(join('src', name), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => b.lines - a.lines);
for (const { name, lines } of rows)
  console.log(`${String(lines).padStart(6)} ${lines > 1000 ? '!' : ' '} src/${name}`);
console.log(`${String(rows.reduce((sum, row) => sum + row.lines, 0)).padStart(6)}   in ${rows.length} files`);
