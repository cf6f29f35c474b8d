/** An answer as it is written to stdout: one line of JSON, or a text that ends its line. */
import { printableJson } from "../../printable.ts";

/** One line of JSON: typed arrays as lists; NaN, infinities and undefined as null; whatever a text holds unseen is an escape. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (part === undefined) return null;
    const list = ArrayBuffer.isView(part) && !(part instanceof DataView);
    return list ? Array.from(part as unknown as ArrayLike<number>) : part;
  });
  return printableJson(json);
}

/** Text that ends a line, unless it is empty. */
export const withNewline = (text: string): string =>
  text.endsWith("\n") || text === "" ? text : `${text}\n`;
