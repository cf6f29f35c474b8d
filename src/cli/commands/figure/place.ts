import { placeCodeMap, predictedPlaceMap } from "../../../analyse/place-map.ts";
import { placesOf } from "../../../analyse/places.ts";
import type { PlaceCode } from "../../../code/place-code.ts";
import { placeFigure } from "../../../draw/figure/place-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { requestOf } from "../../frame/subject.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, figureBins, thousands } from "./source.ts";

const trajectoriesByDefault = 2000;

/**
 * A place cell as the code has it and as the network says, by default the one nearest to the middle of the box.
 * @throws UserError when there is no such cell, or no place can be read out
 */
export function placePicture({ subject, analysis }: FigureSource, options: FigureOptions): Picture {
  const { engine, source } = analysis;
  const { code } = placesOf(source);
  const cell = options.cell ?? nearestToMiddle(code);
  const bins = figureBins(options);
  const request = requestOf(options, source, trajectoriesByDefault);
  const grid = ({ values }: { readonly values: Float64Array }) => ({ values, rows: bins, columns: bins });
  const data = {
    code: grid(placeCodeMap(engine, source, cell, bins)),
    predicted: grid(predictedPlaceMap(engine, source, cell, { ...request, bins })),
    arena: source.arena,
    centre: [code.centresX.view[cell]!, code.centresY.view[cell]!] as const,
  };
  const [x, y] = data.centre.map((metres) => metres.toFixed(2).replace("-", "−"));
  const heading = {
    title: `Place cell ${cell} of ${titleOf(subject)}`,
    subtitle: [
      `One of ${code.cells} cells (${code.kind}), its centre at x ${x} m, y ${y} m (circle). Left: its value in the place code at the middle`,
      `of each of ${bins} x ${bins} bins; right: the probability that the network gives it, mean over the visits of each bin,`,
      `${thousands(request.trajectories * request.steps)} samples.`,
    ].join(" "),
  };
  const { cmap = "viridis" } = options;
  return { kind: "scene", heading, draw: (words, width) => placeFigure(data, words, cmap, width) };
}

function nearestToMiddle({ centresX, centresY, cells }: PlaceCode): number {
  const distance = (cell: number) => Math.hypot(centresX.view[cell]!, centresY.view[cell]!);
  let nearest = 0;
  for (let cell = 1; cell < cells; cell++) if (distance(cell) < distance(nearest)) nearest = cell;
  return nearest;
}
