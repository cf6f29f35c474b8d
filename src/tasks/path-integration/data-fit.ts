/** Whether trajectories of files are of a network's world. */
import { UserError } from "../../user-error.ts";
import { FormFinder } from "../../world/dataset/found-form.ts";
import type { PathData } from "../../world/dataset/path-data.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** Records that are looked at before they are used. */
const tried = 64;
/** Of a side of the box, beyond its walls, where these do not leak. */
const tolerance = 0.01;

/**
 * What of data does not fit a network's world, and may be so.
 * @throws UserError (exit 2) when time step or box are others, or the network is told of turns that lead elsewhere
 */
export function fitOf(data: PathData, { world, model }: PathIntegrationSettings): string | undefined {
  const { name, header, steps, records } = data;
  const refuse = (what: string, ours: string, mend: string) =>
    new UserError(`${name} has ${what}, ${ours}`, mend, 2);
  if (header && header.dt !== world.dt) {
    throw refuse(
      `steps of ${header.dt} s`,
      `world.dt is ${world.dt}`,
      `take data of such steps, or set dt to ${header.dt}`,
    );
  }
  const finder = new FormFinder(world.dt);
  const beyond = { x: 0, y: 0 };
  const every = Math.max(1, Math.floor(records / tried));
  for (let record = 0; record < records; record += every) {
    const one = data.read(record);
    finder.add(one);
    for (let t = 0; t < steps; t++) {
      beyond.x = Math.max(beyond.x, Math.abs(one.position[2 * t]!));
      beyond.y = Math.max(beyond.y, Math.abs(one.position[2 * t + 1]!));
    }
  }
  for (const [axis, side] of [
    ["x", "boxWidth"],
    ["y", "boxHeight"],
  ] as const) {
    if (world.wallRule === "faithful" || beyond[axis] <= world[side] * (0.5 + tolerance)) continue;
    const reached = beyond[axis].toFixed(3);
    throw refuse(
      `positions at ${axis} = ±${reached} m`,
      `world.${side} is ${world[side]}`,
      "take data of this box, or set its size",
    );
  }
  if (finder.found().form) return undefined;
  const elsewhere = `in ${name} speeds and turns do not lead where the positions are, however they are read`;
  if (model.input === "velocity") return `${elsewhere}: velocities are the differences of positions`;
  throw new UserError(
    elsewhere,
    "look at the errors by entorhinal dataset, or train with model.input=velocity",
    2,
  );
}
