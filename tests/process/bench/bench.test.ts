import { describe, expect, test } from "bun:test";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { capture } from "../../support/capture.ts";

/** Everything but the large products and networks, which take seconds. */
const fast = "200x512|trajector|place code|grid score|rate maps, 256|training 256|start";

describe("bench", () => {
  test("--json is one list of measurements with exactly these keys", async () => {
    const { code, stdout } = await capture(["bench", "--json", "--quick", "--quiet", "--only", fast]);
    expect(code).toBe(0);
    const found: Record<string, unknown>[] = JSON.parse(stdout);
    expect(found.length).toBeGreaterThan(findBlas(undefined) ? 15 : 10);
    for (const measurement of found) {
      expect(Object.keys(measurement)).toEqual(["name", "value", "unit", "ceiling", "ratio"]);
      const { name, value, unit, ceiling, ratio } = measurement as Record<string, number>;
      expect([typeof name, typeof unit]).toEqual(["string", "string"]);
      if (measurement.unit === "of 6 sparse") expect([0, 1, 2, 3, 4, 5, 6]).toContain(value!);
      else expect(value).toBeGreaterThan(0);
      if (ceiling === null) expect(ratio).toBeNull();
      else expect(ratio).toBeCloseTo(value! / ceiling!, 12);
    }
  }, 60_000);

  test("lags are shuffled and scored", async () => {
    const { code, stdout } = await capture([
      "bench",
      "--json",
      "--quick",
      "--quiet",
      "--only",
      "lag shuffles",
    ]);
    expect(code).toBe(0);
    const [line, ...more] = JSON.parse(stdout) as { name: string; value: number; unit: string }[];
    expect([line!.name, line!.unit, more.length]).toEqual(["lag shuffles, 256 units x 25 lags", "maps/s", 0]);
    expect(line!.value).toBeGreaterThan(0);
  }, 60_000);

  test("first says the machine and its load, then draws a table", async () => {
    const { code, stdout, stderr } = await capture(["bench", "--quick", "--only", "rate maps, 256"]);
    expect(code).toBe(0);
    const [machine, ...rest] = stdout.split("\n");
    expect(machine).toMatch(/, \d+ cores, load average \d+\.\d+ before, \d+\.\d+ after; /);
    expect(rest.join("\n")).toMatch(/benchmark +value +unit +ceiling +ratio/);
    expect(rest.join("\n")).toMatch(
      /rate maps, 256 units +[\d.]+ [GMk] +activities\/s +[\d.]+ [GMk] +\d+\.\d+/,
    );
    expect(stderr).toBe("1 of 1: rate maps, 256 units\n");
  });

  test("an unknown name is wrong usage", async () => {
    const { code, stderr } = await capture(["bench", "--only", "flux"]);
    expect(code).toBe(2);
    expect(stderr).toContain("no benchmark is called flux");
    expect(stderr).toContain("\n  there are\n");
    expect(stderr).toMatch(/^ {4}trajectories.*$/m);
    for (const line of stderr.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});
