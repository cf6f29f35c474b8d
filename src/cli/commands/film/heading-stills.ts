/** From a network to the pictures of its film over heading. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { headingSlices } from "../../../analyse/heading-slices.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { smoothCurves } from "../../../analyse/smooth-curves.ts";
import type { HeadingStill } from "../../../draw/figure/heading-film-scene.ts";
import { finiteRange } from "../../../draw/grid.ts";
import type { Analysis } from "../../../session/analysis.ts";
import type { Pace } from "../../../session/look.ts";
import { type Subject, titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { conditionSentence } from "../../frame/conditions.ts";
import { lookOf, mapsOnly } from "../../frame/subject.ts";
import { readUnits } from "../../frame/unit-list.ts";
import { thousands } from "../figure/source.ts";

/** By what the units are chosen. */
export const filmOrders = ["smoothness", "s60"] as const;
export type FilmOrder = (typeof filmOrders)[number];

const orderWords = {
  smoothness: "with the smoothest curves of heading",
  s60: "of the highest hexagonal score",
} as const;

export interface HeadingFilmChoice {
  readonly sort: FilmOrder;
  /** As `--units` names them; undefined: the first of that order. */
  readonly units: string | undefined;
  readonly best: number;
  readonly sectors: number;
  readonly trajectories: number | undefined;
  readonly seed: number | undefined;
}

export interface HeadingFilm {
  readonly stills: readonly HeadingStill[];
  readonly units: readonly number[];
}

/** A still for each sector of heading. @throws UserError when headings are not known, or no unit can be ranked */
export async function headingFilm(
  analysis: Analysis,
  subject: Subject,
  choice: HeadingFilmChoice,
  pace: Pace,
): Promise<HeadingFilm> {
  const { engine, source } = analysis;
  const look = mapsOnly(lookOf({ ...choice, scorer: defaultScorer }, source));
  const { request, bins } = look;
  const units =
    choice.units === undefined ? await chosen(analysis, choice, look) : readUnits(choice.units, source.units);
  const { sectors } = choice;
  const { maps, samples } = await headingSlices(
    engine,
    source,
    { request, bins, sectors, units },
    async (share) => {
      pace.progress?.("slicing by heading", share);
      await pace.breathe();
    },
  );
  pace.ended?.();
  const range = finiteRange(maps);
  if (!range) throw new UserError("no sample lies in the box", "look at more --trajectories");
  const size = units.length * bins * bins;
  const which = choice.units === undefined ? ` ${orderWords[choice.sort]}` : "";
  const caption = `${units.length} of ${source.units} units${which}, ${bins} x ${bins} bins, in ${sectors} sectors of heading: ${thousands(samples.reduce((sum, one) => sum + one, 0))} samples.`;
  const under = [caption, ...conditionSentence(source.conditions)].join(" ");
  const stills = Array.from({ length: sectors }, (_, sector): HeadingStill => {
    const heading = -Math.PI + (2 * Math.PI * (sector + 0.5)) / sectors;
    const degrees = (360 + (heading * 180) / Math.PI) % 360;
    return {
      title: `${titleOf(subject)}: heading ${degrees.toFixed(0)}°`,
      ...{ caption: under, heading, range, arena: source.arena },
      maps: units.map((_, k) => ({
        values: maps.subarray(sector * size + k * bins * bins, sector * size + (k + 1) * bins * bins),
        ...{ rows: bins, columns: bins },
      })),
    };
  });
  return { stills, units };
}

async function chosen(
  analysis: Analysis,
  { sort, best }: HeadingFilmChoice,
  look: Parameters<Analysis["scores"]>[0],
): Promise<number[]> {
  const sorted = sort === "s60" ? bestUnits((await analysis.scores(look)).grid60) : smoothest(analysis, look);
  if (sorted.length > 0) return sorted.slice(0, best);
  const cause = sort === "s60" ? "no unit has a score" : "no unit varies with heading";
  throw new UserError(cause, "name some with --units 0-63, or train longer");
}

function smoothest({ engine, source }: Analysis, { request }: Parameters<Analysis["scores"]>[0]): number[] {
  return bestUnits(smoothCurves(engine, source, request).smoothness.map((value) => -value));
}
