const wanted = "name,driver_version,memory.total,clocks.max.sm,clocks.max.memory,power.limit";

/** The card as NVIDIA's own program calls it: "NVIDIA H100 …, 580.159.04, 81559 MiB, …"; undefined where there is none. */
export function nvidiaCard(): string | undefined {
  const program = Bun.which("nvidia-smi");
  if (!program) return undefined;
  const { success, stdout } = Bun.spawnSync([program, `--query-gpu=${wanted}`, "--format=csv,noheader"], {
    ...{ stderr: "ignore", timeout: 10_000 },
  });
  return success ? stdout.toString().trim() : undefined;
}
