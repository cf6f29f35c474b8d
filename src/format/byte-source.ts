/** Bytes that are read in parts: of a file, or of what is in memory. */

export interface ByteSource {
  readonly size: number;
  /** Bytes `start` to `end`, or as many as there are. @throws UserError when they cannot be read */
  read(start: number, end: number): Uint8Array;
}

/** What is read from it are views, not copies. */
export const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (start, end) => bytes.subarray(start, end),
});
