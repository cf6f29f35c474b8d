/** How units follow the direction of the next step, as published beside lags. Judged against shuffles it is ../tuning.ts's. */
import type { Engine } from "../../engine/engine.ts";
import {
  type ActivityRequest,
  type ActivitySource,
  inPortions,
  type Portion,
} from "../../tasks/activity-source.ts";
import type { Arena } from "../../world/arena.ts";
import { headingBin } from "../behaviour.ts";

export interface StepHeadings {
  readonly units: number;
  readonly sectors: number;
  /** Mean activity in each sector, the first one beginning at -pi; NaN where no step went. */
  readonly rates: Float64Array; // [units, sectors]
  /** |sum a e^(i heading)| / sum |a| over all steps; NaN for a silent unit. It is not divided by how often the rat went each way. */
  readonly strength: Float64Array; // [units]
  /** Of that sum, rad; NaN for a silent unit. */
  readonly direction: Float64Array; // [units]
}

/**
 * The activity at a moment with the direction from its place to the next one (plotting_functional_classes.py). In a periodic box
 * steps go the short way.
 * @param only numbers of the units
 * @throws UserError when there is not enough memory for the paths
 */
export function stepHeadings(
  engine: Engine,
  source: ActivitySource,
  request: ActivityRequest,
  only: readonly number[],
  sectors: number,
): StepHeadings {
  const units = only.length;
  const [rates, visits] = [new Float64Array(units * sectors), new Float64Array(sectors)];
  const [x, y, size] = [new Float64Array(units), new Float64Array(units), new Float64Array(units)];
  inPortions(source, { ...request, measuring: false }, (portion) => {
    const activities = engine.memory.floats(portion.activities, portion.samples * source.units);
    headingsOf(portion, source.arena, (sample, heading) => {
      const sector = headingBin(heading, sectors);
      visits[sector]!++;
      const [cosine, sine] = [Math.cos(heading), Math.sin(heading)];
      for (let i = 0; i < units; i++) {
        const activity = activities[sample * source.units + only[i]!]!;
        rates[i * sectors + sector]! += activity;
        x[i]! += activity * cosine;
        y[i]! += activity * sine;
        size[i]! += Math.abs(activity);
      }
    });
  });
  const silent = (i: number) => !(size[i]! > 0);
  return {
    ...{ units, sectors },
    rates: rates.map((sum, i) => (visits[i % sectors]! > 0 ? sum / visits[i % sectors]! : Number.NaN)),
    strength: size.map((all, i) => (silent(i) ? Number.NaN : Math.hypot(x[i]!, y[i]!) / all)),
    direction: size.map((_, i) => (silent(i) ? Number.NaN : Math.atan2(y[i]!, x[i]!))),
  };
}

/** Calls `body` for each moment that has a next one, both places known and apart. */
function headingsOf(
  { position, samples, trajectories }: Portion,
  { width, height, periodic }: Arena,
  body: (sample: number, heading: number) => void,
): void {
  const places = position.view;
  const shortWay = (way: number, side: number) => (periodic ? way - side * Math.round(way / side) : way);
  for (let sample = 0; sample + trajectories < samples; sample++) {
    const next = sample + trajectories;
    const dx = shortWay(places[2 * next]! - places[2 * sample]!, width);
    const dy = shortWay(places[2 * next + 1]! - places[2 * sample + 1]!, height);
    if (Math.hypot(dx, dy) > 0) body(sample, Math.atan2(dy, dx));
  }
}
