/** Curves over heading that units can be ranked by. */
import type { Engine } from "../engine/engine.ts";
import type { ActivityRequest, ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { headingCurves } from "./heading-curves.ts";
import { smoothness, smoothnessSectors } from "./heading-shape.ts";

export interface SmoothCurves {
  /** [units, sectors] mean rates. */
  readonly rates: Float64Array;
  readonly sectors: number;
  /** Of each unit, the smaller the smoother; NaN for a flat curve. */
  readonly smoothness: Float64Array;
}

/** In sectors of pi / 100. @throws UserError when a sector was never visited, which leaves no unit a number, or headings are not known */
export function smoothCurves(engine: Engine, source: ActivitySource, request: ActivityRequest): SmoothCurves {
  const sectors = smoothnessSectors;
  const { rates } = headingCurves(engine, source, { ...request, headingBins: sectors, shuffles: 0 });
  const unvisited = rates.subarray(0, sectors).filter(Number.isNaN).length;
  if (unvisited === 0) return { rates, sectors, smoothness: smoothness(rates, sectors) };
  throw new UserError(
    `${unvisited} of ${sectors} sectors of heading were never visited: no curve can be called smooth`,
    "look at more --trajectories, or sort by something else",
  );
}
