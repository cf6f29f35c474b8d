/** Whether a library can be loaded and multiplies: tried in another process, which it may take along. */
import { dirname, join } from "node:path";
import { coreVariable } from "./openblas-kernels.ts";

const program = join(import.meta.dir, "blas-trial.ts");
const usualSeconds = 5;

/**
 * Lets the library at `path` multiply in a process of its own.
 * @param path absolute
 * @param kernels those that OpenBLAS is to take; undefined: its own choice, or the user's
 * @param seconds it is given
 * @returns undefined when its products are right, else what is wrong with it: "has no cblas_sgemm"
 */
export function tryBlas(
  path: string,
  kernels: string | undefined,
  seconds = usualSeconds,
): string | undefined {
  // Of the current folder Bun would read bunfig.toml and .env.
  const cwd = dirname(program);
  const environment = { ...process.env, OPENBLAS_NUM_THREADS: "1" };
  const trial = Bun.spawnSync([process.execPath, program, path], {
    cwd,
    env: kernels === undefined ? environment : { ...environment, [coreVariable]: kernels },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 1000 * seconds,
    killSignal: "SIGKILL",
  });
  const said = trial.stdout.toString();
  if (trial.exitedDueToTimeout) return `does not answer within ${seconds} s`;
  if (trial.signalCode) return `ends the program that loads it (${trial.signalCode})`;
  if (said === "right" && trial.exitCode === 0) return undefined;
  if (said === "wrong") return "computes wrong products";
  if (said === "unusable") return "has no cblas_sgemm";
  return said === "" ? `ends the program that loads it (exit ${trial.exitCode})` : "prints when it is loaded";
}
