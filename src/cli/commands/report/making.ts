/** By what a network and its report were made: versions, machine, checksums. */
import packageJson from "../../../../package.json" with { type: "json" };
import type { Config } from "../../../config/schema.ts";
import type { Fact } from "../../../draw/report/report.ts";
import type { Machine } from "../../../engine/machine.ts";
import { type Manifest, productsIn } from "../../../run/manifest.ts";
import type { Look } from "../../../session/analysis.ts";
import type { SubjectChoice } from "../../../session/subject.ts";
import type { Origin } from "./origin.ts";

/** How the report itself was made. */
export interface ReportMaking {
  readonly scorer: string;
  readonly look: Look;
  readonly choice: SubjectChoice;
  /** Names of the parts that were asked for. */
  readonly parts: readonly string[];
  /** Description of the BLAS; null: own WASM kernels. */
  readonly blas: string | null;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly gitCommit: string | null;
  /** Null: those of no file. */
  readonly weightsSha256: string | null;
}

export function reproductionFacts(
  { manifest, file }: Origin,
  config: Config | undefined,
  making: ReportMaking,
): Fact[] {
  return [
    ...(config && file.step !== null
      ? [["checkpoint", `${file.file}, step ${file.step}`] as const]
      : [["file", file.file] as const]),
    ["its SHA-256", file.sha256],
    ...(making.weightsSha256 === null ? [] : [["SHA-256 of the weights", making.weightsSha256] as const]),
    ...(config ? [["seed", String(config.seed)] as const] : []),
    ...(manifest ? manifestFacts(manifest) : []),
    [
      "report made with",
      `entorhinal ${packageJson.version}${commitText(making.gitCommit)}, Bun ${Bun.version}`,
    ],
    ["its products", making.blas ?? "WASM kernels"],
    ["report made at", making.madeAt],
  ];
}

function manifestFacts(manifest: Manifest): Fact[] {
  const { entorhinal, gitCommit, bun, device, sessions, workers, machine, startedAt } = manifest;
  const resumed = sessions.slice(1).map(({ step }) => step);
  const resumptions: Fact[] = resumed.length > 0 ? [["resumed at step", resumed.join(", ")]] : [];
  return [
    ["made with", `entorhinal ${entorhinal}${commitText(gitCommit)}, Bun ${bun}`],
    ["device", `${device}, ${workers} ${workers === 1 ? "thread" : "threads"}`],
    ["products", productsIn(sessions).join(", ") || "not trained here"],
    ["machine", machineText(machine)],
    ["started", startedAt],
    ...resumptions,
  ];
}

const commitText = (commit: string | null): string => (commit === null ? "" : ` (commit ${commit})`);

const machineText = ({ cpu, cores, platform, architecture, memoryBytes, cpuFeatures }: Machine): string =>
  [
    `${cpu}, ${cores} cores, ${Math.round(memoryBytes / 2 ** 30)} GiB, ${platform} ${architecture}`,
    ...(cpuFeatures.length > 0 ? [cpuFeatures.join(" ")] : []),
  ].join("; ");
