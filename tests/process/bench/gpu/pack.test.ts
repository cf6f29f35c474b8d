/** The check for a machine with a card, packed and run as there, but on a driver that computes on the processor. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { PartOutcome } from "../../../../bench/gpu/check/run-part.ts";
import type { StepTime } from "../../../../bench/gpu/check/step-table.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

setDefaultTimeout(180_000);

const driver = [process.env.VK_DRIVER_FILES, "/usr/lib/chromium/vk_swiftshader_icd.json"].find(
  (path) => path?.includes("swiftshader") && existsSync(path),
);
const isLinux = process.platform === "linux" && process.arch === "x64";
const why = !isLinux ? " (skipped: not Linux x64)" : driver ? "" : " (skipped: no SwiftShader)";

/** What a bare machine has: no Bun, no Python. */
const tools = ["sh", "tar", "gzip", "mktemp", "rm", "chmod", "dirname"];
const mebibyte = 2 ** 20;

test.skipIf(why !== "")(`a pack of at most 60 MiB runs on a bare machine from an empty folder${why}`, () => {
  const home = temporaryDirectory();
  const folder = (name: string) => {
    mkdirSync(join(home, name));
    return join(home, name);
  };
  const [bin, empty, temporary] = [folder("bin"), folder("empty"), folder("temporary")];
  for (const tool of tools) symlinkSync(Bun.which(tool)!, join(bin, tool));
  const pack = join(home, "pack");
  const program = join(import.meta.dir, "../../../../bench/gpu/pack.ts");
  const packed = Bun.spawnSync([process.execPath, program, "--out", pack]);
  expect([packed.exitCode, packed.stderr.toString()]).toEqual([0, ""]);
  const bytes = readdirSync(pack).reduce((sum, name) => sum + statSync(join(pack, name)).size, 0);
  expect(bytes).toBeLessThan(60 * mebibyte);

  const words = ["--small", "--only", "doctor,webgpu,torch,hybrid", "--out", "check.json"];
  const env = { PATH: bin, HOME: empty, TMPDIR: temporary, VK_DRIVER_FILES: driver! };
  const run = Bun.spawnSync([join(bin, "sh"), join(pack, "run.sh"), ...words], { cwd: empty, env });
  expect([run.exitCode, run.stderr.toString()]).toEqual([0, ""]);
  expect(run.stdout.toString()).toContain("doctor: adapter not as it must be");
  const { parts, steps }: { parts: PartOutcome[]; steps: StepTime[] } = JSON.parse(
    readFileSync(join(empty, "check.json"), "utf8"),
  );
  const statusOf = Object.fromEntries(parts.map(({ name, status }) => [name, status]));
  // A machine with PyTorch in its usual place has that, too.
  expect(["done", "skipped"]).toContain(statusOf.torch!);
  expect(statusOf).toEqual({ doctor: "done", webgpu: "done", torch: statusOf.torch!, hybrid: "done" });
  const measured = ["webgpu", "hybrid", ...(statusOf.torch === "done" ? ["torch float32"] : [])];
  for (const device of measured) {
    expect(steps.find((step) => step.device === device && step.units === 16)?.milliseconds).toBeGreaterThan(
      0,
    );
  }
  // Nothing stays but the answer.
  expect([readdirSync(empty), readdirSync(temporary)]).toEqual([["check.json"], []]);
});
