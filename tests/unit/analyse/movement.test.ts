import { afterAll, describe, expect, test } from "bun:test";
import { observe } from "../../../src/analyse/observe.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import type { ActivitySource } from "../../../src/tasks/activity-source.ts";
import { knownNetwork } from "../../support/known-network.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { referenceMovement } from "../../support/reference/movement.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
const alone = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => {
  engine.close();
  alone.close();
});

const request = { seed: 3, trajectories: 250, steps: 10 };
/** Units that hear a component of the velocity; the last hears nothing. */
const directed = (activation: "relu" | "tanh", on = engine) =>
  knownNetwork(on, {
    units: 5,
    activation,
    input: (unit) => (unit < 4 ? [Math.cos(unit), Math.sin(unit)] : [0, 0]),
  }).source;
const scoresOf = (source: ActivitySource, on = engine) =>
  observe(on, source, { ...request, bins: 6 }).movement;

test.each([1, 6, 67])(
  "sums of %i units agree with the plain ones, and samples of no sector count nowhere",
  (units) => {
    const samples = 40;
    const activities = Float32Array.from(randomNumbers(samples * units, 2), (x) => x - 0.4);
    const speeds = randomNumbers(samples, 3);
    const sectors = Int32Array.from(randomNumbers(samples, 4), (x) => Math.floor(5 * x) - 1);
    const { memory, kernels } = engine;
    memory.scope(() => {
      const sums = memory.zeros("float64", [4, units], "sums");
      const [products, squares] = [
        memory.zeros("float64", units, "products"),
        memory.zeros("float64", units, "squares"),
      ];
      kernels.accumulateMovement(
        memory.from("float32", activities, "activities").pointer,
        memory.from("int32", sectors, "sectors").pointer,
        memory.from("float64", speeds, "speeds").pointer,
        ...[sums.pointer, products.pointer, squares.pointer, samples, units, units],
      );
      for (let unit = 0; unit < units; unit++) {
        const expected = referenceMovement(activities, { sectors, speeds }, 4, units, unit);
        expect(expected.sums.map((_, sector) => sums.view[sector * units + unit]!)).toEqual(expected.sums);
        expect(products.view[unit]).toBe(expected.product);
        expect(squares.view[unit]).toBe(expected.square);
      }
    });
  },
);

describe("scores", () => {
  test("are those of tuning, which has shuffles", () => {
    const source = directed("relu");
    const expected = tuning(engine, source, {
      ...request,
      ...{ headingBins: 20, speedBins: 8, speedLimit: 2.5, shuffles: 0 },
    });
    const found = scoresOf(source)!;
    expect(found.samples).toBe(2500);
    for (let unit = 0; unit < 4; unit++) {
      // Sums of tuning are float32.
      expect(found.vectorLength[unit]!).toBeCloseTo(expected.heading.vectorLength[unit]!, 4);
      expect(found.speedScore[unit]!).toBeCloseTo(expected.speed.score[unit]!, 4);
      expect(found.vectorLength[unit]!).toBeGreaterThan(0.7);
      expect(found.shiftedLength[unit]!).toBeCloseTo(expected.heading.shiftedLength[unit]!, 4);
      expect(found.headingCorrelation[unit]!).toBeCloseTo(expected.heading.correlation[unit]!, 4);
    }
  });

  test("a unit that does not vary has none, a signed one no vector length", () => {
    const found = scoresOf(directed("relu"))!;
    expect([found.vectorLength[4], found.speedScore[4]]).toEqual([Number.NaN, Number.NaN]);
    const signed = scoresOf(directed("tanh"))!;
    expect(signed.vectorLength[0]).toBeNaN();
    expect(signed.shiftedLength[0]).toBeWithin(0.4, 0.6);
    expect(signed.headingCorrelation[0]).toBeGreaterThan(0.7);
    expect([signed.shiftedLength[4], signed.headingCorrelation[4]]).toEqual([Number.NaN, Number.NaN]);
    expect(Math.abs(signed.speedScore[0]!)).toBeLessThan(0.2);
  });

  test("the same bits for any number of workers", () => {
    const [one, two] = [scoresOf(directed("relu", alone), alone)!, scoresOf(directed("relu"))!];
    // Lists, not arrays of bytes: a NaN has many.
    expect([...one.vectorLength, ...one.speedScore]).toEqual([...two.vectorLength, ...two.speedScore]);
  });

  test("none where nothing is known of the velocity; what is not known of a place counts nowhere", () => {
    const source = directed("relu");
    const changed = (
      change: (portion: Parameters<Parameters<ActivitySource["read"]>[2]>[0]) => object,
    ): ActivitySource => ({
      ...source,
      portions: (wanted) => source.portions(wanted),
      read: (wanted, range, body) =>
        source.read(wanted, range, (portion) => body({ ...portion, ...change(portion) })),
    });
    expect(scoresOf(changed(() => ({ velocity: undefined })))).toBeUndefined();
    const gaps = changed(({ position }) => {
      position.view.fill(Number.NaN, 0, 200);
      return {};
    });
    // In each of two portions the first hundred.
    expect(scoresOf(gaps)!.samples).toBe(2300);
  });
});
