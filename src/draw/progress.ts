/** The line that says how far a training is. Where and how often it is written is live-line.ts's. */
import { bar } from "./bar.ts";
import { paint, seriesColour } from "./paint.ts";
import type { Terminal } from "./terminal.ts";
import { formatDuration, formatSignificant, padRight, truncate, visibleWidth } from "./text.ts";

/** A number worth watching. */
export interface Metric {
  label: string;
  value: number;
  unit?: string | undefined;
  /** Significant digits; default 4. */
  digits?: number | undefined;
}

export interface Progress {
  /** Which of several it is. */
  label?: string | undefined;
  /** Steps done, of how many. */
  step: number;
  steps: number;
  /** The most important one first: it stays longest when the line gets narrow. */
  metrics: readonly Metric[];
  secondsPerStep: number;
}

interface Part {
  text: string;
  /** Space before it. */
  gap: string;
  /** Who stays when there is not enough room: the lower ones. */
  rank: number;
}

const GAP = "  ";
const SHORTEST_BAR = 4;
const LONGEST_BAR = 24;

/** `step 1234/4000  loss 5.912  error 12.3 cm  38 ms/step  1m 20s left  ▕███▌  ▏ 31 %`, less what does not fit the terminal. */
export function progressLine(progress: Progress, terminal: Terminal): string {
  const share = shareDone(progress);
  const percent = `${Math.floor(100 * share)} %`.padStart(5);
  const gauge: Part = { text: gaugeOf(share, SHORTEST_BAR, terminal), gap: GAP, rank: 5 };
  const parts = [...words(progress), gauge, { text: percent, gap: " ", rank: 2 }];
  const kept = fitting(parts, terminal.columns);
  const spare = terminal.columns - widthOf(kept);
  gauge.text = gaugeOf(share, Math.min(LONGEST_BAR, SHORTEST_BAR + spare), terminal);
  const line = kept.map(({ gap, text }) => gap + text).join("");
  return truncate(line.slice(GAP.length), terminal.columns, terminal.unicode);
}

/** Steps done as a share of all, 0..1. */
export function shareDone({ step, steps }: Progress): number {
  if (!(step >= 0 && step <= steps)) throw new RangeError(`step ${step} of ${steps}`);
  return steps > 0 ? step / steps : 1;
}

function words({ label, step, steps, metrics, secondsPerStep }: Progress): Part[] {
  const metricParts = metrics.map((metric, i) => ({
    text: formatMetric(metric),
    gap: GAP,
    rank: i === 0 ? 1 : 3,
  }));
  return [
    ...(label === undefined ? [] : [{ text: label, gap: GAP, rank: 0 }]),
    { text: `step ${String(step).padStart(String(steps).length)}/${steps}`, gap: GAP, rank: 0 },
    ...metricParts,
    { text: `${formatDuration(secondsPerStep)}/step`, gap: GAP, rank: 6 },
    { text: `${formatDuration((steps - step) * secondsPerStep)} left`, gap: GAP, rank: 4 },
  ];
}

function formatMetric({ label, value, unit, digits }: Metric): string {
  return `${label} ${formatSignificant(value, digits)}${unit ? ` ${unit}` : ""}`;
}

/** The parts that fit side by side, chosen by rank, in the order given. The first one always stays. */
function fitting(parts: readonly Part[], columns: number): Part[] {
  const kept = new Set<Part>([parts[0]!]);
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    if (widthOf([...kept, part]) <= columns) kept.add(part);
  }
  return parts.filter((part) => kept.has(part));
}

/** Width side by side; the gap before the first does not count. */
const widthOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, { gap, text }) => sum + gap.length + visibleWidth(text), -GAP.length);

function gaugeOf(share: number, width: number, terminal: Terminal): string {
  const filled = paint(
    padRight(bar(share, width, terminal.unicode), width),
    seriesColour(0),
    terminal.colour,
  );
  return terminal.unicode ? `▕${filled}▏` : `[${filled}]`;
}
