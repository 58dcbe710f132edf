/** Private names: `__x` in class `C` is `_C__x`. CPython: `_Py_Mangle` in Python/symtable.c. */

/** The name as it is stored; the compiler has a mangling of its own, over the same rule. */
export function mangle(className: string, name: string): string {
  if (!name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}
