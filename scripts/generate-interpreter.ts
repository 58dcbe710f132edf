/**
 * Prints the interpreter: a loop around a `switch` whose cases are the bodies of src/vm/bytecodes.ts between the pops and
 * pushes that the stack pictures of the opcode table ask for. There are two of them. src/vm/interpreter.gen.ts runs all
 * code; where it meets an instrumented opcode it hands over to src/vm/interpreter-instrumented.gen.ts, which has the
 * bodies of src/vm/bytecodes-instrumented.ts too and keeps account of each instruction.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { MIN_INSTRUMENTED_OPCODE, OPCODE_TABLE, type OpcodeEntry } from '../src/bytecode/opcode-table.ts';

const source = readFileSync('src/vm/bytecodes.ts', 'utf8');
const instrumentedSource = readFileSync('src/vm/bytecodes-instrumented.ts', 'utf8');

interface Entry {
  readonly kind: 'inst' | 'raw';
  readonly body: string;
}

/** The entries of a file of bodies by opcode. */
function readEntries(text: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const match of text.matchAll(/^(inst|raw)\('(\w+)', \(\) => \{(?:\}|\n([\s\S]*?)\n\})\);$/gm)) {
    entries.set(match[2]!, { kind: match[1] as Entry['kind'], body: match[3] ?? '' });
  }
  return entries;
}

/** One item of a stack picture; `count` is absent for a single value. */
interface Item {
  readonly name: string;
  readonly count: string | undefined;
}

function parseSide(side: string): Item[] {
  return side
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => {
      const match = /^(\w+)(?:\[(.*)\])?$/.exec(item);
      if (match === null) throw new Error(`not a stack item: ${item}`);
      return { name: match[1]!, count: match[2] };
    });
}

/** The pops, body and pushes of an `inst`. */
function printInst(entry: OpcodeEntry, body: string): string[] {
  const [before, after] = entry.stack.slice(1, -1).split('--');
  const inputs = parseSide(before!);
  const outputs = parseSide(after!);
  // Items that stay where they are, from the bottom up.
  let kept = 0;
  while (kept < inputs.length && kept < outputs.length && inputs[kept]!.name === outputs[kept]!.name) kept++;
  const lines: string[] = [];
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  for (let i = inputs.length - 1; i >= kept; i--) {
    const { name, count } = inputs[i]!;
    if (count !== undefined) {
      lines.push(`sp -= ${count};`, `const ${name} = locals.slice(sp, sp + ${count});`);
    } else if (used(name)) lines.push(`const ${name} = locals[--sp]!;`);
    else lines.push('sp--;');
  }
  for (let i = 0; i < kept; i++) {
    if (inputs[i]!.count !== undefined) throw new Error(`${entry.name}: a counted item cannot stay`);
    if (used(inputs[i]!.name)) lines.push(`const ${inputs[i]!.name} = locals[sp - ${kept - i}]!;`);
  }
  const results = outputs.slice(kept);
  for (const { name, count } of results) {
    if (count !== undefined) throw new Error(`${entry.name}: a counted result needs raw`);
    if (!inputs.some((input) => input.name === name)) lines.push(`let ${name}: PyObject;`);
  }
  lines.push(body);
  for (const { name } of results) lines.push(`locals[sp++] = ${name};`);
  return lines;
}

const LOAD = [
  'exec = frame.code.executable!;',
  'words = exec.words;',
  'locals = frame.localsplus as PyObject[];',
  'sp = frame.stackpointer;',
  'pc = frame.instrPtr;',
].join(' ');

/** What differs between the two loops. */
interface Loop {
  /** Goes on with the instruction at `pc`. */
  readonly next: string;
  /** Goes on with `frame`, another one than before. */
  readonly reload: string;
  /** Goes on at the handler that was found in `frame`. */
  readonly handle: string;
}

const PLAIN: Loop = { next: 'continue;', reload: `${LOAD} continue;`, handle: `${LOAD} continue;` };

/** When nobody watches any more, the plain loop takes over at the next frame. */
const INSTRUMENTED: Loop = {
  next: 'continue instruction;',
  reload: `${LOAD} if (!thread.interp.monitoring.isActive) return undefined; monitoring.refresh(thread, frame); continue instruction;`,
  handle: `${LOAD} frame.instrPtr = thread.raisedAt + 1; continue instruction;`,
};

/** Goes on at the handler of an exception, or leaves the loop with it: without a JavaScript throw inside the loop. */
function raising(exception: string, reraised: boolean, loop: Loop): string {
  return [
    `{ const handler = errors.unwind(thread, frame, ${exception}, pc - 1, ${reraised});`,
    'if (handler === undefined) { leaving = true; throw thread.propagating; }',
    `frame = handler; ${loop.handle} }`,
  ].join(' ');
}

