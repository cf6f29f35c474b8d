/** Fixed-width text of NumPy arrays: `<U` (UTF-32) and `|S` (bytes). */
import { UserError } from "../user-error.ts";

/** @param width code points a value, padded with zeros */
export function readUtf32(bytes: Uint8Array, count: number, width: number, name: string): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => {
    const points: number[] = [];
    for (let j = 0; j < width; j++) {
      const point = view.getUint32((i * width + j) * 4, true);
      if (point > 0x10ffff) {
        throw new UserError(`${name} holds text that is not Unicode`, "copy or export the file again");
      }
      points.push(point);
    }
    while (points.at(-1) === 0) points.pop();
    return points.map((point) => String.fromCodePoint(point)).join("");
  });
}

/** @param width bytes a value, padded with zeros; they must be UTF-8 */
export function readByteText(bytes: Uint8Array, count: number, width: number, name: string): string[] {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return Array.from({ length: count }, (_, i) => {
    let end = (i + 1) * width;
    while (end > i * width && bytes[end - 1] === 0) end--;
    try {
      return decoder.decode(bytes.subarray(i * width, end));
    } catch {
      throw new UserError(`${name} holds bytes that are not UTF-8 text`, "save it as text (astype(str))");
    }
  });
}

/** @returns the type code and the zero-padded UTF-32 bytes */
export function writeUtf32(values: readonly string[]): { descr: string; bytes: Uint8Array } {
  const points = values.map((value) => Array.from(value, (character) => character.codePointAt(0)!));
  if (points.some((point) => point.at(-1) === 0)) {
    throw new RangeError("NumPy cannot hold text that ends in a zero character");
  }
  const width = Math.max(1, ...points.map((point) => point.length));
  const codes = new Uint32Array(values.length * width);
  points.forEach((point, i) => {
    codes.set(point, i * width);
  });
  return { descr: `<U${width}`, bytes: new Uint8Array(codes.buffer) };
}
