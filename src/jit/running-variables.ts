/**
 * The variables of a compiled function that is running, for those who ask for its `f_locals`.
 *
 * They are JavaScript's, which nobody else can see but the host's debugger. It evaluates in the function what that would hand
 * over if an exception left it now: the end of the generated code names all variables for that.
 */
import type { PyObject } from '../objects/object.ts';
import type { Activations } from '../runtime/activations.ts';
import type { Thread } from '../runtime/state.ts';

/** The fast locals of an activation, and perhaps its stack. */
export type Variables = readonly (PyObject | undefined)[];
/** The number of a fast local, and what its variable for a bare number holds. */
export type BareValue = readonly [local: number, value: number];

/** The last handler of generated code, at the outermost indentation: the variables are its last arguments. */
const LAST_HANDLER = /^ {2}\} catch \(e\) \{ .*?(\[.*\])\); \}$/gm;
/** The same of what is inlined, with the variable that has its index. */
const INLINED_HANDLER = /\} catch \(e\) \{ fail\((i\d+d), .*?(\[.*\])\); break i\d+I; \}$/gm;

interface Reader {
  readonly activations: Activations;
  readonly take: (variables: Variables, bare?: readonly BareValue[]) => true;
}

/** An expression that reads the activation in the function that it is, or that it was inlined into. */
function readerOf(script: string, index: number): string {
  const own = Array.from(script.matchAll(LAST_HANDLER)).at(-1)?.[1] ?? '[]';
  const ways = [`d === ${index} ? tythonReader.take(${own}) : `];
  for (const [, depth, variables] of script.matchAll(INLINED_HANDLER)) {
    ways.push(`typeof ${depth} === 'number' && ${depth} === ${index} ? tythonReader.take(${variables}) : `);
  }
  return `${ways.join('')}false`;
}

/** The fast locals of an activation, and those that are somewhere held bare. Nothing where the host cannot tell. */
export function readRunning(
  { activations, interp }: Thread,
  index: number,
): readonly [Variables, readonly BareValue[]] | undefined {
  let values: readonly [Variables, readonly BareValue[]] | undefined;
  const reader: Reader = {
    activations,
    take: (variables, bare = []) => {
      values = [variables, bare];
      return true;
    },
  };
  const scope = globalThis as { tythonReader?: Reader };
  scope.tythonReader = reader;
  try {
    interp.host.evaluateInCaller(
      `typeof S === 'object' && typeof d === 'number' && S === tythonReader.activations && d <= ${index}`,
      (script) => readerOf(script, index),
    );
  } finally {
    delete scope.tythonReader;
  }
  return values;
}
