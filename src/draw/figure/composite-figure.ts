/** What a paper shows of a network on one page, its parts lettered. Nothing is computed here. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid } from "../grid.ts";
import { type ArenaData, arenaPanel } from "./arena-figure.ts";
import { type AutocorrelogramData, ringEdges, shiftSpans } from "./autocorrelogram-figure.ts";
import { writtenColourKey } from "./colour-key.ts";
import {
  arranged,
  beside,
  type Heading,
  inWidth,
  type Part,
  roomIn,
  stacked,
  textPanel,
  withHeading,
} from "./compose.ts";
import { type LatticeData, latticePanel } from "./lattice-figure.ts";
import { spanOf } from "./map-panel.ts";
import { mapTiles } from "./map-tiles.ts";
import type { Panel, Scene } from "./scene.ts";
import { type ScoreData, scoreHistogramPanel } from "./score-figure.ts";
import { signedText } from "./text.ts";
import { type TrainingCurveData, trainingPanel } from "./training-figure.ts";

export interface CompositeUnit extends AutocorrelogramData {
  readonly unit: number;
  readonly score: number;
}

export interface CompositeData {
  readonly world: ArenaData;
  readonly units: readonly CompositeUnit[];
  /** Undefined: there is none, and its letter goes to the next. */
  readonly scores: ScoreData | undefined;
  readonly training: TrainingCurveData | undefined;
  readonly spacing: LatticeData | undefined;
}

/** A page of 180 mm with letters of 7 pt. */
const usualWidth = 875;
const wide = 560;
/** Of the width, what the arena takes. */
const arenaShare = 0.3;
const columnGap = 24;
const chart = { width: 280, height: 250 };
const least = 240;

/** Arena, rate maps above their autocorrelograms; below them scores, training and spacing. */
export function compositeFigure(
  data: CompositeData,
  heading: Heading,
  colourMap: ColourMapName,
  width = usualWidth,
): Scene {
  const room = roomIn(width)!;
  const letters = ["a", "b", "c", "d", "e", "f"].values();
  const lettered = (part: Part): Part => {
    const letter = textPanel(letters.next().value!);
    return (given) => stacked([letter, part(given)], 2);
  };
  const { world, units, scores, training, spacing } = data;
  const arena = lettered((given) => arenaPanel(world, given));
  const maps = lettered((given) => rateTiles(units, colourMap, given!));
  const shifts = lettered((given) => shiftTiles(units, colourMap, given!));
  const both = (given: number): Panel => stacked([maps(given), shifts(given)], 10);
  const left = arenaShare * room;
  const upper =
    room >= wide
      ? beside([arena(left), both(room - left - columnGap)], columnGap)
      : stacked([arena(room), both(room)]);
  const charts: Part[] = [
    ...(scores ? [lettered((given) => scoreHistogramPanel(scores, inWidth(chart, given)))] : []),
    ...(training ? [lettered((given) => trainingPanel(training, 0, inWidth(chart, given)))] : []),
    ...(spacing ? [lettered((given) => latticePanel(spacing, inWidth(chart, given)))] : []),
  ];
  const lower = charts.length > 0 ? [arranged(charts, room, least)] : [];
  return withHeading(stacked([upper, ...lower]), heading, width);
}

const columnsFor = (units: number, room: number): number => Math.min(units, room >= 0.5 * usualWidth ? 6 : 4);

function rateTiles(units: readonly CompositeUnit[], colourMap: ColourMapName, room: number): Panel {
  const { width, height } = units[0]!.arena;
  const tiles = units.map(({ unit, score, rateMap }) => ({
    ...{ grid: rateMap, captions: [`#${unit}`, signedText(score, 2)] as const },
  }));
  const spans = { spanX: spanOf(width), spanY: spanOf(height) };
  const maps = mapTiles(tiles, columnsFor(units.length, room), room, { colourMap, ...spans });
  const unvisited = units.some(({ rateMap }) => hasHoles(rateMap));
  const words = { lowest: "lowest", highest: "peak activity of each", unvisited };
  return stacked([maps, writtenColourKey({ ...words, colourMap, room })], 8);
}

function shiftTiles(units: readonly CompositeUnit[], colourMap: ColourMapName, room: number): Panel {
  const tiles = units.map((unit) => ({ grid: unit.autocorrelogram, over: ringEdges(unit) }));
  const range = [-1, 1] as const;
  const options = { colourMap, range, ...shiftSpans(units[0]!) };
  const maps = mapTiles(tiles, columnsFor(units.length, room), room, options);
  const words = { lowest: "\u22121", highest: "1, correlation at each shift" };
  return stacked([maps, writtenColourKey({ ...words, colourMap, room })], 8);
}

const hasHoles = ({ values }: Grid): boolean => Array.from(values).some(Number.isNaN);
