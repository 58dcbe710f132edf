/** What the translator is given, and what it gives. */
import type { PyFunction } from '../objects/function.ts';
import type { CodeUnit } from '../runtime/activations.ts';
import type { FlowGraph } from './flow-graph.ts';
import type { GeneratorPart } from './generators.ts';

export interface Translation {
  readonly source: string;
  /** The line of it, counted from 0, where the body begins. */
  readonly bodyLine: number;
  /** What `k0`, `k1`, … are. */
  readonly constants: readonly unknown[];
  /** What each exit was written for. */
  readonly assumptions: readonly string[];
  /** What was inlined. */
  readonly inlined: readonly CodeUnit[];
}

/** What is translated, and for whom. */
export interface Subject {
  readonly unit: CodeUnit;
  readonly graph: FlowGraph;
  /** The name under which profiles show the function. */
  readonly title: string;
  /** How many of the fast locals are parameters; absent where a running frame is taken over. */
  readonly parameters: number | undefined;
  /** How many defaults the function fills in itself. */
  readonly defaults?: number;
  /** The stack's depth at the entry. */
  readonly depth: number;
  /** Which places of the stack have the iterator of a range at the entry of a loop, and its step. */
  readonly counters?: ReadonlyMap<number, number>;
  /** Assumptions that did not hold. */
  readonly refuted: ReadonlySet<string>;
  /** May anything be assumed? If not, every operation is written for all types. */
  readonly speculates: boolean;
  /** So often a conditional jump has gone the same way if the other one is left to tier 0. */
  readonly often: number;
  /** A code unit for a function that is inlined; only what can be compiled, and tier 0 knows well, has one. */
  readonly inlinedUnit: (func: PyFunction) => CodeUnit | undefined;
  /** Absent where the code is no generator's. */
  readonly generator: GeneratorPart | undefined;
  /** For tests: every instruction may hand over to tier 0. */
  readonly exitsAnywhere: boolean;
  /** Does its frame, once there is one, always have its variables? */
  readonly showsVariables: boolean;
  /** Present when somebody wants to see the code. */
  readonly places?: Places;
}

/** Where written code comes from. */
export interface Places {
  /** The code unit of each line of the body. */
  readonly units: number[];
  /** By the code unit where a suspended generator goes on: the depth of its stack, with what is sent to it. */
  readonly resumptions: Map<number, number>;
}
