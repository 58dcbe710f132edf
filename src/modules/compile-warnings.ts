/** The compiler's warnings, passed to the warnings machinery. CPython: `_PyErr_EmitSyntaxWarning`. */
import { exceptionTypes, PyBaseException } from '../objects/exception.ts';
import { strFromUtf16 } from '../objects/str.ts';
import { CompileError, type CompileWarning } from '../parser/errors.ts';
import { current } from '../runtime/state.ts';
import { isInstanceOf } from '../runtime/type-of.ts';
import { programTextOf } from './program-text.ts';

/** Takes a warning. Where a filter makes it an error, a SyntaxError is thrown, which can say where it stands. */
export function warnCompile(warning: CompileWarning): void {
  const { message, filename, lineno, col_offset, end_lineno, end_col_offset } = warning;
  const category = exceptionTypes.get(warning.category)!;
  try {
    current.thread.interp.warnExplicit?.(category, strFromUtf16(message), filename, lineno);
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException && isInstanceOf(thrown, category))) throw thrown;
    throw new CompileError('SyntaxError', strFromUtf16(message), {
      filename,
      lineno,
      offset: col_offset + 1,
      end_lineno,
      end_offset: end_col_offset + 1,
      text: programTextOf(filename)(lineno),
    });
  }
}
