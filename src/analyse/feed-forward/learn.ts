/** Trains the baseline on paths of a source, and tells how far off it is. */
import type { Engine } from "../../engine/engine.ts";
import { allocateArrays, namesOf } from "../../networks/layout.ts";
import type { ActivityRequest, ActivitySource } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { distanceIn } from "../../world/arena.ts";
import {
  type FeedForwardWeights,
  feedForward,
  feedForwardGradients,
  feedForwardLayout,
  freshFeedForward,
  outputsOf,
} from "./network.ts";
import { wholePaths, wrapped } from "./paths.ts";

/** Adam as the published baseline has it. */
const [beta1, beta2, epsilon] = [0.9, 0.98, 1e-9];

export interface LearningOptions {
  readonly updates: number;
  /** Paths an update. */
  readonly batch: number;
  readonly learningRate: number;
}

/** The baseline while it learns: an update at a time, so that its caller may breathe in between. */
export class FeedForwardLearner {
  readonly weights: FeedForwardWeights;
  private readonly moments: readonly [FeedForwardWeights, FeedForwardWeights];
  private updates = 0;
  /** Batches after which it sees the same paths again: of files there are only so many. */
  private readonly batches: number;

  /**
   * @param request of the paths that are kept for telling how far off it is: it learns from later ones of the same source
   * @throws UserError (exit 2) when files hold no batch beside those
   */
  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly request: ActivityRequest,
    private readonly options: LearningOptions,
  ) {
    this.batches = batchesBeside(source, request, options.batch);
    const layout = feedForwardLayout(request.steps);
    this.weights = freshFeedForward(engine, request.steps, request.seed);
    this.moments = [
      allocateArrays(engine, layout, "first moment", true),
      allocateArrays(engine, layout, "second moment", true),
    ];
  }

  /** @returns the loss before the update: m² of the positions plus rad² of the headings */
  update(): number {
    const { engine, source, request, options, weights } = this;
    const kept = (request.from ?? 0) + request.trajectories;
    const { batch } = options;
    const from = kept + (this.updates % this.batches) * batch;
    this.updates++;
    return engine.memory.scope(() => {
      const paths = wholePaths(engine, source, { ...request, trajectories: batch, from });
      const gradients = allocateArrays(engine, feedForwardLayout(request.steps), "gradients");
      const loss = feedForwardGradients(engine, weights, paths.inputs, paths.targets, gradients);
      const rate = options.learningRate / (1 - beta1 ** this.updates);
      const inverseRoot = 1 / Math.sqrt(1 - beta2 ** this.updates);
      for (const name of namesOf(weights)) {
        const [first, second] = this.moments;
        // biome-ignore format: arrays, then numbers
        engine.kernels.adam(weights[name].pointer, gradients[name].pointer, first[name].pointer, second[name].pointer,
          weights[name].length,
          rate, beta1, beta2, 1 - beta1, 1 - beta2, inverseRoot, epsilon, 1, 1, Number.POSITIVE_INFINITY);
      }
      return loss;
    });
  }

  /** How far off it is on the kept paths. */
  errors(): FeedForwardErrors {
    const { engine, source, request } = this;
    const { trajectories, steps } = request;
    const errorByStepCm = new Float64Array(steps);
    let headings = 0;
    engine.memory.scope(() => {
      const { inputs, targets } = wholePaths(engine, source, request);
      const guesses = feedForward(engine, this.weights, inputs).outputs.view;
      const truth = targets.view;
      for (let row = 0; row < trajectories; row++) {
        for (let t = 0; t < steps; t++) {
          const at = row * outputsOf(steps) + 2 * t;
          const apart = distanceIn(
            source.arena,
            truth[at]! - guesses[at]!,
            truth[at + 1]! - guesses[at + 1]!,
          );
          errorByStepCm[t]! += (100 * apart) / trajectories;
          const heading = row * outputsOf(steps) + 2 * steps + t;
          headings += Math.abs(wrapped(truth[heading]! - guesses[heading]!));
        }
      }
    });
    const errorCm = errorByStepCm.reduce((sum, value) => sum + value, 0) / steps;
    return { errorCm, errorByStepCm, headingErrorRad: headings / (trajectories * steps) };
  }
}

function batchesBeside({ usual }: ActivitySource, request: ActivityRequest, batch: number): number {
  if (usual.trajectories === undefined) return Number.POSITIVE_INFINITY;
  const left = Math.max(0, usual.trajectories - (request.from ?? 0) - request.trajectories);
  if (left >= batch) return Math.floor(left / batch);
  throw new UserError(
    `of ${usual.trajectories} trajectories ${left} are left for the baseline to learn from, a batch takes ${batch}`,
    "lower --trajectories or --batch",
    2,
  );
}

export interface FeedForwardErrors {
  /** Mean distance between the answered and the true position. */
  readonly errorCm: number;
  /** After each step, [steps]. */
  readonly errorByStepCm: Float64Array;
  /** Mean absolute difference of the headings, the short way around. */
  readonly headingErrorRad: number;
}
