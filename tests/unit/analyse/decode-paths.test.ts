import { afterAll, expect, test } from "bun:test";
import { decodePaths } from "../../../src/analyse/decode-paths.ts";
import { observe } from "../../../src/analyse/observe.ts";
import { trajectoryPaths } from "../../../src/analyse/trajectory-paths.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { type ActivitySource, inPaths, type PathPortion } from "../../../src/tasks/activity-source.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** Remembers the place code of its start, and says it again. */
const homesick = (periodic = false) =>
  knownNetwork(engine, {
    units: 64,
    arena: { width: 2.2, height: 2.2, periodic },
    encoder: (cell, unit) => (cell === unit ? 1 : 0),
    recurrent: (from, to) => (from === to ? 1 : 0),
    decoder: (unit, cell) => (cell === unit ? 1 : 0),
  }).source;
const options = { seed: 1, trajectories: 230, steps: 12 };

test("the mean error is that of the roll-out", () => {
  for (const periodic of [false, true]) {
    const source = homesick(periodic);
    const paths = decodePaths(engine, source, options);
    const { measured } = observe(engine, source, { ...options, bins: 5 });
    expect(paths.errorCm).toBeCloseTo(measured.decodeErrorCm!, 4);
    // In the periodic box some paths cross the seam: the way is the short one.
    expect(Math.max(...paths.error)).toBeLessThan(1);
  }
});

test("who stays at home errs by the way of the others", () => {
  const { decoded, errorByStepCm } = decodePaths(engine, homesick(), options);
  for (let i = 0; i < 230; i++) {
    const guesses = decoded.subarray(i * 24, (i + 1) * 24);
    expect(new Set(Array.from(guesses, (value) => value.toFixed(5))).size).toBeLessThanOrEqual(2);
  }
  expect(errorByStepCm[11]!).toBeGreaterThan(2 * errorByStepCm[0]!);
});

test("trajectory first, then time, the same as without a network", () => {
  const source = homesick();
  const { position, error, decoded } = decodePaths(engine, source, options);
  const paths = trajectoryPaths(source, options);
  expect(paths).toHaveLength(230);
  for (const i of [0, 114, 115, 229]) {
    expect(position.subarray(i * 24, (i + 1) * 24)).toEqual(paths[i]!.subarray(2));
  }
  const at = 2 * (229 * 12 + 3);
  expect(error[229 * 12 + 3]).toBeCloseTo(
    Math.hypot(position[at]! - decoded[at]!, position[at + 1]! - decoded[at + 1]!),
    6,
  );
});

test("trajectories from a later one on are those of the whole", () => {
  const source = homesick();
  const whole = decodePaths(engine, source, { ...options, trajectories: 60 });
  const part = decodePaths(engine, source, { ...options, from: 40, trajectories: 20 });
  expect(part.start).toEqual(whole.start.subarray(80));
  expect(part.position).toEqual(whole.position.subarray(40 * 24));
  expect(part.error).toEqual(whole.error.subarray(40 * 12));
});

/** The same with four head-direction cells, which the last columns of its logits are said to be. */
function withHeads(source: ActivitySource): ActivitySource {
  const after = <P extends PathPortion>(portion: P): P => ({ ...portion, headingAfter: portion.heading });
  return {
    ...source,
    headings: { first: 60, means: Float64Array.of(-3, -1, 0.5, 2) },
    walk: (request, range, body) => source.walk(request, range, (portion) => body(after(portion))),
    read: (request, range, body) => source.read(request, range, (portion) => body(after(portion))),
  };
}

test("the heading is that of the cell with the largest logit of its own columns", () => {
  const source = withHeads(homesick());
  const { headings, decoded } = decodePaths(engine, source, options);
  expect(decodePaths(engine, homesick(), options).headings).toBeUndefined();
  expect(decoded).toEqual(decodePaths(engine, homesick(), options).decoded);
  const steps = options.steps;
  inPaths(source, { ...options, trajectories: 20 }, ({ heading, trajectories }) => {
    for (let b = 0; b < trajectories; b++) {
      for (let t = 0; t < steps; t++) {
        expect(headings!.truth[b * steps + t]).toBe(heading!.view[t * trajectories + b]!);
      }
    }
  });
  const largest: number[] = [];
  source.read({ ...options, trajectories: 3 }, { first: 0, trajectories: 3 }, (portion) => {
    source.places!.inLogits(portion, (logits, _, count) => {
      for (let row = 0; row < count; row++) {
        const own = logits.view.subarray(row * 64 + 60, row * 64 + 64);
        largest.push([-3, -1, 0.5, 2][own.indexOf(Math.max(...own))]!);
      }
    });
  });
  const three = decodePaths(engine, source, { ...options, trajectories: 3 }).headings!.decoded;
  expect(Array.from(three)).toEqual(
    Array.from({ length: 3 * steps }, (_, i) => largest[(i % steps) * 3 + Math.floor(i / steps)]!),
  );
});

test("the code itself says the nearest centre and the nearest preferred heading", () => {
  const source = withHeads(homesick());
  const { position, decoded, headings } = decodePaths(engine, source, options, { by: 1, ofCode: true });
  const { centresX, centresY } = source.places!.code;
  for (const i of [0, 100, 230 * 12 - 1]) {
    const [x, y] = [position[2 * i]!, position[2 * i + 1]!];
    const distances = Array.from({ length: 64 }, (_, cell) =>
      Math.hypot(centresX.view[cell]! - x, centresY.view[cell]! - y),
    );
    const nearest = distances.indexOf(Math.min(...distances));
    expect([decoded[2 * i], decoded[2 * i + 1]]).toEqual([centresX.view[nearest], centresY.view[nearest]]);
  }
  const apart = (a: number, b: number) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
  headings!.truth.forEach((truth, i) => {
    const least = Math.min(...[-3, -1, 0.5, 2].map((mean) => apart(mean, truth)));
    expect(apart(headings!.decoded[i]!, truth)).toBeCloseTo(least, 5);
  });
});
