/** How the units scored at a step of a training: a line of its own kind in metrics.jsonl. */
import { z } from "zod";
import { count, text } from "../setting.ts";

const number = () => z.number({ error: "a finite number or null" }).nullable();

/** Shares are of all units; what was not known is null. */
export const scoreRecordSchema = z.object({
  kind: z.literal("scores"),
  /** Training steps done. */
  step: count(0),
  scorer: text(),
  bins: count(1),
  trajectories: count(1),
  units: count(1),
  meanGridScore: number(),
  medianGridScore: number(),
  /** 95th percentile of the scores of so many maps of noise, as smooth as the maps were at that step. */
  null95: number(),
  nullStep: number(),
  nullMaps: number(),
  shareAboveNull95: number(),
  threshold: number(),
  shareAboveThreshold: number(),
  /** Of the noise, by the same rule. */
  nullShareAboveThreshold: number(),
  /** m, of the units above the 95th percentile of the null. */
  medianSpacing: number(),
});

export type ScoreRecord = Readonly<z.output<typeof scoreRecordSchema>>;

/** What changes from record to record, for curves. */
export const scoreCurves = [
  "meanGridScore",
  "medianGridScore",
  "null95",
  "shareAboveNull95",
  "shareAboveThreshold",
  "nullShareAboveThreshold",
  "medianSpacing",
] as const satisfies readonly (keyof ScoreRecord)[];
