/**
 * Streams that were written to and that nobody has flushed or closed. CPython closes a stream when the last reference to it goes; here
 * it is flushed when its file is read, and at the end of the program. Failures are nobody's to see.
 */
import type { Stat } from '../../host/host.ts';
import { PyBaseException } from '../../objects/exception.ts';
import { isReachable } from '../../runtime/buffer-exports.ts';
import type { Interpreter, UnflushedStream } from '../../runtime/state.ts';

/** Writes what is still buffered when the program ends: CPython does it when it takes the streams apart. */
export function flushForgottenStreams(interp: Interpreter): void {
  for (const stream of Array.from(interp.unflushedStreams)) flush(stream);
}

/**
 * Who drops a file without closing it, as in `open(path, 'w').write(text)`, finds in CPython at once what was written. So streams
 * that write to the same file, and that no program seems to have any more, are flushed before it is read. Were there any?
 */
export function flushDroppedStreams({ unflushedStreams }: Interpreter, { dev, ino }: Stat): boolean {
  const dropped = Array.from(unflushedStreams).filter((stream) => {
    const opened = stream.rawFile?.statAtOpen;
    return opened?.ino === ino && opened.dev === dev && !isReachable((value) => value === stream);
  });
  dropped.forEach(flush);
  return dropped.length > 0;
}

function flush(stream: UnflushedStream): void {
  try {
    stream.flushAtExit();
  } catch (thrown) {
    if (!(thrown instanceof PyBaseException)) throw thrown;
  }
}
