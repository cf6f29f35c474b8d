/** Whoever adds a network or a task touches its folder and one list: nobody else spells its name. */
import { expect, test } from "bun:test";
import { tasks } from "../../../src/tasks/tasks.ts";
import { allArrows, houseFiles, textOf } from "./imports.ts";
import { roomOf } from "./rooms.ts";

/** "pathIntegration" as it stands in paths: "path-integration". */
const kebab = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const capital = (kind: string): string => kind[0]!.toUpperCase() + kind.slice(1);

/** In a text: at the start of a word, as a part of a name, or as it stands in paths. */
const spelling = (kind: string): RegExp =>
  new RegExp(
    `(?<![A-Za-z])${kind}(?![a-z])|${capital(kind)}(?![a-z])|(?<![a-z])${kebab(kind)}(?![a-z])`,
    "g",
  );

/** @param others kinds whose names may have this one in them, as "tauRnn" has "rnn" */
const spelled = (text: string, kind: string, others: readonly string[] = []): string[] => {
  const longer = others.filter((other) => other !== kind && kebab(other).split("-").includes(kind));
  return (
    longer.reduce((left, other) => left.replaceAll(spelling(other), ""), text).match(spelling(kind)) ?? []
  );
};

const networks = [...new Set(tasks.flatMap((task) => task.networks.map(({ kind }) => kind)))];
const taskKinds = tasks.map(({ kind }) => kind);

/** All commands stand there, also those of one task. */
const commandList = "src/cli/commands/commands.ts";

const isIn = (folders: readonly string[], file: string) => folders.some((folder) => file.startsWith(folder));
const ownFolders = (kind: string) =>
  ["networks", "tasks", "cli/commands", "draw"].map((room) => `src/${room}/${kebab(kind)}/`);
const isOwn = (kind: string, file: string): boolean => isIn(ownFolders(kind), file) || file === commandList;

/** Layers and kernels are what networks are made of: a cell is called what it is. */
const isMaterial = (file: string): boolean => ["engine", "layers"].includes(roomOf(file));
const listsOfNetworks = taskKinds.map((kind) => `src/tasks/${kebab(kind)}/networks.ts`);

/** What files of the first version are called. */
const knownSpellings: readonly string[] = ["src/run/checkpoint.ts: rnn"];

const judged = houseFiles.filter((file) => !file.startsWith("bench/"));

test("no file spells a network that is not its own", () => {
  const found = networks.flatMap((kind) =>
    judged
      .filter((file) => !isOwn(kind, file) && !isMaterial(file) && !listsOfNetworks.includes(file))
      .flatMap((file) => spelled(textOf(file), kind, networks).map((word) => `${file}: ${word}`)),
  );
  expect(found).toEqual([...knownSpellings]);
});

test("no file spells a task that is not its own", () => {
  const found = taskKinds.flatMap((kind) =>
    judged
      .filter((file) => !isOwn(kind, file) && file !== "src/tasks/tasks.ts")
      .flatMap((file) => spelled(textOf(file), kind, taskKinds).map((word) => `${file}: ${word}`)),
  );
  expect(found).toEqual([]);
});

test("every network and every task has its folder", () => {
  const folders = [
    ...networks.map((kind) => `src/networks/${kebab(kind)}/`),
    ...taskKinds.map((kind) => `src/tasks/${kebab(kind)}/`),
  ];
  expect(folders.filter((folder) => !houseFiles.some((file) => file.startsWith(folder)))).toEqual([]);
});

test("only lists and its own commands and pictures open the folder of a network or a task", () => {
  const opened = [
    ...networks.map((kind) => ({ kind, folder: `src/networks/${kebab(kind)}/`, lists: listsOfNetworks })),
    ...taskKinds.map((kind) => ({
      kind,
      folder: `src/tasks/${kebab(kind)}/`,
      lists: ["src/tasks/tasks.ts"],
    })),
  ].flatMap(({ kind, folder, lists }) =>
    allArrows.filter(
      ({ from, to }) =>
        to.startsWith(folder) && judged.includes(from) && !isOwn(kind, from) && !lists.includes(from),
    ),
  );
  expect(opened.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("a kind is seen in every spelling, and only where it is one", () => {
  const text =
    'kind === "pathIntegration"; isPathIntegration(a); import("./path-integration/b.ts"); openRnn(); rnnLayout; "path-rnn"';
  expect(spelled(text, "pathIntegration")).toEqual([
    "pathIntegration",
    "PathIntegration",
    "path-integration",
  ]);
  expect(spelled(text, "rnn")).toEqual(["Rnn", "rnn", "rnn"]);
  const longer = "openTauRnn, tau-rnn/b.ts, tauRnn";
  expect(spelled(longer, "rnn", ["rnn", "tauRnn"])).toEqual([]);
  expect(spelled(longer, "rnn", ["rnn"]).length).toBe(3);
  expect(spelled("pattern, Rnnx, returning; path integration", "rnn")).toEqual([]);
  expect(spelled("the path of an integration", "pathIntegration")).toEqual([]);
});
