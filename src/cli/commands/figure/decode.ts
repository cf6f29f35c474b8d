import { decodePaths } from "../../../analyse/decode-paths.ts";
import { decodeFigure } from "../../../draw/figure/decode-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { requestOf } from "../../frame/subject.ts";
import type { Picture } from "./picture.ts";
import { countTrajectories, type FigureOptions, type FigureSource } from "./source.ts";

const drawnByDefault = 12;
/** So many at least go into the curve of the error. */
const averaged = 1000;

/** True and decoded paths of the first trajectories, and the error along the way. */
export function decodePicture({ subject, analysis }: FigureSource, options: FigureOptions): Picture {
  const { engine, source } = analysis;
  const drawn = options.trajectories ?? drawnByDefault;
  const { seed, steps } = requestOf(options, source);
  const trajectories = Math.max(averaged, drawn);
  const paths = decodePaths(engine, source, { seed, trajectories, steps });
  const { floor: floorCm, chance } = source.levels(seed).decodeErrorCm!;
  const data = {
    ...{ arena: source.arena, dt: source.dt, floorCm, chanceCm: chance },
    ...{ trajectories: drawn, steps, start: paths.start, position: paths.position, decoded: paths.decoded },
    errorCm: paths.errorByStepCm,
  };
  const heading = {
    title: `Path integration of ${titleOf(subject)}`,
    subtitle: [
      `Left: ${countTrajectories(drawn)} of ${steps} steps, a circle where each starts. Right: mean over ${countTrajectories(trajectories)},`,
      `${paths.errorCm.toFixed(1)} cm in all (floor of the place code ${data.floorCm.toFixed(1)} cm, chance ${data.chanceCm.toFixed(1)} cm).`,
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => decodeFigure(data, ...layout) };
}
