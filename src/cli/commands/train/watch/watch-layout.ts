/** What of `watch` fits where. Head and foot always stay; charts come before maps, and grow into what is left. */

export interface WatchLayout {
  /** There is room for blank lines below the head and above the foot. */
  readonly airy: boolean;
  /** Lines of the curves in the charts; 0: no charts. */
  readonly chartHeight: number;
  /** Loss beside decode error; otherwise only the error is shown. */
  readonly twoCharts: boolean;
  /** Rows and columns of rate maps; 0 rows: neither maps nor scores. */
  readonly mapRows: number;
  readonly mapColumns: number;
  /** Columns of the scores beside the maps. */
  readonly scoreWidth: number;
  /** Columns of one map. */
  readonly mapWidth: number;
}

const headLines = 2;
const footLines = 1;
export const gap = 2;
/** Legend, axis, positions. */
const chartExtra = 3;
const lowestChart = 3;
const comfortableChart = 6;
const highestChart = 14;
const airyRows = 30;
const narrowestTwoCharts = 56;
const narrowestScores = 30;
const widestMap = 24;

/** Columns of a map of `bins` x `bins`: bins are averaged when there are many. */
const mapWidthOf = (bins: number): number => Math.ceil(bins / Math.ceil(bins / widestMap));

/** Lines of `rows` rows of maps: the heading, and captions and maps with a blank line between rows. */
const mapLines = (rows: number, mapHeight: number): number => (rows === 0 ? 0 : rows * (mapHeight + 2));

export function watchLayout(columns: number, rows: number, bins: number): WatchLayout {
  const mapWidth = mapWidthOf(bins);
  const mapHeight = Math.ceil(mapWidth / 2);
  const mapColumns = Math.max(1, Math.floor((columns - narrowestScores) / (mapWidth + gap)));
  const scoreWidth = columns - mapColumns * (mapWidth + gap);
  const wide = scoreWidth >= narrowestScores - gap;
  const airy = rows >= airyRows;
  const room = rows - headLines - footLines - (airy ? 2 : 0);
  const chart = (height: number) => height + chartExtra + 1;
  let mapRows = wide && room >= chart(lowestChart) + mapLines(1, mapHeight) ? 1 : 0;
  while (mapRows > 0 && room >= chart(comfortableChart) + mapLines(mapRows + 1, mapHeight)) mapRows++;
  const left = room - mapLines(mapRows, mapHeight) - chartExtra - (mapRows > 0 ? 1 : 0);
  const chartHeight = left < lowestChart ? 0 : Math.min(highestChart, left);
  return {
    airy,
    chartHeight,
    twoCharts: columns >= narrowestTwoCharts,
    mapRows,
    mapColumns,
    scoreWidth,
    mapWidth,
  };
}
