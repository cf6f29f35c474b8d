import { classRules } from "../../../../analyse/lags/class-rules.ts";
import { parseFlags } from "../../../frame/flags.ts";
import { classRows, halvesRows, heldOutWords, lagRemarks } from "../../lags/lag-answer.ts";
import { lagFacts } from "../../lags/lag-facts.ts";
import { type LagFlagValues, lagFlags } from "../../lags/lag-flags.ts";
import { lagPictures } from "../../lags/lag-pictures.ts";
import { lagVerdict } from "../../lags/lag-verdict.ts";
import { isFound } from "../../lags/network-lags.ts";
import { resultsOf } from "../../lags/network-pictures.ts";
import { ruleFact } from "../../lags/rule-words.ts";
import { studiedNetwork } from "../../lags/studied-network.ts";
import { chartOf, type ReportPart } from "./part.ts";

/** As `lags` has it when nothing is said. */
const usual = parseFlags([], lagFlags).flags as LagFlagValues;
const shown = ["predictive_classes", "preferred_shift_distribution"];

/** What units tell of where the animal was, is and will be, beside shuffles and the untrained network. */
export const lagsPart: ReportPart = {
  name: "lags",
  help: "predictive cells by each rule, beside shuffles and the untrained network",
  async section({ given, subject, analysis, look, pace }) {
    const { engine, source } = analysis;
    const { seed } = look.request;
    const flags = { ...usual, bins: look.bins, scorer: look.scorer.name, seed };
    const studied = { given, subject, source };
    const network = await studiedNetwork(engine, studied, flags, pace);
    const rules = classRules.map(({ name }) => name);
    const { study } = network;
    const found = study.findings.filter(isFound);
    const halves = study.halves && halvesRows(found);
    const titlesOf = (columns: readonly { readonly title: string }[]) => columns.map(({ title }) => title);
    const classes = classRows(network, study.findings);
    return {
      ...{ id: "lags", title: "Lags" },
      said: [lagVerdict(network, rules), ...lagRemarks(network, study.findings)],
      facts: [...lagFacts(network), ...study.findings.map(ruleFact)],
      tables: [
        {
          caption:
            "Units of each class by each rule, beside what the untrained network and the shuffles have.",
          titles: titlesOf(classes.columns),
          ...{ rows: classes.rows, words: 2 },
        },
        ...(halves ? [{ caption: heldOutWords, titles: titlesOf(halves.columns), rows: halves.rows }] : []),
      ],
      charts: found.slice(0, 1).flatMap((first) => {
        const pictures = lagPictures(resultsOf(network, first), "viridis");
        return shown.flatMap((name) => {
          const picture = pictures.get(name);
          return picture?.kind === "scene" ? [chartOf(picture)] : [];
        });
      }),
    };
  },
};
