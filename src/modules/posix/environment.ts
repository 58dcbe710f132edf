/** The environment, and what the system tells about itself. CPython: Modules/posixmodule.c. */

import { PyBytes } from '../../objects/bytes.ts';
import { PyDict } from '../../objects/dict.ts';
import { PyFloat } from '../../objects/float.ts';
import type { PyObject } from '../../objects/object.ts';
import { None } from '../../objects/singletons.ts';
import { isStr, strFromUtf16, utf16FromStr } from '../../objects/str.ts';
import { PyTuple } from '../../objects/tuple.ts';
import { audit } from '../../runtime/audit.ts';
import { intValue } from '../../runtime/convert.ts';
import { asCInt } from '../../runtime/converters.ts';
import { fn, type ModuleEntry } from '../../runtime/define.ts';
import { dictSetItem } from '../../runtime/dict.ts';
import { osError, typeError, valueError } from '../../runtime/errors.ts';
import { bytesFromHost, fspath, hostPathOf } from '../../runtime/fs-path.ts';
import { onHost } from '../../runtime/os-error.ts';
import { current } from '../../runtime/state.ts';
import { strerror } from '../../runtime/strerror.ts';
import { SYSCONF_NAMES } from './constants.ts';

const EINVAL = 22;
const host = () => current.thread.interp.host;

/** `environ`: names and values as bytes. */
export function createEnviron(): PyDict {
  const environ = new PyDict();
  readEnvironment(environ);
  return environ;
}

/** Adds the variables of this process. */
export function readEnvironment(environ: PyDict): void {
  for (const [name, value] of host().environ) dictSetItem(environ, bytesFromHost(name), bytesFromHost(value));
}

/** A name or value of the environment: str or bytes without null characters. */
function environmentText(value: PyObject): string {
  const text = hostPathOf(fspath(value));
  if (text.includes('\0')) throw valueError('embedded null byte');
  return text;
}

function setVariable(name: PyObject, value: PyObject | undefined): void {
  const nameText = environmentText(name);
  const valueText = value === undefined ? undefined : environmentText(value);
  if (valueText !== undefined && nameText.includes('='))
    throw valueError('illegal environment variable name');
  if (nameText === '' || nameText.includes('=')) throw osError(EINVAL, 'Invalid argument');
  if (valueText === undefined) audit('os.unsetenv', bytesFromHost(nameText));
  else audit('os.putenv', bytesFromHost(nameText), bytesFromHost(valueText));
  host().setenv(nameText, valueText);
}

/** The number of a configuration value, given by name or by number. CPython: `conv_confname`. */
function configurationName(value: PyObject, names: Readonly<Record<string, number>>): number {
  if (isStr(value)) {
    const number = names[utf16FromStr(value)];
    if (number === undefined) throw valueError('unrecognized configuration name');
    return number;
  }
  if (intValue(value) === undefined) throw typeError('configuration names must be strings or integers');
  return asCInt(value);
}

function randomBytes(size: number): PyBytes {
  if (size < 0) throw valueError('negative argument not allowed');
  return new PyBytes(host().randomBytes(size));
}

export const environmentFunctions: readonly ModuleEntry[] = [
  fn(
    'putenv($module, name: object, value: object, /) -> None',
    'Set a variable of the environment.',
    (_, name, value) => setVariable(name, value),
  ),
  fn('unsetenv($module, name: object, /) -> None', 'Delete a variable of the environment.', (_, name) =>
    setVariable(name, undefined),
  ),
  fn('_create_environ($module, /)', 'Return the environment of the process as a new dict.', createEnviron),
  fn('strerror($module, code: int, /)', 'Return the text of an error number.', (_, code) => strerror(code)),
  fn('urandom($module, size: ssize_t, /)', 'Return random bytes that are good for cryptography.', (_, size) =>
    randomBytes(size),
  ),
  fn(
    'getrandom($module, /, size: ssize_t, flags: int = 0)',
    'Return random bytes of the system.',
    (_, size) => {
      if (size < 0) throw osError(EINVAL, 'Invalid argument');
      return randomBytes(size);
    },
  ),
  fn('sysconf($module, name: object, /)', 'Return an integer of the system configuration.', (_, name) => {
    const number = configurationName(name, SYSCONF_NAMES);
    return onHost(() => host().process.sysconf(number));
  }),
  fn('cpu_count($module, /)', 'Return the number of processors, None when it is not known.', () => {
    const { cpuCount } = current.thread.interp.config;
    return cpuCount > 0 ? cpuCount : (host().process.cpuCount() ?? None);
  }),
  fn(
    'getloadavg($module, /)',
    'Return the number of processes that wanted to run, averaged over 1, 5 and 15 minutes.',
    () =>
      new PyTuple(
        host()
          .process.loadavg()
          .map((load) => new PyFloat(load)),
      ),
  ),
  fn('ctermid($module, /)', 'Return the name of the controlling terminal.', () => strFromUtf16('/dev/tty')),
];
