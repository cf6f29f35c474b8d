/** The README's first command, with a program of a moment in place of the training. */
import { expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentWithBun } from "../../support/environment-with-bun.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const root = join(import.meta.dir, "../../..");

/** Says that it runs; saves when it is interrupted, which takes its time, and ends at once when it is told again. */
const program = `
let told = 0;
const stop = () => {
  if (told++ > 0) process.exit(130);
  setTimeout(() => { Bun.write("saved", "yes").then(() => process.exit(0)); }, 300);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
await Bun.write("running", "yes");
setInterval(() => {}, 1000);
`;

test.skipIf(process.platform === "win32")(
  "Ctrl-C reaches the training through bun run, and is waited for (skipped on Windows)",
  async () => {
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
    process.kill(-child.pid, "SIGINT");
    await child.exited;
    expect(existsSync(join(cwd, "saved"))).toBe(true);
  },
  30_000,
);
