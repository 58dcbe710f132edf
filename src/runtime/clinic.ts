/**
 * Clinic: built-in functions from their signatures.
 *
 * A built-in is one string, one docstring, one function:
 *
 *     fn('copysign($module, x: double, y: double, /) -> double', 'Return …', (_, x, y) => …)
 *
 * From the string come the binding and conversion of arguments, every arity and keyword error, `__text_signature__`
 * and, at compile time, the types of the function's parameters. The grammar:
 *
 *     name(params) [-> result]       params separated by `, `; `/`, `*`, `*args`, `**kwargs` as in Python
 *     $self | $module | $type        first, where CPython has it
 *     name: converter [= default]    converters: converters.ts; a default is `None`, `True`, `False`, an int, a float,
 *                                    a quoted text, or `<null>` for "absent" (arrives as undefined)
 *
 * Strings are parsed at the first call. CPython: Tools/clinic, Python/getargs.c.
 */

import type { BuiltinDef } from '../objects/descriptor.ts';
import { PyFloat } from '../objects/float.ts';
import type { KwNames, PyObject } from '../objects/object.ts';
import { PyType } from '../objects/object.ts';
import { None } from '../objects/singletons.ts';
import {
  type ArgumentPlace,
  CONVERTERS,
  type ConverterName,
  type Converters,
  RESULTS,
  type ResultName,
  type Results,
} from './converters.ts';
import { typeError } from './errors.ts';
import { didYouMean } from './suggestions.ts';

// ── The types of an implementation, read off the signature ──────────────────────────────────────────────────────

type Trim<S extends string> = S extends ` ${infer R}` ? Trim<R> : S extends `${infer R} ` ? Trim<R> : S;

type ConverterType<C extends string> = Trim<C> extends ConverterName ? Converters[Trim<C>] : never;

type Param<P extends string> = P extends '/' | '*'
  ? []
  : P extends `$${string}`
    ? []
    : P extends `**${string}`
      ? [ReadonlyMap<string, PyObject>]
      : P extends `*${string}`
        ? [readonly PyObject[]]
        : P extends `${string}: ${infer C} = <null>`
          ? [ConverterType<C> | undefined]
          : P extends `${string}: ${infer C} = ${string}`
            ? [ConverterType<C>]
            : P extends `${string}: ${infer C}`
              ? [ConverterType<C>]
              : [never];

type ParamList<S extends string> = S extends ''
  ? []
  : S extends `${infer Head}, ${infer Tail}`
    ? [...Param<Head>, ...ParamList<Tail>]
    : Param<S>;

type Inside<S extends string> = S extends `${string}(${infer Rest}`
  ? Rest extends `${infer P}) -> ${string}`
    ? P
    : Rest extends `${infer P})`
      ? P
      : never
  : never;

type ResultOf<S extends string> = S extends `${string}) -> ${infer R}`
  ? R extends ResultName
    ? Results[R]
    : never
  : PyObject;

/** The function that implements a signature, called with `self` first. */
export type Implementation<Self, S extends string> = (
  self: Self,
  ...args: ParamList<Inside<S>>
) => ResultOf<S>;

// ── The signature at run time ────────────────────────────────────────────────────────────────────────────────────

interface Parameter {
  readonly name: string;
  readonly convert: (value: PyObject, place: ArgumentPlace) => unknown;
  readonly plain: boolean;
  readonly required: boolean;
  /** The converted default. */
  readonly fallback: unknown;
  /** How messages of the converter name it. */
  readonly place: ArgumentPlace;
}

interface Signature {
  readonly parameters: readonly Parameter[];
  /** How many parameters are positional only, and how many can be given by position. */
  readonly positionalOnly: number;
  readonly positional: number;
  /** How many positional ones must be given. */
  readonly required: number;
  readonly varArgs: boolean;
  readonly varKwargs: boolean;
  readonly result: (value: never) => PyObject;
}

type AnyImplementation = (self: PyObject, ...args: unknown[]) => unknown;

