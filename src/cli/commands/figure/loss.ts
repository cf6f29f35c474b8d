import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { givenCentres } from "../../../code/place-centres.ts";
import { decodeFloorCm, lossFloor } from "../../../code/place-floors.ts";
import { lossFigure } from "../../../draw/figure/loss-figure.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { openExperiment } from "../../../tasks/path-integration/experiment.ts";
import { UserError } from "../../../user-error.ts";
import { chanceCm } from "../../../world/arena.ts";
import type { Picture } from "./picture.ts";
import type { FigureSource } from "./source.ts";

/** Loss and decode error of a training. @throws UserError when there is no log: a checkpoint alone has none */
export function lossPicture(source: FigureSource): Picture {
  const metrics = logOf(source);
  const { engine, saved } = source;
  const { seed, train } = saved.config;
  // Of the network, its world and its place code are enough.
  const { code, topK, arena } = openExperiment(engine, saved.config, givenCentres(saved.checkpoint.centres));
  const column = (name: string) => metrics.map((line) => line[name] ?? Number.NaN);
  const data = {
    steps: metrics.map(({ step }) => step),
    loss: column("loss"),
    decodeErrorCm: column("decodeErrorCm"),
    lossFloor: lossFloor(engine, code, { seed }),
    lossChance: Math.log(code.cells),
    floorCm: decodeFloorCm(engine, code, { seed }, topK),
    chanceCm: chanceCm(arena),
  };
  const heading = {
    title: `Training of ${source.name}`,
    subtitle: `${metrics.at(-1)!.step} of ${train.steps} steps. Floors are what the place code itself allows; chance is the answer "in the middle of the box". The loss includes the weight decay.`,
  };
  return { kind: "scene", scene: lossFigure(data, heading) };
}

function logOf({ path, name }: FigureSource) {
  const log = join(path, "metrics.jsonl");
  const isRun = existsSync(path) && statSync(path).isDirectory();
  const metrics = isRun && existsSync(log) ? readMetrics(log) : [];
  for (const quantity of ["loss", "decodeErrorCm"]) {
    if (metrics.some((line) => typeof line[quantity] === "number")) continue;
    throw new UserError(
      `${name} has no log of its training`,
      "name the directory of a run that was trained here; checkpoints and imports have none",
    );
  }
  return metrics;
}
