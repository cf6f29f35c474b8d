import { afterAll, describe, expect, test } from "bun:test";
import { decodeWayNames, ReadoutErrorSums } from "../../../src/analyse/readout-errors.ts";
import { openHeadCode } from "../../../src/code/head-code.ts";
import { headingDistance, headingFloor } from "../../../src/code/head-floors.ts";
import { type HeadPart, placesOnly } from "../../../src/code/path-code.ts";
import { givenCentres } from "../../../src/code/place-centres.ts";
import { encode, openPlaceCode } from "../../../src/code/place-code.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { fillUniform } from "../../../src/engine/random.ts";
import type { ActivitySource } from "../../../src/tasks/activity-source.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { NumpyRandom } from "../../../src/world/mt19937.ts";
import { arraySource } from "../../support/array-source.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { decodePlace, decodePlaceByWeight, encodePlace } from "../../support/reference/place-code.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const [steps, trajectories, cells] = [4, 30, 20];
const samples = steps * trajectories;
const random = new NumpyRandom(8341);
const pairs = Array.from({ length: 2 * cells }, () => random.uniform(-1.1, 1.1));
const code = openPlaceCode(engine, {
  ...{ arena: defaultArena, centres: givenCentres(pairs), kind: "gaussian", sigma: 0.2 },
});
/** A gap of more than half a turn. */
const means = Float64Array.of(-1, 0, 0.5, 1, 1.2);
const position = randomNumbers(2 * samples, 1).map((x) => 2 * x - 1);
const headings = Float32Array.from(randomNumbers(samples, 2), (x) => Math.PI * (2 * x - 1));
const width = cells + means.length;
const [placePart] = placesOnly(code).parts;
const headCode = openHeadCode(engine, means, 3);
const headPart = {
  ...{ ...placePart, name: "head", quantity: "head", first: cells, cells: means.length, code: headCode },
} as const satisfies HeadPart;

/** Units that are the logits themselves, places before headings. */
function sourceOf(logits: ArrayLike<number>, withHeadings: boolean, atOnce = 7): ActivitySource {
  const plain = arraySource(engine, {
    ...{ steps, trajectories, units: width, position, activity: logits, atOnce },
  });
  return {
    ...plain,
    ...(withHeadings && { headings: { first: cells, means } }),
    portions: (request) => plain.portions(request),
    read: (request, range, body) =>
      plain.read(request, range, (portion) => {
        const after = engine.memory.allocate("float32", portion.samples, "headings");
        after.view.forEach((_, i) => {
          const step = Math.floor(i / portion.trajectories);
          after.view[i] = headings[step * trajectories + range.first + (i % portion.trajectories)]!;
        });
        body({ ...portion, headingAfter: after });
      }),
    places: {
      ...{ code, topK: 3, parts: withHeadings ? [placePart, headPart] : [placePart] },
      // In parts, as networks give them.
      inLogits({ activities, samples: count }, body) {
        for (let first = 0; first < count; first += 5) {
          const some = Math.min(5, count - first);
          const values = engine.memory.floats(activities + first * width * 4, some * width);
          body(engine.memory.from("float32", values, "logits", [some, width]), first, some);
        }
      },
    },
  };
}

