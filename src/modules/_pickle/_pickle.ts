/** _pickle: what makes `pickle` fast. CPython: Modules/_pickle.c. */
import { PyBytes } from '../../objects/bytes.ts';
import { bytesLike } from '../../runtime/buffer.ts';
import { constant, defineModule, fn } from '../../runtime/define.ts';
import { PyPickleBuffer, pickleBuffer } from './pickle-buffer.ts';
import { dumpOnce, PICKLER_TYPES } from './pickler.ts';
import { PyPickler } from './pickler-layout.ts';
import { PickleErrorType, PicklingErrorType, UnpicklingErrorType } from './state.ts';
import { loadFrom, UNPICKLER_TYPES } from './unpickler.ts';
import { PyUnpickler } from './unpickler-layout.ts';

export const _pickle = defineModule('_pickle', 'Pickling and unpickling, natively.', [
  fn(
    'dump($module, /, obj: object, file: object, protocol: object = None, *, fix_imports: bool = True, buffer_callback: object = None) -> None',
    'Write the pickle of an object into a binary file.\n\nThe arguments are those of Pickler.',
    (_, object, file, protocol, fixImports, bufferCallback) => {
      dumpOnce(object, file, protocol, fixImports, bufferCallback);
    },
    '($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)',
  ),
  fn(
    'dumps($module, /, obj: object, protocol: object = None, *, fix_imports: bool = True, buffer_callback: object = None)',
    'Return the pickle of an object as bytes.\n\nThe arguments are those of Pickler.',
    (_, object, protocol, fixImports, bufferCallback) =>
      new PyBytes(dumpOnce(object, undefined, protocol, fixImports, bufferCallback)!),
    '($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)',
  ),
  fn(
    "load($module, /, file: object, *, fix_imports: bool = True, encoding: c_str = 'ASCII', errors: c_str = 'strict', buffers: object = <null>)",
    'Read a pickle out of a binary file and return its object.\n\nThe arguments are those of Unpickler.',
    (_, file, fixImports, encoding, errors, buffers) => loadFrom(file, fixImports, encoding, errors, buffers),
    "($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())",
  ),
  fn(
    "loads($module, data: object, /, *, fix_imports: bool = True, encoding: c_str = 'ASCII', errors: c_str = 'strict', buffers: object = <null>)",
    'Return the object of a pickle given as bytes.\n\nThe arguments are those of Unpickler.',
    (_, data, fixImports, encoding, errors, buffers) =>
      loadFrom(bytesLike(data), fixImports, encoding, errors, buffers),
    "($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())",
  ),
  constant('PickleError', PickleErrorType),
  constant('PicklingError', PicklingErrorType),
  constant('UnpicklingError', UnpicklingErrorType),
  constant('Pickler', PyPickler.type),
  constant('Unpickler', PyUnpickler.type),
  constant('PickleBuffer', PyPickleBuffer.type),
]);

export const PICKLE_TYPES = [
  { type: PickleErrorType },
  { type: PicklingErrorType },
  { type: UnpicklingErrorType },
  pickleBuffer,
  ...PICKLER_TYPES,
  ...UNPICKLER_TYPES,
];
