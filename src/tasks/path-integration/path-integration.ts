/** The task: from its velocity, a network is to tell where the rat is, in the code of place cells. */
import { basename, resolve } from "node:path";
import { cellsInWords, codeFacts } from "../../code/code-words.ts";
import { isCentresFile } from "../../code/place-settings.ts";
import { sizeInWords } from "../../world/arena.ts";
import { arenaOf } from "../../world/open-field.ts";
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
  anchored: (settings, cwd) => withPaths(settings, (path) => resolve(cwd, path)),
  portable: (settings) => withPaths(settings, (path) => basename(path)),
  open: openPathExperiment,
  checkWorld,
  activity: pathActivity,
  describe: ({ model, code }) => [pathNetwork(model.kind).describe(model), ...cellsInWords(code)].join(", "),
  unitsOf: ({ model }) => pathNetwork(model.kind).unitsOf?.(model) ?? model.units,
  facts: ({ world, code, model, train, seed }) => [
    ["told", toldInWords(model, code.agents)],
    ["code", `${code.placeCells} place cells, ${code.kind}`],
    ["", `width ${code.width} m, centres ${code.centres}`],
    ...codeFacts(code),
    ["box", `${sizeInWords(arenaOf(world))}, dt ${world.dt} s`],
    ["training", `${train.batchSize} trajectories of ${train.sequenceLength} steps a batch, seed ${seed}`],
    ...(train.data === null ? [] : [["", `of ${basename(train.data)}, ${train.sampling}`] as const]),
  ],
};

function toldInWords(
  { input, velocityUnit, velocityNoise }: PathIntegrationSettings["model"],
  agents: 1 | 2,
): string {
  const unit = velocityUnit === "metresPerStep" ? "metres per step" : "metres per second";
  const velocity = agents === 2 ? "velocities of two agents" : "its velocity";
  const told = input === "velocity" ? `${velocity} in ${unit}` : `its speed in ${unit} and its turn`;
  return velocityNoise === 0 ? told : `${told}, with noise of ${velocityNoise}`;
}

/** The settings with other paths: of the centres of the place cells, where they are a file, and of what is trained on. */
function withPaths<Settings extends PathIntegrationSettings>(
  settings: Settings,
  change: (path: string) => string,
): Settings {
  const { code, train } = settings;
  const { centres } = code;
  return {
    ...settings,
    code: isCentresFile(centres) ? { ...code, centres: change(centres) } : code,
    train: train.data === null ? train : { ...train, data: change(train.data) },
  };
}
