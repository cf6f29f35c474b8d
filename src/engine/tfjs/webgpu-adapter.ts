/** The adapters of WebGPU, through Dawn as the package `webgpu` has it. */
import { UserError } from "../../user-error.ts";
import { catchNativeStderr } from "../native-stderr.ts";

/** `software` computes on the processor, `null` not at all: its results are uninitialised memory. */
export type AdapterKind = "hardware" | "software" | "null";

export interface FoundAdapter {
  /** Gives one device; a second needs a new search. */
  readonly adapter: GPUAdapter;
  readonly kind: AdapterKind;
  /** As its driver calls it: "SwiftShader driver 5.0.0". */
  readonly name: string;
}

export interface AdapterSearch {
  /** The one a training would use first; none twice. */
  readonly adapters: readonly FoundAdapter[];
  /** What Dawn said while it looked: drivers that are missing or refused. */
  readonly remarks: readonly string[];
}

/** Dawn crashes when the object all adapters come from is collected. */
const kept: GPU[] = [];

const wishes: readonly GPURequestAdapterOptions[] = [
  { powerPreference: "high-performance" },
  { powerPreference: "low-power" },
  { forceFallbackAdapter: true },
];

/** Dawn's own options; `ENTORHINAL_ADAPTER=NAME` asks for the adapter whose name has NAME in it. */
const optionsFromEnvironment = (named = process.env.ENTORHINAL_ADAPTER): string[] =>
  named ? [`adapter=${named}`] : [];

/**
 * Looks for adapters.
 * @throws UserError when `ENTORHINAL_ADAPTER` names none
 */
export async function findAdapters(options = optionsFromEnvironment()): Promise<AdapterSearch> {
  const { result, text } = await catchNativeStderr(async () => {
    const gpu = await openDawn(options);
    const found: FoundAdapter[] = [];
    for (const wish of wishes) {
      const adapter = await gpu.requestAdapter(wish).catch(refuseName);
      if (adapter && !found.some((other) => same(other.adapter.info, adapter.info)))
        found.push(describe(adapter));
    }
    return found;
  });
  if (result.length === 0 && process.env.ENTORHINAL_ADAPTER) throw noSuchAdapter([]);
  return { adapters: result, remarks: remarksOf(text) };
}

async function openDawn(options: string[]): Promise<GPU> {
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create(options);
  kept.push(gpu);
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  return gpu;
}

/** Dawn's message ends with the names there are. */
function refuseName(error: unknown): never {
  const names = [...String((error as Error).message).matchAll(/name: '(.*)'/g)].map(([, name]) => name!);
  throw noSuchAdapter(names);
}

const noSuchAdapter = (names: readonly string[]): UserError =>
  new UserError(
    `no WebGPU adapter is called ${process.env.ENTORHINAL_ADAPTER}`,
    `unset ENTORHINAL_ADAPTER${names.length > 0 ? `, or name one of: ${names.join(", ")}` : ""}`,
  );

const infoKeys = ["vendor", "architecture", "device", "description"] as const;
const same = (a: GPUAdapterInfo, b: GPUAdapterInfo): boolean => infoKeys.every((key) => a[key] === b[key]);

const software = /swiftshader|llvmpipe|lavapipe|software|basic render|warp/i;

function describe(adapter: GPUAdapter): FoundAdapter {
  const { info } = adapter;
  const words = infoKeys.map((key) => info[key]);
  const isNull = info.device === "null-backend";
  const isSoftware = info.isFallbackAdapter || words.some((word) => software.test(word));
  const kind = isNull ? "null" : isSoftware ? "software" : "hardware";
  const name = info.description || info.device || `${info.vendor} ${info.architecture}`.trim();
  return { adapter, kind, name: name || "an adapter without a name" };
}

/** One line each, without what every container without a desktop says. */
function remarksOf(text: string): string[] {
  const lines = text
    .split("\n")
    .filter((line) => line.startsWith("Warning: "))
    .map((line) => line.slice("Warning: ".length).trim());
  return [...new Set(lines)];
}
