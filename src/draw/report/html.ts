/** HTML put together so that text from outside gets into it escaped, and shows what it holds unseen. */
import { printableJson, printableLines } from "../../printable.ts";

/** Text that is HTML already; everything else is escaped when it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** A template in which only `Html` goes in as it is. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => text + show(parts[i - 1]!) + string));
}

export const nothing = new Html("");

/** JSON for the inside of a script element: no text in it can end that element. */
export const jsonText = (value: unknown): string =>
  printableJson(JSON.stringify(value)).replaceAll("<", "\\u003c");

/** @param json see `jsonText` */
export const jsonScript = (id: string, json: string): Html =>
  new Html(`<script type="application/json" id="${id}">${json}</script>`);

function show(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map((one) => one.text).join("");
  return escapeHtml(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string =>
  printableLines(text, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, (character) => entities[character]!);
