/**
 * How Python was built, for `sysconfig`: what CPython's Makefile says in `_sysconfigdata_…`, and what its `_sysconfig`
 * adds. Nothing here was built with a C compiler, so what concerns one is empty; extension modules there are none.
 */
import { PyDict } from '../objects/dict.ts';
import type { PyObject } from '../objects/object.ts';
import { defineModule, fn, type ModuleDefinition } from '../runtime/define.ts';
import { dictSetItem } from '../runtime/dict.ts';
import { current } from '../runtime/state.ts';

const BUILD_VARIABLES: readonly (readonly [name: string, value: PyObject])[] = [
  ['ABIFLAGS', ''],
  ['CC', ''],
  ['CFLAGS', ''],
  ['CONFIG_ARGS', ''],
  ['EXT_SUFFIX', '.tython-314.so'],
  ['LDFLAGS', ''],
  ['LDVERSION', '3.14'],
  ['MULTIARCH', ''],
  ['PLATLIBDIR', 'lib'],
  ['PY_CFLAGS', ''],
  ['Py_DEBUG', 0],
  ['Py_ENABLE_SHARED', 0],
  ['Py_GIL_DISABLED', 0],
  ['Py_TRACE_REFS', 0],
  ['SHELL', '/bin/sh'],
  ['SOABI', 'tython-314'],
  ['TZPATH', '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo'],
  ['VERSION', '3.14'],
  ['WITH_DOC_STRINGS', 1],
];

function dictOf(entries: Iterable<readonly [name: string, value: PyObject]>): PyDict {
  const dict = new PyDict();
  for (const [name, value] of entries) dictSetItem(dict, name, value);
  return dict;
}

function buildVariables(): PyDict {
  const { prefix, execPrefix } = current.thread.interp.config;
  return dictOf([...BUILD_VARIABLES, ['prefix', prefix], ['exec_prefix', execPrefix]]);
}

const _sysconfig = defineModule('_sysconfig', 'What sysconfig asks of the interpreter.', [
  fn(
    'config_vars($module, /)',
    'Return a dict of the variables that sysconfig shows on every platform.',
    () =>
      dictOf([
        ['Py_GIL_DISABLED', 0],
        ['Py_DEBUG', 0],
      ]),
  ),
]);

/** The name has the platform in it: `sysconfig` makes it up of `sys.abiflags`, `sys.platform` and nothing. */
const buildData = ['linux', 'darwin', 'emscripten'].map((platform) =>
  defineModule(`_sysconfigdata__${platform}_`, '', [{ name: 'build_time_vars', make: buildVariables }]),
);

export const SYSCONFIG_MODULES: readonly ModuleDefinition[] = [_sysconfig, ...buildData];
