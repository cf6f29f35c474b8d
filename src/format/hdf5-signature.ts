/** How an HDF5 file is known. */
import type { FileWindow } from "./file-window.ts";

const signature = "\x89HDF\r\n\x1a\n";
/** A file may begin with a block of something else, of a power of two of bytes. */
const mostBefore = 2 ** 20;

export function isHdf5(window: FileWindow): boolean {
  for (let at = 0; at < mostBefore; at = at === 0 ? 512 : 2 * at) {
    const start = window.read(at, at + signature.length);
    if (String.fromCharCode(...start) === signature) return true;
  }
  return false;
}
