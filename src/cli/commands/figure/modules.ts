/** Spacings of the units that exceed the noise with the modules that fit them, beside those of noise and of the untrained network. */
import type { Population } from "../../../analyse/population.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { type ModulesData, modulesFigure } from "../../../draw/figure/modules-figure.ts";
import { populationsOf, usualPopulation } from "../../../session/populations.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { describeNull, gridVerdict } from "../evaluate/verdict.ts";
import { spacingAxis } from "./lattice.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, figureLook, thousands } from "./source.ts";

/** @throws UserError when no unit has a score, so that there is no null */
export async function modulesPicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const look = figureLook(source, options, options.scorer ?? defaultScorer);
  const { analysis, subject } = source;
  const { samples } = await analysis.observation(look);
  options.onObserved?.(await analysis.observation(look));
  const found = await populationsOf("units", analysis, look, usualPopulation);
  const noise = await analysis.noise(look);
  if (!found || !noise)
    throw new UserError("no unit has a score and a map that varies", "train the network longer");
  const before =
    source.untrained && (await populationsOf("untrained", source.untrained(), look, usualPopulation));
  const all = [found.units, found.noise, ...(before ? [before.units] : [])];
  const data = modulesData(all, analysis.source.arena);
  const heading = {
    title: `Modules of the grids of ${titleOf(subject)}`,
    subtitle: [
      gridVerdict(await analysis.scores(look), noise),
      `${said(found.units)} Beside maps of noise${before ? " and units of the untrained network" : ""} by the same rule.`,
      "Spacing: the median of the six peaks next to the centre of the autocorrelogram. The number of modules is that of the lowest BIC.",
      `${thousands(samples)} samples. Null: ${describeNull(noise)}.`,
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => modulesFigure(data, ...layout) };
}

function said({ modules: { best, discreteness } }: Population): string {
  if (!best) return "None of those has a spacing.";
  const means = best.components.map(({ mean }) => mean.toFixed(2)).join(", ");
  const count = best.components.length;
  const discrete = Number.isNaN(discreteness.p)
    ? ""
    : ` Discreteness ${discreteness.value.toFixed(2)}, of jitter ${discreteness.chance.toFixed(2)} (p ${discreteness.p.toFixed(3)}).`;
  return `Best fit: ${count} ${count === 1 ? "module" : "modules"}, ${means} m.${discrete}`;
}

const curvePoints = 400;

function modulesData(
  all: readonly Population[],
  box: { readonly width: number; readonly height: number },
): ModulesData {
  const axis = spacingAxis(box);
  const [first, last] = axis.range;
  const [units] = all as readonly [Population, ...Population[]];
  const positions = Array.from(
    { length: curvePoints },
    (_, i) => first + ((last - first) * i) / (curvePoints - 1),
  );
  const scale = (100 * units.measured * (last - first)) / (units.all * axis.bins);
  const { best } = units.modules;
  return {
    spacings: {
      ...axis,
      samples: all.map((one) => ({
        label: `${one.name}: ${one.members.length} of ${one.all} above ${one.threshold.toFixed(2)}`,
        values: one.lattices.spacing,
        all: one.all,
      })),
      ...(best && {
        fit: {
          label: `mixture of ${best.components.length}`,
          positions,
          values: positions.map((x) => scale * density(x, best.components)),
        },
      }),
    },
    gains: all.map(({ name, modules: { mixtures } }) => ({
      label: name,
      values: mixtures.map(({ bic }) => bic - mixtures[0]!.bic),
    })),
  };
}

const density = (x: number, components: NonNullable<Population["modules"]["best"]>["components"]): number =>
  components.reduce(
    (sum, { mean, deviation, weight }) =>
      sum + (weight * Math.exp(-(((x - mean) / deviation) ** 2) / 2)) / (deviation * Math.sqrt(2 * Math.PI)),
    0,
  );
