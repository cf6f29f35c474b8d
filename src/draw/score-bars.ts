/** The scores of all units beside those of noise, two bars to a line: ▀ units, ▄ noise. */
import { type Cell, paintCells, seriesColour } from "./paint.ts";
import type { Terminal } from "./terminal.ts";
import { padLeft, padRight, truncate } from "./text.ts";

/** Lower edges, the highest first; below the last one there is one line more. */
const edges = [1, 0.8, 0.6, 0.4, 0.2, 0, -0.2] as const;
const labels = [`>= ${edges[0]}`, ...edges.slice(1).map((edge) => edge.toFixed(1)), `< ${edges.at(-1)}`];
const labelWidth = Math.max(...labels.map((label) => label.length));
const percentWidth = 5;

/** Share of all scores in each line, from the highest to the lowest; NaN is a score that is in none. */
export function scoreShares(scores: Float32Array): number[] {
  const counts = labels.map(() => 0);
  for (const score of scores) {
    if (Number.isNaN(score)) continue;
    const line = edges.findIndex((edge) => score >= edge);
    counts[line < 0 ? edges.length : line]!++;
  }
  return counts.map((count) => (scores.length === 0 ? 0 : count / scores.length));
}

/**
 * One line for each bin of scores, the highest on top; at the end of a line the share of the units.
 * @param noise undefined: there is none to compare with
 */
export function scoreBars(
  units: Float32Array,
  noise: Float32Array | undefined,
  width: number,
  terminal: Terminal,
): string[] {
  const [ours, theirs] = [scoreShares(units), noise && scoreShares(noise)];
  const longest = Math.max(...ours, ...(theirs ?? []), 1e-9);
  const room = Math.max(4, width - labelWidth - percentWidth - 2);
  return labels.map((label, i) => {
    const bars = paintCells(
      barCells(
        Math.round((ours[i]! / longest) * room),
        Math.round(((theirs?.[i] ?? 0) / longest) * room),
        terminal,
      ),
      terminal.colour,
    );
    const percent = padLeft(`${Math.round(100 * ours[i]!)} %`, percentWidth);
    const line = `${padLeft(label, labelWidth)} ${padRight(bars, room)} ${percent}`;
    return truncate(line, width, terminal.unicode);
  });
}

/** Keys of the two bars, in their colours. */
export function scoreBarsKey(units: string, noise: string | undefined, terminal: Terminal): string {
  const key = (cells: Cell[], label: string) => `${paintCells(cells, terminal.colour)} ${label}`;
  const ours = key(barCells(2, 0, terminal), units);
  return noise === undefined ? ours : `${ours}  ${key(barCells(0, 2, terminal), noise)}`;
}

/** Where there are no colours, a full block is both bars. */
function barCells(units: number, noise: number, { unicode, colour }: Terminal): Cell[] {
  const [ourColour, theirColour] = [seriesColour(0), seriesColour(1)];
  return Array.from({ length: Math.max(units, noise) }, (_, i) => {
    if (i >= noise) return { character: unicode ? "▀" : "=", foreground: ourColour };
    if (i >= units) return { character: unicode ? "▄" : "-", foreground: theirColour };
    if (colour === "none") return { character: unicode ? "█" : "#" };
    return { character: unicode ? "▀" : "#", foreground: ourColour, background: theirColour };
  });
}
