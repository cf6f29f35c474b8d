/** One frame of a film of a training: rate maps, scores beside those of noise, and the error so far. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid } from "../grid.ts";
import { beside, stacked } from "./compose.ts";
import { curvePanel } from "./curve-panel.ts";
import { heatPixels } from "./heat-pixels.ts";
import { type Panel, placed, type Scene, type Shape } from "./scene.ts";
import { type ScoreData, scoreHistogramPanel } from "./score-figure.ts";
import { signedText, wrapText } from "./text.ts";
import { dataColour, ink, margin, textSize } from "./theme.ts";
import { type TrainingCurveData, trainingAxis } from "./training-figure.ts";

export interface FilmTile {
  readonly unit: number;
  /** NaN: none. */
  readonly score: number;
  readonly grid: Grid;
}

export interface FilmStill {
  readonly step: number;
  /** "step 500 of 1300" in bold, and what is beside it. */
  readonly title: string;
  readonly remark: string;
  /** By what the maps are scored, and what the null is: the same in all frames. */
  readonly caption: string;
  readonly tiles: readonly FilmTile[];
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  readonly scores: ScoreData | undefined;
  /** Over the whole training, of which a still shows what came before it. */
  readonly curve: TrainingCurveData | undefined;
  /** Where the axis of the steps ends. */
  readonly lastStep: number;
}

/** Pixels: 100 are whole pixels for each of 20 bins. */
const mapSide = 100;
const mapGap = 14;
const perRow = 6;
const captionHeight = 18;
const roomWidth = perRow * (mapSide + mapGap) - mapGap;
const panelHeight = 210;
const panelGap = 18;

/** Of the same size for all stills of a film. */
export function filmScene(still: FilmStill, colourMap: ColourMapName): Scene {
  const panels = [
    still.scores && scoreHistogramPanel(still.scores, { width: panelWidth(still), height: panelHeight }),
    still.curve && curveUntil(still.curve, still, panelWidth(still)),
  ].filter((panel) => panel !== undefined);
  const parts = [
    headOf(still),
    mapsOf(still, colourMap),
    ...(panels.length > 0 ? [beside(panels, panelGap)] : []),
  ];
  const all = stacked(parts, 12);
  return {
    title: still.title,
    width: roomWidth + 2 * margin,
    height: Math.ceil(all.height + 2 * margin - 6),
    shapes: [placed(all, margin, margin - 4)],
  };
}

const panelWidth = ({ scores, curve }: FilmStill): number =>
  scores && curve ? (roomWidth - panelGap) / 2 : roomWidth;

function headOf({ title, remark, caption }: FilmStill): Panel {
  const lines = wrapText(caption, textSize.small, roomWidth);
  const shapes: Shape[] = [
    { kind: "text", x: 0, y: 16, text: title, size: textSize.title, bold: true, colour: ink.strong },
    {
      kind: "text",
      x: roomWidth,
      y: 16,
      text: remark,
      size: textSize.label,
      anchor: "end",
      colour: ink.strong,
    },
    ...lines.map(
      (text, i): Shape => ({
        kind: "text",
        x: 0,
        y: 34 + 15 * i,
        text,
        size: textSize.small,
        colour: ink.plain,
      }),
    ),
  ];
  return { width: roomWidth, height: 24 + 15 * lines.length, shapes };
}

function mapsOf({ tiles, arena }: FilmStill, colourMap: ColourMapName): Panel {
  const longer = Math.max(arena.width, arena.height);
  const [width, height] = [(mapSide * arena.width) / longer, (mapSide * arena.height) / longer];
  const pitch = height + captionHeight + 6;
  const shapes = tiles.map((tile, i) => {
    const x = (i % perRow) * (mapSide + mapGap);
    return placed(tilePanel(tile, width, height, colourMap), x, Math.floor(i / perRow) * pitch);
  });
  return { width: roomWidth, height: Math.ceil(tiles.length / perRow) * pitch - 6, shapes };
}

function tilePanel(
  { unit, score, grid }: FilmTile,
  width: number,
  height: number,
  map: ColourMapName,
): Panel {
  const place = { x: 0, y: captionHeight, width, height };
  const text = { kind: "text", y: 12, size: textSize.label, colour: ink.strong } as const;
  return {
    width,
    height: height + captionHeight,
    shapes: [
      { ...text, x: 0, text: `#${unit}`, bold: true },
      { ...text, x: width, text: Number.isNaN(score) ? "\u2013" : signedText(score, 2), anchor: "end" },
      { kind: "image", ...place, pixels: heatPixels(grid, [0, 1], map) },
      { kind: "rectangle", ...place, stroke: { colour: ink.faint, width: 0.5 } },
    ],
  };
}

/** What was logged until then, on the axes of the whole. */
function curveUntil(curve: TrainingCurveData, { step, lastStep }: FilmStill, width: number): Panel {
  const [steps, values] = [Array.from(curve.steps), Array.from(curve.values)];
  const count = steps.filter((one) => one <= step).length;
  const past = {
    label: curve.label,
    colour: dataColour.second,
    positions: steps,
    values: values.slice(0, count),
  };
  const last = past.values.findLastIndex(Number.isFinite);
  // A single point is drawn as a dot: where the training is.
  const now = { ...past, positions: [steps[last]!], values: [values[last]!] };
  return curvePanel({
    ...{ ...trainingAxis(curve), width, height: panelHeight, named: false },
    x: { label: "training step", range: [0, Math.max(1, lastStep)] },
    curves: last < 0 ? [] : [{ ...past, positions: steps.slice(0, count) }, now],
  });
}
