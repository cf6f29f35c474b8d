/** A network with a given share of active units, for measurements that depend on it. */
import type { Engine } from "../src/engine/engine.ts";
import type { Arrays } from "../src/networks/layout.ts";
import type { PathExperiment } from "../src/tasks/path-integration/experiment.ts";
import { pathIntegration } from "../src/tasks/path-integration/path-integration.ts";

const request = { seed: 0, trajectories: 40, steps: 20, measuring: false };
const halvings = 14;
/** What each unit takes from all others: silent ones stay silent whatever rounding and a small update do. */
const inhibition = 1e-5;

/**
 * Gives a fresh network a share of active units: states are kept nearly as they are (identity, no velocity), and one number is
 * taken from all encoder weights.
 */
export function setDensity(
  engine: Engine,
  experiment: PathExperiment,
  weights: Arrays,
  density: number,
): void {
  const [encoder, recurrent, input] = [weights.encoder!, weights.recurrent!, weights.input!];
  const [units] = recurrent.shape as [number, number];
  input.view.fill(0);
  recurrent.view.fill(-inhibition);
  for (let unit = 0; unit < units; unit++) recurrent.view[unit * (units + 1)] = 1;
  const fresh = encoder.toArray();
  const largest = fresh.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  let [low, high] = [-largest, largest];
  for (let i = 0; i < halvings; i++) {
    const threshold = (low + high) / 2;
    encoder.set(fresh.map((weight) => weight - threshold));
    if (densityOf(engine, experiment, weights) > density) low = threshold;
    else high = threshold;
  }
}

/** Share of the activities along a few trajectories that are not zero. */
function densityOf(engine: Engine, experiment: PathExperiment, weights: Arrays): number {
  const source = pathIntegration.activity(engine, experiment, weights);
  let [active, all] = [0, 0];
  for (const range of source.portions(request)) {
    source.read(request, range, ({ activities, samples }) => {
      all += samples * source.units;
      const values = engine.memory.floats(activities, samples * source.units);
      for (const value of values) if (value !== 0) active++;
    });
  }
  return active / all;
}