function parseDefault(text: string): unknown {
  if (text === '<null>') return undefined;
  if (text === 'None') return None;
  if (text === 'True') return true;
  if (text === 'False') return false;
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^["']/.test(text)) return text.slice(1, -1).replace(/\\n/g, '\n').replace(/\\\\/g, '\\');
  if (text.startsWith("b'")) return Uint8Array.from(text.slice(2, -1), (c) => c.charCodeAt(0));
  if (/^-?[\d.]+(e-?\d+)?$/.test(text)) return new PyFloat(Number(text));
  throw new Error(`clinic: not a default: ${text}`);
}

/** Defaults are written as Python values; some have another form inside. */
function convertedDefault(converter: ConverterName, raw: unknown): unknown {
  if (converter === 'double') return raw instanceof PyFloat ? raw.value : raw;
  if (converter === 'char' && raw instanceof Uint8Array) return raw[0];
  return raw === None && converter.endsWith('_or_none') ? undefined : raw;
}

function parseSignature(text: string, functionName: string): Signature {
  const match = /^[\w.]+\((.*)\)(?: -> (\w+))?$/s.exec(text);
  if (match === null) throw new Error(`clinic: not a signature: ${text}`);
  const parameters: Omit<Parameter, 'place'>[] = [];
  let positionalOnly = 0;
  let keywordOnlyFrom = -1;
  let varArgs = false;
  let varKwargs = false;
  for (const part of match[1] === '' ? [] : match[1]!.split(', ')) {
    if (part.startsWith('$')) continue;
    if (part === '/') positionalOnly = parameters.length;
    else if (part === '*') keywordOnlyFrom = parameters.length;
    else if (part.startsWith('**')) varKwargs = true;
    else if (part.startsWith('*')) {
      varArgs = true;
      keywordOnlyFrom = parameters.length;
    } else {
      const field = /^(\w+): (\w+)(?: = (.*))?$/s.exec(part);
      if (field === null) throw new Error(`clinic: not a parameter: ${part} in ${text}`);
      const converter = field[2] as ConverterName;
      const convert = CONVERTERS[converter] as Parameter['convert'];
      if (convert === undefined) throw new Error(`clinic: no converter ${converter} in ${text}`);
      const raw = field[3] === undefined ? undefined : parseDefault(field[3]);
      parameters.push({
        name: field[1]!,
        convert,
        plain: converter === 'object',
        required: field[3] === undefined,
        fallback: convertedDefault(converter, raw),
      });
    }
  }
  const positional = keywordOnlyFrom < 0 ? parameters.length : keywordOnlyFrom;
  let required = 0;
  while (required < positional && parameters[required]!.required) required++;
  const placeOf = (index: number): ArgumentPlace => {
    const byPosition = index < positionalOnly;
    const single = parameters.length === 1 && positionalOnly === 1;
    const argument = single
      ? 'argument'
      : byPosition
        ? `argument ${index + 1}`
        : `argument '${parameters[index]!.name}'`;
    return { functionName, argument };
  };
  return {
    parameters: parameters.map((parameter, i) => ({ ...parameter, place: placeOf(i) })),
    positionalOnly,
    positional,
    required,
    varArgs,
    varKwargs,
    result: RESULTS[(match[2] ?? 'object') as ResultName] as Signature['result'],
  };
}

/** What `__text_signature__` shows: the string without converters and result. */
function textSignatureOf(text: string): string {
  return text
    .slice(text.indexOf('('))
    .replace(/ -> \w+$/, '')
    .replace(/(\w+): \w+ = /g, '$1=')
    .replace(/(\w+): \w+/g, '$1')
    .replace(/<null>/g, '<unrepresentable>');
}

// ── Ways in for a few positional arguments ───────────────────────────────────────────────────────────────────────

/** An implementation behind the conversion of a known number of positional arguments. */
type Door = (self: PyObject, a?: PyObject, b?: PyObject, c?: PyObject) => PyObject;

/** The first call with so many arguments makes the door. */
function openDoor0(this: ClinicFunction, self: PyObject): PyObject {
  this.call0 = this.door(0);
  return this.call0(self);
}

function openDoor1(this: ClinicFunction, self: PyObject, a: PyObject): PyObject {
  this.call1 = this.door(1);
  return this.call1(self, a);
}

function openDoor2(this: ClinicFunction, self: PyObject, a: PyObject, b: PyObject): PyObject {
  this.call2 = this.door(2);
  return this.call2(self, a, b);
}

function openDoor3(this: ClinicFunction, self: PyObject, a: PyObject, b: PyObject, c: PyObject): PyObject {
  this.call3 = this.door(3);
  return this.call3(self, a, b, c);
}

/** Fills what is not given with the defaults. */
function withDefaults(
  run: AnyImplementation,
  count: number,
  defaults: readonly unknown[],
): AnyImplementation {
  if (defaults.every((value) => value === undefined)) return run;
  if (defaults.length > 2) {
    return (self, ...args) => run(self, ...args.slice(0, count), ...defaults);
  }
  const [d, e] = defaults;
  switch (count) {
    case 0:
      return (self) => run(self, d, e);
    case 1:
      return (self, a) => run(self, a, d, e);
    case 2:
      return (self, a, b) => run(self, a, b, d, e);
    default:
      return (self, a, b, c) => run(self, a, b, c, d, e);
  }
}

/** Converts the arguments first. */
function withConversion(run: AnyImplementation, given: readonly Parameter[]): AnyImplementation {
  if (given.every(({ plain }) => plain)) return run;
  const [{ convert: convertA, place: placeA }, second, third] = given as [Parameter, ...Parameter[]];
  if (second === undefined) {
    return (self, a) => run(self, convertA(a as PyObject, placeA));
  }
  const { convert: convertB, place: placeB } = second;
  if (third === undefined) {
    if (given[0]!.plain) return (self, a, b) => run(self, a, convertB(b as PyObject, placeB));
    return (self, a, b) => run(self, convertA(a as PyObject, placeA), convertB(b as PyObject, placeB));
  }
  const { convert: convertC, place: placeC } = third;
  return (self, a, b, c) =>
    run(
      self,
      convertA(a as PyObject, placeA),
      convertB(b as PyObject, placeB),
      convertC(c as PyObject, placeC),
    );
}

function doorOf(implementation: AnyImplementation, signature: Signature, count: number): Door {
  const { parameters, result } = signature;
  const defaults = parameters.slice(count).map(({ fallback }) => fallback);
  const run = withConversion(withDefaults(implementation, count, defaults), parameters.slice(0, count)) as (
    ...args: readonly unknown[]
  ) => never;
  if (result === RESULTS.double || result === RESULTS.None) {
    switch (count) {
      case 0:
        return (self) => result(run(self));
      case 1:
        return (self, a) => result(run(self, a));
      case 2:
        return (self, a, b) => result(run(self, a, b));
      default:
        return (self, a, b, c) => result(run(self, a, b, c));
    }
  }
  // The others are Python values as they are.
  return run;
}

const NO_KEYWORDS: ReadonlyMap<string, PyObject> = new Map();

/** Are `*args`, and perhaps `**kwargs`, all there is? */
function takesAll({ parameters, varArgs }: Signature): boolean {
  return varArgs && parameters.length === 0;
}

/** The argument for each parameter, −1 where the default serves; `undefined` when not every argument has its place. */
function sourcesOf(
  { parameters, positional, positionalOnly, varArgs }: Signature,
  count: number,
  kwnames: KwNames | undefined,
): number[] | undefined {
  if (count > positional && !varArgs) return undefined;
  const sources: number[] = [];
  for (let i = 0; i < parameters.length; i++) sources.push(i < count && i < positional ? i : -1);
  const keywords = kwnames?.length ?? 0;
  for (let k = 0; k < keywords; k++) {
    const index = parameters.findIndex(({ name }, i) => i >= positionalOnly && name === kwnames![k]);
    if (index < 0 || sources[index] !== -1) return undefined;
    sources[index] = count + k;
  }
  return sources.every((source, i) => source >= 0 || !parameters[i]!.required) ? sources : undefined;
}

function openDoorOf(run: AnyImplementation, { result }: Signature, count: number): Door {
  switch (count) {
    case 0:
      return (self) => result(run(self, [], NO_KEYWORDS) as never);
    case 1:
      return (self, a) => result(run(self, [a], NO_KEYWORDS) as never);
    case 2:
      return (self, a, b) => result(run(self, [a, b], NO_KEYWORDS) as never);
    default:
      return (self, a, b, c) => result(run(self, [a, b, c], NO_KEYWORDS) as never);
  }
}

class ClinicFunction implements BuiltinDef {
  readonly name: string;
  readonly doc: string;
  readonly #text: string;
  readonly #implementation: AnyImplementation;
  #signature: Signature | undefined = undefined;
  /** Where the arguments of the last call of its kind went. */
  #plan:
    | {
        readonly kwnames: KwNames | undefined;
        readonly count: number;
        readonly sources: number[] | undefined;
      }
    | undefined = undefined;
  readonly #shownSignature: string | undefined;
  /** A class method. */
  readonly #ofClass: boolean;
  /** The class or module. */
  readonly #owner: string | undefined;
  call0: BuiltinDef['call0'];
  call1: BuiltinDef['call1'];
  call2: BuiltinDef['call2'];
  call3: BuiltinDef['call3'];

  constructor(
    text: string,
    doc: string,
    implementation: AnyImplementation,
    owner: string | undefined,
    shownSignature: string | undefined | false,
    ofClass: boolean,
  ) {
    this.#ofClass = ofClass;
    this.name = text.slice(0, text.indexOf('('));
    this.doc = doc;
    this.#text = text;
    this.#implementation = implementation;
    this.#owner = owner;
    this.#shownSignature = shownSignature === false ? '' : shownSignature;
    this.call0 = openDoor0;
    this.call1 = openDoor1;
    this.call2 = openDoor2;
    this.call3 = openDoor3;
  }

  /** The name with its class, for messages that CPython writes with the qualified name. */
  get #qualifiedName(): string {
    return this.#owner === undefined ? this.name : `${this.#owner}.${this.name}`;
  }

  get textSignature(): string | undefined {
    if (this.#shownSignature !== undefined) return this.#shownSignature || undefined;
    return textSignatureOf(this.#text);
  }

  call(self: PyObject, args: readonly PyObject[], kwnames: KwNames | undefined): PyObject {
    this.#signature ??= parseSignature(this.#text, this.name);
    const signature = this.#signature;
    if (kwnames === undefined && takesAll(signature)) {
      return signature.result(this.#implementation(self, args, NO_KEYWORDS) as never);
    }
    const count = kwnames === undefined ? args.length : args.length - kwnames.length;
    const values =
      (kwnames === undefined || kwnames.length === 0) &&
      !signature.varKwargs &&
      !signature.varArgs &&
      count >= signature.required &&
      count <= signature.positional
        ? this.#convertPositional(signature, args)
        : (this.#bindByPlan(signature, args, count, kwnames) ??
          this.#bind(self, signature, args, count, kwnames));
    const run = this.#implementation;
    const result = signature.result;
    switch (values.length) {
      case 0:
        return result(run(self) as never);
      case 1:
        return result(run(self, values[0]) as never);
      case 2:
        return result(run(self, values[0], values[1]) as never);
      case 3:
        return result(run(self, values[0], values[1], values[2]) as never);
      default:
        return result(run(self, ...values) as never);
    }
  }

  /** The way in for `count` positional arguments: the implementation itself where nothing is to be converted. */
  door(count: number): Door {
    this.#signature ??= parseSignature(this.#text, this.name);
    const signature = this.#signature;
    if (takesAll(signature)) return openDoorOf(this.#implementation, signature, count);
    if (!this.#takes(signature, count)) {
      return (self, a, b, c) => this.call(self, [a!, b!, c!].slice(0, count), undefined);
    }
    return doorOf(this.#implementation, signature, count);
  }

  /** May so many arguments be given, all by position? */
  #takes({ parameters, required, positional, varArgs, varKwargs }: Signature, count: number): boolean {
    return (
      count >= required &&
      count <= positional &&
      !varArgs &&
      !varKwargs &&
      // A keyword that must be given is missed in the general way.
      (parameters.length === positional ||
        parameters.every(({ required: needed }, i) => i < positional || !needed))
    );
  }

  #convert({ parameters }: Signature, index: number, value: PyObject): unknown {
    const parameter = parameters[index]!;
    return parameter.plain ? value : parameter.convert(value, parameter.place);
  }

  #convertPositional(signature: Signature, args: readonly PyObject[]): unknown[] {
    const { parameters } = signature;
    const values: unknown[] = [];
    for (let i = 0; i < args.length; i++) values.push(this.#convert(signature, i, args[i]!));
    for (let i = args.length; i < parameters.length; i++) {
      const parameter = parameters[i]!;
      if (parameter.required) this.#missing(signature, i);
      values.push(parameter.fallback);
    }
    return values;
  }

  /** The name as messages show it that call a class method after the class it is bound to. */
  /** The same with the class that the method was got from, where it is got from a class. */
  #shownName(self: PyObject): string {
    const isBoundToClass = self instanceof PyType && (this.#ofClass || this.#owner === 'type');
    return isBoundToClass ? `${self.tp_qualname}.${this.name}` : this.#qualifiedName;
  }

  /** Binds as for the last call if that had the same names and as many arguments; `undefined` when something is wrong. */
  #bindByPlan(
    signature: Signature,
    args: readonly PyObject[],
    count: number,
    kwnames: KwNames | undefined,
  ): unknown[] | undefined {
    if (this.#plan?.kwnames !== kwnames || this.#plan?.count !== count) {
      this.#plan = { kwnames, count, sources: sourcesOf(signature, count, kwnames) };
    }
    const { sources } = this.#plan!;
    if (sources === undefined) return undefined;
    const { parameters, positional, varArgs, varKwargs } = signature;
    const values: unknown[] = [];
    for (let i = 0; i < parameters.length; i++) {
      if (i === positional && varArgs) values.push(args.slice(positional, count));
      const source = sources[i]!;
      values.push(source < 0 ? parameters[i]!.fallback : this.#convert(signature, i, args[source]!));
    }
    if (varArgs && positional === parameters.length) values.push(args.slice(positional, count));
    if (varKwargs) values.push(NO_KEYWORDS);
    return values;
  }

  #bind(
    self: PyObject,
    signature: Signature,
    args: readonly PyObject[],
    count: number,
    kwnames: KwNames | undefined,
  ): unknown[] {
    const { parameters, positional, positionalOnly, varArgs, varKwargs } = signature;
    const keywords = kwnames ?? [];
    const onlyPositional = positionalOnly === parameters.length && !varKwargs;
    if (keywords.length > 0 && onlyPositional) {
      throw typeError(`${this.#shownName(self)}() takes no keyword arguments`);
    }
    if (!varArgs && (count > positional || (!varKwargs && count + keywords.length > parameters.length))) {
      this.#tooMany(self, signature, count, keywords.length);
    }
    if (onlyPositional ? count < signature.required : count < Math.min(signature.required, positionalOnly)) {
      this.#tooFew(self, signature, count, onlyPositional);
    }
    const given: (PyObject | undefined)[] = [];
    for (let i = 0; i < Math.min(count, positional); i++) given[i] = args[i]!;
    const rest = new Map<string, PyObject>();
    let wrong = -1;
    for (let k = 0; k < keywords.length; k++) {
      const name = keywords[k]!;
      const index = parameters.findIndex((parameter, i) => i >= positionalOnly && parameter.name === name);
      if (index < 0 && varKwargs) rest.set(name, args[count + k]!);
      else if (index < 0 || given[index] !== undefined) wrong = wrong < 0 ? k : wrong;
      else given[index] = args[count + k]!;
    }
    // What is missing is an error before a keyword is, and both before anything is converted.
    for (let i = 0; i < parameters.length; i++) {
      if (given[i] === undefined && parameters[i]!.required) this.#missing(signature, i);
    }
    if (wrong >= 0) this.#wrongKeyword(signature, keywords[wrong]!);
    const values: unknown[] = [];
    for (let i = 0; i < parameters.length; i++) {
      if (i === positional && varArgs) values.push(args.slice(positional, count));
      const value = given[i];
      values.push(value === undefined ? parameters[i]!.fallback : this.#convert(signature, i, value));
    }
    if (varArgs && positional === parameters.length) values.push(args.slice(positional, count));
    if (varKwargs) values.push(rest);
    return values;
  }

  /** A keyword that no parameter has, or one whose parameter was given by position. */
  #wrongKeyword(signature: Signature, name: string): never {
    const { parameters, positionalOnly } = signature;
    const known = parameters.slice(positionalOnly).map((parameter) => parameter.name);
    const index = known.indexOf(name);
    if (index < 0) {
      throw typeError(
        `${this.name}() got an unexpected keyword argument '${name}'${didYouMean(known, name)}`,
      );
    }
    throw typeError(
      `argument for ${this.name}() given by name ('${name}') and position (${positionalOnly + index + 1})`,
    );
  }

  #missing(signature: Signature, index: number): never {
    const { name } = signature.parameters[index]!;
    throw typeError(`${this.name}() missing required argument '${name}' (pos ${index + 1})`);
  }

  #tooMany(self: PyObject, signature: Signature, count: number, keywords: number): never {
    const { parameters, positional, positionalOnly, required, varKwargs } = signature;
    if (parameters.length === 0)
      throw typeError(`${this.#shownName(self)}() takes no arguments (${count} given)`);
    if (positionalOnly === parameters.length) {
      if (parameters.length === 1 && required === 1) {
        throw typeError(`${this.#shownName(self)}() takes exactly one argument (${count} given)`);
      }
      const bound = required === positional ? '' : 'at most ';
      throw typeError(
        `${this.name} expected ${bound}${positional} argument${positional === 1 ? '' : 's'}, got ${count}`,
      );
    }
    const all = count + keywords;
    if (!varKwargs && all > parameters.length) {
      const kind = count === 0 ? 'keyword ' : '';
      throw typeError(
        `${this.name}() takes at most ${parameters.length} ${kind}argument${parameters.length === 1 ? '' : 's'} (${all} given)`,
      );
    }
    if (positional === 0) throw typeError(`${this.name}() takes no positional arguments`);
    const bound = required < positional ? 'at most' : 'exactly';
    throw typeError(
      `${this.name}() takes ${bound} ${positional} positional argument${positional === 1 ? '' : 's'} (${count} given)`,
    );
  }

  #tooFew(self: PyObject, signature: Signature, count: number, onlyPositional: boolean): never {
    const { parameters, required, positional, positionalOnly } = signature;
    if (!onlyPositional) {
      const least = Math.min(required, positionalOnly);
      const bound = least < positional ? 'at least' : 'exactly';
      throw typeError(
        `${this.name}() takes ${bound} ${least} positional argument${least === 1 ? '' : 's'} (${count} given)`,
      );
    }
    if (parameters.length === 1 && required === 1) {
      throw typeError(`${this.#shownName(self)}() takes exactly one argument (${count} given)`);
    }
    const bound = required === positional ? '' : 'at least ';
    throw typeError(
      `${this.name} expected ${bound}${required} argument${required === 1 ? '' : 's'}, got ${count}`,
    );
  }
}

/**
 * The definition of a built-in function or method. `owner` is the class of a method; `shownSignature` overrides
 * `__text_signature__` (`false`: None) for the few callables where CPython's is not the real one; `ofClass`: a class method.
 */
export function builtinDef<Self, S extends string>(
  signature: S,
  doc: string,
  implementation: Implementation<Self, S>,
  owner?: string,
  shownSignature?: string | false,
  ofClass = false,
): BuiltinDef {
  return new ClinicFunction(
    signature,
    doc,
    implementation as unknown as AnyImplementation,
    owner,
    shownSignature,
    ofClass,
  );
}
