import { trajectoryPaths } from "../../../analyse/trajectory-paths.ts";
import { arenaFigure } from "../../../draw/figure/arena-figure.ts";
import { openSubject } from "../../../session/open-network.ts";
import type { Picture } from "./picture.ts";
import { countTrajectories, type FigureOptions, type FigureSource } from "./source.ts";

const drawnByDefault = 12;
/** Longer than the network's own: to see how the rat moves. */
const stepsByDefault = 100;

/** The world of a network: place cells and trajectories. */
export function arenaPicture(source: FigureSource, options: FigureOptions): Picture {
  const { engine, saved } = source;
  const subject = openSubject(engine, saved);
  const { arena, motion, readout } = subject;
  const { centresX, centresY, cells, sigma, kind } = readout.code;
  const trajectories = options.trajectories ?? drawnByDefault;
  const steps = options.steps ?? stepsByDefault;
  const seed = options.seed ?? saved.config.seed;
  const heading = {
    title: `The world of ${source.name}`,
    subtitle: `A box of ${arena.width} x ${arena.height} m${arena.periodic ? ", periodic" : ""}; ${cells} place cells (${kind}); ${countTrajectories(trajectories)} of ${steps} steps of ${motion.dt} s.`,
  };
  const data = {
    ...{ arena, fieldWidth: sigma, paths: trajectoryPaths(engine, subject, { seed, trajectories, steps }) },
    ...{ centresX: centresX.view.slice(), centresY: centresY.view.slice() },
  };
  return { kind: "scene", scene: arenaFigure(data, heading) };
}
