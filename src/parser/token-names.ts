/** Names and operator texts of the token kinds, made from the constants of tokens.ts. CPython: Lib/token.py. */
import * as tokens from './tokens.ts';

/** The name of each kind, by its number. */
export const TOKEN_NAMES: readonly string[] = Object.entries(tokens)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);
