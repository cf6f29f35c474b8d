import { decodePaths } from "../../../analyse/decode-paths.ts";
import { decodeFloorCm } from "../../../code/place-floors.ts";
import { decodeFigure } from "../../../draw/figure/decode-figure.ts";
import { openSubject } from "../../../session/open-network.ts";
import { chanceCm } from "../../../world/arena.ts";
import type { Picture } from "./picture.ts";
import { countTrajectories, type FigureOptions, type FigureSource, titleOf } from "./source.ts";

const drawnByDefault = 12;
/** So many at least go into the curve of the error. */
const averaged = 1000;

/** True and decoded paths of the first trajectories, and the error along the way. */
export function decodePicture(source: FigureSource, options: FigureOptions): Picture {
  const { engine, saved } = source;
  const subject = openSubject(engine, saved);
  const seed = options.seed ?? saved.config.seed;
  const drawn = options.trajectories ?? drawnByDefault;
  const steps = options.steps ?? saved.config.train.sequenceLength;
  const trajectories = Math.max(averaged, drawn);
  const paths = decodePaths(engine, subject, { seed, trajectories, steps });
  const { arena, readout } = subject;
  const data = {
    ...{ arena, dt: saved.config.world.dt },
    ...{ trajectories: drawn, start: paths.start, position: paths.position, decoded: paths.decoded },
    errorCm: paths.errorByStepCm,
    floorCm: decodeFloorCm(engine, readout.code, { seed }, readout.topK),
    chanceCm: chanceCm(arena),
  };
  const heading = {
    title: `Path integration of ${titleOf(source)}`,
    subtitle: [
      `Left: ${countTrajectories(drawn)} of ${steps} steps, a circle where each starts. Right: mean over ${countTrajectories(trajectories)},`,
      `${paths.errorCm.toFixed(1)} cm in all (floor of the place code ${data.floorCm.toFixed(1)} cm, chance ${data.chanceCm.toFixed(1)} cm).`,
    ].join(" "),
  };
  return { kind: "scene", scene: decodeFigure(data, heading) };
}
