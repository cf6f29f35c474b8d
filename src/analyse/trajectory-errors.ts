/** How far off a network is, trajectory by trajectory: for comparing conditions on the same paths. */
import type { Engine } from "../engine/engine.ts";
import type { ActivityRequest, ActivitySource, TrajectoryRange } from "../tasks/activity-source.ts";
import { distanceIn } from "../world/arena.ts";
import { readByNetwork } from "./path-reading.ts";
import { placesOf } from "./places.ts";

/** Mean decode error of each trajectory over its first steps, cm: an array [trajectories] for each of the horizons. */
export type TrajectoryErrors = readonly Float64Array[];

/** Collects `TrajectoryErrors` in portions, so that its caller may breathe in between. */
export class ErrorCollector {
  readonly errors: readonly Float64Array[];

  /**
   * @param horizons numbers of steps, each at most those of the request
   * @throws UserError when no place can be read out of the source
   */
  constructor(
    private readonly engine: Engine,
    private readonly source: ActivitySource,
    private readonly request: ActivityRequest,
    private readonly horizons: readonly number[],
  ) {
    placesOf(source);
    this.errors = horizons.map(() => new Float64Array(request.trajectories));
  }

  /** Reads a range of trajectories. */
  look(range: TrajectoryRange): void {
    const { source, request, horizons, errors } = this;
    source.read({ ...request, measuring: false }, range, (portion) => {
      const { trajectories } = portion;
      const { position: guesses } = readByNetwork(this.engine, { places: placesOf(source) }, portion);
      const truth = portion.position.view;
      const sums = new Float64Array(trajectories);
      for (let step = 0; step < request.steps; step++) {
        for (let b = 0; b < trajectories; b++) {
          const at = 2 * (step * trajectories + b);
          const [dx, dy] = [truth[at]! - guesses[at]!, truth[at + 1]! - guesses[at + 1]!];
          sums[b]! += 100 * distanceIn(source.arena, dx, dy);
        }
        horizons.forEach((steps, i) => {
          if (steps === step + 1) {
            errors[i]!.set(
              sums.map((sum) => sum / steps),
              portion.first - (request.from ?? 0),
            );
          }
        });
      }
    });
  }
}
