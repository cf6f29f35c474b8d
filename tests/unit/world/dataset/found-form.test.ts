import { describe, expect, test } from "bun:test";
import { FormFinder } from "../../../../src/world/dataset/found-form.ts";
import type { PathRecord } from "../../../../src/world/dataset/path-record.ts";
import { egoForms, formInWords, rebuildPath, usualForm } from "../../../../src/world/rebuilt-path.ts";
import { recordDt, someRecords } from "../../../support/path-records.ts";

const found = (records: readonly PathRecord[], dt = recordDt) => {
  const finder = new FormFinder(dt);
  for (const record of records) finder.add(record);
  return finder.found();
};

test("a path is put together step by step", () => {
  const [quarter, none] = [
    [Math.cos(Math.PI / 2), Math.sin(Math.PI / 2)],
    [1, 0],
  ];
  const path = { start: [1, 2], startHeading: [0], egoVelocity: [0.5, ...quarter, 0.25, ...none] };
  const after = rebuildPath(path, usualForm, recordDt);
  [1.5, 2, 1.5, 2.25].forEach((value, i) => void expect(after.position[i]).toBeCloseTo(value, 12));
  expect([...after.heading]).toEqual([Math.PI / 2, Math.PI / 2]);
  const before = rebuildPath(path, { ...usualForm, turn: "beforeMove", unit: "metresPerSecond" }, 0.1);
  [1, 2.05, 1, 2.075].forEach((value, i) => void expect(before.position[i]).toBeCloseTo(value, 12));
  const other = rebuildPath(path, { ...usualForm, order: "sinCos" }, recordDt);
  expect(other.heading[1]).toBeCloseTo(Math.PI / 2, 12);
  expect(other.heading[0]).toBeCloseTo(0, 12);
});

describe("what speeds and turns mean", () => {
  test("there are eight ways to read them", () => {
    expect(new Set(egoForms.map(formInWords)).size).toBe(8);
  });

  test.each(egoForms.map((form) => [formInWords(form), form] as const))("is found: %s", (_, form) => {
    const { errors, form: best, alike, stepLength } = found(someRecords(20, 30, 3, form));
    expect(best).toEqual(form);
    expect(alike).toEqual([]);
    expect(stepLength).toBeCloseTo(0.02, 2);
    // Positions below 2 m in float32, 30 steps of rounded speeds and turns.
    expect(errors[0]!.largest).toBeLessThan(1e-5);
    expect(errors[0]!.heading).toBeLessThan(1e-5);
    expect(errors[1]!.mean).toBeGreaterThan(0.005);
    expect(errors).toHaveLength(8);
  });

  test("none is, where the path is another one", () => {
    const records = someRecords(20, 30);
    const shuffled = records.map((record, i) => ({ ...record, position: records[(i + 1) % 20]!.position }));
    expect(found(shuffled).form).toBeUndefined();
  });

  test("several are alike where the paths do not tell: a step of one second", () => {
    const { form, alike } = found(someRecords(5, 10), 1);
    expect(form).toEqual(usualForm);
    expect(alike).toEqual([{ ...usualForm, unit: "metresPerSecond" }]);
  });
});
