import { trajectoryPaths } from "../../../analyse/trajectory-paths.ts";
import { arenaFigure } from "../../../draw/figure/arena-figure.ts";
import { sizeInWords } from "../../../world/arena.ts";
import { requestOf } from "../../frame/subject.ts";
import type { Picture } from "./picture.ts";
import { countTrajectories, type FigureOptions, type FigureSource } from "./source.ts";

const drawnByDefault = 12;
/** Longer than the network's own: to see how the rat moves. */
const stepsByDefault = 100;

/** The world of a network, place cells and trajectories, or of a recording, trajectories alone. */
export function arenaPicture({ subject, analysis }: FigureSource, options: FigureOptions): Picture {
  const { source } = analysis;
  const { arena, dt, places, usual } = source;
  // A recording has only so many, and so long ones; of a single one, all is wanted.
  const recorded = usual.trajectories === 1 ? usual.steps : Math.min(stepsByDefault, usual.steps);
  const { seed, steps = usual.trajectories === undefined ? stepsByDefault : recorded } = options;
  const trajectories = options.trajectories ?? Math.min(drawnByDefault, usual.trajectories ?? drawnByDefault);
  const request = requestOf({ seed, steps, trajectories }, source);
  const cells = places ? `; ${places.code.cells} place cells (${places.code.kind})` : "";
  const heading = {
    title: `The world of ${subject.name}`,
    subtitle: `A box of ${sizeInWords(arena)}${cells}; ${countTrajectories(trajectories)} of ${steps} steps${Number.isNaN(dt) ? "" : ` of ${Number(dt.toPrecision(4))} s`}.`,
  };
  const data = {
    ...{ arena, fieldWidth: places?.code.sigma ?? 0, paths: trajectoryPaths(source, request) },
    centresX: places?.code.centresX.view.slice() ?? new Float32Array(),
    centresY: places?.code.centresY.view.slice() ?? new Float32Array(),
  };
  return { kind: "scene", heading, draw: (...layout) => arenaFigure(data, ...layout) };
}
