/** The task: from its velocity, a network is to tell where the rat is, in the code of place cells. */
import { basename, resolve } from "node:path";
import { cellsInWords, codeFacts } from "../../code/code-words.ts";
import { isCentresFile } from "../../code/place-settings.ts";
import type { Task } from "../task.ts";
import { pathActivity } from "./activity.ts";
import { checkWorld } from "./changed-world.ts";
import { openPathExperiment, type PathExperiment, settingOfSize } from "./experiment.ts";
import { loss, metrics } from "./metrics.ts";
import { pathNetwork, pathNetworks } from "./networks.ts";
import { kind, type PathIntegrationSettings, pathIntegrationShape } from "./settings.ts";

export const pathIntegration: Task<PathIntegrationSettings, PathExperiment> = {
  ...{ kind, loss, metrics, settingOfSize },
  networks: pathNetworks,
  settings: (network) => pathIntegrationShape(pathNetwork(network)),
  anchored: (settings, cwd) => withCentresFile(settings, (path) => resolve(cwd, path)),
  portable: (settings) => withCentresFile(settings, (path) => basename(path)),
  open: openPathExperiment,
  checkWorld,
  activity: pathActivity,
  describe: ({ model, code }) => [pathNetwork(model.kind).describe(model), ...cellsInWords(code)].join(", "),
  unitsOf: ({ model }) => pathNetwork(model.kind).unitsOf?.(model) ?? model.units,
  facts: ({ world, code, model, train, seed }) => [
    ["told", toldInWords(model)],
    ["code", `${code.placeCells} place cells, ${code.kind}`],
    ["", `width ${code.width} m, centres ${code.centres}`],
    ...codeFacts(code),
    [
      "box",
      `${world.boxWidth} x ${world.boxHeight} m${world.periodic ? ", periodic" : ""}, dt ${world.dt} s`,
    ],
    ["training", `${train.batchSize} trajectories of ${train.sequenceLength} steps a batch, seed ${seed}`],
  ],
};

function toldInWords({ input, velocityUnit, velocityNoise }: PathIntegrationSettings["model"]): string {
  const unit = velocityUnit === "metresPerStep" ? "metres per step" : "metres per second";
  const told = input === "velocity" ? `its velocity in ${unit}` : `its speed in ${unit} and its turn`;
  return velocityNoise === 0 ? told : `${told}, with noise of ${velocityNoise}`;
}

/** The settings with another path where the centres of the place cells are a file. */
function withCentresFile<Settings extends PathIntegrationSettings>(
  settings: Settings,
  change: (path: string) => string,
): Settings {
  const { centres } = settings.code;
  if (!isCentresFile(centres)) return settings;
  return { ...settings, code: { ...settings.code, centres: change(centres) } };
}
