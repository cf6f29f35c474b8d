/** Of files of trajectories together: the same wherever they lie, another for other records or another order. */
export const dataChecksum = (checksums: readonly string[]): string =>
  new Bun.CryptoHasher("sha256").update(checksums.join("\n")).digest("hex");