function expand(text: string, caches: number, loop: Loop): string {
  return text
    .replace(/\breload\(\);/g, loop.reload)
    .replace(/\bnext\(\);/g, loop.next)
    .replace(
      /\bleave\(([^;]*)\);/g,
      '{ frame.instrPtr = pc + $1; frame.stackpointer = sp; return undefined; }',
    )
    .replace(/\breraise\(([^;]*)\);/g, (_, exception: string) => raising(exception, true, loop))
    .replace(/\braise\(([^;]*)\);/g, (_, exception: string) => raising(exception, false, loop))
    .replace(/\bexit\(([^;]*)\);/g, 'return $1;')
    .replace(
      /\bfollowJump\(\);/g,
      `if (frame.frameObject?.hasJumped) { frame.frameObject.hasJumped = false; pc = frame.instrPtr - 1; sp = frame.stackpointer; ${loop.next} }`,
    )
    .replace(/\bdispatch\(([^;]*)\);/g, '{ word = (word & ~255) | ($1); previous = at; continue; }')
    .replace(
      /exec = frame\.code\.executable!;(?! words)/g,
      'exec = frame.code.executable!; words = exec.words;',
    )
    .replace(/\bCACHES\b/g, String(caches));
}

/** The imports of a file of bodies. */
function importsOf(text: string, end: string): string[] {
  return text
    .slice(text.indexOf('import '), text.indexOf(end))
    .replace(/import type \{ Executable \}.*\n/, '')
    .trim()
    .split(/\n(?=import )/);
}

/** Inline cache units behind an instruction; an instrumented one keeps those of the opcode that it stands for. */
function cachesOf(name: string): number {
  const plain = OPCODE_TABLE.find((opcode) => opcode.name === name.replace(/^INSTRUMENTED_/, ''));
  return Object.values(plain?.caches ?? {}).reduce((sum, size) => sum + size, 0);
}

