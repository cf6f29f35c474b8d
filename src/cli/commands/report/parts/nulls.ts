import { beyondNull } from "../../../../analyse/beyond-noise.ts";
import {
  type NullKind,
  type NullScores,
  nullKinds,
  nullNames,
} from "../../../../analyse/nulls/null-scores.ts";
import { formatPercent } from "../../../../draw/score-sample.ts";
import type { Analysis } from "../../../../session/analysis.ts";
import type { Look } from "../../../../session/look.ts";
import { titleOf } from "../../../../session/subject.ts";
import { UserError } from "../../../../user-error.ts";
import { conditionsText } from "../../../frame/conditions.ts";
import { tooFewMembers } from "../../evaluate/verdict.ts";
import { unitNullPicture } from "./own-null.ts";
import { chartOf, type ReportPart } from "./part.ts";

/** Fewer than `evaluate` takes of one null: here are all of them. The null of the page is as it is asked for. */
const shuffles: Partial<Record<NullKind, number>> = {
  "field-shuffle": 200,
  "phase-randomised": 200,
  "time-shift": 100,
  "trajectory-shift": 100,
};

interface Held {
  readonly ofNull: NullScores;
  readonly kind: NullKind;
}

/** The hexagonal scores beside every null there is of the subject. */
export const nullsPart: ReportPart = {
  name: "nulls",
  help: "the scores beside every null: how many units each leaves",
  async section({ subject, analysis, look }) {
    const { grid60 } = await analysis.scores(look);
    const { conditions } = analysis.source;
    const held: Held[] = [];
    const missing: string[] = [];
    for (const kind of nullNames) {
      const found = await heldTo(analysis, look, kind);
      if (typeof found === "string") missing.push(found);
      else if (found) held.push({ kind, ofNull: found });
    }
    const rows = held.map(({ kind, ofNull }) => {
      const beyond = beyondNull(grid60, ofNull, ofNull.grid60);
      return [
        ...[kind, nullKinds[kind], String(ofNull.shuffles), beyond.threshold.toFixed(2)],
        ...[`${beyond.units} (${formatPercent(beyond.share)})`, String(beyond.discoveries)],
      ];
    });
    const own = held.find(({ kind }) => kind === "field-shuffle");
    const scoredBy = `${look.scorer.name}, ${look.bins} x ${look.bins} bins`;
    return {
      ...{ id: "nulls", title: "Nulls" },
      said: [
        held.length === 0
          ? "No unit has a score and a map that varies: there is nothing to hold to a null."
          : `Of ${grid60.length} units score hexagonally above the 95th percentile of a null: ${held.map(({ kind }, i) => `${rows[i]![4]} by ${kind}`).join(", ")}. By chance 5 % would.`,
        ...held.flatMap(({ kind, ofNull }) => {
          const said = tooFewMembers(grid60, ofNull);
          return said ? [`${kind}: ${said}`] : [];
        }),
        ...missing,
      ],
      facts: [
        ["scores", `hexagonal, ${scoredBy}`],
        ["threshold", "95th percentile of the null; of nulls of each unit, the mean over units"],
        ["discoveries", "units left at a false discovery rate of 5 %, Benjamini and Hochberg"],
        ["seed", String(look.request.seed)],
        ...(conditions.length === 0 ? [] : [["conditions", conditionsText(conditions)] as const]),
      ],
      tables: [
        {
          caption: `Units above each null: ${scoredBy}.`,
          titles: ["null", "what it is", "members", "threshold", "units above", "discoveries"],
          ...{ rows, words: 2 },
        },
      ],
      charts: own ? [chartOf(unitNullPicture(grid60, own.ofNull, titleOf(subject), scoredBy))] : [],
    };
  },
};

/** No more shifts than there are. */
const membersOf = ({ request }: Look, kind: NullKind): number | undefined =>
  kind === "trajectory-shift" && request.trajectories > 1
    ? Math.min(shuffles[kind]!, request.trajectories - 1)
    : shuffles[kind];

/** A text: why there is no such null. */
async function heldTo(
  analysis: Analysis,
  look: Look,
  kind: NullKind,
): Promise<NullScores | string | undefined> {
  const held = look.null?.kind === kind ? look : { ...look, null: { kind, shuffles: membersOf(look, kind) } };
  try {
    analysis.checkNull(held);
    return await analysis.nullScores(held);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `No ${kind}: ${error.message}.`;
  }
}
