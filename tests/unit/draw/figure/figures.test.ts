import { describe, expect, test } from "bun:test";
import { colourMap } from "../../../../src/draw/colour-map.ts";
import { arenaFigure } from "../../../../src/draw/figure/arena-figure.ts";
import { pathLines } from "../../../../src/draw/figure/arena-paths.ts";
import { autocorrelogramFigure } from "../../../../src/draw/figure/autocorrelogram-figure.ts";
import { withMargin } from "../../../../src/draw/figure/compose.ts";
import { type CompositeData, compositeFigure } from "../../../../src/draw/figure/composite-figure.ts";
import { decodeFigure } from "../../../../src/draw/figure/decode-figure.ts";
import { headingSheetFigure } from "../../../../src/draw/figure/heading-sheet-figure.ts";
import { heatPixels, unvisitedColour } from "../../../../src/draw/figure/heat-pixels.ts";
import { type LatticeData, latticeFigure } from "../../../../src/draw/figure/lattice-figure.ts";
import { mapSheetFigure } from "../../../../src/draw/figure/map-sheet-figure.ts";
import { type ModulesData, modulesFigure } from "../../../../src/draw/figure/modules-figure.ts";
import { type PredictedPath, pathFigure } from "../../../../src/draw/figure/path-figure.ts";
import { placeFigure } from "../../../../src/draw/figure/place-figure.ts";
import { polarPanel } from "../../../../src/draw/figure/polar-panel.ts";
import { rasterize } from "../../../../src/draw/figure/raster.ts";
import { rateMapFigure } from "../../../../src/draw/figure/rate-map-figure.ts";
import type { Scene } from "../../../../src/draw/figure/scene.ts";
import { scoreFigure } from "../../../../src/draw/figure/score-figure.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";
import { textWidth } from "../../../../src/draw/figure/text.ts";
import { trainingFigure, trainingPanel } from "../../../../src/draw/figure/training-figure.ts";
import { tuningFigure } from "../../../../src/draw/figure/tuning-figure.ts";
import { extentOf } from "../../../support/scene-places.ts";

const wave = (rows: number, columns: number) => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
});
const holes = wave(4, 4);
holes.values[3] = Number.NaN;
const arena = { width: 2, height: 1, periodic: true };
const walk = Float32Array.from({ length: 2 * 5 * 3 }, (_, i) => Math.sin(i) * 0.4);
const heading = { title: "A title <&>", subtitle: "a subtitle" };

const shifts = { rateMap: holes, autocorrelogram: wave(7, 7), arena, ring: [0.25, 0.5] } as const;

const figures: Record<string, (width?: number) => Scene> = {
  "rate maps": (width) =>
    rateMapFigure({ arena, tiles: [{ unit: 7, score: -0.001, grid: holes }] }, heading, "viridis", width),
  autocorrelogram: (width) => autocorrelogramFigure([{ ...shifts, name: "unit 7" }], heading, "jet", width),
  sheet: (width) => mapSheetFigure({ units: sheetUnits, arena, published: false }, heading, "viridis", width),
  decode: (width) =>
    decodeFigure(
      {
        ...{
          arena,
          trajectories: 3,
          steps: 5,
          start: walk,
          position: walk,
          decoded: walk.map((x) => -x),
          dt: 0.02,
        },
        ...{ errorCm: [5, 6, 7, 8, 9], floorCm: 3, chanceCm: 80 },
      },
      heading,
      width,
    ),
  path: (width) =>
    pathFigure({ arena, paths: [predicted, predicted, predicted], predicted: "prediction" }, heading, width),
  arena: (width) =>
    arenaFigure(
      {
        ...{ arena, centresX: [0, 0.5], centresY: [0.1, -0.2], fieldWidth: 0.12 },
        paths: [0, 1, 2].map((b) => walk.subarray(b * 10, (b + 1) * 10)),
      },
      heading,
      width,
    ),
  tuning: (width) => tuningFigure([tuned, tuned], heading, width),
  headings: (width) =>
    headingSheetFigure(
      [1, -1, 2].map((sign) => ({
        name: "unit 3",
        words: "r 0.5",
        signed: sign < 0,
        rates: [sign, 2, Number.NaN, 1, 0.5],
      })),
      ...([heading, width] as const),
    ),
  place: (width) =>
    placeFigure({ code: wave(4, 4), predicted: holes, arena, centre: [0.1, 0.2] }, heading, "viridis", width),
  spacing: (width) => latticeFigure(spacings, heading, width),
  modules: (width) => modulesFigure(modules, heading, width),
  panel: (width) => compositeFigure(composite, heading, "viridis", width),
  scores: (width) => scoreFigure({ ...scored, threshold: 0.37, p95: 0.29 }, heading, width),
  training: (width) => trainingFigure([loss, loss], heading, width),
};

