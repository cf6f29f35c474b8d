/** Whether the place cells of a network fit into another world than it was trained in. */
import { centresIn } from "../../code/code-constants.ts";
import type { Centres } from "../../code/place-centres.ts";
import { placeEnsembles } from "../../code/place-settings.ts";
import type { NumericNpyArray } from "../../format/npy-array.ts";
import { UserError } from "../../user-error.ts";
import { arenaOf } from "../../world/open-field.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** Of what float32 makes of a centre on a wall. */
const rounding = 1e-6;

/**
 * The centres stay where they are. Within walls any box will do; a seam, across which distances are measured, has to lie
 * outside of all of them.
 * @throws UserError naming the cell that lies furthest beyond the seam
 */
export function checkWorld(
  trained: PathIntegrationSettings,
  { world, code }: PathIntegrationSettings,
  constants: ReadonlyMap<string, NumericNpyArray>,
): void {
  const [before, arena] = [arenaOf(trained.world), arenaOf(world)];
  if (!arena.periodic || sameBox(before, arena)) return;
  placeEnsembles(code).forEach(({ cells }, index) => {
    checkCentres(centresIn(constants, cells, index), arena, index === 0 ? "" : ` of ensemble ${index + 1}`);
  });
}

function checkCentres(centres: Centres, arena: Box, ensemble: string): void {
  for (const [axis, side, word] of [
    ["x", "width", "wide"],
    ["y", "height", "high"],
  ] as const) {
    const cell = furthest(centres[axis]);
    const at = centres[axis][cell]!;
    if (Math.abs(at) <= arena[side] / 2 + rounding) continue;
    const least = Math.ceil(2 * Math.abs(at) * 1000) / 1000;
    throw new UserError(
      `place cell ${cell}${ensemble} lies at ${axis} ${at.toFixed(3)} m, outside a periodic box of ${arena.width} x ${arena.height} m`,
      `make the box at least ${least} m ${word}, or give it walls`,
      2,
    );
  }
}

type Box = ReturnType<typeof arenaOf>;

const sameBox = (a: Box, b: Box): boolean =>
  a.periodic === b.periodic && a.width === b.width && a.height === b.height;

const furthest = (values: Float64Array): number =>
  values.reduce((far, value, cell) => (Math.abs(value) > Math.abs(values[far]!) ? cell : far), 0);
