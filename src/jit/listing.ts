/**
 * Compiled code for people to read: the JavaScript line by line under the Python lines that it was written for, which
 * stand in it as comments. Nothing is run for it: `tython --show=javascript` lists code of which tier 0 has seen nothing.
 */
import * as op from '../bytecode/opcodes.gen.ts';
import { AttrName } from '../objects/attribute-name.ts';
import { CO_COROUTINE, CO_NEWLOCALS, PyCode, type Steps } from '../objects/code.ts';
import { PyCFunction, PyMethodDescr } from '../objects/descriptor.ts';
import { CellStorage, PyDict } from '../objects/dict.ts';
import { PyFunction } from '../objects/function.ts';
import { PyModule } from '../objects/module.ts';
import { type PyObject, PyType } from '../objects/object.ts';
import { reprText } from '../objects/repr.ts';
import { utf16FromStr } from '../objects/str.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import { typeName } from '../runtime/type-of.ts';
import { prepare } from '../vm/executable.ts';
import {
  type EntryPoint,
  lineOf,
  MAX_STEP_UNITS,
  parametersOf,
  titleAt,
  titleOf,
  translateEntry,
} from './entry-points.ts';
import { IS_GENERATOR, isGenerator, startOf, writeMaker } from './generators.ts';
import { obstacleTo } from './obstacles.ts';
import type { Places, Translation } from './subject.ts';
import { Unsupported } from './values.ts';

/** The text of a line of a source file. */
export type SourceLine = (line: number) => string | undefined;

/** Where an instruction stands, in words. */
export function describePlace(code: PyCode, instruction: number): string {
  const opcode = code.executable!.words[instruction]! & 255;
  return `line ${lineOf(code, instruction) ?? '?'}, ${op.OPCODE_NAMES[opcode]}`;
}