function errorsOf(source: ActivitySource) {
  const sums = ReadoutErrorSums.of(engine, source, steps)!;
  const request = { seed: 0, trajectories, steps };
  for (const range of source.portions(request)) source.read(request, range, (portion) => sums.add(portion));
  return sums.finish();
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const ofSamples = <T>(of: (sample: number) => T) =>
  Array.from({ length: samples }, (_, sample) => of(sample));

describe("errors of logits", () => {
  const logits = randomNumbers(samples * width, 3).map((x) => 6 * x);
  const found = errorsOf(sourceOf(logits, true));
  const plain = {
    x: [...code.centresX.view],
    y: [...code.centresY.view],
    kind: "gaussian",
    sigma: 0.2,
    surround: 2,
  } as const;
  const placeLogits = (sample: number) => logits.slice(sample * width, sample * width + cells);
  const place = (sample: number): [number, number] => [position[2 * sample]!, position[2 * sample + 1]!];
  const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
  const nearest = (sample: number) =>
    decodePlace(
      plain,
      plain.x.map((x, i) => -apart([x, plain.y[i]!], place(sample))),
      1,
    );

  test("are those of the best cell, the best three, and all by their softmax", () => {
    const decoded = {
      bestCell: (sample: number) => decodePlace(plain, placeLogits(sample), 1),
      bestThree: (sample: number) => decodePlace(plain, placeLogits(sample), 3),
      weightedMean: (sample: number) => decodePlaceByWeight(plain, placeLogits(sample).map(Math.exp)),
    };
    for (const way of decodeWayNames) {
      const errors = ofSamples((sample) => 100 * apart(decoded[way](sample), place(sample)));
      expect(found.ways[way].errorCm).toBeCloseTo(mean(errors), 3);
      const last = errors.slice((steps - 1) * trajectories);
      expect(found.ways[way].byStepCm[steps - 1]).toBeCloseTo(mean(last), 3);
    }
  });

  test("squares are of the code against the place, and of the logits against the code", () => {
    const squares = (a: (sample: number) => number[], b: (sample: number) => number[]) =>
      mean(ofSamples((sample) => apart(a(sample), b(sample)) ** 2 / 2));
    expect(found.squares.quantisation).toBeCloseTo(squares(nearest, place), 5);
    const best = (sample: number) => decodePlace(plain, placeLogits(sample), 1);
    expect(found.squares.prediction).toBeCloseTo(squares(best, nearest), 5);
  });

  test("headings are those of the best head-direction cell, in the gap and beside it", () => {
    const errors = ofSamples((sample) => {
      const own = logits.slice(sample * width + cells, (sample + 1) * width);
      return headingDistance(headings[sample]!, means[own.indexOf(Math.max(...own))]!);
    });
    const { heading } = found;
    expect(heading!.error).toBeCloseTo(mean(errors), 5);
    expect(heading!.byStep[1]).toBeCloseTo(mean(errors.slice(trajectories, 2 * trajectories)), 5);
    expect(heading!.floor).toBe(headingFloor(means));
    const inside = errors.filter((_, sample) => headings[sample]! > 1.2 || headings[sample]! < -1);
    expect(heading!.gap).toMatchObject({ from: 1.2, width: expect.closeTo(2 * Math.PI - 2.2, 12) });
    expect(heading!.gap.inside).toBeCloseTo(mean(inside), 5);
    expect(heading!.gap.outside).toBeCloseTo(
      (mean(errors) * samples - mean(inside) * inside.length) / (samples - inside.length),
      5,
    );
  });

  test("the loss of each ensemble is its cross-entropy with the code that is asked for", () => {
    const crossEntropy = (targets: number[], own: readonly number[]) => {
      const rest = Math.log(own.reduce((sum, x) => sum + Math.exp(x), 0));
      return targets.reduce((sum, target, i) => sum + target * (rest - own[i]!), 0);
    };
    const ofPlaces = ofSamples((sample) => {
      const [x, y] = place(sample);
      return crossEntropy(encodePlace(plain, x, y), [...placeLogits(sample)]);
    });
    const ofHeadings = ofSamples((sample) => {
      const densities = Array.from(means, (mean) => Math.exp(3 * Math.cos(headings[sample]! - mean)));
      const all = densities.reduce((sum, density) => sum + density, 0);
      const own = [...logits.slice(sample * width + cells, (sample + 1) * width)];
      return crossEntropy(
        densities.map((density) => density / all),
        own,
      );
    });
    expect(found.losses.map(({ part }) => part.name)).toEqual(["place", "head"]);
    expect(found.losses[0]!.loss).toBeCloseTo(mean(ofPlaces), 4);
    expect(found.losses[1]!.loss).toBeCloseTo(mean(ofHeadings), 4);
  });

  test("none of headings where none is asked for, none at all where no place is", () => {
    expect(errorsOf(sourceOf(logits, false)).heading).toBeUndefined();
    expect(
      ReadoutErrorSums.of(engine, { ...sourceOf(logits, false), places: undefined }, steps),
    ).toBeUndefined();
  });
});

test("DeepMind's 256 cells of 1 cm have a quantisation of 0.0031 m^2 per coordinate, and a perfect network no other", () => {
  const [many, all] = [20_000, 256];
  const numpy = new NumpyRandom(8341);
  const centres = givenCentres(Array.from({ length: 2 * all }, () => numpy.uniform(-1.1, 1.1)));
  const published = openPlaceCode(engine, { arena: defaultArena, centres, kind: "gaussian", sigma: 0.01 });
  const places = engine.memory.allocate("float32", [many, 2], "places");
  fillUniform(engine, { seed: 0, stream: "places", items: many, draws: 2 }, places);
  places.view.forEach((x, i) => {
    places.view[i] = 2.2 * x - 1.1;
  });
  const activity = engine.memory.allocate("float32", [many, all], "code");
  encode(engine, published, places, activity);
  const source = {
    ...arraySource(engine, { steps: 1, trajectories: 1, units: 1, position: [0, 0], activity: [0] }),
    places: {
      ...{ code: published, topK: 1, parts: placesOnly(published).parts },
      inLogits: (_: unknown, body: (logits: typeof activity, first: number, count: number) => void) =>
        body(activity, 0, many),
    },
  };
  const sums = ReadoutErrorSums.of(engine, source, 1)!;
  const portion = {
    first: 0,
    trajectories: many,
    samples: many,
    position: places,
    activities: 0,
    measured: {},
  };
  sums.add(portion);
  const { squares, ways } = sums.finish();
  expect(squares.quantisation).toBeWithin(0.00305, 0.00317);
  expect(squares.prediction).toBe(0);
  expect(ways.bestCell.errorCm).toBeWithin(6.9, 7.02);
});
