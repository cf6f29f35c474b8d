/** What is measured of one unit, in words: the same in a command as in the shell. */
import type { UnitMeasures } from "../../session/unit-measures.ts";

const unknown = "-";
const shown = (value: number, digits: number): string =>
  Number.isNaN(value) ? unknown : value.toFixed(digits);

/** Rows of a name and what is said; what a unit cannot have is said to be undefined, and why. */
export function measureFacts(unit: UnitMeasures): [string, string][] {
  const { information, sparsity, selectivity, coherence, borderRatio } = unit;
  const { fields, fieldSize, vectorLength, headingCorrelation, speedScore, signed } = unit;
  const size = Number.isNaN(fieldSize) ? "" : `, ${fieldSize.toFixed(3)} m^2 on average`;
  const smooth: [string, string] = [
    "coherence",
    Number.isNaN(coherence) ? unknown : `${coherence.toFixed(3)}, as z`,
  ];
  const firing: [string, string] = ["fields", `${shown(fields, 0)}${size}`];
  if (signed) {
    return [
      [
        "information",
        "undefined: the unit goes below zero; so are sparsity, selectivity, border ratio and vector length",
      ],
      smooth,
      firing,
      ["heading", `correlation ${shown(headingCorrelation, 3)}, speed score ${shown(speedScore, 3)}`],
    ];
  }
  const bits = Number.isNaN(information) ? unknown : `${information.toFixed(3)} bits per activity`;
  return [
    ["information", bits],
    ["sparsity", `${shown(sparsity, 3)}, selectivity ${shown(selectivity, 2)}`],
    smooth,
    firing,
    ["border ratio", shown(borderRatio, 3)],
    ["vector length", `${shown(vectorLength, 3)}, speed score ${shown(speedScore, 3)}`],
  ];
}
