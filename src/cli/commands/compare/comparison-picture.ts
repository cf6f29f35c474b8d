/** The picture of a comparison: the numbers in which networks differ. */
import { comparisonFigure } from "../../../draw/figure/comparison-figure.ts";
import { comparedNumbers, isNoise } from "../../../session/compared-numbers.ts";
import { type ComparedNetwork, spreadOf } from "../../../session/comparison.ts";
import { UserError } from "../../../user-error.ts";
import { conditionSentence } from "../../frame/conditions.ts";
import type { Picture } from "../figure/picture.ts";
import { comparedConditions, comparisonVerdict, isConstant } from "./compare-answer.ts";

/** @throws UserError when the networks differ in no number */
export function comparisonPicture(networks: readonly ComparedNetwork[]): Picture {
  const numbers = comparedNumbers(networks).filter((number) => !number.circumstance && !isConstant(number));
  if (numbers.length === 0) {
    throw new UserError("the networks have the same numbers", "compare networks that differ");
  }
  const data = {
    networks: networks.map(({ name }) => name),
    numbers: numbers.map(({ label, unit, values, noise }) => {
      const { mean, deviation } = spreadOf(values);
      return { label: unit === undefined ? label : `${label} (${unit})`, values, mean, deviation, noise };
    }),
  };
  const heading = {
    title: `${networks.length} networks compared`,
    subtitle: [
      comparisonVerdict(networks),
      ...(isNoise(networks)
        ? ["Above noise: above the 95th percentile of noise as smooth as the maps of the network."]
        : []),
      ...comparedConditions(networks).flatMap(({ conditions, of }) => conditionSentence(conditions, of)),
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => comparisonFigure(data, ...layout) };
}