/** The cases of the `switch`, indented. */
function printCases(entries: ReadonlyMap<string, Entry>, loop: Loop): string[] {
  const out: string[] = [];
  const rest = new Set(entries.keys());
  for (const opcode of OPCODE_TABLE) {
    const entry = entries.get(opcode.name);
    if (entry === undefined) {
      if (opcode.number < 200 && !opcode.name.startsWith('INSTRUMENTED') && opcode.name !== 'CACHE') {
        throw new Error(`bytecodes.ts has no entry for ${opcode.name}`);
      }
      continue;
    }
    rest.delete(opcode.name);
    const caches = cachesOf(opcode.name);
    const body = expand(entry.body, caches, loop);
    const escapes = /\w\(/.test(body);
    const lines = entry.kind === 'raw' ? [body] : printInst(opcode, body);
    out.push(`          case ${opcode.number}: { // ${opcode.name}`);
    if (escapes && loop === PLAIN) out.push('            frame.instrPtr = pc;');
    for (const line of lines) out.push(line.replace(/^/gm, '            '));
    if (caches > 0) out.push(`            pc += ${caches};`);
    out.push(`            ${loop.next}`, '          }');
  }
  if (rest.size > 0) throw new Error(`not in the opcode table: ${[...rest].join(', ')}`);
  return out;
}

const HEADER =
  '// Generated by scripts/generate-interpreter.ts from the bytecodes files and the opcode table. Do not edit.';

/** What a loop needs beside its bodies to be left by a thread that is set aside. */
const SUSPENDING = [
  "import { SUSPENSION } from '../runtime/scheduler.ts';",
  "import { suspendLoop } from './poll.ts';",
];

/** The debug build looks before each instruction whether all is as it must be. */
const CHECKING = [
  "import { checkInstruction } from './invariants.ts';",
  '',
  'declare const TYTHON_DEBUG: boolean;',
];

function printPlain(): string {
  const out: string[] = [
    HEADER,
    '/** The interpreter loop. */',
    ...importsOf(source, '// What the loop keeps'),
    "import { runInstrumented } from './interpreter-instrumented.gen.ts';",
    ...SUSPENDING,
    ...CHECKING,
    '',
    '/**',
    ' * Runs `frame`, whose code is prepared, until it returns or yields; throws what it does not handle. With `raised`',
    ' * it begins with that exception, raised where the frame stands. The result is absent when something is to be done',
    ' * outside of the loop, which then goes on at the frame that stands on top of the thread.',
    ' */',
    'export function run(thread: Thread, frame: Frame, raised?: PyBaseException): PyObject | undefined {',
    '  if (raised !== undefined) {',
    '    const handler = errors.unwindThrown(thread, frame, raised);',
    '    if (handler === undefined) throw thread.propagating;',
    '    frame = handler;',
    '    // Tools are told by the first line of the handler where the exception came from.',
    '    if (frame.code.monitoring !== undefined) {',
    '      const start = frame.instrPtr;',
    '      frame.instrPtr = thread.raisedAt + 1;',
    '      return runInstrumented(thread, frame, start, frame.stackpointer);',
    '    }',
    '  }',
    '  let exec = frame.code.executable!;',
    '  let words = exec.words;',
    '  let locals = frame.localsplus as PyObject[];',
    '  let sp = frame.stackpointer;',
    '  let pc = frame.instrPtr;',
    '  let entered: Frame | undefined;',
    '  // The exception has been found to leave the loop: nothing is left to unwind.',
    '  let leaving = false;',
    '  for (;;) {',
    '    try {',
    '      for (;;) {',
    '        const word = words[pc++]!;',
    '        if (TYTHON_DEBUG) checkInstruction(frame, pc - 1, sp);',
    '        const oparg = word >>> 8;',
    '        switch (word & 255) {',
    ...printCases(readEntries(source), PLAIN),
    '          default: {',
    `            if ((word & 255) < ${MIN_INSTRUMENTED_OPCODE}) throw errors.unknownOpcode(word & 255);`,
    '            leaving = true;',
    '            return runInstrumented(thread, frame, pc - 1, sp);',
    '          }',
    '        }',
    '      }',
    '    } catch (thrown) {',
    '      if (leaving) throw thrown;',
    '      if (thrown === SUSPENSION) suspendLoop(frame, sp);',
    '      // The stack of JavaScript can end in an instruction that raises nothing itself, at a handler for example.',
    '      if (thrown instanceof RangeError) frame.instrPtr = pc;',
    '      const handler = errors.unwind(thread, frame, thrown, 0, false);',
    '      if (handler === undefined) throw thread.propagating;',
    '      frame = handler;',
    `      ${LOAD}`,
    '    }',
    '  }',
    '}',
    '',
  ];
  return out.join('\n');
}

function printInstrumented(): string {
  const imports = new Set([
    ...importsOf(source, '// What the loop keeps'),
    ...importsOf(instrumentedSource, 'declare const'),
  ]);
  const out: string[] = [
    HEADER,
    '/** The interpreter loop for code that tools watch. */',
    ...imports,
    ...SUSPENDING,
    ...CHECKING,
    '',
    '/**',
    ' * Runs `frame` from the instruction at `start` on, until it returns or yields; throws what it does not handle. The',
    ' * result is absent when something is to be done outside of the loop, or when nobody watches any more.',
    ' */',
    'export function runInstrumented(thread: Thread, frame: Frame, start: number, sp: number): PyObject | undefined {',
    '  let exec = frame.code.executable!;',
    '  let words = exec.words;',
    '  let locals = frame.localsplus as PyObject[];',
    '  let pc = start;',
    '  let entered: Frame | undefined;',
    '  let leaving = false;',
    '  // What was instrumented for tools that no longer watch is found out here.',
    '  monitoring.refresh(thread, frame);',
    '  for (;;) {',
    '    try {',
    '      instruction: for (;;) {',
    '        let previous = frame.instrPtr - 1;',
    '        const at = pc;',
    '        let word = words[pc++]!;',
    '        if (TYTHON_DEBUG) checkInstruction(frame, pc - 1, sp);',
    '        const oparg = word >>> 8;',
    '        frame.instrPtr = pc;',
    '        for (;;) switch (word & 255) {',
    ...printCases(new Map([...readEntries(source), ...readEntries(instrumentedSource)]), INSTRUMENTED),
    '          default:',
    '            throw errors.unknownOpcode(word & 255);',
    '        }',
    '      }',
    '    } catch (thrown) {',
    '      if (leaving) throw thrown;',
    '      if (thrown === SUSPENSION) suspendLoop(frame, sp);',
    '      const handler = errors.unwind(thread, frame, thrown, 0, false);',
    '      if (handler === undefined) { leaving = true; throw thread.propagating; }',
    '      frame = handler;',
    `      ${LOAD} frame.instrPtr = thread.raisedAt + 1;`,
    '    }',
    '  }',
    '}',
    '',
  ];
  return out.join('\n');
}

writeFileSync('src/vm/interpreter.gen.ts', printPlain());
writeFileSync('src/vm/interpreter-instrumented.gen.ts', printInstrumented());
