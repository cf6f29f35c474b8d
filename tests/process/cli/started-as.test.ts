/** What is printed to be typed is what the program was started by. */
import { expect, test } from "bun:test";
import { symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { environmentWithBun } from "../../support/environment-with-bun.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const root = join(import.meta.dir, "../../..");
const npx = ["npx", "--yes", "--offline", `bun@${Bun.version}`];
const hasNpx = Bun.which("npx") !== null && Bun.spawnSync([...npx, "--version"]).success;

/** Without what `bun run` and npx that started the tests put before it. */
const path = (environmentWithBun().PATH ?? "")
  .split(delimiter)
  .filter((folder) => !/node_modules[\\/]\.bin$/.test(folder))
  .join(delimiter);

/** What a command line suggests to list runs. */
function suggested(command: readonly string[], cwd = root, PATH = path): string | undefined {
  const env = { ...process.env, PATH, npm_lifecycle_event: undefined, npm_package_json: undefined };
  const { exitCode, stderr } = Bun.spawnSync([...command, "--resume", "nowhere"], { cwd, env });
  expect(exitCode).toBe(1);
  return /name a run directory; (.*) lists them/.exec(stderr.toString())?.[1];
}

test("bun run", () => {
  expect(suggested(["bun", "run", "train"])).toBe("bun run entorhinal runs");
  expect(suggested(["bun", "run", "entorhinal", "train"])).toBe("bun run entorhinal runs");
});

test.skipIf(!hasNpx)(`npx (needs npx, and bun ${Bun.version} known to it)`, () => {
  const again = `npx --yes bun@${Bun.version} run entorhinal runs`;
  expect(suggested([...npx, "run", "train"])).toBe(again);
});

test.skipIf(process.platform === "win32")("a link to the program, in any folder (not on Windows)", () => {
  const folder = temporaryDirectory();
  symlinkSync(join(root, "src/main.ts"), join(folder, "entorhinal"));
  const own = folder + delimiter + path;
  expect(suggested([join(folder, "entorhinal"), "train"], temporaryDirectory(), own)).toBe("entorhinal runs");
});

test("the file of the program, in another folder", () => {
  const main = join(root, "src/main.ts");
  expect(suggested(["bun", main, "train"], temporaryDirectory())).toBe(`bun ${main} runs`);
});
