import { loadavg } from "node:os";
import { type CommandContext, defineCommand } from "../../src/cli/frame/command.ts";
import { findBlas } from "../../src/engine/find-blas.ts";
import { describeMachine } from "../../src/engine/machine.ts";
import { UserError } from "../../src/user-error.ts";
import { benchmarks, measure, selectBenchmarks, withBench } from "../benchmarks.ts";
import { comparePeers } from "../peers/peers.ts";
import { quickPresetBenchmark } from "../quick-preset.ts";
import { showMeasurements, showPeers } from "./tables.ts";

const usualSeconds = 2;
const quickSeconds = 0.05;

const flags = {
  only: { type: "string", placeholder: "PATTERN", help: "those whose name matches", default: "" },
  quick: { type: "boolean", help: "a twentieth of a second each instead of two: rough numbers" },
  peers: { type: "boolean", help: "only this: ours beside PyTorch, NumPy and SciPy (minutes)" },
  training: { type: "boolean", help: "only this: train the preset quick and evaluate it (minutes)" },
  seeds: {
    type: "integer",
    placeholder: "N",
    help: "networks of --training",
    default: 1,
    minimum: 1,
    maximum: 1000,
  },
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [],
  details:
    "The fastest of many rounds counts. Beside each stands what the machine can do at best: a loop of multiplications\n" +
    "and additions that never leaves the registers, a copy of the same bytes, or BLAS called alone.\n" +
    "--peers needs python3 with torch, numpy or scipy, or another named by\n" +
    "ENTORHINAL_PYTHON.",
  examples: [
    "entorhinal bench",
    'entorhinal bench --only "product nn" --json',
    "entorhinal bench --peers",
    "entorhinal bench --training --seeds 3",
  ],
  run: (context) => (context.flags.peers ? runPeers(context) : runBenchmarks(context)),
});

async function runBenchmarks(context: Context): Promise<void> {
  const { flags } = context;
  const all = flags.training
    ? Array.from({ length: flags.seeds }, (_, i) => quickPresetBenchmark(i))
    : benchmarks;
  const selected = selectBenchmarks(flags.only, all);
  const before = loadavg()[0]!;
  const [machine, measurements] = await withBench(secondsOf(context), (bench) => {
    const possible = selected.filter(({ needsBlas }) => !needsBlas || bench.native);
    if (possible.length < selected.length) context.note("no BLAS was found: its benchmarks are left out");
    const results = possible.flatMap((benchmark) => {
      context.note(benchmark.lines.map(({ name }) => name).join(", "));
      return measure(benchmark, bench);
    });
    return [describe(before), results];
  });
  if (context.json) context.note(machine);
  context.answer(measurements, () =>
    [machine, "", ...showMeasurements(measurements, context.terminal)].join("\n"),
  );
}

async function runPeers(context: Context): Promise<void> {
  const { flags } = context;
  if (flags.training) throw new UserError("--peers and --training together", "ask for one of them", 2);
  const before = loadavg()[0]!;
  const measurements = await comparePeers(
    flags.only,
    secondsOf(context),
    context.io.env.ENTORHINAL_PYTHON,
    context.note,
  );
  const machine = describe(before);
  if (context.json) context.note(machine);
  context.answer(measurements, () => [machine, "", ...showPeers(measurements, context.terminal)].join("\n"));
}

const secondsOf = ({ flags }: Context): number => (flags.quick ? quickSeconds : usualSeconds);

function describe(loadBefore: number): string {
  const { cpu, cores, platform, architecture } = describeMachine();
  const load = `load average ${loadBefore.toFixed(2)} before, ${loadavg()[0]!.toFixed(2)} after`;
  const blas = findBlas()?.description ?? "no BLAS";
  return `${cpu}, ${cores} cores, ${load}; ${platform} ${architecture}, bun ${Bun.version}, ${blas}`;
}
