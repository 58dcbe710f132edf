/**
 * The one place that knows everything: readies the built-in types, installs the executor, sets an interpreter up.
 */
import { TYPE_DEFINITIONS } from './builtins/all.ts';
import { builtinsModule } from './builtins/builtins-module.ts';
import { CellStorage, PyDict } from './objects/dict.ts';
import { PyModule } from './objects/module.ts';
import type { PyCode } from './objects/code.ts';
import type { PyObject } from './objects/object.ts';
import { exceptionTypes } from './objects/exception.ts';
import { readyDefinition } from './runtime/define.ts';
import { dictSetItem } from './runtime/dict.ts';
import { current, Interpreter } from './runtime/state.ts';
import { readyStaticType } from './runtime/type-attributes.ts';
import { interpreterExecutor } from './vm/executor.ts';
import { None } from './objects/singletons.ts';

/** Fills the shells of the built-in types, once for all interpreters, in the order of their MROs. */
function readyBuiltinTypes(): void {
  const pending = [...TYPE_DEFINITIONS].sort((a, b) => a.type.tp_mro.length - b.type.tp_mro.length);
  const defined = new Set(pending.map((definition) => definition.type));
  for (const definition of pending) readyDefinition(definition);
  for (const type of exceptionTypes.values()) if (!defined.has(type)) readyStaticType(type);
}

readyBuiltinTypes();

/** A namespace dict. */
function newNamespace(): PyDict {
  return new PyDict(new CellStorage());
}

export function newInterpreter(): Interpreter {
  const builtins = newNamespace();
  const module = new PyModule(builtins);
  for (const entry of builtinsModule.entries) {
    dictSetItem(builtins, entry.name, entry.make(module, builtinsModule.name));
  }
  const interpreter = new Interpreter(interpreterExecutor, new PyDict(), builtins, newNamespace());
  current.thread = interpreter.mainThread;
  return interpreter;
}

/** Runs a module's code as `__main__`. */
export function runMain(interpreter: Interpreter, code: PyCode): PyObject {
  const globals = newNamespace();
  dictSetItem(globals, '__name__', '__main__');
  dictSetItem(globals, '__builtins__', new PyModule(interpreter.builtins));
  dictSetItem(globals, '__doc__', None);
  return interpreterExecutor.runCode(interpreter.mainThread, code, globals, interpreter.builtins, globals);
}
