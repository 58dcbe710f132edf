/** strftime: the directives that C does not know, or not well enough. CPython: `wrap_strftime` in Modules/_datetimemodule.c. */
import { attrName } from '../../objects/attribute-name.ts';
import type { PyObject } from '../../objects/object.ts';
import { type Str, strLength } from '../../objects/str.ts';
import { getAttr } from '../../runtime/attributes.ts';
import { call, call2, callMethod } from '../../runtime/call.ts';
import { asIndex, strValue } from '../../runtime/convert.ts';
import { typeError } from '../../runtime/errors.ts';
import { importedModule } from '../../runtime/import-module.ts';
import { numberAsInt } from '../../runtime/number-convert.ts';
import { sequenceItem } from '../../runtime/sequence.ts';
import { codeAt, StrBuilder } from '../../runtime/text.ts';
import { pad } from './timedelta.ts';
import { offsetText, utcOffset, zoneName } from './zones.ts';

const strftimeName = attrName('strftime');
const replaceName = attrName('replace');

function timeStrftime(format: Str, timeTuple: PyObject): PyObject {
  return call2(getAttr(importedModule('time'), strftimeName), format, timeTuple);
}

/** What a directive stands for: asked for at most once. */
class Replacements {
  readonly zone: PyObject;
  readonly argument: PyObject;
  readonly microsecond: number;
  readonly timeTuple: PyObject;
  private readonly _known: Map<string, Str> = new Map();

  constructor(zone: PyObject, argument: PyObject, microsecond: number, timeTuple: PyObject) {
    this.zone = zone;
    this.argument = argument;
    this.microsecond = microsecond;
    this.timeTuple = timeTuple;
  }

  /** The text for a directive; `undefined` for one that is left to C. */
  of(directive: string): Str | undefined {
    let text = this._known.get(directive);
    if (text === undefined) {
      text = this._make(directive);
      if (text !== undefined) this._known.set(directive, text);
    }
    return text;
  }

  private _make(directive: string): Str | undefined {
    switch (directive) {
      case 'f':
        return pad(this.microsecond, 6);
      case 'z':
      case ':z': {
        const offset = utcOffset(this.zone, this.argument);
        return offset === undefined ? '' : offsetText(offset, directive === 'z' ? '' : ':');
      }
      case 'Z':
        return doubled(zoneName(this.zone, this.argument) ?? '');
      case 'Y':
      case 'G':
      case 'F':
      case 'C':
        return this._year(directive);
    }
    return undefined;
  }

  private _field(index: number): number {
    return Number(asIndex(sequenceItem(this.timeTuple, index)));
  }

  /** Years before 1000 with their zeros, which C leaves out. */
  private _year(directive: string): Str | undefined {
    let year = this._field(0);
    if (year >= 1000) return undefined;
    if (directive === 'G') year = Number(numberAsInt(timeStrftime('%G', this.timeTuple)));
    if (directive === 'C') return pad(Math.floor(year / 100), 2);
    const rest = directive === 'F' ? `-${pad(this._field(1), 2)}-${pad(this._field(2), 2)}` : '';
    return pad(year, 4) + rest;
  }
}

/** The text with its percent signs doubled, as they are to stay. */
function doubled(name: PyObject): Str {
  if (typeof name === 'string') return name.replaceAll('%', '%%');
  const text = strValue(callMethod(name, replaceName, '%', '%%'));
  if (text === undefined) throw typeError('tzname.replace() did not return a string');
  return text;
}

/** `time.strftime(format, timeTuple)`, with what dates and times have beyond the tuple. May run Python code. */
export function wrapStrftime(
  format: Str,
  timeTuple: PyObject,
  zone: PyObject,
  argument: PyObject,
  microsecond: number,
): PyObject {
  const replacements = new Replacements(zone, argument, microsecond, timeTuple);
  const out = new StrBuilder();
  const length = strLength(format);
  for (let i = 0; i < length; i++) {
    const c = codeAt(format, i);
    if (c !== 37 || i + 1 >= length) {
      out.push(c);
      continue;
    }
    const directive =
      codeAt(format, i + 1) === 58 && i + 2 < length && codeAt(format, i + 2) === 122
        ? ':z'
        : String.fromCodePoint(codeAt(format, i + 1));
    const text = replacements.of(directive);
    if (text === undefined) {
      out.push(c);
      out.push(codeAt(format, i + 1));
      i++;
    } else {
      out.append(text);
      i += directive.length;
    }
  }
  return timeStrftime(out.finish(), timeTuple);
}

const strptimeModule = '_strptime';

/** `_strptime.name(cls, text, format)`. */
export function parseWith(name: string, cls: PyObject, text: Str, format: Str): PyObject {
  return call(getAttr(importedModule(strptimeModule), attrName(name)), [cls, text, format]);
}
