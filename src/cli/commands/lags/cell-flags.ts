/** Flags that ask for single units over lags. */
import { bestUnits } from "../../../analyse/best-units.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import { UserError } from "../../../user-error.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { readUnits } from "../../frame/unit-list.ts";

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

/** Numbers of the units that are wished, or those of the highest scores at any lag. */
export function cellsOf(
  { cells = "best" }: Pick<Values, "cells">,
  { all }: LagStudy,
  count: number,
): number[] {
  if (cells !== "best") return readUnits(cells, count, "--cells");
  const { sweep, evidence } = all;
  return bestUnits(evidence.highest)
    .slice(0, usualCells)
    .map((unit) => sweep.unitNumbers[unit]!);
}

/** cm; undefined: as usual. @throws UserError (exit 2) */
export function shiftsOf({ posShiftsCm }: Pick<Values, "posShiftsCm">): number[] | undefined {
  if (posShiftsCm === undefined) return undefined;
  return posShiftsCm.split(",").map((part) => {
    const shift = part.trim() === "" ? Number.NaN : Number(part);
    if (Number.isFinite(shift)) return shift;
    throw new UserError(`--pos-shifts-cm is "${posShiftsCm}"`, "write numbers: 5,10,15,20", 2);
  });
}
