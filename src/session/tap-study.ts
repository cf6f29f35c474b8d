/** What the rules of cells say of several taps of one network. */
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../user-error.ts";
import { analysisOf } from "./analysis-of.ts";
import { type CellShare, cellShares, type SharesWanted } from "./cell-shares.ts";
import type { Pace } from "./look.ts";
import type { Subject } from "./subject.ts";

export interface TapShares {
  readonly tap: string;
  readonly units: number;
  readonly shares: readonly CellShare[];
}

/** Taps by name, in the order in which they are given, separated by commas; `all` for all that there are. */
export function tapNames(given: string, known: readonly string[]): string[] {
  const wanted = given === "all" ? [...known] : given.split(",").map((name) => name.trim());
  const wrong = wanted.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new UserError(
      `this network has no tap ${wrong || "without a name"}`,
      `taps: ${known.join(" ")}, or all`,
      2,
    );
  }
  return [...new Set(wanted)];
}

/** One tap after the other. @param open the network with one of its taps */
export async function tapShares(
  engine: Engine,
  taps: readonly string[],
  open: (tap: string) => Subject,
  wanted: SharesWanted,
  pace: Pace,
): Promise<TapShares[]> {
  const found: TapShares[] = [];
  for (const [i, tap] of taps.entries()) {
    const within: Pace = {
      breathe: pace.breathe,
      progress: (what, share) => pace.progress?.(`${tap}: ${what}`, (i + share) / taps.length),
    };
    const subject = open(tap);
    const analysis = analysisOf(engine, subject, within);
    const twin = subject.untrained && analysisOf(engine, subject.untrained(), within);
    const { units } = analysis.source;
    found.push({ tap, units, shares: await cellShares(analysis, twin, wanted) });
  }
  pace.ended?.();
  return found;
}