const sheetUnits = Array.from({ length: 20 }, (_, i) => ({ ...shifts, caption: `${i} (0.50)` }));
const predicted: PredictedPath = {
  ...{ name: "path 1: 5.0 cm", start: [0, 0], truth: walk.subarray(0, 10), predicted: walk.subarray(10, 20) },
  headings: { truth: [0, 1, 2, 3, -3], predicted: [0.5, 1, 2, -3, -2.5] },
};
const tuned = {
  ...{ name: "unit 3", words: ["heading: no", "speed: no"] },
  heading: { values: [1, 2, Number.NaN, -1, 0.5], direction: 0.3 },
  speed: { positions: [0.1, 0.3], rates: [1, Number.NaN], limit: 0.4 },
};
const spacings: LatticeData = {
  axis: "spacing (m)",
  range: [0, 1],
  bins: 4,
  samples: [
    { label: "units: 3 of 10", values: [0.1, 0.6, 0.7, Number.NaN], all: 10 },
    { label: "noise: 1 of 20", values: [0.9], all: 20 },
  ],
};
const modules: ModulesData = {
  spacings: { ...spacings, fit: { label: "mixture of 2", positions: [0, 0.5, 1], values: [0, 30, 0] } },
  gains: [
    { label: "units", values: [0, -4, 3] },
    { label: "noise", values: [] },
  ],
};
const loss = {
  ...{ label: "loss", axis: "loss (nats)", steps: [1, 2, 3], values: [3, 2, 1] },
  levels: [{ at: 0.5, label: "floor 0.5" }],
};
const scored = {
  units: { label: "units", scores: [0.1, 0.5, 0.9] },
  noise: { label: "noise", scores: [-0.2, 0.1, 0.3] },
};

const composite: CompositeData = {
  world: { arena, centresX: [], centresY: [], fieldWidth: 0, paths: [walk] },
  units: [7, 8].map((unit) => ({ ...shifts, unit, score: 0.5 })),
  scores: { ...scored, threshold: 0.37, p95: 0.29 },
  training: loss,
  spacing: spacings,
};

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);

describe.each(Object.entries(figures))("the figure of %s", (_, draw) => {
  const svg = svgText(draw());

  test("is a well-formed SVG and a PNG of the wanted width, the same bytes every time", async () => {
    const first = await rasterize(svg, 640);
    const again = await rasterize(svgText(draw()), 640);
    expect(first.width).toBe(640);
    expect(Buffer.compare(Buffer.from(first.bytes), Buffer.from(again.bytes))).toBe(0);
  });

  test.each([340, 413, 875])("fills %d pixels when it is to, and no more", (width) => {
    const scene = draw(width);
    expect(scene.width).toBeGreaterThanOrEqual(width - 0.5);
    expect(scene.width).toBeLessThanOrEqual(width + 0.5);
    const [right, bottom] = extentOf(scene.shapes);
    expect(right).toBeLessThanOrEqual(width + 0.5);
    expect(right).toBeGreaterThan(0.8 * width);
    expect(bottom).toBeLessThanOrEqual(scene.height);
  });

  test("has a heading, readable text, and no ids", () => {
    expect(texts(svg)).toEqual(expect.arrayContaining(["A title &lt;&amp;&gt;", "a subtitle"]));
    expect(svg).toContain("<title>A title &lt;&amp;&gt;</title>");
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
    expect(svg).not.toMatch(/ id=/);
  });
});

