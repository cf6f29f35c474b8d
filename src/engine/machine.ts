/** What this machine is and can do, found out without an engine. */
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { z } from "zod";
import { count, text } from "../setting.ts";

/** What a run notes of the machine that made it. */
export const machineSchema = z.object(
  {
    platform: text(),
    architecture: text(),
    cpu: text(),
    cores: count(1),
    /** Vector instruction sets a BLAS may use; empty when the system does not say. */
    cpuFeatures: z.array(text(), { error: "a list" }),
    memoryBytes: count(0),
    /** What this process may use: less than `memoryBytes` in a container with a limit. */
    memoryLimitBytes: count(0),
  },
  { error: "a group" },
);

export type Machine = Readonly<z.output<typeof machineSchema>>;

export function describeMachine(): Machine {
  const memoryBytes = totalmem();
  const limit = process.constrainedMemory();
  return {
    platform: process.platform,
    architecture: process.arch,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    cpuFeatures: vectorFeatures(process.arch === "arm64" ? "asimd" : readCpuFlags()),
    memoryBytes,
    memoryLimitBytes: limit > 0 ? Math.min(limit, memoryBytes) : memoryBytes,
  };
}

const namedFeatures = ["sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_bf16", "amx_tile", "asimd", "sve"];

/** Picks the vector instruction sets out of the system's list of CPU flags, in a fixed order. */
export function vectorFeatures(flags: string): string[] {
  const has = new Set(
    flags
      .toLowerCase()
      .replaceAll(".", "_")
      .split(/[\s:]+/),
  );
  return namedFeatures.filter((name) => has.has(name));
}

function readCpuFlags(): string {
  if (process.platform === "darwin") {
    const { stdout } = Bun.spawnSync(["sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features"]);
    return stdout.toString();
  }
  try {
    return readFileSync("/proc/cpuinfo", "utf8").match(/^flags.*$/m)?.[0] ?? "";
  } catch {
    return "";
  }
}

/** A module whose one function makes a v128: valid only where WebAssembly has SIMD. */
const simdModule = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
]);

export const hasWasmSimd = (): boolean => WebAssembly.validate(simdModule);
