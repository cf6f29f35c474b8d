import { expect, test } from "bun:test";
import { availableMemory, type MemorySystem } from "../../src/available-memory.ts";
import { userErrorOf } from "../support/user-error.ts";

const system = (files: Readonly<Record<string, string>>, platform = "linux"): MemorySystem => ({
  platform,
  totalBytes: 2 ** 33,
  ownBytes: 2 ** 20,
  read: (path) => files[path],
});

const meminfo = { "/proc/meminfo": "MemTotal:  8000000 kB\nMemAvailable:    4000000 kB\n" };

test("Linux says what is available; elsewhere it is the machine without this process", () => {
  expect(availableMemory("", system(meminfo))).toBe(4_000_000 * 1024);
  expect(availableMemory("", system({}))).toBe(2 ** 33 - 2 ** 20);
  expect(availableMemory("", system(meminfo, "darwin"))).toBe(2 ** 33 - 2 ** 20);
});

test("the tightest control group counts, without what it would give back", () => {
  const second = {
    ...meminfo,
    "/proc/self/cgroup": "0::/system/shell\n",
    "/sys/fs/cgroup/system/memory.max": "3000000000\n",
    "/sys/fs/cgroup/system/memory.current": "2500000000\n",
    "/sys/fs/cgroup/system/memory.stat": "anon 5\ninactive_file 100000000\nactive_file 3\n",
    "/sys/fs/cgroup/system/shell/memory.max": "max\n",
    "/sys/fs/cgroup/system/shell/memory.current": "1000\n",
  };
  expect(availableMemory("", system(second))).toBe(600_000_000);
  const first = {
    ...meminfo,
    "/proc/self/cgroup": "4:memory:/box\n1:cpu:/\n0::/\n",
    "/sys/fs/cgroup/memory/box/memory.limit_in_bytes": "1000000000\n",
    "/sys/fs/cgroup/memory/box/memory.usage_in_bytes": "1100000000\n",
  };
  expect(availableMemory("", system(first))).toBe(0);
});

test("in a container the group is the root of what it sees", () => {
  const files = {
    ...meminfo,
    "/proc/self/cgroup": "0::/../../docker/abc\n",
    "/sys/fs/cgroup/memory.max": "1000000000\n",
    "/sys/fs/cgroup/memory.current": "0\n",
  };
  expect(availableMemory("", system(files))).toBe(1_000_000_000);
});

test("ENTORHINAL_MEMORY is the size of the machine, whatever the system says", () => {
  const of = (given: string) => availableMemory(given, system(meminfo)) + 2 ** 20;
  expect([of("8G"), of("512M"), of("1.5 GiB"), of("2tb"), of("4194304")]).toEqual([
    2 ** 33,
    2 ** 29,
    1.5 * 2 ** 30,
    2 ** 41,
    2 ** 22,
  ]);
  expect(availableMemory("1K", system(meminfo))).toBe(0);
  for (const wrong of ["much", "-8G", "8X", "8GG"]) {
    expect(userErrorOf(() => availableMemory(wrong, system(meminfo)))).toBe(
      `ENTORHINAL_MEMORY is "${wrong}" | give a size such as 8G or 512M`,
    );
  }
});
