/**
 * A change to the file in which Node keeps a start-up snapshot: what Node puts there beside V8's picture of the heap, and
 * has no option for. It is left out where the file does not look as expected.
 */
/** In how many bytes at its beginning the file says what it was made for. */
const METADATA = 256;

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
