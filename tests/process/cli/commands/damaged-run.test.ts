/** A run with one file that is not what it should be: every command and the shell answer in lines, and at once. */
import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { complete } from "../../../../repl/completion.ts";
import { execute } from "../../../../repl/dispatch.ts";
import { UserError } from "../../../../src/user-error.ts";
import { capture } from "../../../support/capture.ts";
import { fakeShell } from "../../../support/fake-shell.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
wantSteps(run, 30);

const files = ["manifest.json", "config.yaml", "metrics.jsonl", "checkpoints"];
const damages: Readonly<Record<string, (path: string) => unknown>> = {
  null: (path) => writeFileSync(path, "null\n"),
  "a folder": (path) => mkdirSync(path),
  "a pipe": (path) => Bun.spawnSync(["mkfifo", path]),
  "a link to itself": (path) => symlinkSync(basename(path), path),
  endless: (path) => {
    writeFileSync(path, "");
    truncateSync(path, 50e9);
  },
};
const cases = files.flatMap((file) =>
  Object.entries(damages)
    .filter(([name]) => file !== "checkpoints" || name !== "a folder")
    .map(([name, damage]) => [file, name, damage] as const),
);

const few = ["--trajectories", "2", "--steps", "20", "--quiet"];
const commands: readonly (readonly string[])[] = [
  ["evaluate", "runs/bad", ...few],
  ["report", "runs/bad", "--out", "bad.html", ...few],
  ["figure", "runs/bad", "loss", "--out", "loss.svg"],
  ["export", "runs/bad", "--out", "bad.npz"],
  ["train", "--resume", "runs/bad", "--quiet"],
];

describe.skipIf(!Bun.which("mkfifo")).each(cases)(
  "%s that is %s (skipped without mkfifo)",
  (file, _, damage) => {
    test("is said, and what is beside it is listed", async () => {
      const cwd = temporaryDirectory();
      mkdirSync(join(cwd, "runs"));
      for (const name of ["bad", "good"]) cpSync(run.path, join(cwd, "runs", name), { recursive: true });
      const path = join(cwd, "runs/bad", file);
      rmSync(path, { recursive: true });
      damage(path);

      const listed = await capture(["runs"], { cwd });
      expect(listed).toMatchObject({ code: 0, stderr: "" });
      expect(listed.stdout).toMatch(/^ bad +damaged /m);
      expect(listed.stdout).toMatch(/^ good +stopped /m);
      const asJson = JSON.parse((await capture(["runs", "--json"], { cwd })).stdout).runs;
      expect(asJson.find(({ name }: { name: string }) => name === "bad").trouble).toContain("runs/bad");

      for (const argv of commands) {
        const { code, stderr } = await capture(argv, { cwd });
        expect({ argv, lines: stderr.split("\n").length }).toEqual({ argv, lines: code === 0 ? 1 : 3 });
        expect(stderr).not.toContain("this is a bug");
      }

      const { shell, written } = fakeShell(cwd);
      for (const line of ["runs", "open bad", "loss bad", "compare good bad", "open good"]) {
        try {
          await execute(shell, line);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
      expect(written.stdout).toMatch(/^ good +stopped /m);
      expect(shell.network.name).toBe("runs/good");
      expect((await complete("open g", shell)).candidates).toEqual(["good "]);
      await shell.close();
    });
  },
);
