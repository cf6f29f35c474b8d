/** The README's first command, with a program of a moment in place of the training. */
import { expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentWithBun } from "../../support/environment-with-bun.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const root = join(import.meta.dir, "../../..");

/** Says that it runs; saves when it is asked to end, which takes its time. What comes within a second is one request, as in a training. */
const program = `
let asked;
const stop = () => {
  if (asked !== undefined && Date.now() - asked >= 1000) process.exit(130);
  if (asked !== undefined) return;
  asked = Date.now();
  setTimeout(() => { Bun.write("saved", "yes").then(() => process.exit(0)); }, 300);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
await Bun.write("running", "yes");
setInterval(() => {}, 1000);
`;

/** A terminal's Ctrl-C reaches all that run in it; `kill` is told to the first alone. */
test.skipIf(process.platform === "win32").each([
  ["Ctrl-C", (pid: number) => process.kill(-pid, "SIGINT")],
  ["kill", (pid: number) => process.kill(pid, "SIGTERM")],
])(
  "%s reaches the training through bun run, and is waited for (skipped on Windows)",
  async (_, end) => {
    const cwd = temporaryDirectory();
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const own = { name: "x", scripts: { quickstart: scripts.quickstart, build: "true" } };
    writeFileSync(join(cwd, "package.json"), JSON.stringify(own));
    cpSync(join(root, ".ci"), join(cwd, ".ci"), { recursive: true });
    mkdirSync(join(cwd, "src"));
    writeFileSync(join(cwd, "src/main.ts"), program);
    expect(Bun.spawnSync([process.execPath, "install"], { cwd }).success).toBe(true);
    // A group of its own, as a terminal makes one of a command line.
    const command = [process.execPath, "run", "quickstart"];
    const silent = { stdout: "ignore", stderr: "ignore" } as const;
    const child = Bun.spawn(command, { cwd, env: environmentWithBun(), detached: true, ...silent });
    while (!existsSync(join(cwd, "running"))) {
      expect(child.exitCode).toBeNull();
      await Bun.sleep(20);
    }
    end(child.pid);
    expect(await child.exited).toBe(0);
    expect(existsSync(join(cwd, "saved"))).toBe(true);
  },
  30_000,
);
