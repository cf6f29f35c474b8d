import { openSilenceable } from "../../../../session/silenceable-network.ts";
import { titleOf } from "../../../../session/subject.ts";
import { UserError } from "../../../../user-error.ts";
import { ablationFacts, ablationRows, ablationVerdicts } from "../../ablate/ablation-answer.ts";
import { ablationPicture } from "../../ablate/ablation-picture.ts";
import { usualClassWishes } from "../../ablate/class-flags.ts";
import { measuredAblation } from "../../ablate/measured-ablation.ts";
import { chartOf, type ReportPart } from "./part.ts";

const counts = [8, 32] as const;
/** Of the units that are silenced together at most: others have to be left to compare with. */
const mostSilenced = 0.5;
const wishes = { trials: 20, horizons: [20, 100], lags: usualClassWishes };

/** What decoding loses when the units of the highest scores fall silent. */
export const ablationPart: ReportPart = {
  name: "ablation",
  help: "what decoding loses without the best units, beside others",
  check({ openNetwork, name }) {
    if (openNetwork) return;
    throw new UserError(
      `${name} is a file of activity: it has no units to silence`,
      "leave ablation out of --with",
      2,
    );
  },
  async section({ subject, analysis, look, pace }) {
    const { engine, source } = analysis;
    const network = openSilenceable(engine, subject);
    const { untrained } = subject;
    const twin = untrained && (() => openSilenceable(engine, untrained()));
    const fitting = counts.filter((count) => count <= mostSilenced * source.units);
    const { seed } = look.request;
    const wished = { ...wishes, counts: fitting.length > 0 ? fitting : [1], seed };
    const shown = await measuredAblation(analysis, network, twin, look, wished, pace);
    const { columns, rows } = ablationRows(shown);
    return {
      ...{ id: "ablation", title: "Ablation" },
      said: ablationVerdicts(shown),
      facts: ablationFacts(shown),
      tables: [
        {
          caption: "Decode error, cm, with the units of the highest grid scores silenced and with others.",
          titles: columns.map(({ title }) => title),
          rows,
        },
      ],
      charts: [chartOf(ablationPicture(shown, titleOf(subject), source.conditions))],
    };
  },
};
