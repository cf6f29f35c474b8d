import { afterAll, expect, test } from "bun:test";
import { FeedForwardLearner } from "../../../../src/analyse/feed-forward/learn.ts";
import {
  feedForward,
  feedForwardGradients,
  feedForwardLayout,
  freshFeedForward,
  inputsOf,
  outputsOf,
} from "../../../../src/analyse/feed-forward/network.ts";
import { wholePaths } from "../../../../src/analyse/feed-forward/paths.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { allocateArrays, namesOf } from "../../../../src/networks/layout.ts";
import { knownNetwork } from "../../../support/known-network.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const steps = 3;
const random = testRandom(8);
const given = (rows: number, columns: number) =>
  engine.memory.from("float32", randomFloats(random, rows * columns), "given", [rows, columns]);

test("its loss is that of the definition, its gradients those of finite differences", () => {
  const weights = freshFeedForward(engine, steps, 4);
  const [inputs, targets] = [given(7, inputsOf(steps)), given(7, outputsOf(steps))];
  const layout = feedForwardLayout(steps);
  const gradients = allocateArrays(engine, layout, "gradients");
  const others = allocateArrays(engine, layout, "others");
  const loss = feedForwardGradients(engine, weights, inputs, targets, gradients);
  const { outputs } = feedForward(engine, weights, inputs);
  const mean = (from: number, to: number) => {
    let sum = 0;
    for (let row = 0; row < 7; row++)
      for (let column = from; column < to; column++)
        sum += (outputs.view[row * 9 + column]! - targets.view[row * 9 + column]!) ** 2;
    return sum / (7 * (to - from));
  };
  expect(loss).toBeCloseTo(mean(0, 6) + mean(6, 9), 6);
  for (const name of namesOf(layout)) {
    const { view } = weights[name];
    const before = view.slice();
    const direction = randomFloats(random, view.length);
    const far = 1e-3 / Math.hypot(...direction);
    const at = (sign: number) => {
      view.set(before.map((value, i) => value + sign * far * direction[i]!));
      return feedForwardGradients(engine, weights, inputs, targets, others);
    };
    const slope = (at(1) - at(-1)) / (2 * far);
    view.set(before);
    const expected = direction.reduce((sum, value, i) => sum + value * gradients[name].view[i]!, 0);
    const size = Math.hypot(...gradients[name].view) * Math.hypot(...direction);
    expect({ name, far: Math.abs(slope - expected) / size > 1e-2 }).toEqual({ name, far: false });
    expect(size).toBeGreaterThan(0);
  }
});

const source = knownNetwork(engine, { units: 4 }).source;
const request = { seed: 2, trajectories: 50, steps: 12 };

test("turns and speeds that it is given lead from the first place to the positions that it is to answer", () => {
  const { inputs, targets } = wholePaths(engine, source, request);
  for (let row = 0; row < 50; row++) {
    const path = inputs.view.subarray(row * inputsOf(12), (row + 1) * inputsOf(12));
    const truth = targets.view.subarray(row * outputsOf(12), (row + 1) * outputsOf(12));
    let [heading, x, y] = [path[24]!, path[25]!, path[26]!];
    for (let t = 0; t < 12; t++) {
      heading += path[t]!;
      x += path[12 + t]! * source.dt * Math.cos(heading);
      y += path[12 + t]! * source.dt * Math.sin(heading);
      expect(Math.hypot(x - truth[2 * t]!, y - truth[2 * t + 1]!)).toBeLessThan(1e-5);
      expect(Math.cos(heading - truth[24 + t]!)).toBeCloseTo(1, 8);
    }
  }
});

test("it never sees the paths by which it is judged, and of files the others again and again", () => {
  const seen: number[] = [];
  const watched = (trajectories?: number) => ({
    ...source,
    usual: { ...source.usual, ...(trajectories !== undefined && { trajectories }) },
    walk(...[asked, range, body]: Parameters<typeof source.walk>) {
      seen.push(range.first);
      expect(range.trajectories).toBe(20);
      source.walk(asked, range, body);
    },
  });
  const learn = (files?: number) => {
    seen.length = 0;
    const options = { updates: 5, batch: 20, learningRate: 1e-3 };
    const learner = new FeedForwardLearner(engine, watched(files), request, options);
    for (let update = 0; update < 5; update++) learner.update();
    return [...seen];
  };
  expect(learn()).toEqual([50, 70, 90, 110, 130]);
  expect(learn(99)).toEqual([50, 70, 50, 70, 50]);
  expect(userErrorOf(() => learn(69))).toBe(
    "of 69 trajectories 19 are left for the baseline to learn from, a batch takes 20 | lower --trajectories or --batch",
  );
});

test("of paths that tell whither the rat turns after a step it is given that turn and asked that heading", () => {
  const [trajectories, T] = [4, 3];
  const known = engine.memory.from("float32", randomFloats(random, T * trajectories), "headings", [
    T,
    trajectories,
  ]);
  const turning: typeof source = {
    ...source,
    walk: (asked, range, body) =>
      source.walk(asked, range, (portion) => body({ ...portion, headingAfter: known })),
  };
  const asked = { seed: 2, trajectories, steps: T };
  const { inputs, targets } = wholePaths(engine, turning, asked);
  source.walk(asked, { first: 0, trajectories }, ({ heading }) => {
    for (let b = 0; b < trajectories; b++) {
      for (let t = 0; t < T; t++) {
        const [before, after] = [heading!.view[t * trajectories + b]!, known.view[t * trajectories + b]!];
        expect(targets.view[b * outputsOf(T) + 2 * T + t]).toBe(after);
        expect(Math.cos(inputs.view[b * inputsOf(T) + t]! - (after - before))).toBeCloseTo(1, 9);
      }
    }
  });
});

test("it learns from other paths than those it is judged by, with the same bits for any number of workers", () => {
  const learned = engines.map((each) => {
    const { source: paths } = knownNetwork(each, { units: 4 });
    const learner = new FeedForwardLearner(each, paths, request, {
      ...{ updates: 60, batch: 256, learningRate: 1e-3 },
    });
    const before = learner.errors();
    const losses = Array.from({ length: 60 }, () => learner.update());
    return { before, losses, after: learner.errors(), weights: learner.weights.last.toArray() };
  });
  expect(learned[0]).toEqual(learned[1]!);
  const { before, losses, after } = learned[0]!;
  expect(before.errorCm).toBeGreaterThan(70);
  expect(after.errorCm).toBeLessThan(0.6 * before.errorCm);
  expect(after.headingErrorRad).toBeLessThan(before.headingErrorRad);
  expect(losses.at(-1)!).toBeLessThan(0.6 * losses[0]!);
  expect(after.errorByStepCm.reduce((sum, value) => sum + value, 0) / 12).toBeCloseTo(after.errorCm, 9);
});
