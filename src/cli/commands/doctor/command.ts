/** `doctor`: what this machine can do, and what would make it faster. */
import packageJson from "../../../../package.json" with { type: "json" };
import { openEngine } from "../../../engine/engine.ts";
import type { RefusedBlas } from "../../../engine/find-blas.ts";
import { describeMachine, hasWasmSimd, type Machine } from "../../../engine/machine.ts";
import { addressLimitBytes } from "../../../engine/memory.ts";
import { formatBytes } from "../../../memory-need.ts";
import { UserError } from "../../../user-error.ts";
import { alignColumns } from "../../frame/columns.ts";
import { defineCommand } from "../../frame/command.ts";
import { diagnoseWebgpu, showWebgpu, type WebgpuDiagnosis } from "./webgpu.ts";

interface Diagnosis {
  readonly entorhinal: string;
  readonly bun: string;
  readonly machine: Machine;
  readonly wasmSimd: boolean;
  /** Threads the engine runs on; undefined when it does not start. */
  readonly threads: number | undefined;
  readonly threadSelfTest: string;
  readonly blas: { readonly description: string; readonly path: string } | undefined;
  /** Libraries that were found and cannot be used. */
  readonly refusedBlas: readonly RefusedBlas[];
  readonly webgpu: WebgpuDiagnosis;
  readonly memoryOfEngineBytes: number;
  /** Why the machine could do more. */
  readonly advice: readonly string[];
  /** What keeps entorhinal from working. */
  readonly problems: readonly { readonly cause: string; readonly mend: string }[];
}

export const command = defineCommand({
  flags: {},
  positionals: [],
  details: "Exit code 0 when everything works, 1 when something is broken.",
  async run(context) {
    const diagnosis = await diagnose();
    context.answer(diagnosis, () => show(diagnosis, context.terminal.columns));
    const [problem] = diagnosis.problems;
    if (problem) throw new UserError(problem.cause, problem.mend);
  },
});

async function diagnose(): Promise<Diagnosis> {
  const machine = describeMachine();
  const problems: { cause: string; mend: string }[] = [];
  const wanted = packageJson.engines.bun;
  if (!Bun.semver.satisfies(Bun.version, wanted)) {
    problems.push({ cause: `bun ${Bun.version} is older than ${wanted}`, mend: "run: bun upgrade" });
  }
  if (!hasWasmSimd()) problems.push({ cause: "WebAssembly has no SIMD here", mend: "run: bun upgrade" });
  const engine = await tryEngine(problems);
  const webgpu = await diagnoseWebgpu(problems);
  return {
    entorhinal: packageJson.version,
    bun: Bun.version,
    machine,
    wasmSimd: hasWasmSimd(),
    ...engine,
    webgpu,
    memoryOfEngineBytes: Math.min(addressLimitBytes, machine.memoryLimitBytes),
    advice: [...adviceFor(engine.blas, engine.threads, machine), ...webgpu.advice],
    problems,
  };
}

async function tryEngine(
  problems: { cause: string; mend: string }[],
): Promise<Pick<Diagnosis, "threads" | "threadSelfTest" | "blas" | "refusedBlas">> {
  try {
    const { pool, blas, refusedBlas, threadTrouble, close } = await openEngine();
    close();
    const threadSelfTest = threadTrouble ?? "passed";
    if (threadTrouble) problems.push({ cause: `threads: ${threadTrouble}`, mend: "run: bun upgrade" });
    return { threads: pool.threads, threadSelfTest, blas, refusedBlas };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push({ cause: error.message, mend: error.mend });
    return { threads: undefined, threadSelfTest: "not run", blas: undefined, refusedBlas: [] };
  }
}

function adviceFor(blas: Diagnosis["blas"], threads: number | undefined, machine: Machine): string[] {
  const advice: string[] = [];
  if (threads !== undefined && blas === undefined) {
    advice.push(
      machine.platform === "linux"
        ? "dense products are several times faster with a BLAS (Debian, Ubuntu: apt install libopenblas0-pthread)"
        : "dense products are several times faster with a BLAS; name one by ENTORHINAL_BLAS=path",
    );
  }
  if (blas?.description === "OpenBLAS Haswell" && machine.cpuFeatures.includes("avx512f")) {
    advice.push("this OpenBLAS leaves AVX-512 unused; try OPENBLAS_CORETYPE=SkylakeX in the environment");
  }
  if (machine.memoryLimitBytes < 2 ** 32) {
    advice.push(`large networks need more than ${formatBytes(machine.memoryLimitBytes)} of memory`);
  }
  return advice;
}

function show(d: Diagnosis, columns: number): string {
  const { machine } = d;
  const features = machine.cpuFeatures.length > 0 ? `, ${machine.cpuFeatures.join(" ")}` : "";
  const limit =
    machine.memoryLimitBytes < machine.memoryBytes
      ? `, limited to ${formatBytes(machine.memoryLimitBytes)}`
      : "";
  const rows: [string, string][] = [
    ["entorhinal", `${d.entorhinal} on bun ${d.bun}, ${machine.platform} ${machine.architecture}`],
    ["processor", `${machine.cpu}, ${machine.cores} cores${features}`],
    ["memory", `${formatBytes(machine.memoryBytes)}${limit}`],
    ["engine memory", `up to ${formatBytes(d.memoryOfEngineBytes)}`],
    ["WASM SIMD", d.wasmSimd ? "yes" : "no"],
    [
      "threads",
      d.threads === undefined ? "the engine does not start" : `${d.threads}, self-test: ${d.threadSelfTest}`,
    ],
    ["BLAS", d.blas ? `${d.blas.description} (${d.blas.path})` : "none, own WASM kernels"],
    ...d.refusedBlas.map(({ path, why }): [string, string] => ["", `refused: ${path} ${why}`]),
    ...showWebgpu(d.webgpu),
    ...d.advice.map((text): [string, string] => ["for more", text]),
  ];
  return alignColumns(rows, columns).join("\n");
}
