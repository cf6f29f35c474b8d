/** From settings to the ensembles they describe, side by side. */
import type { Engine } from "../engine/engine.ts";
import type { Arena } from "../world/arena.ts";
import { type CodeConstants, centresIn, centresName, headMeansIn, headMeansName } from "./code-constants.ts";
import type { Ensemble } from "./ensemble-list.ts";
import { openHeadCode } from "./head-code.ts";
import { headMeansBy } from "./head-means.ts";
import type { CodePart, Part, PathCode, PlacePart } from "./path-code.ts";
import { centresOf, openPlaceCells } from "./place-cells.ts";
import { headEnsembles, type PlaceSettings, placeEnsembles } from "./place-settings.ts";

/** An ensemble as settings describe it. */
interface DescribedPart extends Part {
  readonly quantity: "place" | "head";
  /** Among those of the same quantity, from 0. */
  readonly index: number;
  /** Width of its place fields in m, or concentration of its head-direction cells. */
  readonly size: number;
}

/** The ensembles in their order: places, more places, head directions, more of them. */
export function partsOf(settings: PlaceSettings): readonly [DescribedPart, ...DescribedPart[]] {
  const { targets, headStart, headWeight } = settings;
  const starts = settings.starts === "same" ? targets : settings.starts;
  const loss = targets === "normalized" && settings.ensembleLoss === "own" ? "sigmoid" : "softmax";
  const [firstPlaces, ...morePlaces] = placeEnsembles(settings);
  let first = 0;
  const part = (quantity: "place" | "head", one: Ensemble, index: number) => {
    const isPlace = quantity === "place";
    const found: DescribedPart = {
      ...{ quantity, index, first, ...one, targets, loss, weight: isPlace ? 1 : headWeight },
      name: index === 0 ? quantity : `${quantity}${index + 1}`,
      starts: isPlace || headStart ? starts : "zeros",
    };
    first += one.cells;
    return found;
  };
  return [
    part("place", firstPlaces!, 0),
    ...morePlaces.map((one, i) => part("place", one, i + 1)),
    ...headEnsembles(settings).map((one, i) => part("head", one, i)),
  ];
}

/** Cells of all ensembles together. */
export const cellsOf = (settings: PlaceSettings): number => sumOfCells(partsOf(settings));

const sumOfCells = (parts: readonly Part[]): number => parts.reduce((sum, { cells }) => sum + cells, 0);

/**
 * The ensembles in the engine's memory.
 * @param constants where they lie; absent: where the settings say
 * @param complete false: what is missing among the constants lies where the settings say
 * @throws UserError when they cannot be had, or the constants do not fit the settings
 */
export function openPathCode(
  engine: Engine,
  settings: PlaceSettings,
  arena: Arena,
  seed: number,
  constants?: CodeConstants,
  complete = true,
): PathCode {
  const known = (name: string): CodeConstants | undefined =>
    complete || constants?.has(name) ? constants : undefined;
  const place = (part: DescribedPart): PlacePart => {
    const { cells, index, size } = part;
    const own = { ...settings, placeCells: cells, width: size };
    const given = known(centresName(index));
    const centresAt = () =>
      given ? centresIn(given, cells, index) : centresOf(engine, settings, arena, seed, index);
    return { ...part, quantity: "place", code: openPlaceCells(engine, own, arena, seed, centresAt) };
  };
  const head = (part: DescribedPart): CodePart => {
    const { cells, index, size, name } = part;
    const seeds = { seed, stream: `${name}-means`, neuronsSeed: settings.neuronsSeed };
    const given = known(headMeansName(index));
    const means = given
      ? headMeansIn(given, cells, index)
      : headMeansBy(engine, settings.headMeans, cells, seeds);
    return { ...part, quantity: "head", code: openHeadCode(engine, means, size) };
  };
  const [first, ...others] = partsOf(settings);
  const parts: [PlacePart, ...CodePart[]] = [
    place(first),
    ...others.map((part) => (part.quantity === "place" ? place(part) : head(part))),
  ];
  return { parts, cells: sumOfCells(parts) };
}
