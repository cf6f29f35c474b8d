/** Python with certain modules, where this machine has one. */
export const pythonWith = (...modules: string[]): string | undefined =>
  ["python3", "/usr/bin/python3"].find(
    (command) =>
      Bun.which(command) &&
      Bun.spawnSync([command, "-c", `import ${["sys", ...modules].join(", ")}`]).success,
  );

/** Runs a script in `cwd`; throws with what it said when it fails. */
export function runPython(command: string, script: string, cwd: string): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([command, "-c", script], { cwd });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString();
}
