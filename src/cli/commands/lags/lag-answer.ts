/** What `lags` tells a reader of one network. */
import { cellClasses } from "../../../analyse/lags/class-rules.ts";
import { fewestShuffles } from "../../../analyse/lags/significance.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { RuleFindings } from "../../../session/rule-findings.ts";
import { alignColumns } from "../../frame/columns.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { classChart } from "./class-chart.ts";
import { lagFacts } from "./lag-facts.ts";
import { lagVerdict } from "./lag-verdict.ts";
import { type Found, findingsOf, isFound, type NetworkLags, shuffledCounts } from "./network-lags.ts";
import { ruleFact } from "./rule-words.ts";

/** @param rules those to be shown */
export function showLags(network: NetworkLags, rules: readonly string[], terminal: Terminal): string {
  const findings = findingsOf(network, rules);
  const found = findings.filter(isFound);
  const { columns } = terminal;
  return paragraphs(
    wrap(lagVerdict(network, rules), columns),
    alignColumns([...lagFacts(network), ...findings.map(ruleFact)], columns),
    classTable(network, findings, terminal),
    halvesTable(network, found, terminal),
    found.length === 0 ? [] : classChart(network, found[0]!, terminal),
    lagRemarks(network, findings).flatMap((text) => wrap(text, columns)),
  );
}

/** Below it a rolled trajectory stays near its places. */
const farMetres = 10;

const right = (title: string): TableColumn => ({ title, align: "right" });

function classTable(network: NetworkLags, findings: readonly RuleFindings[], terminal: Terminal): string[] {
  const { columns, rows } = classRows(network, findings);
  const fits = terminal.columns >= roomForRules;
  const shown = fits ? { columns, rows } : classesBelowRules(columns, rows);
  return table(shown.columns, shown.rows, terminal);
}

/** Columns below which names of classes would be cut beside those of rules. */
const roomForRules = 76;

/** The same, a column narrower: each rule in a line above its classes. */
function classesBelowRules([, , ...others]: Rows["columns"], rows: Rows["rows"]): Rows {
  const short = others.map((column) =>
    column.title === shuffledTitle ? { ...column, title: "shuffles" } : column,
  );
  return {
    columns: [{ title: "rule, class" }, ...short],
    rows: rows.flatMap(([rule, name, ...numbers]) => [
      ...(rule === "" ? [] : [[rule!, ...numbers.map(() => "")]]),
      [`  ${name}`, ...numbers],
    ]),
  };
}

const shuffledTitle = "shuffles, mean";

interface Rows {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** Units of each class of each rule, beside the untrained network and the shuffles, as texts. */
export function classRows({ study }: NetworkLags, findings: readonly RuleFindings[]): Rows {
  const titles = [
    right("units"),
    ...(study.untrained ? [right("untrained")] : []),
    ...(study.options.shuffles > 0 ? [right(shuffledTitle), right("at most")] : []),
  ];
  const rows = findings.flatMap((one) => {
    if (!isFound(one)) {
      const fewest = fewestShuffles(study.options.alpha);
      return [[one.rule.name, `needs ${fewest} shuffles or more`, ...titles.map(() => "-")]];
    }
    return one.rule.classes.map((name, label) => {
      const shuffled = shuffledCounts(one, label);
      const { counts, untrained } = one.found;
      const numbers = [
        String(counts[label]),
        ...(untrained ? [String(untrained[label])] : []),
        ...(shuffled ? [shuffled.mean.toFixed(1), String(shuffled.most)] : []),
      ];
      return [label === 0 ? one.rule.name : "", name, ...numbers];
    });
  });
  return { columns: [{ title: "rule" }, { title: "class" }, ...titles], rows };
}

function halvesTable({ study }: NetworkLags, found: readonly Found[], terminal: Terminal): string[] {
  if (study.halves === undefined) {
    return wrap(
      `One ${study.options.batch > 1 ? "batch" : "trajectory"} has no halves: nothing is said of how well the classes are repeated.`,
      terminal.columns,
    );
  }
  const { columns, rows } = halvesRows(found);
  return rows.length === 0
    ? []
    : [...wrap(heldOutWords, terminal.columns), ...table(columns, rows, terminal)];
}

/** Whether two halves agree, and lags hold that were chosen on one of them, as texts. @param found of a study that has halves */
export function halvesRows(found: readonly Found[]): Rows {
  const rows = found.map(({ rule, found: { halves } }) => {
    const { agreement, heldOut } = halves!;
    const { units, same, kappa, cells } = agreement;
    return [
      rule.name,
      `${same} of ${units}`,
      Number.isNaN(kappa) ? "-" : kappa.toFixed(2),
      `${cells.same} of ${cells.units}`,
      `${heldOut.count} of ${heldOut.units.length}`,
      heldOut.units.length === 0 ? "-" : showChance(heldOut.chance),
    ];
  });
  const columns: TableColumn[] = [
    { title: "two halves" },
    // Most of the units that are in no class of cells: the first to go.
    { ...right("same class"), dropped: 1 },
    ...["kappa", "of cells", "lags held out", "by chance, p"].map(right),
  ];
  return { columns, rows };
}

export const heldOutWords = `Halves of the trajectories: units in the same class in both, Cohen's kappa, and the same of the units that are in one of the first ${cellClasses} classes in either. Held out: predictive in the first half, and better at that lag than without a shift in the second.`;

const showChance = (chance: number): string => (chance < 0.001 ? "< 0.001" : chance.toFixed(3));

/** What a reader of the numbers has to know. */
export function lagRemarks(network: NetworkLags, findings: readonly RuleFindings[]): string[] {
  const { study, alone, plan } = network;
  const { units } = study.all.sweep;
  const { best } = study.all.evidence;
  const beyond = best.beyond.reduce((sum, one) => sum + one, 0);
  const silent = best.row.filter((row) => row < 0).length;
  const { estimator, shuffles } = study.options;
  const metres = (plan.lags.steps * study.all.sweep.cmPerStep) / 100;
  return [
    ...(alone === undefined ? [] : [`No untrained network beside it: ${alone}.`]),
    ...(shuffles > 0 ? [] : ["No shuffles: no class can be held against chance."]),
    ...(shuffles > 0 && plan.nullKind === "circular" && metres < farMetres
      ? [
          `Within ${metres.toFixed(1)} m of path a roll does not take activity far from its place: the shuffles keep some of the maps. --null exchanged gives each trajectory the activity of another.`,
        ]
      : []),
    ...(beyond > 0
      ? [
          `${beyond} of ${units} units are best at an outermost lag: where they peak is not known, and they are in no class of cells.`,
        ]
      : []),
    ...(silent > 0 ? [`${silent} of ${units} units have no score at any lag.`] : []),
    ...(estimator === "gridness"
      ? [
          "A lag blurs a map, and blurring may raise its gridness: cells of the current position peak at other lags, too. By explained variance they do not.",
        ]
      : []),
    ...(findings.some(({ rule }) => rule.name === "fork-loose")
      ? [
          "No theta rhythm is looked at: phase-precession and phase-locked are names of the source, not of what was seen.",
        ]
      : []),
  ];
}