test("every figure of a map names units and has a colour bar", () => {
  const maps = texts(svgText(figures["rate maps"]!()));
  // -0.001 is no negative zero.
  expect(maps).toEqual(expect.arrayContaining(["#7", "0.00", "2 m", "peak activity (a. u.) of each"]));
  expect(maps).toContain("never visited");
  const shifts = texts(svgText(figures.autocorrelogram!()));
  // Of a flat box the bar is low: its name takes two lines.
  for (const label of ["x (m)", "shift in y (m)", "mean activity", "(arbitrary units)", "never visited"]) {
    expect(shifts).toContain(label);
  }
});

test("captions of narrow maps do not run into each other", () => {
  const tiles = Array.from({ length: 24 }, (_, i) => ({ unit: 1000 + i, score: -0.5, grid: wave(4, 4) }));
  const svg = svgText(rateMapFigure({ arena: { width: 1, height: 2.2 }, tiles }, heading, "viridis"));
  const captions = [
    ...svg.matchAll(
      /translate\(([\d.]+) ([\d.]+)\)">\n<text x="0" y="11"[^>]*>(#\d+)<\/text>\n<text x="([\d.]+)" y="11"[^>]*>([^<]+)</g,
    ),
  ].map(([, x, y, number, end, score]) => ({
    x: Number(x),
    y: Number(y),
    number: number!,
    end: Number(end),
    score: score!,
  }));
  expect(captions).toHaveLength(24);
  captions.forEach(({ x, y, number, end, score }, i) => {
    expect(end - textWidth(score, 12) - textWidth(number, 12, true)).toBeGreaterThan(5);
    const next = captions[i + 1];
    if (next?.y === y) expect(next.x - x - end).toBeGreaterThan(10);
  });
});

test("a polar curve has 0 degrees at the right, 90 up, and leaves gaps", () => {
  const sector = (index: number) => Array.from({ length: 4 }, (_, i) => (i === index ? 1 : 0));
  const tip = (values: number[]) => {
    const { shapes } = polarPanel({ values, direction: Number.NaN }, 200);
    const curve = shapes.findLast(({ kind }) => kind === "lines")!;
    if (curve.kind !== "lines") throw new Error("no curve");
    return {
      curve,
      farthest: curve.lines
        .flat()
        .toSorted((a, b) => Math.hypot(b[0] - 100, b[1] - 100) - Math.hypot(a[0] - 100, a[1] - 100))[0]!,
    };
  };
  // Middles of the sectors: -135, -45, 45 and 135 degrees.
  const { farthest } = tip(sector(2));
  expect(farthest[0]).toBeGreaterThan(130);
  expect(farthest[1]).toBeLessThan(70);
  expect(tip([1, Number.NaN, 1, 1]).curve.lines.map((line) => line.length)).toEqual([3]);
});

test("a fit lies over the bars, and the axis reaches it", () => {
  const svg = svgText(modulesFigure(modules, heading));
  for (const said of ["mixture of 2", "units", "noise", "modules", "BIC beyond that of one module"]) {
    expect(texts(svg)).toContain(said);
  }
  expect(texts(svg)).toContain("30");
  expect(texts(svgText(latticeFigure(spacings, heading)))).not.toContain("30");
});

test("spacings are shares of all, of which those with a spacing are a part", () => {
  const svg = svgText(latticeFigure(spacings, heading));
  const heights = [...svg.matchAll(/<rect [^>]*height="([\d.]+)" fill="#0072b2" fill-opacity/g)].map(
    ([, h]) => Number(h),
  );
  // The key, then 10, 0, 20 and 0 % of 10.
  const [, first, second, third, fourth] = heights as [number, number, number, number, number];
  expect([second, fourth]).toEqual([0, 0]);
  expect(third / first).toBeCloseTo(2, 1);
  const none = { ...spacings, samples: spacings.samples.map((sample) => ({ ...sample, values: [] })) };
  expect(texts(svgText(latticeFigure(none, heading)))).toContain("noise: 1 of 20");
});

