/**
 * The README's first command: installs, builds, and trains the quick preset. Not `a && b && c` in package.json: there Bun ends the
 * training on Ctrl-C before it has saved.
 */
import { constants } from "node:os";

const steps = [
  ["install", "--frozen-lockfile"],
  ["run", "build"],
  ["src/main.ts", "quickstart", ...process.argv.slice(2)],
];

let running: Bun.Subprocess | undefined;
let asked: number | undefined;
// What runs decides, and is waited for. It may have heard already: of the terminal, for one.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    asked = constants.signals[signal];
    running?.kill(signal);
  });
}

for (const step of steps) {
  if (asked !== undefined) process.exit(128 + asked);
  running = Bun.spawn([process.execPath, ...step], { stdio: ["inherit", "inherit", "inherit"] });
  const code = await running.exited;
  if (code !== 0) process.exit(code);
}
