/**
 * The checksum of our safetensors files. Their metadata hold `"checksum":"crc32c"` and `"crc32c":"89abcdef"`:
 * the CRC-32C of the whole file, taken while those eight digits are zeros. There are two keys so that damage to one
 * of them does not make the file look like one without a checksum: where one stands, both must.
 */
import { UserError } from "../user-error.ts";
import { crc32c } from "./crc32c.ts";

const noDigits = "00000000";
const key = '"crc32c":"';

type Metadata = Readonly<Record<string, string>>;

/** The metadata with room for the checksum. @throws RangeError when a key is taken */
export function checksumMetadata(metadata: Metadata): Metadata {
  const taken = ["checksum", "crc32c"].find((name) => Object.hasOwn(metadata, name));
  if (taken) throw new RangeError(`the metadata key ${taken} is reserved for the checksum`);
  return { checksum: "crc32c", crc32c: noDigits, ...metadata };
}

export function stripChecksum(metadata: Metadata): Metadata {
  const { checksum: _, crc32c: __, ...rest } = metadata;
  return rest;
}

/** Where the eight digits stand; inside a JSON text the key's quotes would be escaped, so it cannot be mistaken. */
export function checksumDigits(file: Uint8Array, headerEnd: number): number | undefined {
  const header = Buffer.from(file.buffer, file.byteOffset, headerEnd);
  const at = header.indexOf(key, 8, "latin1");
  return at < 0 ? undefined : at + key.length;
}

/** The eight digits that belong at `digits`. */
export function checksumOf(file: Uint8Array, digits: number): string {
  let crc = crc32c(file.subarray(0, digits));
  crc = crc32c(new TextEncoder().encode(noDigits), crc);
  crc = crc32c(file.subarray(digits + noDigits.length), crc);
  return crc.toString(16).padStart(noDigits.length, "0");
}

/**
 * @returns false when the file carries no checksum
 * @throws UserError when it carries one that does not match
 */
export function verifyChecksum(
  file: Uint8Array,
  headerEnd: number,
  metadata: Metadata,
  name: string,
): boolean {
  if (!Object.hasOwn(metadata, "checksum") && !Object.hasOwn(metadata, "crc32c")) return false;
  const digits = checksumDigits(file, headerEnd);
  if (
    metadata.checksum !== "crc32c" ||
    digits === undefined ||
    checksumOf(file, digits) !== metadata.crc32c
  ) {
    throw new UserError(
      `${name} is damaged: its checksum does not match`,
      "restore it from another checkpoint",
    );
  }
  return true;
}
