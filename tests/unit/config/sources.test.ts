import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig } from "../../../src/config/resolve.ts";
import { printConfig, readConfigFile } from "../../../src/config/sources.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

function file(text: string): string {
  const path = join(temporaryDirectory(), "my.yaml");
  writeFileSync(path, text);
  return path;
}

describe("a configuration file", () => {
  test("with a key twice is refused, naming file, line and key", async () => {
    const path = file("seed: 1\ntrain:\n  steps: 5\n  batchSize: 2\n  steps: 50\n");
    const { code, stderr } = await capture(["train", "--config", path, "--run", "x"]);
    expect(code).toBe(2);
    expect(stderr).toBe(`error: ${path}: line 5 has the key steps a second time\n  keep one of them\n`);
  });

  test("that sets the prototype sets nothing: it is no setting", () => {
    const path = file("__proto__: {seed: 5}\n");
    expect(userErrorOf(() => resolveConfig([readConfigFile(path)]))).toStartWith(
      "there is no setting __proto__",
    );
    const world = file("world:\n  __proto__: {boxWidth: 5}\n");
    expect(userErrorOf(() => resolveConfig([readConfigFile(world)]))).toContain("no setting world.__proto__");
  });

  test.skipIf(!Bun.which("mkfifo"))(
    "that is a pipe is refused at once (skipped without mkfifo)",
    async () => {
      const pipe = join(temporaryDirectory(), "pipe");
      Bun.spawnSync(["mkfifo", pipe]);
      const { code, stderr } = await capture(["train", "--config", pipe, "--run", "x"]);
      expect(code).toBe(2);
      expect(stderr).toBe(`error: ${pipe} is a pipe, not a regular file\n  name a readable YAML file\n`);
    },
  );
});

test("the same settings are the same text, wherever a zero in them came from", () => {
  const [computed, negative] = new Float64Array([0, -0]);
  const text = printConfig({ world: { a: 0, list: [0, 1.5] }, none: null, yes: false });
  expect(printConfig({ world: { a: computed, list: [negative, 1.5] }, none: null, yes: false })).toBe(text);
  expect(text).toContain("a: 0\n");
});
