/** Every built-in type: the one list from which the interpreter readies them, bases first. */
import type { TypeDefinition } from '../runtime/define.ts';
import * as functions from './function.ts';
import { object } from './object.ts';
import { type } from './type.ts';

export const TYPE_DEFINITIONS: readonly TypeDefinition[] = [object, type, ...Object.values(functions)];
