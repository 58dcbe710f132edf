/** The modules that parse XML. */
import { _elementtree, ELEMENTTREE_TYPES } from './_elementtree/_elementtree.ts';
import type { ModuleFamily } from './deferred.ts';
import { PYEXPAT_TYPES, pyexpat } from './pyexpat/pyexpat.ts';

export const xml: ModuleFamily = {
  modules: [pyexpat, _elementtree],
  types: [...PYEXPAT_TYPES, ...ELEMENTTREE_TYPES],
};
