import { loadavg } from "node:os";
import { type CommandContext, defineCommand } from "../../src/cli/frame/command.ts";
import { findBlas } from "../../src/engine/find-blas.ts";
import { describeMachine } from "../../src/engine/machine.ts";
import { UserError } from "../../src/user-error.ts";
import { benchmarks, measure, selectBenchmarks, withBench } from "../benchmarks.ts";
import { type Bench, type Benchmark, type BenchPace, effortOf, type Measurement } from "../measure.ts";
import { comparePeers } from "../peers/peers.ts";
import { quickPresetBenchmark } from "../quick-preset.ts";
import { openBenchProgress } from "./bench-progress.ts";
import { showMeasurements, showPeers } from "./tables.ts";

const usualPace: BenchPace = { seconds: 2, rounds: 3 };
const quickPace: BenchPace = { seconds: 0.05, rounds: 1 };

const flags = {
  only: { type: "string", placeholder: "PATTERN", help: "those whose name matches", default: "" },
  quick: {
    type: "boolean",
    help: "rough numbers within a minute: without the largest networks, unless --only names them",
  },
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
  const pace = paceOf(context);
  const results: Measurement[] = [];
  await withBench(pace, async (bench) => {
    const possible = possibleOf(context, selected, bench);
    const stages = possible.map((one) => ({ name: one.lines[0]!.name, effort: effortOf(one, pace) }));
    const progress = openBenchProgress(context, stages);
    try {
      for (const benchmark of possible) {
        progress.begin();
        // So that the line is seen before the thread is busy.
        await Bun.sleep(0);
        results.push(...(await measure(benchmark, bench)));
      }
    } finally {
      progress.end();
    }
  });
  const machine = describe(before);
  if (context.json) context.note(machine);
  context.answer(results, () => [machine, "", ...showMeasurements(results, context.terminal)].join("\n"));
}

/** What this machine has the means for, and a minute the time. */
function possibleOf(context: Context, selected: readonly Benchmark[], { native }: Bench): Benchmark[] {
  const { quick, only } = context.flags;
  const withBlas = selected.filter(({ needsBlas }) => !needsBlas || native);
  if (withBlas.length < selected.length) context.note("no BLAS was found: its benchmarks are left out");
  const short = withBlas.filter(({ lengthy }) => !quick || only !== "" || !lengthy);
  if (short.length < withBlas.length) {
    const names = withBlas.flatMap(({ lengthy, lines }) =>
      lengthy ? [lines[0]!.name.replace(/,.*/, "")] : [],
    );
    context.note(`left out by --quick: ${[...new Set(names)].join(", ")}`);
  }
  return short;
}

async function runPeers(context: Context): Promise<void> {
  const { flags } = context;
  if (flags.training) throw new UserError("--peers and --training together", "ask for one of them", 2);
  const before = loadavg()[0]!;
  const measurements = await comparePeers(
    flags.only,
    paceOf(context).seconds,
    context.io.env.ENTORHINAL_PYTHON,
    context.note,
    (stages) => openBenchProgress(context, stages),
  );
  const machine = describe(before);
  if (context.json) context.note(machine);
  context.answer(measurements, () => [machine, "", ...showPeers(measurements, context.terminal)].join("\n"));
}

const paceOf = ({ flags }: Context): BenchPace => (flags.quick ? quickPace : usualPace);

function describe(loadBefore: number): string {
  const { cpu, cores, platform, architecture } = describeMachine();
  const load = `load average ${loadBefore.toFixed(2)} before, ${loadavg()[0]!.toFixed(2)} after`;
  const blas = findBlas()?.description ?? "no BLAS";
  return `${cpu}, ${cores} cores, ${load}; ${platform} ${architecture}, bun ${Bun.version}, ${blas}`;
}
