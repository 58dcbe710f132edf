/** Callables that hand a call on and have nothing to do before or after it: `functools.partial`. */
import { PyBaseObject, type PyObject } from './object.ts';

export abstract class PyForwarder extends PyBaseObject {
  /** What is called in the end. */
  abstract func: PyObject;
}
