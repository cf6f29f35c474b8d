/** How much more memory this process can be given. Asked anew each time: other programs come and go. */
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "./user-error.ts";

/** What the system says, replaced in tests. */
export interface MemorySystem {
  readonly platform: string;
  readonly totalBytes: number;
  /** What this process holds already. */
  readonly ownBytes: number;
  /** Undefined where there is no such file. */
  read(path: string): string | undefined;
}

const thisSystem = (): MemorySystem => ({
  platform: process.platform,
  totalBytes: totalmem(),
  ownBytes: process.memoryUsage.rss(),
  read(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  },
});

/**
 * Bytes that can still be had. ENTORHINAL_MEMORY (`8G`, `512M`) says how large the machine is to be taken for; else it is what Linux
 * calls available, within the limits of the control groups, and elsewhere the memory of the machine without what this process holds.
 * @throws UserError (exit 2) when ENTORHINAL_MEMORY is no size
 */
export function availableMemory(
  given: string | undefined = process.env.ENTORHINAL_MEMORY,
  system: MemorySystem = thisSystem(),
): number {
  if (given !== undefined && given !== "") return Math.max(0, readSize(given) - system.ownBytes);
  if (system.platform !== "linux") return Math.max(0, system.totalBytes - system.ownBytes);
  const free = /^MemAvailable:\s+(\d+) kB/m.exec(system.read("/proc/meminfo") ?? "")?.[1];
  return Math.min(
    free === undefined ? system.totalBytes - system.ownBytes : Number(free) * 1024,
    ...groupsOf(system).map((group) => leftIn(system, group)),
  );
}

const units: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function readSize(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
  if (digits !== undefined) return Number(digits) * units[unit!.toUpperCase()]!;
  throw new UserError(`ENTORHINAL_MEMORY is "${text}"`, "give a size such as 8G or 512M", 2);
}

/** A control group: where its files are, and what they are called in its version. */
interface ControlGroup {
  readonly folder: string;
  readonly limit: string;
  readonly used: string;
  /** Of memory.stat: what is given back when it is needed. */
  readonly givenBack: string;
}

const versions = [
  {
    line: /^0::(\/.*)$/m,
    root: "/sys/fs/cgroup",
    ...{ limit: "memory.max", used: "memory.current", givenBack: "inactive_file" },
  },
  {
    line: /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(\/.*)$/m,
    root: "/sys/fs/cgroup/memory",
    ...{
      limit: "memory.limit_in_bytes",
      used: "memory.usage_in_bytes",
      givenBack: "total_inactive_file",
    },
  },
] as const;

/** The group of this process and those it lies in, of both versions: each may have a limit. */
function groupsOf(system: MemorySystem): ControlGroup[] {
  const own = system.read("/proc/self/cgroup") ?? "";
  return versions.flatMap(({ line, root, ...names }) => {
    const path = line.exec(own)?.[1];
    if (path === undefined) return [];
    const paths = [path];
    while (paths[0] !== "/") paths.unshift(dirname(paths[0]!));
    return paths.map((one) => ({ folder: join(root, one), ...names }));
  });
}

function leftIn(system: MemorySystem, { folder, limit, used, givenBack }: ControlGroup): number {
  const read = (name: string) => system.read(join(folder, name));
  const [most, taken] = [Number(read(limit) ?? Number.NaN), Number(read(used) ?? Number.NaN)];
  // "max" is no number: no limit.
  if (!Number.isFinite(most) || !Number.isFinite(taken)) return Number.POSITIVE_INFINITY;
  const cached = new RegExp(`^${givenBack} (\\d+)$`, "m").exec(read("memory.stat") ?? "")?.[1];
  return Math.max(0, most - taken + Number(cached ?? 0));
}
