/**
 * `tython --show=STAGE FILE`: what one stage of the compiler makes of a file. The formats are those of Python's own
 * tools: `python -m tokenize`, `python -m ast`, `dis.dis`; the symbol table and the JavaScript have ones of ours.
 */
import { readFileSync } from 'node:fs';
import { disassemble } from '../bytecode/dis.ts';
import { compileSource } from '../compiler/compile.ts';
import { futureParse } from '../compiler/future.ts';
import { buildSymtable } from '../compiler/symtable-build.ts';
import { showSymtable } from '../compiler/symtable-show.ts';
import { listJavaScript } from '../interpreter.ts';
import { reprStr } from '../objects/repr.ts';
import { strFromUtf16, utf16FromStr } from '../objects/str.ts';
import { dumpAst } from '../parser/dump.ts';
import { CompileError, type CompileWarning } from '../parser/errors.ts';
import { parse } from '../parser/parse.ts';
import { decodeSource, sourceEncoding } from '../parser/source.ts';
import { TOKEN_NAMES } from '../parser/token-names.ts';
import { TokenizerIter } from '../parser/tokenizer-iter.ts';
import type { Interpreter } from '../runtime/state.ts';
import { formatError, formatWarning } from './report-error.ts';
import { programTextOf } from './source-file.ts';
import { writeAll } from './write-all.ts';

/** The stages that can be shown. */
export const STAGES = ['tokens', 'ast', 'symtable', 'bytecode', 'javascript'] as const;
export type Stage = (typeof STAGES)[number];

/** Prints a stage of a file and returns the exit status: 1 when the file has an error. `interpreter` makes one. */
export function show(stage: Stage, path: string, interpreter: () => Interpreter): number {
  const source = new Uint8Array(readFileSync(path));
  const filename = strFromUtf16(path);
  const programText = programTextOf(filename);
  const warn = (warning: CompileWarning): void => {
    const line = programText(warning.lineno);
    writeAll(2, formatWarning(warning, line && utf16FromStr(line)));
  };
  const compileOptions = { filename, mode: 'exec', flags: 0, warn } as const;
  try {
    switch (stage) {
      case 'tokens':
        writeAll(1, showTokens(source, path));
        break;
      case 'ast':
        writeAll(1, `${dumpAst(parse(source, compileOptions), { indent: '   ' })}\n`);
        break;
      case 'symtable': {
        const tree = parse(source, compileOptions);
        const future = futureParse(tree, { filename, programText });
        writeAll(1, showSymtable(buildSymtable(tree, { filename, programText, future })));
        break;
      }
      case 'bytecode': {
        const code = compileSource(source, { ...compileOptions, optimize: 0, programText });
        writeAll(1, disassemble(code));
        break;
      }
      case 'javascript': {
        const code = compileSource(source, { ...compileOptions, optimize: 0, programText });
        const sourceLine = (line: number): string | undefined => {
          const text = programText(line);
          return text && utf16FromStr(text);
        };
        writeAll(1, listJavaScript(interpreter(), code, sourceLine));
        break;
      }
    }
    return 0;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    writeAll(2, formatError(error));
    return 1;
  }
}

function showTokens(source: Uint8Array, path: string): string {
  let lines = showToken('0,0-0,0:', 'ENCODING', sourceEncoding(source).replace(/-sig$/, ''));
  const tokens = new TokenizerIter(decodeSource(source, strFromUtf16(path), 'exec'), { extraTokens: true });
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    const range = `${token.startLine},${token.startColumn}-${token.endLine},${token.endColumn}:`;
    lines += showToken(range, TOKEN_NAMES[token.type]!, token.string);
  }
  return lines;
}

function showToken(range: string, name: string, text: string): string {
  return `${range.padEnd(20)}${name.padEnd(15)}${reprStr(strFromUtf16(text)).padEnd(15)}\n`;
}
