/** Documents may be followed one after the other in one folder: what one has made is in nobody's way. */
import { expect, test } from "bun:test";
import { documents, readDocument } from "./documents.ts";
import { parseShellLine } from "./shell-line.ts";
import { stepsOf } from "./steps.ts";

/** Its examples are read one by one. */
const reference = "docs/commands.md";

/** Files and runs that a command line makes, and refuses to make twice. */
function made(text: string): string[] {
  const { words, into } = parseShellLine(text)!;
  if (words.includes("--force")) return [];
  const named = words.filter((_, i) => /^--(out|run)$/.test(words[i - 1] ?? ""));
  return into === undefined ? named : [...named, into];
}

test("no file and no run is made by two lines", () => {
  const lines = documents
    .filter((name) => name !== reference)
    .flatMap((document) =>
      stepsOf(readDocument(document))
        .filter(({ kind }) => kind === "command")
        .flatMap(({ text, line }) => made(text).map((name) => ({ name, where: `${document}:${line}` }))),
    );
  expect(lines.length).toBeGreaterThan(20);
  const places = Object.groupBy(lines, ({ name }) => name);
  const twice = Object.entries(places)
    .filter(([, all]) => all!.length > 1)
    .map(([name, all]) => `${name}: ${all!.map(({ where }) => where).join(", ")}`);
  expect(twice).toEqual([]);
});

test("what a line makes is read off its flags", () => {
  expect(made("bun run train --preset quick --run runs/a")).toEqual(["runs/a"]);
  expect(made("bun run entorhinal figure quick scores --out a.svg > b.txt")).toEqual(["a.svg", "b.txt"]);
  expect(made("bun run entorhinal report quick --out a.html --force")).toEqual([]);
});
