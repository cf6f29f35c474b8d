import type { Engine } from "../src/engine/engine.ts";
import type { PathRnn } from "../src/networks/rnn/path-rnn.ts";
import { rollOut } from "../src/networks/rnn/roll-out.ts";
import type { Experiment } from "../src/tasks/path-integration/experiment.ts";
import { allocateTrajectories, simulateTrajectories } from "../src/world/trajectory.ts";

const trajectories = 40;
const steps = 20;
const halvings = 14;
/** What each unit takes from all others: silent ones stay silent whatever rounding and a small update do. */
const inhibition = 1e-5;

/**
 * Gives a fresh network a share of active units: states are kept nearly as they are (identity, no velocity), and one number is
 * taken from all encoder weights.
 */
export function setDensity(engine: Engine, model: PathRnn, experiment: Experiment, density: number): void {
  const { encoder, recurrent, input } = model.weights;
  const { units } = model.shape;
  input.view.fill(0);
  recurrent.view.fill(-inhibition);
  for (let unit = 0; unit < units; unit++) recurrent.view[unit * (units + 1)] = 1;
  const fresh = encoder.toArray();
  const largest = fresh.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  let [low, high] = [-largest, largest];
  for (let i = 0; i < halvings; i++) {
    const threshold = (low + high) / 2;
    encoder.set(fresh.map((weight) => weight - threshold));
    if (densityOf(engine, model, experiment) > density) low = threshold;
    else high = threshold;
  }
}

function densityOf(engine: Engine, model: PathRnn, experiment: Experiment): number {
  const { memory } = engine;
  return memory.scope(() => {
    const batch = allocateTrajectories(engine, steps, trajectories);
    const source = { seed: 0, stream: "density", first: 0 };
    simulateTrajectories(engine, source, batch, experiment.arena, experiment.settings.world);
    const hidden = memory.allocate("float32", [steps + 1, trajectories, model.shape.units], "hidden states");
    return rollOut(engine, model, experiment, batch, hidden).density;
  });
}
