/** `compare`: two networks beside each other, in what `evaluate` says and in their settings. */
import { survival } from "../../src/analyse/survival.ts";
import { publishedThreshold } from "../../src/analyse/thresholds.ts";
import { evaluationSummary } from "../../src/cli/commands/evaluate/evaluation-answer.ts";
import { choiceFlags } from "../../src/cli/frame/subject.ts";
import { changesBetween, showSetting } from "../../src/config/diff.ts";
import { type TableColumn, table } from "../../src/draw/table.ts";
import type { Evaluation } from "../../src/session/analysis.ts";
import { evaluationOf, paceOf } from "../computed.ts";
import { OpenNetwork } from "../open-network.ts";
import { fullRunName } from "../run-names.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [
    { name: "RUN", help: "a run, a checkpoint, quick, or an .npz of activity", kind: "run" },
    { name: "RUN", help: "the other one", kind: "run" },
  ],
  details: "What evaluate says of both, and the settings in which they differ.",
  examples: ["compare quick first"],
  async run(shell, parsed) {
    const names = parsed.positionals.map((name) => fullRunName(shell, name));
    const evaluated = [await evaluate(shell, names[0]!), await evaluate(shell, names[1]!)] as const;
    const [a, b] = evaluated;
    const [first, second] = [a.network.subject.saved, b.network.subject.saved];
    // Of a file of activity nothing is set.
    const differences = first && second ? changesBetween(first.config, second.config) : [];
    const answer = {
      runs: evaluated.map(({ network, evaluation }) => ({
        run: network.name,
        ...evaluationSummary(evaluation),
      })),
      settings: differences.map(({ key, before, after }) => ({ key, values: [before, after] })),
    };
    shell.answer(parsed, answer, () => {
      const columns: TableColumn[] = [
        { title: "" },
        ...names.map((title) => ({ title, align: "right" as const })),
      ];
      const [ofA, ofB] = [factsOf(a.evaluation), factsOf(b.evaluation)];
      // Not the same is measured of all; the longer list says in which order.
      const byLength = ofA.size < ofB.size ? [ofB, ofA] : [ofA, ofB];
      const keys = new Set(byLength.flatMap((facts) => [...facts.keys()]));
      const rows = [...keys].map((key) => [key, ofA.get(key) ?? "-", ofB.get(key) ?? "-"]);
      const settings = differences.map(({ key, before, after }) => [
        key,
        showSetting(before),
        showSetting(after),
      ]);
      return [
        ...table(columns, [...rows, ...settings], shell.terminal),
        `scores: ${a.evaluation.scorer.name}, ${a.evaluation.scores.bins} bins; null: matched noise`,
      ].join("\n");
    });
  },
});

async function evaluate(shell: Shell, name: string) {
  const isOpen =
    shell.hasNetwork && shell.network.name === name && choiceFlags(shell.network.choice).length === 0;
  const network = isOpen ? shell.network : OpenNetwork.read(name, shell.path(name), paceOf(shell, name));
  try {
    return { network, evaluation: await evaluationOf(shell, network) };
  } finally {
    if (!isOpen) network.close();
  }
}

function factsOf(e: Evaluation): Map<string, string> {
  const share = (scores: Float64Array | undefined) =>
    scores ? `${(100 * survival(scores, [publishedThreshold]).shares[0]!).toFixed(1)} %` : "-";
  const scored = e.scores.grid60.filter((score) => !Number.isNaN(score));
  const best = scored.length > 0 ? Math.max(...scored).toFixed(2) : "-";
  return new Map([
    ["step", e.step === null ? "-" : String(e.step)],
    ...e.measured.flatMap(({ metric: { label, unit, digits }, value, levels }) => {
      const after = unit === undefined ? "" : `, ${unit}`;
      return [
        [`${label}${after}`, value.toFixed(digits)] as const,
        [`floor${after}`, levels?.floor.toFixed(digits) ?? "-"] as const,
      ];
    }),
    ["active units", `${e.activeUnits} of ${e.units}`],
    ["density", `${(100 * e.observation.activity.density).toFixed(1)} %`],
    [`hexagonal > ${publishedThreshold}`, share(e.noise && e.scores.grid60)],
    [`null > ${publishedThreshold}`, share(e.noise?.grid60)],
    ["95 % of the null below", e.noise?.p95.grid60.toFixed(2) ?? "-"],
    ["best hexagonal", best],
  ]);
}
