/** A Python program that measures one call whenever it is asked. */
import { join } from "node:path";
import { betterOpenBlasKernels } from "../../src/engine/openblas-kernels.ts";
import { printable } from "../../src/printable.ts";
import { UserError } from "../../src/user-error.ts";
import { linesOf } from "../lines-of.ts";
import type { Python } from "./python.ts";

/** What the programs print, one line a measurement. */
export interface PeerLine {
  readonly name: string;
  readonly unit: string;
  /** `unit` reached by this call. */
  readonly value: number;
  readonly seconds: number;
  readonly threads: number;
}

export interface PeerProcess {
  readonly threads: number;
  /** Lets it make one call. @throws UserError when it ended instead */
  turn(): Promise<PeerLine>;
  close(): Promise<void>;
}

/**
 * The environment of a peer. On a busy machine threads that spin while they wait cost PyTorch a factor of eight, so they sleep;
 * OpenBLAS is told to use the kernels that our own calls of it use.
 */
const environment = (threads: number) => ({
  ...{ OMP_WAIT_POLICY: "PASSIVE", OPENBLAS_CORETYPE: betterOpenBlasKernels() },
  ...process.env,
  ...{
    OMP_NUM_THREADS: String(threads),
    OPENBLAS_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
  },
  PYTHONDONTWRITEBYTECODE: "1",
});

const pathOf = (program: string): string => join(import.meta.dir, `${program}.py`);

/** Starts a program of this folder; it answers as soon as it has prepared what it needs. */
export function startPeer(
  python: Python,
  program: string,
  words: readonly string[],
  threads: number,
): PeerProcess {
  const command = [python.command, pathOf(program), "--turns", "--threads", String(threads), ...words];
  const child = Bun.spawn(command, {
    env: environment(threads),
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
  const lines = linesOf(child.stdout);
  return {
    threads,
    async turn() {
      try {
        child.stdin.write("\n");
        await child.stdin.flush();
      } catch {
        // It ended before it was asked; stderr says why.
      }
      const { value } = await lines.next();
      if (value === undefined) throw peerEnded(command, await child.stderr.text());
      return JSON.parse(value) as PeerLine;
    },
    async close() {
      child.stdin.end();
      await child.exited;
    },
  };
}

/** The last line that Python wrote says why: mostly a package that is there and cannot be imported. */
const peerEnded = (command: readonly string[], stderr: string): UserError =>
  new UserError(
    `${command.slice(0, 2).join(" ")} ended: ${printable(stderr.trim().split("\n").at(-1)!)}`,
    "mend that Python's packages, or name another by ENTORHINAL_PYTHON",
  );

/** Runs a program of this folder to its end. @returns stdout @throws Error when it fails */
export function runPeer(python: Python, program: string, ...words: string[]): string {
  const command = [python.command, pathOf(program), ...words];
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { env: environment(1), stderr: "pipe" });
  if (exitCode !== 0) throw new Error(`${command.join(" ")} failed: ${stderr}`);
  return stdout.toString();
}
