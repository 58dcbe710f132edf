/**
 * tython/compiler: Python 3.14's front end by itself, from text to code objects and `.pyc` files, without the
 * interpreter. Importing it pulls in nothing of the runtime.
 */

export { disassemble } from './bytecode/dis.ts';
export { dumps, loads } from './bytecode/marshal.ts';
export { MarshalError } from './bytecode/marshal-format.ts';
export { hashPyc, sourceHash, timestampPyc } from './bytecode/pyc.ts';
export { type CompileOptions, compileSource, compileTree } from './compiler/compile.ts';
export { PyCode } from './objects/code.ts';
export { dumpAst } from './parser/dump.ts';
export { CompileError, type CompileWarning, type ErrorDetails, type WarningSink } from './parser/errors.ts';
export { parse } from './parser/parse.ts';
export { TokenizerIter } from './parser/tokenizer-iter.ts';
