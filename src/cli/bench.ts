import { loadavg } from "node:os";
import { benchmarks, measure, selectBenchmarks, withBench } from "../../bench/benchmarks.ts";
import type { Bench, Measurement } from "../../bench/measure.ts";
import { quickPresetBenchmark } from "../../bench/quick-preset.ts";
import { type TableColumn, table } from "../draw/table.ts";
import type { Terminal } from "../draw/terminal.ts";
import { formatSignificant } from "../draw/text.ts";
import { describeMachine } from "../engine/machine.ts";
import { defineCommand } from "./command.ts";

const usualSeconds = 2;
const quickSeconds = 0.05;

export const command = defineCommand({
  flags: {
    only: { type: "string", placeholder: "PATTERN", help: "those whose name matches", default: "" },
    quick: { type: "boolean", help: "a twentieth of a second each instead of two: rough numbers" },
    training: { type: "boolean", help: "only this: train the preset quick and evaluate it (minutes)" },
    seeds: { type: "integer", placeholder: "N", help: "networks of --training", default: 1, minimum: 1 },
  },
  positionals: [],
  details:
    "The fastest of many rounds counts. Beside each stands what the machine can do at best: a loop of multiplications\n" +
    "and additions that never leaves the registers, a copy of the same bytes, or BLAS called alone.",
  examples: [
    "entorhinal bench",
    'entorhinal bench --only "product nn" --json',
    "entorhinal bench --training --seeds 3",
  ],
  async run(context) {
    const { flags } = context;
    const all = flags.training
      ? Array.from({ length: flags.seeds }, (_, i) => quickPresetBenchmark(i))
      : benchmarks;
    const selected = selectBenchmarks(flags.only, all);
    const seconds = flags.quick ? quickSeconds : usualSeconds;
    const before = loadavg()[0]!;
    const [machine, measurements] = await withBench(seconds, (bench) => {
      const possible = selected.filter(({ needsBlas }) => !needsBlas || bench.native);
      if (possible.length < selected.length) context.note("no BLAS was found: its benchmarks are left out");
      const results = possible.flatMap((benchmark) => {
        context.note(benchmark.lines.map(({ name }) => name).join(", "));
        return measure(benchmark, bench);
      });
      return [describe(bench, before, loadavg()[0]!), results];
    });
    if (context.json) context.note(machine);
    context.answer(measurements, () => [machine, "", ...show(measurements, context.terminal)].join("\n"));
  },
});

function describe({ native }: Bench, loadBefore: number, loadAfter: number): string {
  const { cpu, cores, platform, architecture } = describeMachine();
  const load = `load average ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after`;
  const blas = native?.one.blas?.description ?? "no BLAS";
  return `${cpu}, ${cores} cores, ${load}; ${platform} ${architecture}, bun ${Bun.version}, ${blas}`;
}

const columns: readonly TableColumn[] = [
  { title: "benchmark" },
  { title: "value", align: "right" },
  { title: "unit" },
  { title: "ceiling", align: "right" },
  { title: "ratio", align: "right" },
];

const show = (measurements: readonly Measurement[], terminal: Terminal): string[] =>
  table(
    columns,
    measurements.map(({ name, value, unit, ceiling, ratio }) => [
      name,
      showValue(value),
      unit,
      ceiling === null ? "-" : showValue(ceiling),
      ratio === null ? "-" : ratio.toFixed(2),
    ]),
    terminal,
  );

/** Three digits: 52.4, 812 k, 31.2 M. */
function showValue(value: number): string {
  const [factor, letter] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  return formatSignificant(value / factor, 3) + letter;
}
