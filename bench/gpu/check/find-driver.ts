/** The way to look for adapters that finds a card. */
import { join } from "node:path";
import type { AdapterKind } from "../../../src/engine/tfjs/webgpu-adapter.ts";
import type { DriverTry } from "./vulkan-drivers.ts";

export interface TriedDriver {
  readonly how: string;
  readonly adapters: readonly { readonly kind: AdapterKind; readonly name: string }[];
  readonly remarks: readonly string[];
  /** Of a search that crashed. */
  readonly trouble?: string;
}

const program = join(import.meta.dir, "list-adapters.ts");
const seconds = 10;

/** Each search in a process of its own: a driver that does not fit may crash it. @returns the first with a card, else with any adapter, else the first */
export async function findDriver(
  tries: readonly DriverTry[],
): Promise<{ tried: readonly TriedDriver[]; chosen: DriverTry }> {
  const tried: TriedDriver[] = [];
  for (const one of tries) {
    const found = await search(one);
    tried.push(found);
    if (found.adapters.some(({ kind }) => kind === "hardware")) break;
  }
  const has = (test: (kind: AdapterKind) => boolean) =>
    tried.findIndex(({ adapters }) => adapters.some(({ kind }) => test(kind)));
  const best = [has((kind) => kind === "hardware"), has((kind) => kind === "software"), 0].find(
    (at) => at >= 0,
  )!;
  return { tried, chosen: tries[best]! };
}

async function search({ how, env }: DriverTry): Promise<TriedDriver> {
  const child = Bun.spawn([process.execPath, program], {
    ...{ env, stdin: "ignore", stdout: "pipe", stderr: "pipe", timeout: 1000 * seconds },
  });
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code === 0)
    return { how, ...(JSON.parse(lastLine(stdout)) as Pick<TriedDriver, "adapters" | "remarks">) };
  const trouble = lastLine(stderr) || `ended by ${child.signalCode ?? `exit code ${code}`}`;
  return { how, adapters: [], remarks: [], trouble };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)!;
