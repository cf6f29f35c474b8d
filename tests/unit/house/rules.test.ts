/** The rules by which arrows.test.ts judges, each with what it forbids and what it lets pass. */
import { describe, expect, test } from "bun:test";
import { circlesOf } from "./circles.ts";
import { arrowsOf, importsIn } from "./imports.ts";
import { objection, roomOf } from "./rooms.ts";

const forbidden: readonly [from: string, to: string, why: RegExp][] = [
  ["src/engine/pool.ts", "src/world/arena.ts", /below world/],
  ["src/world/arena.ts", "src/code/place-code.ts", /below code/],
  ["src/layers/linear.ts", "src/networks/rnn/forward.ts", /below networks/],
  ["src/networks/rnn/forward.ts", "src/tasks/maze/batch.ts", /below tasks/],
  ["src/tasks/maze/batch.ts", "src/config/tree.ts", /below config/],
  ["src/analyse/null.ts", "src/session/resumed-run.ts", /below session/],
  ["src/session/resumed-run.ts", "src/cli/frame/io.ts", /below cli/],
  ["src/run/run-lock.ts", "src/train/trainer.ts", /beside train/],
  ["src/run/run-lock.ts", "src/exchange/network-file.ts", /beside exchange/],
  ["src/config/tree.ts", "src/run/run-lock.ts", /beside run/],
  ["src/exchange/network-file.ts", "src/run/run-lock.ts", /beside run/],
  ["src/exchange/network-file.ts", "src/config/tree.ts", /beside config/],
  ["src/train/trainer.ts", "src/config/tree.ts", /beside config/],
  ["src/analyse/null.ts", "src/train/trainer.ts", /beside train/],
  ["src/cli/commands/runs.ts", "repl/shell.ts", /beside repl/],
  ["src/cli/commands/runs.ts", "bench/measure.ts", /beside bench/],
  ["repl/shell.ts", "bench/measure.ts", /beside bench/],
  ["src/cli/commands/runs.ts", "src/commands.ts", /used by nobody/],
  ["repl/shell.ts", "src/main.ts", /used by nobody/],
  ["src/cli/frame/help.ts", "src/cli/commands/runs.ts", /the frame/],
  ["src/draw/table.ts", "src/analyse/null.ts", /plain arrays/],
  ["src/draw/table.ts", "src/format/npz.ts", /plain arrays/],
  ["src/session/resumed-run.ts", "src/draw/table.ts", /only cli, repl and bench/],
  ["src/format/npz.ts", "src/draw/table.ts", /only cli, repl and bench/],
  ["src/format/npz.ts", "src/engine/pool.ts", /uses nobody/],
  ["src/user-error.ts", "src/format/npz.ts", /uses nobody/],
  ["src/cli/commands/report/command.ts", "src/draw/report/page/main.ts", /browser/],
  ["src/draw/report/page.ts", "src/draw/report/page/main.ts", /browser/],
  ["src/draw/report/page/main.ts", "src/engine/pool.ts", /nothing else/],
  ["src/draw/report/page/main.ts", "src/format/npz.ts", /nothing else/],
  ["src/world/arena.ts", "build/kernels.js", /engine's/],
  ["src/world/arena.ts", "tests/support/golden.ts", /outside/],
];

const allowed: readonly [from: string, to: string][] = [
  ["src/world/arena.ts", "src/engine/pool.ts"],
  ["src/world/arena.ts", "src/world/motion.ts"],
  ["src/train/trainer.ts", "src/run/run-lock.ts"],
  ["repl/shell.ts", "src/cli/frame/io.ts"],
  ["repl/shell.ts", "src/cli/commands/runs.ts"],
  ["bench/cli/command.ts", "src/cli/frame/command.ts"],
  ["src/cli/commands/runs.ts", "src/cli/frame/io.ts"],
  ["bench/cli/command.ts", "src/draw/table.ts"],
  ["src/engine/pool.ts", "src/format/npz.ts"],
  ["src/format/npz.ts", "src/user-error.ts"],
  ["src/draw/table.ts", "src/suggest.ts"],
  ["src/setting.ts", "src/user-error.ts"],
  ["src/draw/report/page/main.ts", "src/draw/colour-map.ts"],
  ["src/commands.ts", "repl/command.ts"],
  ["src/main.ts", "src/commands.ts"],
  ["src/engine/kernels.ts", "build/kernels.js"],
  ["src/run/manifest.ts", "package.json"],
];

describe("arrows", () => {
  test.each(forbidden)("%s may not import %s", (from, to, why) => {
    expect(objection(from, to)).toMatch(why);
  });

  test.each(allowed)("%s may import %s", (from, to) => {
    expect(objection(from, to)).toBeUndefined();
  });

  test("a file beside the rooms is noticed", () => {
    expect(() => roomOf("src/helpers.ts")).toThrow("no room");
    expect(() => roomOf("src/utils/text.ts")).toThrow("no room");
  });
});

test("imports are read in every form, with their lines", () => {
  const text = [
    'import { a, type B } from "./one.ts";',
    'import type { C } from "./two.ts";',
    'import { type D, type E } from "./three.ts";',
    "import {",
    "  f,",
    '} from "./four.ts";',
    'import * as g from "node:fs";',
    'import h from "../five.json" with { type: "json" };',
    'import "./six.ts";',
    'export { i } from "./seven.ts";',
    'export * from "./eight.ts";',
    'export type { J } from "./nine.ts";',
    'const later = () => import("./ten.ts");',
    '// import { no } from "./comment.ts";',
    "export const words = [",
    '  "import json from",',
    "];",
  ].join("\n");
  expect(importsIn(text).map(({ path, line, typeOnly }) => [path, line, typeOnly])).toEqual([
    ["./one.ts", 1, false],
    ["./two.ts", 2, true],
    ["./three.ts", 3, true],
    ["./four.ts", 4, false],
    ["node:fs", 7, false],
    ["../five.json", 8, false],
    ["./six.ts", 9, false],
    ["./seven.ts", 10, false],
    ["./eight.ts", 11, false],
    ["./nine.ts", 12, true],
    ["./ten.ts", 13, false],
  ]);
  const to = arrowsOf("src/run/file.ts", text).map((arrow) => arrow.to);
  expect(to).toContain("src/five.json");
  expect(to).toContain("src/run/ten.ts");
  expect(to).toHaveLength(10);
});

describe("circles", () => {
  const edges = (...names: string[]) => names.map((name) => ({ from: name[0]!, to: name[1]! }));

  test("none where all arrows end", () => {
    expect(circlesOf(edges("ab", "bc", "ac", "cd"))).toEqual([]);
  });

  test("a file that imports itself, two that know each other, and a longer way round", () => {
    expect(circlesOf(edges("aa"))).toEqual(["a -> a"]);
    expect(circlesOf(edges("ab", "ba", "bc"))).toEqual(["a -> b -> a"]);
    expect(circlesOf(edges("xa", "ab", "bc", "ca", "dc"))).toEqual(["a -> b -> c -> a"]);
  });

  test("each knot once, by its shortest circle", () => {
    expect(circlesOf(edges("ab", "bc", "ca", "ba", "pq", "qp", "ap"))).toEqual([
      "a -> b -> a",
      "p -> q -> p",
    ]);
  });
});
