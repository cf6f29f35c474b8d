/** `train` in a process of its own, to be killed and interrupted. */
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine } from "../../src/copied-command.ts";
import { programWords } from "../../src/program-words.ts";

const main = join(import.meta.dir, "../../src/main.ts");

/** The environment of the tests, but for what would change what is printed. */
const environment = { ...process.env, NO_COLOR: "1" };

/** How a training says that it is called again. */
export const trainAgain: string = commandLine(
  programWords("train", {
    env: environment,
    file: main,
    cwd: tmpdir(),
    bun: process.execPath,
    version: Bun.version,
  }),
);

/** @param first a command of the shell that the process starts from: `ulimit -f 40` */
export function startTraining(cwd: string, argv: readonly string[], first?: string) {
  const command = [process.execPath, main, "train", ...argv];
  const words = first === undefined ? command : ["sh", "-c", `${first} && exec "$@"`, "sh", ...command];
  return Bun.spawn(words, {
    cwd,
    env: environment,
    stdout: "pipe",
    stderr: "pipe",
  });
}

export type TrainingProcess = ReturnType<typeof startTraining>;

export async function finish(process: TrainingProcess) {
  const [stdout, stderr] = await Promise.all([process.stdout.text(), process.stderr.text()]);
  return { code: await process.exited, signal: process.signalCode, stdout, stderr };
}

export const checkpointNames = (run: string): string[] =>
  existsSync(join(run, "checkpoints"))
    ? readdirSync(join(run, "checkpoints")).filter((name) => name.endsWith(".safetensors"))
    : [];

/** Waits until the process has saved: from then on it also listens for Ctrl-C. */
export async function nextCheckpoint(run: string, process: TrainingProcess): Promise<void> {
  const newest = () => checkpointNames(run).sort().at(-1);
  const before = newest();
  while (newest() === before) {
    if (process.exitCode !== null) throw new Error(`the training ended: ${await process.stderr.text()}`);
    await Bun.sleep(2);
  }
}
