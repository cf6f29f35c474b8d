/**
 * FEATURES.md: one row for each thing that the published code bases have. Every line of the command line is run, every line of the
 * shell resolved.
 */
import { expect, test } from "bun:test";
import { shellCommandOf } from "../../repl/commands.ts";
import { commonFlags } from "../../src/cli/frame/command.ts";
import { parseFlags } from "../../src/cli/frame/flags.ts";
import { readDocument } from "./documents.ts";
import { countsOf, readCounts, readFeatures, readState } from "./features.ts";
import { checkArguments, entorhinalArguments, runLine } from "./run-line.ts";
import { scratchFolder } from "./scratch.ts";
import { parseShellLine } from "./shell-line.ts";

const page = readDocument("FEATURES.md");
const sections = readFeatures(page);
const features = sections.flatMap((section) => section.features);
const linesOfAll = [...new Set(features.flatMap(({ lines }) => lines))];

/** Of the command line, or else of the shell. */
const isCommand = (line: string): boolean => entorhinalArguments(line.split(" ")) !== undefined;

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);

test("there is one row for each of the 159", () => {
  const ids = features.map(({ id }) => id);
  expect(ids.length).toBe(159);
  expect(ids.sort()).toEqual([...numbered("S", 45), ...numbered("B", 45), ...numbered("M", 69)].sort());
});

test("the counts are those of the rows", () => {
  expect(readCounts(page)).toBe(countsOf(features));
  for (const { title, counts, features } of sections) {
    expect({ title, counts }).toEqual({ title, counts: countsOf(features) });
  }
});

test("a state is one of four", () => {
  expect(readState("`entorhinal runs`, `watch`")).toEqual({
    state: "here",
    lines: ["entorhinal runs", "watch"],
  });
  expect(readState("differs, because it is blue: `watch`")).toEqual({ state: "differ", lines: ["watch"] });
  expect(readState("not yet")).toEqual({ state: "not yet", lines: [] });
  expect(readState("not yet; a half: `watch`")).toEqual({ state: "in part", lines: ["watch"] });
  for (const other of ["", "soon", "here", "not yet; a half", "differs: `watch`", "`watch` and more"]) {
    expect(() => readState(other)).toThrow("no state of a feature");
  }
});

/** What a line may read and does not make itself. */
const atHand = [
  "walk.npz",
  "records",
  "maps.npz",
  "model.pth",
  "w.npy",
  "pc.npy",
  "runs/first",
  "runs/two",
  "rat.nwb",
  "activity.npz",
];

test.each(linesOfAll.filter(isCommand))(
  "%s",
  async (line) => {
    const { words } = parseShellLine(line)!;
    // Also where a rule replaces all words.
    await checkArguments(entorhinalArguments(words)!);
    const read = words.filter(
      (word, i) => atHand.includes(word) && !["--out", "--run"].includes(words[i - 1]!),
    );
    const written = await runLine(line, { cwd: await scratchFolder(read) });
    if (written) expect(written).toMatchObject({ code: 0 });
  },
  60_000,
);

test.each(linesOfAll.filter((line) => !isCommand(line)))("%s, in the shell", async (line) => {
  await checkShellLine(line);
});

test("a line that nothing understands is refused", async () => {
  await expect(checkShellLine("nonsense")).rejects.toThrow("no command nonsense");
  await expect(checkShellLine("watch --nonsense")).rejects.toThrow("unknown flag --nonsense");
  await expect(checkShellLine("watch a b c")).rejects.toThrow("watch takes no");
});

/** @throws Error when the command, a flag or a word does not exist */
async function checkShellLine(line: string): Promise<void> {
  const [name, ...words] = line.split(" ");
  const entry = shellCommandOf(name!);
  if (!entry) throw new Error(`the shell has no command ${name}`);
  const command = await entry.load();
  const { positionals } = parseFlags(words, { ...command.flags, ...commonFlags });
  if (positionals.length > command.positionals.length && !command.positionals.at(-1)?.many) {
    throw new Error(`${name} takes no ${positionals}`);
  }
}
