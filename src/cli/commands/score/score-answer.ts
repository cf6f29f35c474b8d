/** What `score` tells a reader. Shares of units never stand without scorer, bins, threshold and null. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { aboveNull, type BeyondNull, beyondNull, markedThresholds } from "../../../analyse/beyond-noise.ts";
import type { Box } from "../../../analyse/bin-assignment.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import { significance } from "../../../analyse/nulls/significance.ts";
import { type Ring, showRing } from "../../../analyse/ring.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import { survival } from "../../../analyse/survival.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import { survivalBars } from "../../../draw/survival-bars.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatShape } from "../../../format/npy-array.ts";
import type { NumberRows } from "../../../format/number-rows.ts";
import { alignColumns } from "../../frame/columns.ts";
import { wrap } from "../../frame/lines.ts";
import type { Measured } from "../../frame/measure-arrays.ts";
import { showEllipse } from "../../frame/told-ellipse.ts";
import { chanceSentence, describeNull, gridVerdict, lacking, showP } from "../evaluate/verdict.ts";

/** In which maps lie, m; whether the user gives it, or the activity has it. */
export interface MapBox extends Box {
  readonly given: boolean;
}

export interface ScoredMaps extends Measured {
  readonly scorer: Scorer;
  readonly thresholds: readonly number[];
  readonly grid: GridScores;
  /** Border score of each unit. */
  readonly border: Float64Array;
  /** In which border scores are computed and rings told, m. */
  readonly box: MapBox;
  /** Undefined when it was not wanted, or there is nothing to match it to. */
  readonly ofNull: NullScores | undefined;
  /** Whether noise is as smooth as the maps. */
  readonly matched: boolean;
}

/** @param own whether each unit has a null of its own */
const unitColumns = (withNull: boolean, own: boolean): readonly TableColumn[] => [
  { title: "unit", align: "right" },
  { title: "hexagonal", align: "right" },
  ...(own ? [{ title: "its 95 %", align: "right" } as const] : []),
  ...(withNull ? [{ title: "p", align: "right" } as const, { title: "q", align: "right" } as const] : []),
  { title: "ring", dropped: 1 },
  { title: "square", align: "right" },
  { title: "ring", dropped: 3 },
  { title: "border", align: "right", dropped: 2 },
  { title: "spacing m", align: "right", dropped: 4 },
  { title: "ellipticity", align: "right", dropped: 6 },
  { title: "information", align: "right", dropped: 5 },
  { title: "coherence", align: "right", dropped: 7 },
];

export function showScores(
  maps: Pick<NumberRows, "name" | "shape">,
  scored: ScoredMaps,
  best: number,
  terminal: Terminal,
): string[] {
  const units = bestTable(scored, best, terminal);
  return [
    ...(scored.ofNull ? [...verdictOf(scored, scored.ofNull, terminal.columns), ""] : []),
    ...describe(maps, scored, terminal.columns),
    "",
    ...(scored.ofNull ? shares(scored, scored.ofNull, terminal) : ["no shares of units without a null"]),
    ...(units.length > 0 ? ["", ...units] : []),
    ...unscored(scored, terminal.columns),
  ];
}

function unscored({ grid }: ScoredMaps, columns: number): string[] {
  const { silent, units } = survival(grid.grid60, []);
  return silent > 0
    ? [
        "",
        ...wrap(
          `${silent} of ${units} units have no score: ${withoutScore(grid.scorer, "their maps")}`,
          columns,
        ),
      ]
    : [];
}

function describe(
  maps: Pick<NumberRows, "name" | "shape">,
  { scorer, grid, box, ofNull, matched }: ScoredMaps,
  columns: number,
): string[] {
  return alignColumns(
    [
      ["maps", `${maps.name} ${formatShape(maps.shape)}, ${grid.bins} x ${grid.bins} bins`],
      [
        "box",
        `${Number(box.width.toPrecision(6))} x ${Number(box.height.toPrecision(6))} m${box.given ? " (--box-width, --box-height)" : ""}`,
      ],
      ["scorer", `${scorer.name}: ${scorer.description}`],
      ["source", scorer.source],
      ...madeFor(scorer),
      ["null", ofNull ? `${nullText(ofNull, matched)}; seed ${ofNull.seed}` : "none"],
    ],
    columns,
  );
}

