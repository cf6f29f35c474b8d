import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { programWords, type Start } from "../../src/program-words.ts";
import { temporaryDirectory } from "../support/temporary.ts";

const root = join(import.meta.dir, "../..");
const main = join(root, "src/main.ts");

/** A folder with programs of these names. */
function folderOf(names: readonly string[], inside = ""): string {
  const folder = join(temporaryDirectory(), inside);
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), "#!/bin/sh\n");
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const withBun = folderOf(["bun", "npx"]);
const npxOnly = folderOf(["npx"]);
const script = { npm_lifecycle_event: "entorhinal", npm_package_json: join(root, "package.json") };

const started = (PATH: readonly string[], more: Partial<Start> = {}): Start => ({
  file: main,
  cwd: root,
  bun: "/opt/bun",
  version: "1.4.5",
  ...more,
  env: { PATH: PATH.join(delimiter), ...more.env },
});

const evaluate = (start: Start) => programWords("evaluate", start).join(" ");

test("by bun run: the script, one of its own where there is one", () => {
  const start = started([join(root, "node_modules/.bin"), withBun], { env: script });
  expect(evaluate(start)).toBe("bun run entorhinal evaluate");
  expect(programWords("train", start)).toEqual(["bun", "run", "train"]);
  expect(evaluate(started([withBun]))).toBe("bun run entorhinal evaluate");
});

test("by npx, which brings a bun of its own", () => {
  const brought = folderOf(["bun"], "_npx/8666902f26f2dc1a/node_modules/.bin");
  for (const path of [
    [brought, npxOnly],
    [brought, withBun],
  ]) {
    const start = started(path, { env: script });
    expect(evaluate(start)).toBe("npx --yes bun@1.4.5 run entorhinal evaluate");
    expect(programWords("train", start)).toEqual(["npx", "--yes", "bun@1.4.5", "run", "train"]);
  }
});

test("without Bun on the PATH: by npx, or by Bun's own path", () => {
  const lent = [folderOf(["bun"], "node_modules/.bin"), folderOf(["bun"], "bun-node-1a2b")];
  expect(evaluate(started([...lent, npxOnly], { env: script }))).toBe(
    "npx --yes bun@1.4.5 run entorhinal evaluate",
  );
  expect(evaluate(started(lent, { env: script }))).toBe("/opt/bun run entorhinal evaluate");
});

test("by a link to the program, wherever it is called", () => {
  const linked = folderOf(["bun"]);
  symlinkSync(main, join(linked, "entorhinal"));
  const start = started([linked], { cwd: "/" });
  expect(evaluate(start)).toBe("entorhinal evaluate");
  expect(programWords("train", start)).toEqual(["entorhinal", "train"]);
  expect(evaluate(started([linked], { env: script }))).toBe("bun run entorhinal evaluate");
  expect(evaluate(started([folderOf(["bun", "entorhinal"])]))).toBe("bun run entorhinal evaluate");
});

test("by its file from another folder", () => {
  const file = join(root, "repl/background/training-process.ts");
  expect(evaluate(started([withBun], { cwd: "/", file }))).toBe(`bun ${main} evaluate`);
  expect(evaluate(started([npxOnly], { cwd: "/" }))).toBe(`npx --yes bun@1.4.5 ${main} evaluate`);
});

test("whoever imports the program has not started it", () => {
  const file = join(root, "tests/unit/program-words.test.ts");
  expect(evaluate(started([npxOnly], { cwd: "/", file }))).toBe("bun run entorhinal evaluate");
});
