/**
 * What the functions of cmath give for infinities and NaN: C99's Annex G, and Python's choices where that leaves one.
 *
 * A table has a row for each kind of real part and a column for each kind of imaginary part, in the order of `kindOf`.
 * A value is written as its two parts: `i` infinity, `n` NaN, `p` π, `h` π/2, `q` π/4, `t` 3π/4; `x` is a domain error
 * and `.` an argument that needs no table.
 */
import type { Complex } from '../common/complex.ts';

/** The place of a number among: −∞, negative, −0, 0, positive, ∞, NaN. */
function kindOf(x: number): number {
  if (Number.isNaN(x)) return 6;
  if (x === 0) return Object.is(x, -0) ? 2 : 3;
  if (x - x !== 0) return x < 0 ? 0 : 5;
  return x < 0 ? 1 : 4;
}

const PARTS: Readonly<Record<string, number>> = {
  '0': 0,
  '1': 1,
  i: Number.POSITIVE_INFINITY,
  n: Number.NaN,
  p: Math.PI,
  h: Math.PI / 2,
  q: Math.PI / 4,
  t: 0.75 * Math.PI,
};

function part(text: string): number {
  return text.startsWith('-') ? -PARTS[text.slice(1)]! : PARTS[text]!;
}

function cell(text: string): Complex | undefined {
  const [real, imag] = text.split(',');
  return imag === undefined ? undefined : { real: part(real!), imag: part(imag) };
}

/** The value for parts of which one is not finite; `undefined` for a domain error. */
export type SpecialValues = (real: number, imag: number) => Complex | undefined;

function specialValues(text: string): SpecialValues {
  const rows = text.trim().split('\n');
  return (real, imag) => {
    const cells = rows[kindOf(real)]!.trim().split(/ +/);
    return cell(cells[kindOf(imag)]!);
  };
}

export const acosSpecial = specialValues(`
  t,i   p,i   p,i   p,-i  p,-i  t,-i  n,i
  h,i   .     .     .     .     h,-i  n,n
  h,i   .     .     .     .     h,-i  h,n
  h,i   .     .     .     .     h,-i  h,n
  h,i   .     .     .     .     h,-i  n,n
  q,i   0,i   0,i   0,-i  0,-i  q,-i  n,i
  n,i   n,n   n,n   n,n   n,n   n,-i  n,n
`);

export const acoshSpecial = specialValues(`
  i,-t  i,-p  i,-p  i,p   i,p   i,t   i,n
  i,-h  .     .     .     .     i,h   n,n
  i,-h  .     .     .     .     i,h   n,h
  i,-h  .     .     .     .     i,h   n,h
  i,-h  .     .     .     .     i,h   n,n
  i,-q  i,-0  i,-0  i,0   i,0   i,q   i,n
  i,n   n,n   n,n   n,n   n,n   i,n   n,n
`);

export const asinhSpecial = specialValues(`
  -i,-q -i,-0 -i,-0 -i,0  -i,0  -i,q  -i,n
  -i,-h .     .     .     .     -i,h  n,n
  -i,-h .     .     .     .     -i,h  n,n
  i,-h  .     .     .     .     i,h   n,n
  i,-h  .     .     .     .     i,h   n,n
  i,-q  i,-0  i,-0  i,0   i,0   i,q   i,n
  i,n   n,n   n,-0  n,0   n,n   i,n   n,n
`);

export const atanhSpecial = specialValues(`
  -0,-h -0,-h -0,-h -0,h  -0,h  -0,h  -0,n
  -0,-h .     .     .     .     -0,h  n,n
  -0,-h .     .     .     .     -0,h  -0,n
  0,-h  .     .     .     .     0,h   0,n
  0,-h  .     .     .     .     0,h   n,n
  0,-h  0,-h  0,-h  0,h   0,h   0,h   0,n
  0,-h  n,n   n,n   n,n   n,n   0,h   n,n
`);

export const coshSpecial = specialValues(`
  x     .     i,0   i,-0  .     x     i,n
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     n,0
  x     .     .     .     .     x     n,0
  x     .     .     .     .     x     n,n
  x     .     i,-0  i,0   .     x     i,n
  n,n   n,n   n,0   n,0   n,n   n,n   n,n
`);

export const expSpecial = specialValues(`
  0,0   .     0,-0  0,0   .     0,0   0,0
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     n,n
  x     .     i,-0  i,0   .     x     i,n
  n,n   n,n   n,-0  n,0   n,n   n,n   n,n
`);

export const logSpecial = specialValues(`
  i,-t  i,-p  i,-p  i,p   i,p   i,t   i,n
  i,-h  .     .     .     .     i,h   n,n
  i,-h  .     .     .     .     i,h   n,n
  i,-h  .     .     .     .     i,h   n,n
  i,-h  .     .     .     .     i,h   n,n
  i,-q  i,-0  i,-0  i,0   i,0   i,q   i,n
  i,n   n,n   n,n   n,n   n,n   i,n   n,n
`);

export const sinhSpecial = specialValues(`
  x     .     -i,-0 -i,0  .     x     i,n
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     0,n
  x     .     .     .     .     x     0,n
  x     .     .     .     .     x     n,n
  x     .     i,-0  i,0   .     x     i,n
  n,n   n,n   n,-0  n,0   n,n   n,n   n,n
`);

export const sqrtSpecial = specialValues(`
  i,-i  0,-i  0,-i  0,i   0,i   i,i   n,i
  i,-i  .     .     .     .     i,i   n,n
  i,-i  .     .     .     .     i,i   n,n
  i,-i  .     .     .     .     i,i   n,n
  i,-i  .     .     .     .     i,i   n,n
  i,-i  i,-0  i,-0  i,0   i,0   i,i   i,n
  i,-i  n,n   n,n   n,n   n,n   i,i   n,n
`);

export const tanhSpecial = specialValues(`
  -1,0  .     -1,-0 -1,0  .     -1,0  -1,0
  x     .     .     .     .     x     n,n
  x     .     .     .     .     x     -0,n
  x     .     .     .     .     x     0,n
  x     .     .     .     .     x     n,n
  1,0   .     1,-0  1,0   .     1,0   1,0
  n,n   n,n   n,-0  n,0   n,n   n,n   n,n
`);

export const rectSpecial = specialValues(`
  x     .     -i,0  -i,-0 .     x     i,n
  x     .     .     .     .     x     n,n
  0,0   .     .     .     .     0,0   0,0
  0,0   .     .     .     .     0,0   0,0
  x     .     .     .     .     x     n,n
  x     .     i,-0  i,0   .     x     i,n
  n,n   n,n   n,0   n,0   n,n   n,n   n,n
`);
