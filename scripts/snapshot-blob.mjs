/**
 * Changes to the file in which Node keeps a start-up snapshot: what Node puts there beside V8's picture of the heap, and
 * has no options for. Each is left out where the file does not look as expected.
 */
import { execFileSync } from 'node:child_process';

/** In how many bytes at its beginning the file says what it was made for. */
const METADATA = 256;

/** The number with which Node compares the flags of V8, as it stands in the file. */
function tagOf(node, flags) {
  const tag = Buffer.alloc(4);
  tag.writeUInt32LE(Number(execFileSync(node, [...flags, '-p', 'v8.cachedDataVersionTag()'])));
  return tag;
}

/** The file as one for other flags of V8, which make no difference to the picture. */
export function forFlags(blob, node, before, after) {
  const at = blob.subarray(0, METADATA).indexOf(tagOf(node, before));
  if (at < 0) return undefined;
  const changed = Buffer.from(blob);
  tagOf(node, after).copy(changed, at);
  return changed;
}

/** Where a list of named byte strings ends that begins with their number; `undefined` when there is none at this place. */
function endOfList(blob, at) {
  const size = () => {
    if (at + 8 > blob.length || blob.readUInt32LE(at + 4) !== 0) return -1;
    at += 8;
    return blob.readUInt32LE(at - 8);
  };
  for (let left = size(); left > 0; left--) {
    const name = size();
    if (name < 1 || name > 200 || !/^[\w./-]+$/.test(blob.toString('latin1', at, at + name)))
      return undefined;
    at += name;
    const data = size();
    if (data < 0) return undefined;
    at += data;
  }
  return at;
}

/**
 * The file without the compiled code of Node's own modules, which is the last list in it, of some three hundred. It is for
 * V8's flags at the time; as soon as one of them is another, V8 does not accept it.
 */
export function withoutCodeCache(blob) {
  // Many are in folders: one of their names is found, and before it the beginning of the list.
  for (let at = blob.length - 8; at >= METADATA; at--) {
    if ((blob.readUInt32LE(at) - 50) >>> 0 > 1000 || endOfList(blob, at) !== blob.length) continue;
    return Buffer.concat([blob.subarray(0, at), Buffer.alloc(8)]);
  }
  return undefined;
}
