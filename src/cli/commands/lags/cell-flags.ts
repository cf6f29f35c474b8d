/** Flags that ask for single units over lags. */
import { bestUnits } from "../../../analyse/best-units.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import { UserError } from "../../../user-error.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { readUnits } from "../../frame/unit-list.ts";
import type { CellWishes } from "./lagged-cells.ts";
import { nullOfUnits } from "./studied-results.ts";

export const cellFlags = {
  cells: {
    type: "string",
    placeholder: "LIST",
    help: "show these units one by one: 3,17, or best (with --out: best by itself)",
  },
  posShiftsCm: {
    type: "string",
    placeholder: "LIST",
    help: "shifts of their maps (default: 5,10,15,20 as far as the lags go)",
  },
} as const satisfies FlagTable;

type Values = FlagValues<typeof cellFlags>;

const usualCells = 3;

/** @param count of the source @throws UserError (exit 2) when there is no such unit, or a shift is no number */
export function checkCells({ cells, posShiftsCm }: Values, count: number): void {
  if (cells !== undefined && cells !== "best") readUnits(cells, count, "--cells");
  shiftsOf({ posShiftsCm });
}

/** The units that are wished, or those of the highest scores at any lag, with the null of each that was looked at. */
export function cellWishes(flags: Values, study: LagStudy, count: number): CellWishes {
  const { sweep, evidence } = study.all;
  const { cells = "best" } = flags;
  const best = () =>
    bestUnits(evidence.highest)
      .slice(0, usualCells)
      .map((unit) => sweep.unitNumbers[unit]!);
  const nullOf = nullOfUnits(study);
  return {
    cells: cells === "best" ? best() : readUnits(cells, count, "--cells"),
    shiftsCm: shiftsOf(flags),
    nullOf: (unit) => {
      const i = sweep.unitNumbers.indexOf(unit);
      return i < 0 ? undefined : nullOf?.(i);
    },
  };
}

/** cm; undefined: as usual. @throws UserError (exit 2) */
function shiftsOf({ posShiftsCm }: Pick<Values, "posShiftsCm">): number[] | undefined {
  if (posShiftsCm === undefined) return undefined;
  return posShiftsCm.split(",").map((part) => {
    const shift = part.trim() === "" ? Number.NaN : Number(part);
    if (Number.isFinite(shift)) return shift;
    throw new UserError(`--pos-shifts-cm is "${posShiftsCm}"`, "write numbers: 5,10,15,20", 2);
  });
}
