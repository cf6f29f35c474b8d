/** CRC-32C (Castagnoli), the checksum of TensorBoard records and of our checkpoints. Slicing by 16. */

const reversedPolynomial = 0x82f63b78;
const slices = 16;

/** tables[k * 256 + b]: what byte b contributes when k more bytes follow it in the slice. */
const tables = buildTables();

function buildTables(): Int32Array {
  const built = new Int32Array(slices * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = (remainder >>> 1) ^ (remainder & 1 ? reversedPolynomial : 0);
    built[byte] = remainder;
  }
  for (let i = 256; i < built.length; i++) {
    const shorter = built[i - 256]!;
    built[i] = (shorter >>> 8) ^ built[shorter & 0xff]!;
  }
  return built;
}

/**
 * @param previous CRC of the bytes before these, to go on from; 0 at the start
 * @returns unsigned 32-bit checksum
 * @see RFC 3720, appendix B.4 (test vectors)
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  const table = tables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const slicedEnd = bytes.length - (bytes.length % slices);
  let crc = ~previous;
  for (let at = 0; at < slicedEnd; at += slices) {
    const a = crc ^ view.getInt32(at, true);
    const b = view.getInt32(at + 4, true);
    const c = view.getInt32(at + 8, true);
    const d = view.getInt32(at + 12, true);
    // biome-ignore format: one line a word
    crc =
      table[3840 + (a & 255)]! ^ table[3584 + ((a >>> 8) & 255)]! ^ table[3328 + ((a >>> 16) & 255)]! ^ table[3072 + (a >>> 24)]! ^
      table[2816 + (b & 255)]! ^ table[2560 + ((b >>> 8) & 255)]! ^ table[2304 + ((b >>> 16) & 255)]! ^ table[2048 + (b >>> 24)]! ^
      table[1792 + (c & 255)]! ^ table[1536 + ((c >>> 8) & 255)]! ^ table[1280 + ((c >>> 16) & 255)]! ^ table[1024 + (c >>> 24)]! ^
      table[768 + (d & 255)]! ^ table[512 + ((d >>> 8) & 255)]! ^ table[256 + ((d >>> 16) & 255)]! ^ table[d >>> 24]!;
  }
  for (let at = slicedEnd; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}