/** A comment of one line. What ends a line in JavaScript is escaped. */
function comment(text: string): string {
  const escaped = text.replace(
    /[\r\n\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `// ${escaped}`.trimEnd();
}

/** The JavaScript of what begins at an entry point. */
export function listEntry(
  unit: CodeUnit,
  { source, bodyLine, constants }: Translation,
  places: Places,
  sourceLine: SourceLine,
): string {
  const { code } = unit;
  const names = code.co_localsplusnames.map((name, i) => `l${i} ${utf16FromStr(name)}`);
  const lines = names.length === 0 ? [] : [comment(`variables: ${names.join(', ')}`)];
  constants.forEach((value, i) => {
    lines.push(comment(`k${i}: ${describeConstant(value, unit)}`));
  });
  let shown: number | undefined;
  source.split('\n').forEach((text, i) => {
    const instruction = places.units[i - bodyLine];
    if (text.trim() === '') return;
    // A bracket that closes belongs to what it closes.
    if (instruction !== undefined && !text.trimStart().startsWith('}')) {
      const line = lineOf(code, instruction);
      if (line !== undefined && line !== shown) {
        shown = line;
        lines.push(comment(`${String(line).padStart(4)}: ${sourceLine(line)?.trimEnd() ?? ''}`));
      }
    }
    lines.push(text);
  });
  return `${lines.join('\n')}\n`;
}

/** What a value is that compiled code was given under a name. */
function describeConstant(value: unknown, { code, globals, builtins }: CodeUnit): string {
  if (value === globals) return 'the globals';
  if (value === builtins) return 'the built-ins';
  if (value === code.executable) return 'the code itself';
  if (value === globals.storage) return 'the storage of the globals';
  if (globals.storage instanceof CellStorage) {
    const name = nameOfCell(globals.storage, value);
    if (name !== undefined) return `the cell of the global ${name}`;
  }
  if (builtins instanceof PyDict && builtins.storage instanceof CellStorage) {
    const name = nameOfCell(builtins.storage, value);
    if (name !== undefined) return `the cell of the built-in ${name}`;
  }
  if (value instanceof AttrName) return `the name ${value.text}`;
  if (value instanceof PyType) return `the class ${value.tp_qualname}`;
  if (value instanceof PyCFunction || value instanceof PyMethodDescr) return `the built-in ${value.def.name}`;
  if (value instanceof PyFunction) return `the function ${utf16FromStr(value.func_qualname)}`;
  if (value instanceof PyCode) return `the code of ${utf16FromStr(value.co_qualname)}`;
  if (value instanceof PyModule) return 'a module';
  if (typeof value === 'function') return `the JavaScript function ${value.name}`;
  if (typeof value === 'object' && value !== null && 'bareLocals' in value)
    return 'what is inlined, as an activation';
  if (Array.isArray(value)) return Array.isArray(value[0]) ? 'the exits' : 'the compiled steps';
  if (code.co_consts.includes(value as PyObject)) return reprText(value as PyObject);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null && 'ob_type' in value) {
    return `an object of type ${typeName(value as PyObject)}`;
  }
  return 'part of the runtime';
}

function nameOfCell(storage: CellStorage, cell: unknown): string | undefined {
  const name = storage.nameOf(cell);
  return name === undefined ? undefined : utf16FromStr(name as string);
}

/** The JavaScript of a code object and, below it, of those among its constants. */
export function listJavaScript(
  code: PyCode,
  globals: PyDict,
  builtins: PyObject,
  sourceLine: SourceLine,
): string {
  let text = new CodeListing(code, globals, builtins, sourceLine).text();
  for (const value of code.co_consts) {
    if (value instanceof PyCode) text += `\n${listJavaScript(value, globals, builtins, sourceLine)}`;
  }
  return text;
}

/** One code object, compiled at all places where it may begin. */
class CodeListing {
  readonly #unit: CodeUnit;
  readonly #steps: Steps;
  readonly #sourceLine: SourceLine;
  readonly #room = { unitsLeft: MAX_STEP_UNITS };
  /** Where a generator goes on, and how deep its stack is there. */
  readonly #resumptions = new Map<number, number>();

  constructor(code: PyCode, globals: PyDict, builtins: PyObject, sourceLine: SourceLine) {
    this.#unit = { base: 0, code, globals, builtins, bareLocals: new Map(), failed() {}, left: undefined };
    this.#steps = { globals, entries: [] };
    this.#sourceLine = sourceLine;
    prepare(code);
  }

  text(): string {
    const { code } = this.#unit;
    const obstacle = obstacleTo(code, this.#unit.globals);
    if (obstacle !== undefined) return refusal(titleOf(code), obstacle);
    const parameters = parametersOf(code);
    if (!isGenerator(code)) {
      if ((code.co_flags & CO_NEWLOCALS) !== 0) return this.#entry({ instruction: 0, depth: 0, parameters });
      const note = 'runs once: what becomes hot is its loops, each compiled from its head';
      return `${comment(note)}\n${this.#entry({ instruction: 0, depth: 0, parameters: undefined })}`;
    }
    return this.#maker(parameters) + this.#allSteps() + this.#awaited(parameters);
  }

  /** The function that makes a generator. */
  #maker(parameters: number): string {
    const { code } = this.#unit;
    const title = titleOf(code);
    const source = writeMaker(code, parameters, title)?.replace(/\n\s*\n/, '\n');
    if (source === undefined) return refusal(title, 'it does something before it becomes a generator');
    return `${comment(`${title}: makes the generator`)}\n${comment('k0: the compiled steps')}\n${source}\n`;
  }

  /** What a generator does from each place where it may be resumed. */
  #allSteps(): string {
    const { code } = this.#unit;
    let text = '';
    // Only what was sent is on the stack at the start; the others are found on the way.
    this.#resumptions.set(startOf(code), 1);
    for (const [instruction, depth] of this.#resumptions) {
      const point: EntryPoint = { instruction, depth, parameters: undefined, way: 'step' };
      text += `\n${
        this.#room.unitsLeft < 0
          ? refusal(titleAt(code, point), `its steps are longer than ${MAX_STEP_UNITS} code units together`)
          : this.#entry(point)
      }`;
    }
    return text;
  }

  /** What a coroutine does that is awaited where it is called. */
  #awaited(parameters: number): string {
    if ((this.#unit.code.co_flags & IS_GENERATOR) !== CO_COROUTINE) return '';
    return `\n${this.#entry({ instruction: 0, depth: 0, parameters, way: 'await' })}`;
  }

  #entry(point: EntryPoint): string {
    const unit = this.#unit;
    const title = titleAt(unit.code, point);
    const places: Places = { units: [], resumptions: this.#resumptions };
    const refuted = new Set<string>();
    try {
      const request = {
        unit,
        point,
        steps: this.#steps,
        refuted,
        speculates: true,
        often: Number.POSITIVE_INFINITY,
        exitsAnywhere: false,
        inlinedUnit: () => undefined,
        room: this.#room,
        places,
      };
      const translation = translateEntry(request);
      return `${comment(title)}\n${listEntry(unit, translation, places, this.#sourceLine)}`;
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      return refusal(title, error.message);
    }
  }
}

function refusal(title: string, why: string): string {
  return `${comment(`${title}: not compiled: ${why}`)}\n`;
}
