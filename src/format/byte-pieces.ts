/** Bytes that come in pieces of any length, in pieces of a length that is wanted. */
import { oneArray, requireMemory } from "../memory-need.ts";

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * @param length of each piece; the last one may be shorter
 * @param most pieces that are wanted
 * @param skipped bytes in front that are left out
 */
export async function* inLengths(
  pieces: Pieces,
  length: number,
  most = Number.POSITIVE_INFINITY,
  skipped = 0,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  let left = skipped;
  let [part, filled] = [new Uint8Array(length), 0];
  for await (const piece of pieces) {
    let at = Math.min(left, piece.length);
    left -= at;
    while (at < piece.length) {
      const count = Math.min(length - filled, piece.length - at);
      part.set(piece.subarray(at, at + count), filled);
      at += count;
      filled += count;
      if (filled < length) continue;
      yield part;
      if (++given >= most) return;
      [part, filled] = [new Uint8Array(length), 0];
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

/** All of them. @param name what to call them when they do not fit */
export async function joined(pieces: Pieces, bytes: number, name: string): Promise<Uint8Array> {
  requireMemory({ what: name, needs: [oneArray("its bytes", bytes)] });
  const whole = new Uint8Array(bytes);
  let at = 0;
  for await (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.subarray(0, at);
}
