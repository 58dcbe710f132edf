/**
 * Streams that were written to and that nobody has flushed or closed. CPython closes a stream when the last reference to it goes; here
 * it is flushed when its file is read, when another process begins, and at the end of the program. Failures are nobody's to see.
 */
import type { Stat } from '../../host/host.ts';
import { PyBaseException } from '../../objects/exception.ts';
import { isReachable } from '../../runtime/buffer-exports.ts';
import type { Interpreter, RawFile, UnflushedStream } from '../../runtime/state.ts';

const STDERR = 2;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;

/** Writes what is still buffered when the program ends: CPython does it when it takes the streams apart. */
export function flushForgottenStreams(interp: Interpreter): void {
  for (const stream of Array.from(interp.unflushedStreams)) flush(stream);
}

/**
 * Who drops a file without closing it, as in `open(path, 'w').write(text)`, finds in CPython at once what was written. So streams
 * that write to the same file, and that no program seems to have any more, are flushed before it is read. Were there any?
 */
export function flushDroppedStreams(interp: Interpreter, { dev, ino }: Stat): boolean {
  return flushDropped(interp, ({ statAtOpen }) => statAtOpen?.ino === ino && statAtOpen.dev === dev);
}

/** The same for a new process, which may read any file. */
export function flushForChild(interp: Interpreter): void {
  flushDropped(interp, ({ fd, statAtOpen }) => fd > STDERR && ((statAtOpen?.mode ?? 0) & S_IFMT) === S_IFREG);
}

/** Flushes the streams that no program seems to have any more and whose files are asked for. Were there any? */
function flushDropped({ unflushedStreams }: Interpreter, isAskedFor: (file: RawFile) => boolean): boolean {
  const dropped = Array.from(unflushedStreams).filter(
    (stream) =>
      stream.rawFile !== undefined && isAskedFor(stream.rawFile) && !isReachable((value) => value === stream),
  );
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
