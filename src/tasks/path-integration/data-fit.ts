/** Whether trajectories of files are of a network's world. */
import { basename } from "node:path";
import { UserError } from "../../user-error.ts";
import { type Arena, distanceToWall } from "../../world/arena.ts";
import { boxInWords } from "../../world/dataset/data-agreement.ts";
import { FormFinder } from "../../world/dataset/found-form.ts";
import type { PathData } from "../../world/dataset/path-data.ts";
import type { PathRecord } from "../../world/dataset/path-record.ts";
import { arenaOf } from "../../world/open-field.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** Records that are looked at before they are used. */
const tried = 64;
/** Of the width of the box, beyond its walls, where these do not leak. */
const tolerance = 0.01;

/**
 * What of data does not fit a network's world, and may be so.
 * @throws UserError (exit 2) when time step or box are others, or the network is told of turns that lead elsewhere
 */
export function fitOf(data: PathData, { world, model }: PathIntegrationSettings): string | undefined {
  const { name, header, records } = data;
  const arena = arenaOf(world);
  const refuse = (what: string, ours: string, mend: string) =>
    new UserError(`${name} has ${what}, ${ours}`, mend, 2);
  if (world.periodic) throw refuse("walls", "world.periodic is true", "set periodic to false");
  if (header && header.dt !== world.dt) {
    throw refuse(
      `steps of ${header.dt} s`,
      `world.dt is ${world.dt}`,
      `take data of such steps, or set dt to ${header.dt}`,
    );
  }
  const box = `a box of ${boxInWords(arena)}`;
  if (header && boxInWords(header.box) !== boxInWords(arena)) {
    throw refuse(
      `a box of ${boxInWords(header.box)}`,
      `the world ${box}`,
      "take data of this box, or set boxWidth, boxHeight and shape",
    );
  }
  const finder = new FormFinder(world.dt);
  const every = Math.max(1, Math.floor(records / tried));
  for (let record = 0; record < records; record += every) {
    const one = data.read(record);
    finder.add(one);
    const place = world.wallRule === "inside" ? firstBeyond(one, arena) : undefined;
    if (place) {
      const [x, y] = place.map((value) => value.toFixed(3));
      throw refuse(
        `a rat at x = ${x} m, y = ${y} m`,
        `outside ${box}`,
        "take data of this box, or set boxWidth, boxHeight and shape",
      );
    }
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

/** What is taken for a time step that files do not say; undefined: they say it, and `fitOf` holds it to the world's. */
export const unsaidTimeStep = (
  { name, header }: Pick<PathData, "name" | "header">,
  { world }: PathIntegrationSettings,
): string | undefined =>
  header ? undefined : `${basename(name)} does not say its time step: ${world.dt} s is that of the world`;

/** The first place of a path that no rounding explains. */
function firstBeyond({ position }: PathRecord, arena: Arena): readonly [number, number] | undefined {
  for (let i = 0; i < position.length; i += 2) {
    const [x, y] = [position[i]!, position[i + 1]!];
    if (distanceToWall(arena, x, y) < -tolerance * arena.width) return [x, y];
  }
  return undefined;
}
