/** No finite number of a log hangs a chart, fills the memory or breaks a picture. */
import { describe, expect, test } from "bun:test";
import { lineChart } from "../../../src/draw/chart.ts";
import { trainingChart } from "../../../src/draw/figure/charts.ts";
import { scaleOf, tickLabels, ticksOf } from "../../../src/draw/figure/scale.ts";
import { sparkline } from "../../../src/draw/sparkline.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { nastySeries, randomNastySeries } from "../../support/nasty-series.ts";
import { randomFrom } from "../../support/random-arrays.ts";
import { ascii, truecolour } from "../../support/terminals.ts";

const random = randomFrom(10);
const series: readonly (readonly [string, readonly number[]])[] = [
  ...nastySeries,
  ...Array.from({ length: 60 }, (_, i) => [`random ${i}`, randomNastySeries(random)] as const),
];
const hasNumber = (values: readonly number[]) => values.some(Number.isFinite);
const positive = (values: readonly number[]) => values.filter((value) => value > 0);

describe.each(series)("%s", (_, values) => {
  const steps = values.map((_, i) => 10 * (i + 1));

  test.each([false, true])("in a terminal, logarithmic: %p", (logarithmic) => {
    for (const terminal of [ascii, truecolour]) {
      const lines = lineChart([{ label: "loss", positions: steps, values }], terminal, { logarithmic });
      expectDrawable(lines, terminal);
      expect(lines.join()).not.toMatch(/NaN|Infinity|undefined/);
      const drawn = logarithmic ? positive(values) : values;
      if (!hasNumber(drawn)) expect(lines.join()).toContain("no values");
      else expect(lines.length).toBeGreaterThanOrEqual(16);
    }
  });

  test.each([false, true])("in a figure, logarithmic: %p", (logarithmic) => {
    const levels = [0, -1, 5, Number.NaN].map((at) => ({ at, label: `level ${at}` }));
    const chart = () =>
      trainingChart({ label: "loss", axis: "loss (nats)", steps, values, levels, logarithmic }, 0);
    if (!hasNumber(values)) expect(chart).toThrow("no ");
    else expect(chart().length).toBeLessThan(200_000);
  });

  test("in one line", () => {
    const line = sparkline(values, 30, ascii);
    expect(line.length).toBe(hasNumber(values) ? Math.min(30, values.length) : 0);
  });
});

describe("ticks", () => {
  const ends = [
    ...[0, 5e-324, 1e-310, 1e-300, 1e-17, 0.3, 1, 4, 97, 1e6, 2 ** 53, 1e20, 1e300, Number.MAX_VALUE],
  ];
  const ranges = [...ends, ...ends.map((end) => -end)].flatMap((lowest, _, all) =>
    all.filter((highest) => lowest < highest).map((highest) => [lowest, highest] as const),
  );

  test("are few, finite and rising inside of any range, and have labels", () => {
    for (const range of ranges) {
      for (const logarithmic of range[0] > 0 ? [false, true] : [false]) {
        for (const count of [2, 5, 12]) {
          const axis = { label: "", range, logarithmic };
          const ticks = ticksOf(axis, count);
          const scale = scaleOf(axis, 300);
          expect({ range, ok: ticks.length <= count + 3 && ticks.every(Number.isFinite) }).toEqual({
            range,
            ok: true,
          });
          expect(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!)).toBe(true);
          const places = ticks.map(scale);
          expect({ range, ok: places.every((at) => at >= -0.01 && at <= 300.01) }).toEqual({
            range,
            ok: true,
          });
          expect(tickLabels(ticks).join()).not.toMatch(/NaN|Infinity/);
        }
      }
    }
  });

  test("a logarithmic axis over all doubles keeps to a few powers of ten, evenly apart", () => {
    const ticks = ticksOf({ label: "", range: [1e-300, 1e300], logarithmic: true }, 5);
    const powers = ticks.map(Math.log10).map(Math.round);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(new Set(powers.slice(1).map((power, i) => power - powers[i]!)).size).toBe(1);
  });
});

test("what a logarithmic axis cannot show is left out, and counted", () => {
  const values = [100, 0, 10, -5, 1];
  const positions = [1, 2, 3, 4, 5];
  const lines = lineChart(
    [{ label: "a", positions, values }],
    { ...ascii, columns: 60 },
    { logarithmic: true },
  );
  expect(lines[0]).toEndWith("-- a, log axis, 2 values of 0 or below left out");
  const figure = trainingChart(
    { label: "a", axis: "a", steps: positions, values, levels: [], logarithmic: true },
    0,
  );
  expect(figure).toContain("training step (2 values of 0 or below left out)");
  expect(figure).toContain("M"); // drawn
});
