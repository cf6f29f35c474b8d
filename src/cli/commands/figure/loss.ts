import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeFloorCm, lossFloor } from "../../../code/place-floors.ts";
import { lossFigure } from "../../../draw/figure/loss-figure.ts";
import { readMetrics } from "../../../run/metrics-log.ts";
import { openSubject } from "../../../session/open-network.ts";
import { UserError } from "../../../user-error.ts";
import { chanceCm } from "../../../world/arena.ts";
import type { Picture } from "./picture.ts";
import type { FigureSource } from "./source.ts";

/** Loss and decode error of a training. @throws UserError when there is no log: a checkpoint alone has none */
export function lossPicture(source: FigureSource): Picture {
  const metrics = logOf(source);
  const { readout, arena } = openSubject(source.engine, source.saved);
  const { seed, code, train } = source.saved.config;
  const column = (name: string) => metrics.map((line) => line[name] ?? Number.NaN);
  const data = {
    steps: metrics.map(({ step }) => step),
    loss: column("loss"),
    decodeErrorCm: column("decodeErrorCm"),
    lossFloor: lossFloor(source.engine, readout.code, { seed }),
    lossChance: Math.log(code.placeCells),
    floorCm: decodeFloorCm(source.engine, readout.code, { seed }, readout.topK),
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
