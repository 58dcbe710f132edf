/** The functions of the module `math` that take a double and give one, by name. Errors show in a result that is not finite. */

import { exp, exp2, expm1 } from '../common/math-exp.ts';
import { log1p } from '../common/math-log.ts';
import { cbrt } from '../common/math-root.ts';
import { acos, asin, atan, cos, sin, tan } from '../common/math-trig.ts';

export const REAL_FUNCTIONS: Readonly<Record<string, ((x: number) => number) | undefined>> = {
  sqrt: Math.sqrt,
  fabs: Math.abs,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  exp,
  exp2,
  expm1,
  cbrt,
  log1p,
};
