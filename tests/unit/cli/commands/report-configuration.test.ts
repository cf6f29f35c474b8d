import { describe, expect, test } from "bun:test";
import { compareConfig } from "../../../../src/cli/commands/report/configuration.ts";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { readPreset } from "../../../../src/config/sources.ts";

describe("the configuration compared", () => {
  const quick = resolveConfig([readPreset("quick").layer]);
  const changed = { ...quick, train: { ...quick.train, steps: 7 } };
  const change = { key: "train.steps", before: quick.train.steps, after: 7 };

  test("is with the preset the run names", () => {
    expect(compareConfig(changed, "quick")).toEqual({ preset: "quick", named: true, changes: [change] });
    expect(compareConfig(quick, "quick").changes).toEqual([]);
    const other = compareConfig(changed, "sorscher2019");
    expect(other.preset).toBe("sorscher2019");
    expect(other.changes.length).toBeGreaterThan(5);
  });

  test("is with the nearest one when none is known, and with the defaults when there was none", () => {
    for (const unknown of [undefined, "no longer there"]) {
      expect(compareConfig(changed, unknown)).toEqual({ preset: "quick", named: false, changes: [change] });
    }
    expect(compareConfig(resolveConfig([]), null)).toEqual({ preset: undefined, named: true, changes: [] });
  });
});
