/** Source files as messages show them. */
import type { Interpreter } from './state.ts';

/** The content of a file that a code object names as its own; absent if it cannot be read. */
export function readSourceFile(interp: Interpreter, filename: string): Uint8Array | undefined {
  if (filename.startsWith('<')) return undefined;
  const { fs } = interp.host;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const fd = fs.open(filename, 0, 0);
    try {
      const buffer = new Uint8Array(65536);
      for (let n = fs.read(fd, buffer); n > 0; n = fs.read(fd, buffer)) {
        chunks.push(buffer.slice(0, n));
        length += n;
      }
    } finally {
      fs.close(fd);
    }
  } catch {
    return undefined;
  }
  const content = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}

/** The lines of a file, without their line ends. */
export function readSourceLines(interp: Interpreter, filename: string): readonly string[] | undefined {
  const content = readSourceFile(interp, filename);
  return content === undefined ? undefined : new TextDecoder('utf-8').decode(content).split(/\r\n|\r|\n/);
}
