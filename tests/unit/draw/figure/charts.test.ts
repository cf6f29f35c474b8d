import { describe, expect, test } from "bun:test";
import { scoreHistogram, survivalChart, trainingChart } from "../../../../src/draw/figure/charts.ts";
import { rasterize } from "../../../../src/draw/figure/raster.ts";

const steps = Array.from({ length: 5000 }, (_, i) => 10 * (i + 1));
const decayed = (from: number, to: number) => steps.map((step) => to + (from - to) * Math.exp(-step / 9000));
const loss = {
  ...{ label: "loss", axis: "loss (nats)", steps, values: decayed(6.2, 5.6) },
  levels: [
    { at: 5.51, label: "floor 5.510" },
    { at: 6.24, label: "uniform guess 6.240" },
  ],
};
const decoding = {
  ...{ label: "decode error", axis: "decode error (cm)", steps, values: decayed(90, 8), logarithmic: true },
  levels: [
    { at: 5.34, label: "floor 5.34 cm" },
    { at: 84.2, label: "chance 84.2 cm" },
  ],
};
const scores = Array.from({ length: 100 }, (_, i) => (i < 2 ? Number.NaN : i / 50 - 0.5));
const noise = Array.from({ length: 200 }, (_, i) => i / 200 - 0.5);
const scoring = {
  units: { label: "units <&>", scores },
  noise: { label: "noise", scores: noise },
  ...{ threshold: 0.37, p95: 0.45 },
};

const charts: Record<string, () => string> = {
  loss: () => trainingChart(loss, 0),
  "decode error": () => trainingChart(decoding, 1),
  histogram: () => scoreHistogram(scoring),
  survival: () => survivalChart(scoring),
};

describe.each(Object.entries(charts))("the chart of the %s", (_, draw) => {
  test("is one well-formed SVG document, the same every time", async () => {
    const svg = draw();
    expect(svg).toStartWith('<svg xmlns="http://www.w3.org/2000/svg" ');
    expect(draw()).toBe(svg);
    // The rasterizer refuses what is no XML.
    const { bytes, width } = await rasterize(svg, 300);
    expect([width, bytes.length > 1000]).toEqual([300, true]);
  });

  test("can stand beside others in a page: no ids", () => {
    expect(draw()).not.toMatch(/ id=/);
  });

  test("has no text below 11 pixels", () => {
    const sizes = [...draw().matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  });
});

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);

test("axes name their units, levels their values", () => {
  expect(texts(trainingChart(loss, 0))).toContain("loss (nats)");
  expect(texts(trainingChart(loss, 0))).toEqual(
    expect.arrayContaining(["floor 5.510", "uniform guess 6.240"]),
  );
  const decode = texts(trainingChart(decoding, 1));
  expect(decode).toEqual(expect.arrayContaining(["decode error (cm)", "floor 5.34 cm", "chance 84.2 cm"]));
  // Logarithmic: 1, 2, 5 of each power of ten.
  expect(decode).toEqual(expect.arrayContaining(["5", "10", "20", "50", "100"]));
});

test("shares count the units without score", () => {
  // 0.37 < i / 50 - 0.5 from i = 44 on: 56 of 100; i / 200 - 0.5 from 175 on: 25 of 200.
  expect(texts(survivalChart(scoring))).toEqual(
    expect.arrayContaining([
      "units &lt;&amp;&gt;: 56.0 % above 0.37, 52.0 % above 0.45",
      "noise: 12.5 % above 0.37, 4.5 % above 0.45",
    ]),
  );
  for (const chart of [survivalChart(scoring), scoreHistogram(scoring)]) {
    expect(texts(chart)).toEqual(expect.arrayContaining(["customary 0.37", "95 % of noise 0.45"]));
  }
  expect(texts(scoreHistogram(scoring))).toContain("units &lt;&amp;&gt; (100, 2 NaN)");
});

test("a curve of many points is averaged to the pixels there are", () => {
  const points = [...trainingChart(loss, 0).matchAll(/<path d="([^"]*)"/g)].map(
    ([, d]) => d!.split("L").length,
  );
  expect(Math.max(...points)).toBeLessThan(800);
  expect(Math.max(...points)).toBeGreaterThan(300);
});

test("without values there is no chart", () => {
  expect(() => trainingChart({ ...loss, steps: [1, 2], values: [Number.NaN, Number.NaN] }, 0)).toThrow(
    "no values",
  );
  const silent = { label: "units", scores: [Number.NaN] };
  expect(() => scoreHistogram({ ...scoring, units: silent, noise: silent })).toThrow("no scores");
});

test("a null of very many maps is a curve of few steps", () => {
  const many = Float64Array.from({ length: 300_000 }, (_, i) => Math.sin(i));
  const chart = survivalChart({ ...scoring, noise: { label: "null", scores: many } });
  expect(chart.length).toBeLessThan(150_000);
  expect(texts(chart)).toContain("95 % of null 0.45");
});
