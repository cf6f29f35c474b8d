/**
 * The README's first command: installs, builds, and trains the quick preset. Not `a && b && c` in package.json: there Bun ends the
 * training on Ctrl-C before it has saved.
 */
const steps = [
  ["install", "--frozen-lockfile"],
  ["run", "build"],
  ["src/main.ts", "quickstart", ...process.argv.slice(2)],
];

// What runs hears of it, too, and decides.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

for (const step of steps) {
  const code = await Bun.spawn([process.execPath, ...step], { stdio: ["inherit", "inherit", "inherit"] })
    .exited;
  if (code !== 0) process.exit(code);
}

export {};
