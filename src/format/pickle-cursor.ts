/** Reads the operands of pickle opcodes; little-endian but where the text says otherwise. */
import { UserError } from "../user-error.ts";

/** Digits and bytes of the longest integer read: enough for any that is no attack. */
const longestInteger = 1024;

export class PickleCursor {
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly name: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws UserError: the pickle ends in the middle */
  private claim(count: number): number {
    const start = this.at;
    if (count > this.bytes.length - start) {
      throw new UserError(`${this.name} is truncated inside its pickle`, "copy or export the file again");
    }
    this.at += count;
    return start;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  damaged(what: string): UserError {
    return new UserError(`${this.name} is not a readable pickle: ${what}`, "copy or export the file again");
  }

  uint8 = (): number => this.view.getUint8(this.claim(1));
  uint16 = (): number => this.view.getUint16(this.claim(2), true);
  int32 = (): number => this.view.getInt32(this.claim(4), true);
  uint32 = (): number => this.view.getUint32(this.claim(4), true);
  /** Big-endian, as the format has it. */
  float64 = (): number => this.view.getFloat64(this.claim(8), false);

  /** A length; one beyond the file is refused before anything is made of it. */
  uint64(): number {
    const value = this.view.getBigUint64(this.claim(8), true);
    return Number(value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : value);
  }

  /** A view of the next bytes, not a copy. */
  take(count: number): Uint8Array {
    const start = this.claim(count);
    return this.bytes.subarray(start, start + count);
  }

  utf8(count: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(count));
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw this.damaged("text that is not UTF-8");
    }
  }

  latin1 = (count: number): string => fromLatin1(this.take(count));

  /** Up to the next line feed, without it. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    const text = this.latin1((end < 0 ? this.bytes.length : end) - this.at);
    this.claim(1);
    return text;
  }

  /** A two's complement integer of `count` bytes. */
  integer(count: number): number | bigint {
    if (count > longestInteger) throw this.damaged(`an integer of ${count} bytes`);
    const bytes = this.take(count);
    if (count === 0) return 0;
    const hex = Buffer.from(bytes).reverse().toString("hex");
    return plain(BigInt.asIntN(8 * count, BigInt(`0x${hex}`)));
  }

  /** An integer or, in protocol 0, a boolean, in digits. */
  integerLine(): number | bigint | boolean {
    const text = this.line();
    if (text === "00" || text === "01") return text === "01";
    const digits = text.replace(/L$/, "");
    if (!/^-?\d+$/.test(digits) || digits.length > longestInteger) {
      throw this.damaged(`the integer ${JSON.stringify(text.slice(0, 40))}`);
    }
    return plain(BigInt(digits));
  }

  floatLine(): number {
    const text = this.line();
    const value = text === "nan" ? Number.NaN : Number(text.replace(/^(-?)inf$/, "$1Infinity"));
    if (text.trim() === "" || (Number.isNaN(value) && text !== "nan")) {
      throw this.damaged(`the number ${JSON.stringify(text.slice(0, 40))}`);
    }
    return value;
  }

  /** Protocol 0 text: Latin-1 with \uXXXX and \UXXXXXXXX. */
  escapedLine(): string {
    return this.line().replace(/\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})/g, (_, short, long) => {
      const point = Number.parseInt(short ?? long, 16);
      if (point > 0x10ffff) throw this.damaged("text that is not Unicode");
      return short === undefined ? String.fromCodePoint(point) : String.fromCharCode(point);
    });
  }
}

const plain = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** Each byte a character. TextDecoder's "latin1" is another code (windows-1252). */
export const fromLatin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
