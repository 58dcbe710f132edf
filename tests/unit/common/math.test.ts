// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: expected values, whatever they are.
/** Mathematical functions to the last bit; the values are CPython's with glibc 2.43 on x86-64 with FMA. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { erf, erfc } from '../../../src/common/math-erf.ts';
import { cosh, exp, exp2, expm1, pow, sinh, tanh } from '../../../src/common/math-exp.ts';
import { gamma, lgamma } from '../../../src/common/math-gamma.ts';
import { acosh, asinh, atanh, log, log1p, log2, log10 } from '../../../src/common/math-log.ts';
import { cbrt, hypot, vectorNorm } from '../../../src/common/math-root.ts';
import { acos, asin, atan, atan2, cos, sin, tan } from '../../../src/common/math-trig.ts';

const FUNCTIONS = {
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  asinh,
  acosh,
  atanh,
  cbrt,
  erf,
  erfc,
  gamma,
  lgamma,
};

const VALUES: Record<keyof typeof FUNCTIONS, [number, number][]> = {
  exp: [
    [1, 2.718281828459045],
    [-0.5, 0.6065306597126334],
    [10.25, 28282.541920334977],
    [-708.4, 2.217119081664265e-308],
    [709.7, 1.6549840276802644e308],
  ],
  exp2: [
    [0.5, 1.4142135623730951],
    [-1074, 5e-324],
    [10.3, 1260.691879265195],
  ],
  expm1: [
    [1e-10, 1.00000000005e-10],
    [0.5, 0.6487212707001282],
    [-3, -0.950212931632136],
    [30, 10686474581523.463],
  ],
  log: [
    [2, 0.6931471805599453],
    [10, 2.302585092994046],
    [1.0000001, 9.999999505838704e-8],
    [5e-324, -744.4400719213812],
    [1e300, 690.7755278982137],
  ],
  log2: [
    [10, 3.321928094887362],
    [0.97, -0.043943347587597055],
    [8, 3],
  ],
  log10: [
    [1000, 3],
    [2, 0.3010299956639812],
    [1e-300, -300],
  ],
  log1p: [
    [1e-10, 9.999999999500001e-11],
    [0.5, 0.4054651081081644],
    [-0.9, -2.302585092994046],
  ],
  sin: [
    [1, 0.8414709848078965],
    [3, 0.1411200080598672],
    [100, -0.5063656411097588],
    [1e22, -0.8522008497671888],
    [0.1, 0.09983341664682815],
  ],
  cos: [
    [1, 0.5403023058681398],
    [3, -0.9899924966004454],
    [100, 0.8623188722876839],
    [1e22, 0.523214785395139],
    [1.5707963267948966, 6.123233995736766e-17],
  ],
  tan: [
    [1, 1.5574077246549023],
    [3, -0.1425465430742778],
    [1e22, -1.6287782256068988],
  ],
  asin: [
    [0.5, 0.5235987755982989],
    [-0.999, -1.526071239626163],
    [0.001, 0.0010000001666667416],
  ],
  acos: [
    [0.5, 1.0471975511965979],
    [-0.999, 3.09686756642106],
    [0.999999, 0.0014142136802445852],
  ],
  atan: [
    [1, 0.7853981633974483],
    [0.3, 0.2914567944778671],
    [10000000000, 1.5707963266948965],
  ],
  sinh: [
    [0.1, 0.10016675001984403],
    [1, 1.1752011936438014],
    [20, 242582597.70489514],
    [-710, -1.1169973830808557e308],
  ],
  cosh: [
    [0.1, 1.0050041680558035],
    [1, 1.5430806348152437],
    [20, 242582597.70489514],
    [710, 1.1169973830808557e308],
  ],
  tanh: [
    [0.1, 0.09966799462495582],
    [1, 0.7615941559557649],
    [-5, -0.9999092042625951],
  ],
  asinh: [
    [0.01, 0.009999833340832888],
    [1, 0.881373587019543],
    [-1e200, -461.2101657793691],
  ],
  acosh: [
    [1.0001, 0.014142017775251545],
    [2, 1.3169578969248168],
    [1e200, 461.2101657793691],
  ],
  atanh: [
    [1e-5, 1.0000000000333334e-5],
    [0.5, 0.5493061443340549],
    [-0.999, -3.8002011672501994],
  ],
  cbrt: [
    [27, 3.0000000000000004],
    [2, 1.2599210498948734],
    [-1e-300, -1e-100],
  ],
  erf: [
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [2, 0.9953222650189527],
    [-7, -1],
  ],
  erfc: [
    [0.1, 0.887537083981715],
    [1, 0.15729920705028513],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
    [-1, 1.8427007929497148],
  ],
  gamma: [
    [0.5, 1.7724538509055159],
    [5, 24],
    [-1.5, 2.3632718012073544],
    [100.5, 9.320963104082718e156],
    [170.6, 9.295995953500918e305],
  ],
  lgamma: [
    [0.5, 0.5723649429247004],
    [3, 0.693147180559945],
    [-1.5, 0.8600470153764812],
    [10000000000, 220258509288.81058],
  ],
};

for (const [name, cases] of Object.entries(VALUES)) {
  test(name, () => {
    const f = FUNCTIONS[name as keyof typeof FUNCTIONS];
    for (const [x, y] of cases) assert.equal(f(x), y, `${name}(${x})`);
  });
}

test('pow', () => {
  const cases: [number, number, number][] = [
    [2, 0.5, Math.SQRT2],
    [10, -3, 0.001],
    [1.1, 1000, 2.4699329180060256e41],
    [0.5, 1074, 5e-324],
    [10, 308, 1e308],
    [-8, 3, -512],
    [1.0000000001, 1e10, 2.7182820532347876],
    [3, -40, 8.225263339969959e-20],
    [Number.NaN, 0, 1],
    [1, Number.NaN, 1],
    [-0, -3, Number.NEGATIVE_INFINITY],
    [-1, Number.POSITIVE_INFINITY, 1],
    [0.5, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [-8, 1 / 3, Number.NaN],
    [10, 309, Number.POSITIVE_INFINITY],
  ];
  for (const [x, y, z] of cases) assert.equal(pow(x, y), z, `pow(${x}, ${y})`);
});

test('angles and distances', () => {
  assert.equal(atan2(1, 2), 0.4636476090008061);
  assert.equal(atan2(-1, -2), -2.677945044588987);
  assert.equal(atan2(3, -4), 2.498091544796509);
  assert.equal(atan2(1e-300, 1e300), 0);
  assert.equal(atan2(-0, -1), -Math.PI);
  assert.equal(hypot(-8.71696938475916, 9.503652027752171), 12.89592792781607);
  assert.equal(vectorNorm([-8.71696938475916, 9.503652027752171]), 12.895927927816068);
  assert.equal(vectorNorm([1e300, 1e300, 1e300]), 1.7320508075688774e300);
  assert.equal(vectorNorm([Number.NaN, Number.NEGATIVE_INFINITY]), Number.POSITIVE_INFINITY);
});

test('errors are NaN and infinities', () => {
  assert.equal(log(-1), Number.NaN);
  assert.equal(log(0), Number.NEGATIVE_INFINITY);
  assert.equal(sin(Number.POSITIVE_INFINITY), Number.NaN);
  assert.equal(acosh(0.5), Number.NaN);
  assert.equal(atanh(-1), Number.NEGATIVE_INFINITY);
  assert.equal(gamma(-2), Number.NaN);
  assert.equal(gamma(-0), Number.NEGATIVE_INFINITY);
  assert.equal(lgamma(-3), Number.POSITIVE_INFINITY);
});
