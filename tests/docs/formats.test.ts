/** The tables of docs/formats.md against the files that the commands write. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type NpyArray, npyArray } from "../../src/format/npy-array.ts";
import { readNpz } from "../../src/format/npz.ts";
import { readSafetensors } from "../../src/format/safetensors.ts";
import { writeActivityFile } from "../support/activity-file.ts";
import { capture } from "../support/capture.ts";
import { newestOf, trainTinyRun } from "../support/tiny-run.ts";
import { readDocument } from "./documents.ts";
import { scratchFolder } from "./scratch.ts";

const page = readDocument("docs/formats.md");
const cwd = await scratchFolder(["runs/first"]);

/** Cells of the rows of a section's table, without its head. */
function tableOf(section: string, number = 0): string[][] {
  const text = page.split(`\n## ${section}\n`)[1]!.split("\n## ")[0]!;
  const paragraphs = text.split("\n\n").map((paragraph) => paragraph.trim());
  const rows = paragraphs
    .filter((paragraph) => paragraph.startsWith("|"))
    [number]!.split("\n")
    .slice(2);
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

/** Of each command: every array with its type and number of axes, as the page has it. */
function documentedArrays(): Map<string, Record<string, string>> {
  const byCommand = new Map<string, Record<string, string>>();
  let command = "";
  for (const [name, arrays, type, shape] of tableOf("What the commands write")) {
    command = codesIn(name!)[0] ?? command;
    const entries = codesIn(arrays!).map((array) => [array, `${type}, ${axesOf(shape!)}`]);
    byCommand.set(command, { ...byCommand.get(command), ...Object.fromEntries(entries) });
  }
  return byCommand;
}

/** `encode` keeps the axes of its positions, [N, T, 2] here. */
const axesOf = (shape: string): number =>
  shape === "[]" ? 0 : shape.replace("...", "N, T").split(",").length;

const describeArray = ({ kind, shape }: NpyArray): string =>
  `${kind === "string" ? "text" : kind}, ${shape.length}`;

test("the arrays of every command", async () => {
  const commands = {
    simulate: "--trajectories 3 --steps 5 --shape circle --ego --out simulate.npz",
    encode: "simulate.npz --cells 16 --out encode.npz",
    ratemaps: "runs/first --trajectories 300 --best 0 --out ratemaps.npz",
    decode: "runs/first --trajectories 5 --out decode.npz",
    score: "ratemaps.npz --shuffles 20 --key rate_map --out score.npz",
  };
  const documented = documentedArrays();
  expect([...documented.keys()]).toEqual(Object.keys(commands));
  for (const [command, flags] of Object.entries(commands)) {
    const { code, stderr } = await capture([command, ...flags.split(" ")], { cwd });
    expect({ command, code, stderr }).toMatchObject({ command, code: 0 });
    const archive = readNpz(join(cwd, `${command}.npz`));
    const written = archive.names().map((name) => [name, describeArray(archive.get(name))]);
    expect({ command, ...Object.fromEntries(written) }).toEqual({ command, ...documented.get(command) });
  }
});

test("the arrays of every file of lags", async () => {
  const few = "--units 0-3 --max-lag 2 --trajectories 100 --raw --out lags".split(" ");
  expect(await capture(["lags", "runs/first", ...few], { cwd })).toMatchObject({ code: 0 });
  const documented = new Map<string, Record<string, string>>();
  let file = "";
  for (const [name, arrays, type, shape] of tableOf("Files of lags")) {
    file = codesIn(name!)[0]?.replace("NAME", "first") ?? file;
    const entries = codesIn(arrays!).map((array) => [array, `${type}, ${axesOf(shape!)}`]);
    documented.set(file, { ...documented.get(file), ...Object.fromEntries(entries) });
  }
  expect(documented.size).toBe(4);
  for (const [name, arrays] of documented) {
    const archive = readNpz(join(cwd, "lags", name));
    const again = /^(?:half[12]|untrained)_/;
    const written = archive
      .names()
      .filter((array) => !again.test(array))
      .map((array) => [array, describeArray(archive.get(array))]);
    expect({ name, ...Object.fromEntries(written) }).toEqual({ name, ...arrays });
    for (const array of archive.names()) expect(Object.keys(arrays)).toContain(array.replace(again, ""));
  }
});

test("the tensors of a checkpoint", () => {
  const folder = join(cwd, "runs/first/checkpoints");
  const newest = join(folder, readdirSync(folder).sort().at(-1)!);
  const { tensors, metadata } = readSafetensors(readFileSync(newest), newest);
  const sizes: Record<string, number> = { units: 16, cells: 32, "2": 2 };
  const rows = tableOf("A checkpoint").filter(([name]) => !name!.includes("adam"));
  const weights = rows.filter(([name]) => name !== "`place_centres`").map(([name]) => codesIn(name!)[0]!);
  const moments = weights.flatMap((name) => [`adam.exp_avg.${name}`, `adam.exp_avg_sq.${name}`]);
  expect([...tensors.keys()].sort()).toEqual([...weights, "place_centres", ...moments].sort());
  for (const [name, shape] of rows) {
    const expected = shape!
      .slice(1, -1)
      .split(", ")
      .map((side) => sizes[side]!);
    expect([name, ...tensors.get(codesIn(name!)[0]!)!.shape]).toEqual([name, ...expected]);
  }
  // The checksum is checked and taken off when a file is read.
  const paragraph = page.split("\nThe metadata are ")[1]!.split("\n")[0]!;
  expect(Object.keys(metadata).sort()).toEqual(
    codesIn(paragraph)
      .filter((name) => name in metadata)
      .sort(),
  );
});

test.each([
  { kind: "gru", gates: 3, table: 1 },
  { kind: "lstm", gates: 4, table: 2 },
])("the tensors of the kind $kind", async ({ kind, gates, table }) => {
  const run = await trainTinyRun(2, ["--set", `model.kind=${kind}`, "--set", "model.units=16"]);
  const { tensors } = readSafetensors(readFileSync(newestOf(run)), kind);
  const sizes: Record<string, number> = { [`${gates} units`]: gates * 16, units: 16, cells: 32, "2": 2 };
  const documented = tableOf("A checkpoint", table).map(([name, shape]) => [
    codesIn(name!)[0]!,
    shape!
      .slice(1, -1)
      .split(", ")
      .map((side) => sizes[side]),
  ]);
  const own = [...tensors].filter(([name]) => name.startsWith("RNN.") || name.startsWith("cell_encoder"));
  expect(documented).toEqual(own.map(([name, { shape }]) => [name, [...shape]]));
});

test("the arrays of a file of activity are those that are read", async () => {
  const path = join(cwd, "activity.npz");
  const evaluated = () => capture(["evaluate", path, "--bins", "8", "--json"]);
  const wrong = npyArray(new Float64Array(7), [7]);
  for (const [name, , , missing] of tableOf("Files of activity")) {
    const array = codesIn(name!)[0]!;
    writeActivityFile(path, { [array]: wrong });
    expect((await evaluated()).stderr).toContain(`activity.npz[${array}] has the shape (7,)`);
    writeActivityFile(path, { [array]: undefined });
    const { code, stderr } = await evaluated();
    expect({ array, code }).toEqual({ array, code: missing === "refused" ? 1 : 0 });
    if (code === 1) expect(stderr).toContain(`has no ${array}`);
  }
  writeActivityFile(path);
  expect(await evaluated()).toMatchObject({ code: 0 });
});

test("every file of a run is on the page", () => {
  const documented = tableOf("A run directory").map(([name]) => codesIn(name!)[0]!);
  for (const file of readdirSync(join(cwd, "runs/first"), { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name).slice(join(cwd, "runs/first/").length);
    const known = documented.some((name) => path === name.replace(/\/$/, "") || sameKind(name, path));
    expect({ path, known: known || path === "checkpoints" }).toEqual({ path, known: true });
  }
});

/** `step-000500` stands for every step, `*` for anything. */
const sameKind = (name: string, path: string): boolean =>
  new RegExp(`^${name.replaceAll(".", "\\.").replace("*", ".*").replace("000500", "\\d+")}$`).test(path);

test("every key of metrics.jsonl is on the page", () => {
  const [line] = readFileSync(join(cwd, "runs/first/metrics.jsonl"), "utf8").split("\n");
  const paragraph = page.split("`metrics.jsonl` has ")[1]!.split("\n\n")[0]!;
  for (const key of Object.keys(JSON.parse(line!))) expect(paragraph).toContain(`\`${key}\``);
});
