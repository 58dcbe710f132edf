/** Every built-in module: the one list from which interpreters take them. `builtins` and `sys` are made at start. */
import { builtinsModule } from './builtins.ts';
import { _imp } from './_imp.ts';
import { sys } from './sys.ts';
import type { ModuleDefinition } from '../runtime/module-definition.ts';

export const BUILTIN_MODULES: readonly ModuleDefinition[] = [builtinsModule, sys, _imp];