/** For which maps, where not for any. */
const madeFor = ({ bins }: Scorer): [string, string][] => {
  if (bins === undefined) return [];
  return [["made for", typeof bins === "number" ? `${bins} x ${bins} bins` : `bins of ${bins.metres} m`]];
};

function shares(
  { grid, scorer, thresholds, border }: ScoredMaps,
  ofNull: NullScores,
  terminal: Terminal,
): string[] {
  const samples = [
    { label: "units", scores: grid.grid60 },
    { label: "null", scores: ofNull.grid60 },
  ];
  const { square } = aboveNull(grid, ofNull);
  return [
    ...wrap(
      `hexagonal score (${scorer.name}, ${grid.bins} bins), share above each threshold`,
      terminal.columns,
    ),
    ...survivalBars(samples, thresholds, terminal, markedThresholds(ofNull.p95.grid60)),
    "",
    ...wrap(scoreSentence("square", square, grid.grid90.length, ofNull), terminal.columns),
    ...(ofNull.border
      ? wrap(
          // Walls cut fields, and seldom cut them again: docs/scoring.md has the share of noise that passes.
          `${scoreSentence("border", beyondNull(border, ofNull, ofNull.border), border.length, ofNull)}; so are most maps of smooth noise`,
          terminal.columns,
        )
      : []),
  ];
}

/** Where a scorer undoes an ellipse. */
const undoneColumn: TableColumn = { title: "undone" };
const verdictOf = ({ grid }: ScoredMaps, ofNull: NullScores, columns: number): string[] =>
  [gridVerdict(grid, ofNull), chanceSentence(grid, ofNull)].flatMap((text) => wrap(text, columns));

const nullText = (ofNull: NullScores, matched: boolean): string =>
  ofNull.smoothing === undefined
    ? describeNull(ofNull)
    : `${ofNull.shuffles} maps of white noise smoothed by ${ofNull.smoothing.toFixed(2)} bins${matched ? ", as the maps are" : ""}${lacking(ofNull)}`;

/** "square score: 12 of 64 units (18.8 %) above 1.020, the 95th percentile of the null; 3 after Benjamini-Hochberg" */
function scoreSentence(name: string, beyond: BeyondNull, units: number, { pooled }: NullScores): string {
  const { threshold, share, discoveries: left } = beyond;
  const limit = pooled
    ? `${threshold.toFixed(3)}, the 95th percentile of the null`
    : `the 95th percentile of their own null, ${threshold.toFixed(3)} on average`;
  return `${name} score: ${beyond.units} of ${units} units (${formatPercent(share)}) above ${limit}; ${left} after Benjamini-Hochberg`;
}

function bestTable(
  { grid, border, lattices, measures, box, ofNull }: ScoredMaps,
  best: number,
  terminal: Terminal,
): string[] {
  const shown = (ring: Ring | null) => (ring ? showRing(ring, grid.bins, box) : "-");
  const said = ofNull && significance(grid.grid60, ofNull, ofNull.grid60);
  const isOwn = ofNull !== undefined && !ofNull.pooled;
  const rows = bestUnits(grid.grid60)
    .slice(0, best)
    .map((unit) => [
      String(unit),
      showScore(grid.grid60[unit]!),
      ...(said && isOwn ? [showScore(said.thresholds[unit]!)] : []),
      ...(said ? [showP(said.p[unit]!), showP(said.adjusted[unit]!)] : []),
      shown(grid.ring60[unit]!),
      showScore(grid.grid90[unit]!),
      shown(grid.ring90[unit]!),
      showScore(border[unit]!),
      showScore(lattices.spacing[unit]!),
      showScore(lattices.ellipticity[unit]!),
      measures.signed[unit] === 1 ? "signed" : showScore(measures.information[unit]!),
      showScore(measures.coherence[unit]!),
      ...(grid.ellipses ? [grid.ellipses[unit] ? showEllipse(grid.ellipses[unit]) : "-"] : []),
    ]);
  const columns = [...unitColumns(said !== undefined, isOwn), ...(grid.ellipses ? [undoneColumn] : [])];
  return rows.length === 0 ? [] : table(columns, rows, terminal);
}

const showScore = (score: number): string => (Number.isNaN(score) ? "-" : score.toFixed(3));
