/** What `doctor` says of WebGPU: adapters, drivers, and what is missing. */

import { type AdapterKind, type FoundAdapter, findAdapters } from "../../../engine/tfjs/webgpu-adapter.ts";
import { formatBytes } from "../../../memory-need.ts";
import { UserError } from "../../../user-error.ts";

export interface AdapterReport {
  readonly name: string;
  readonly kind: AdapterKind;
  readonly vendor: string;
  readonly architecture: string;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

export interface WebgpuDiagnosis {
  readonly adapters: readonly AdapterReport[];
  /** What the drivers that were tried said. */
  readonly remarks: readonly string[];
  readonly advice: readonly string[];
}

/** Looks for adapters; what is wrong with how one was asked for goes to `problems`. */
export async function diagnoseWebgpu(problems: { cause: string; mend: string }[]): Promise<WebgpuDiagnosis> {
  try {
    const { adapters, remarks } = await findAdapters();
    return { adapters: adapters.map(report), remarks, advice: adviceFor(adapters, remarks) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push({ cause: error.message, mend: error.mend });
    return { adapters: [], remarks: [], advice: [] };
  }
}

const report = ({ adapter, kind, name }: FoundAdapter): AdapterReport => ({
  name,
  kind,
  vendor: adapter.info.vendor,
  architecture: adapter.info.architecture,
  features: [...adapter.features].sort(),
  limits: limitsOf(adapter.limits),
});

/** The limits are getters of the prototype. */
function limitsOf(limits: GPUSupportedLimits): Record<string, number> {
  const values = limits as unknown as Record<string, number>;
  const names: string[] = [];
  for (const name in values) if (typeof values[name] === "number") names.push(name);
  return Object.fromEntries(names.map((name) => [name, values[name]!]));
}

function adviceFor(adapters: readonly FoundAdapter[], remarks: readonly string[]): string[] {
  if (adapters.some(({ kind }) => kind === "hardware")) return [];
  if (process.platform !== "linux") return ["WebGPU needs a graphics card and its driver"];
  if (remarks.some((line) => line.includes("libvulkan.so.1"))) {
    return ["WebGPU needs Vulkan (Debian, Ubuntu: apt install libvulkan1)", driver];
  }
  return [driver];
}

const driver = "a GPU needs its Vulkan driver (mesa-vulkan-drivers or NVIDIA's)";

/** Features that change what can be computed, and limits that decide what fits. */
const shownFeatures = ["shader-f16", "subgroups", "timestamp-query"];

/** Rows for a reader: two an adapter, and what was refused. */
export function showWebgpu({ adapters, remarks }: WebgpuDiagnosis): [string, string][] {
  if (adapters.length === 0) return [["WebGPU", "no adapter"], ...remarks.map(refused)];
  return adapters.flatMap(({ name, kind, features, limits }): [string, string][] => {
    const shown = shownFeatures.filter((feature) => features.includes(feature)).join(" ");
    const bytes = (limit: string) => formatBytes(limits[limit] ?? 0);
    return [
      ["WebGPU", `${name} (${kind})`],
      ["", shown === "" ? "no optional features" : shown],
      [
        "",
        `buffers ${bytes("maxBufferSize")}, bindings ${bytes("maxStorageBufferBindingSize")}, groups of ${limits.maxComputeInvocationsPerWorkgroup}`,
      ],
    ];
  });
}

const longest = 63;

function refused(line: string): [string, string] {
  const text = `driver refused: ${line}`;
  return ["", text.length > longest ? `${text.slice(0, longest - 1)}…` : text];
}
