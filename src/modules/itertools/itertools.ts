/** itertools: tools that make and combine iterators. CPython: Modules/itertoolsmodule.c. */
import { constant, defineModule, type TypeDefinition } from '../../runtime/define.ts';
import { COMBINATORIC_ITERATORS } from './combinatorics.ts';
import { GROUPING_ITERATORS } from './groupby.ts';
import { INFINITE_ITERATORS } from './infinite.ts';
import { SELECTING_ITERATORS } from './selecting.ts';
import { TEE_TYPES, teeFunction } from './tee.ts';

export const ITERTOOLS_TYPES: readonly TypeDefinition[] = [
  ...INFINITE_ITERATORS,
  ...SELECTING_ITERATORS,
  ...COMBINATORIC_ITERATORS,
  ...GROUPING_ITERATORS,
  ...TEE_TYPES,
];

export const itertools = defineModule(
  'itertools',
  'Tools that make and combine iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... without end or n times\n\nIterators that end with their input:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], from where predicate is false\ngroupby(iterable[, keyfunc]) --> iterators of the items with the same key\nfilterfalse(predicate, seq) --> items for which predicate is false\nislice(seq, [start,] stop [, step]) --> the items of seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn), n iterators of one\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate is false\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric iterators:\nproduct(p, q, ... [repeat=1]) --> Cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n',
  [teeFunction, ...ITERTOOLS_TYPES.map(({ type }) => constant(type.tp_qualname, type))],
);
