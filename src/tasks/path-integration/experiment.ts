import type { Centres } from "../../code/place-centres.ts";
import { openPlaceCode } from "../../code/place-code.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Readout } from "../../networks/rnn/forward.ts";
import type { PathRnnShape } from "../../networks/rnn/path-rnn.ts";
import type { Settings } from "../../train/settings.ts";
import type { Arena } from "../../world/arena.ts";

/** The world and the code of a run: everything fixed that its network meets. */
export interface Experiment extends Readout {
  readonly settings: Settings;
  readonly arena: Arena;
  readonly shape: PathRnnShape;
}

/** Builds what the settings describe around given place cells. */
export function openExperiment(engine: Engine, settings: Settings, centres: Centres): Experiment {
  const { world, model, code: wanted } = settings;
  const arena = { width: world.boxWidth, height: world.boxHeight, periodic: world.periodic };
  const code = openPlaceCode(engine, {
    arena,
    centres,
    kind: wanted.kind,
    sigma: wanted.width,
    surround: wanted.surround,
  });
  const shape = {
    units: model.units,
    placeCells: wanted.placeCells,
    activation: model.activation,
    velocityScale: model.velocityScale * (model.velocityUnit === "metresPerStep" ? world.dt : 1),
  };
  return { settings, arena, code, topK: wanted.topK, shape };
}
