/** _io: the streams. CPython: Modules/_io. */
import { exceptionTypes } from '../../objects/exception.ts';
import { constant, defineModule, type TypeDefinition } from '../../runtime/define.ts';
import { bufferedIOBase, DEFAULT_BUFFER_SIZE, ioBase, rawIOBase, textIOBase } from './base.ts';
import { bufferedRandom, bufferedReader, bufferedRWPair, bufferedWriter } from './buffered.ts';
import { bytesIO, bytesIOBuffer } from './bytes-io.ts';
import { fileIO } from './file-io.ts';
import { incrementalNewlineDecoder } from './incremental-newline.ts';
import { UnsupportedOperationType } from './layouts.ts';
import { ioFunctions } from './open.ts';
import { stringIO } from './string-io.ts';
import { textIOWrapper } from './text-io.ts';

const unsupportedOperation: TypeDefinition = { type: UnsupportedOperationType };

/** The types of the module, as it shows them. */
const TYPES: readonly TypeDefinition[] = [
  incrementalNewlineDecoder,
  bytesIOBuffer,
  ioBase,
  textIOBase,
  bufferedIOBase,
  rawIOBase,
  bytesIO,
  bufferedWriter,
  bufferedReader,
  bufferedRWPair,
  bufferedRandom,
  fileIO,
  stringIO,
  textIOWrapper,
];

export const _io = defineModule(
  '_io',
  'The io module provides the Python interfaces to stream handling.\n\nRawIOBase deals with reading and writing bytes, FileIO with those of files; BufferedIOBase\nputs a buffer over a raw stream, TextIOBase characters over bytes. BytesIO and StringIO are\nstreams in memory. All of them derive from IOBase.',
  [
    ...ioFunctions,
    constant('DEFAULT_BUFFER_SIZE', DEFAULT_BUFFER_SIZE),
    constant('UnsupportedOperation', UnsupportedOperationType),
    constant('BlockingIOError', exceptionTypes.get('BlockingIOError')!),
    ...TYPES.map(({ type }) => constant(type.tp_qualname, type)),
  ],
);

export const IO_TYPES: readonly TypeDefinition[] = [unsupportedOperation, ...TYPES];
