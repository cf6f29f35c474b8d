import { make } from "./element.ts";
import { drawUnit } from "./pictures.ts";
import { showNumber, type Units } from "./units.ts";

/** A unit in the gallery: a button that enlarges it. Its pictures are drawn by `draw`, once. */
export interface Card {
  readonly element: HTMLElement;
  draw(): void;
}

/** @param sortedBy key of the measure to show first */
export function makeCard(units: Units, unit: number, sortedBy: string, enlarge: () => void): Card {
  const [rateMap, correlations] = [make("canvas", ""), make("canvas", "")];
  const numbers = units.measures
    .slice(1)
    .filter(({ key, main }) => main || key === sortedBy)
    .map((measure) =>
      make(
        "span",
        measure.key === sortedBy ? "number chosen" : "number",
        make("span", "name", measure.label),
        make("span", "value", showNumber(measure.values[unit]!, measure)),
      ),
    );
  const button = make(
    "button",
    "",
    make("span", "title", units.title(unit)),
    make("span", "maps", rateMap, correlations),
    make("span", "numbers", ...numbers),
  );
  button.type = "button";
  button.addEventListener("click", enlarge);
  const element = make("li", "card", button);
  element.dataset.unit = String(unit);
  let drawn = false;
  return {
    element,
    draw() {
      if (!drawn) drawUnit(units, unit, rateMap, correlations);
      drawn = true;
    },
  };
}
