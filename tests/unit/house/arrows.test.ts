/** The house as it stands: every import goes along an arrow, and no files go round in a circle. */
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { circlesOf, reachable } from "./circles.ts";
import { type Arrow, allArrows, houseFiles, importsIn, repository, textOf } from "./imports.ts";
import { besides, objection, roomOf } from "./rooms.ts";

/** Files that load others by a name they make: a worker the module of a job, and HDF5 a second instance of its library. */
const loadsByName: readonly string[] = ["src/engine/worker.ts", "src/format/hdf5.ts"];

const nameOf = ({ from, to }: Arrow): string => `${from} -> ${to}`;

function shown(arrow: Arrow): string {
  const { from, to, line } = arrow;
  return `${from}:${line}: ${textOf(from).split("\n")[line - 1]}\n    imports ${to}: ${objection(from, to)}`;
}

test("every file stands in a room, and every import names a file", () => {
  for (const file of houseFiles) expect(roomOf(file)).toBeString();
  // The kernels are built.
  const missing = allArrows.filter(({ to }) => !to.startsWith("build/") && !existsSync(join(repository, to)));
  expect(missing.map(nameOf)).toEqual([]);
});

test("every import goes along an arrow", () => {
  const wrong = allArrows.filter(({ from, to }) => objection(from, to) !== undefined);
  expect(wrong.map(shown)).toEqual([]);
});

test("no files go round in a circle", () => {
  expect(circlesOf(allArrows)).toEqual([]);
});

test("no room is let beside another for nothing", () => {
  const inside = allArrows.filter(({ to }) => /^(src|repl|bench)\//.test(to));
  const used = new Set(inside.map(({ from, to }) => `${roomOf(from)} -> ${roomOf(to)}`));
  expect(besides.filter((pair) => !used.has(pair))).toEqual([]);
});

test("all that runs in the page can run in a browser", () => {
  const running = allArrows.filter(({ typeOnly }) => !typeOnly);
  const targets = Map.groupBy(running, ({ from }) => from);
  const uses = new Map([...targets].map(([from, arrows]) => [from, arrows.map(({ to }) => to)]));
  const main = "src/draw/report/page/main.ts";
  const files = [main, ...reachable(main, uses)];
  expect(files).toContain("src/draw/colour-map.ts");
  const foreign = files.flatMap((file) =>
    importsIn(textOf(file))
      .filter(({ path, typeOnly }) => !typeOnly && /^(node:|bun\b)/.test(path))
      .map(({ path }) => `${file} -> ${path}`),
  );
  expect(foreign).toEqual([]);
});

test("the reader sees whatever Bun sees, and no import hides its path", () => {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  for (const file of houseFiles) {
    const text = textOf(file);
    const read = importsIn(text).map(({ path }) => path);
    for (const { path, kind } of transpiler.scanImports(text.replace(/^#!.*/, ""))) {
      if (kind !== "require-call") expect(read).toContain(path);
    }
    const hidden = /\bimport\((?!\s*")/.test(text);
    if (hidden !== loadsByName.includes(file))
      throw new Error(`${file} imports by a name that cannot be read`);
  }
});