test("a panel letters what there is, rate maps above autocorrelograms with their rings", () => {
  const lettersOf = (data: CompositeData) =>
    texts(svgText(compositeFigure(data, heading, "viridis"))).filter((text) => /^[a-f]$/.test(text));
  expect(lettersOf(composite)).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(lettersOf({ ...composite, training: undefined })).toEqual(["a", "b", "c", "d", "e"]);
  const svg = svgText(compositeFigure(composite, heading, "viridis"));
  expect(texts(svg)).toEqual(expect.arrayContaining(["#7", "#8", "0.50"]));
  expect(svg.match(/<ellipse [^>]*stroke="#ffffff"/g)).toHaveLength(4);
  expect(svg.match(/<image /g)).toHaveLength(2 * 2 + 2);
});

test("the name of a level at the bottom stands above it", () => {
  const low = { ...loss, values: [30, 29, 28], levels: [{ at: 0, label: "floor 0" }] };
  const svg = svgText(withMargin(trainingPanel(low, 0, { width: 280, height: 160 }), ""));
  const [, name] = /<text [^>]*y="([\d.]+)"[^>]*>floor 0</.exec(svg)!;
  const [, line] = /<path d="M0 ([\d.]+)L[^"]*"[^>]*stroke-dasharray/.exec(svg)!;
  expect(Number(name)).toBeLessThan(Number(line));
});

test("the ring is drawn at its share of the sides", () => {
  const svg = svgText(figures.autocorrelogram!());
  const radii = [...svg.matchAll(/<ellipse [^>]*rx="([\d.]+)" ry="([\d.]+)"[^>]*#ffffff/g)].map(
    ([, x, y]) => [Number(x), Number(y)],
  );
  // 7 bins of 0.5 x 0.25 m on 300 x 150 pixels; radii of 0.25 and 0.5 of 2 m and of 1 m.
  const perMetreX = 300 / 3.5;
  const perMetreY = 150 / 1.75;
  expect(radii).toHaveLength(2);
  for (const [i, share] of [0.25, 0.5].entries()) {
    expect(radii[i]![0]).toBeCloseTo(share * 2 * perMetreX, 1);
    expect(radii[i]![1]).toBeCloseTo(share * 1 * perMetreY, 1);
  }
});

test("a map's row 0 is at the bottom, its holes are grey", () => {
  const grid = { rows: 2, columns: 2, values: [0, Number.NaN, 1, 2] };
  const { data } = heatPixels(grid, [0, 2], "viridis");
  const of = (share: number) => [...colourMap("viridis")(share), 255];
  expect(Array.from(data)).toEqual([...of(0.5), ...of(1), ...of(0), ...unvisitedColour, 255]);
});

test("a path through the seam of a periodic box is drawn in two", () => {
  const path = [
    [0.8, 0],
    [0.95, 0.1],
    [-0.9, 0.2],
  ] as const;
  expect(pathLines(path, arena).map((line) => line.length)).toEqual([2, 1]);
  expect(pathLines(path, { ...arena, periodic: false }).map((line) => line.length)).toEqual([3]);
  const gap = [Number.NaN, Number.NaN] as const;
  const cut = pathLines([gap, ...path, gap, gap, path[0]], { ...arena, periodic: false });
  expect(cut).toEqual([[...path], [path[0]]]);
});

test("a picture refuses a place that is not finite", () => {
  const line = { kind: "lines", lines: [[[0, Number.NaN]]], stroke: { colour: "#000", width: 1 } } as const;
  expect(() => svgText({ title: "", width: 10, height: 10, shapes: [line] })).toThrow("NaN");
});
