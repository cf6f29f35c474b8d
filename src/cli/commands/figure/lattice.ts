/** Spacing and orientation of the units that exceed the noise, beside those of noise and of the untrained network. */
import type { Lattices } from "../../../analyse/grid-spacing.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { quantile } from "../../../analyse/survival.ts";
import { type LatticeData, type LatticeSample, latticeFigure } from "../../../draw/figure/lattice-figure.ts";
import { ticksOf } from "../../../draw/figure/scale.ts";
import type { Analysis, Look } from "../../../session/analysis.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { describeNull, gridVerdict } from "../evaluate/verdict.ts";
import type { Picture } from "./picture.ts";
import { capital, type FigureOptions, type FigureSource, figureLook, thousands } from "./source.ts";

export type LatticeMeasure = "spacing" | "orientation";

/** Peaks of an autocorrelogram are looked for within this share of the shorter side: see src/analyse/lattice.ts. */
const farthest = 0.75;
const binsAbout = 34;
const orientationBins = 12;

/** @throws UserError when no unit has a score, so that there is no null */
export const spacingPicture = (source: FigureSource, options: FigureOptions) =>
  latticePicture(source, options, "spacing");

/** @throws UserError when no unit has a score, so that there is no null */
export const orientationPicture = (source: FigureSource, options: FigureOptions) =>
  latticePicture(source, options, "orientation");

async function latticePicture(
  source: FigureSource,
  options: FigureOptions,
  measure: LatticeMeasure,
): Promise<Picture> {
  const look = figureLook(source, options, options.scorer ?? defaultScorer);
  const { analysis, subject } = source;
  options.onObserved?.(await analysis.observation(look));
  const scores = await analysis.scores(look);
  const noise = await analysis.noise(look);
  if (!noise) throw new UserError("no unit has a score and a map that varies", "train the network longer");
  const data = await latticeData(analysis, look, measure, source.untrained?.());
  const { samples } = await analysis.observation(look);
  const heading = {
    title: `${capital(measure)} of the grids of ${titleOf(subject)}`,
    subtitle: [
      gridVerdict(scores, noise),
      `Drawn is the ${measure} of those, beside maps of noise${data.samples.length > 2 ? " and units of the untrained network" : ""} by the same rule:`,
      "from the six peaks next to the centre of the autocorrelogram, where there are six.",
      `${thousands(samples)} samples. Null: ${describeNull(noise)}.`,
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => latticeFigure(data, ...layout) };
}

/** Of units, noise and, where it is given, of the untrained network, each above the percentile of its own noise. */
export async function latticeData(
  analysis: Analysis,
  look: Look,
  measure: LatticeMeasure,
  untrained: Analysis | undefined,
): Promise<LatticeData> {
  const { width, height } = analysis.source.arena;
  const [units, noise] = await samplesOf(analysis, look, measure, "units");
  const before = untrained ? await samplesOf(untrained, look, measure, "untrained") : [];
  const samples = [units, noise, before[0]].filter((sample) => sample !== undefined);
  if (measure === "orientation") {
    return { axis: "orientation (degrees)", range: [0, 60], bins: orientationBins, samples };
  }
  return { ...spacingAxis({ width, height }), samples };
}

/** Bins of spacing as far as peaks are looked for. */
export function spacingAxis({ width, height }: { readonly width: number; readonly height: number }) {
  const longest = farthest * Math.min(width, height);
  const [first, second] = ticksOf({ label: "", range: [0, longest] }, binsAbout) as [number, number];
  const bins = Math.ceil(longest / (second - first) - 1e-9);
  return { axis: "spacing (m)", range: [0, bins * (second - first)] as const, bins };
}

/** Of what is looked at, and of its noise; nothing where there is no null. */
async function samplesOf(
  analysis: Analysis,
  look: Look,
  measure: LatticeMeasure,
  name: string,
): Promise<LatticeSample[]> {
  const noise = await analysis.noise(look);
  const ofNoise = await analysis.nullLattices(look);
  if (!noise || !ofNoise) return [];
  const { grid60 } = await analysis.scores(look);
  const threshold = noise.p95.grid60;
  return [
    sampleOf(name, grid60, threshold, await analysis.lattices(look), measure),
    sampleOf("noise", noise.grid60, threshold, ofNoise, measure),
  ];
}

function sampleOf(
  name: string,
  grid60: Float64Array,
  threshold: number,
  lattices: Lattices,
  measure: LatticeMeasure,
): LatticeSample {
  const factor = measure === "spacing" ? 1 : 180 / Math.PI;
  const values = lattices[measure].filter((_, i) => grid60[i]! > threshold).map((value) => value * factor);
  const median = quantile(values, 0.5);
  const middle = measure === "spacing" && !Number.isNaN(median) ? `, median ${median.toFixed(2)} m` : "";
  const label = `${name}: ${values.length} of ${grid60.length} above ${threshold.toFixed(2)}${middle}`;
  return { label, values, all: grid60.length };
}
