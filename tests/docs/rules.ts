/**
 * How the commands of the documents are executed. What is not named here runs as it stands, in this process.
 * Every rule makes a command smaller without making it another one.
 */

/** A training of a moment: 16 units, 32 place cells, 4 steps of 8 trajectories. */
const tinyNetwork = ["model.units=16", "code.placeCells=32", "code.width=0.4"];
const tinyTraining = ["train.steps=4", "train.batchSize=8", "train.sequenceLength=5", "train.warmupSteps=1"];
const settings = (assignments: readonly string[]): string[] => assignments.flatMap((text) => ["--set", text]);

export interface Rule {
  /** First word behind `entorhinal`. */
  readonly command: string;
  /** Words of which one must be in the command line; none: always. */
  readonly having?: readonly string[];
  readonly why: string;
  /** The command line to run instead, or "parse": its flags and arguments are checked and it is not run. */
  readonly instead: "parse" | ((argv: readonly string[]) => readonly string[]);
}

/** Adds flags, unless the command line has the first of them. */
const withFlags =
  (...flags: readonly string[]) =>
  (argv: readonly string[]): readonly string[] =>
    argv.includes(flags[0]!) ? argv : [...argv, ...flags];

/** Of a file all trials or trajectories are looked at, and it need not have so many. */
const fewerSamples = (argv: readonly string[]): readonly string[] =>
  argv[1]?.endsWith(".npz") || argv.includes("--data") ? argv : withFlags("--trajectories", "300")(argv);

/** The same with other values behind some flags, which it may have or not. */
const withOther =
  (...flags: readonly [flag: string, value: string][]) =>
  (argv: readonly string[]): readonly string[] => [
    ...argv.filter((word, i) => !flags.some(([flag]) => word === flag || argv[i - 1] === flag)),
    ...flags.flat(),
  ];

const numberAfter = (argv: readonly string[], flag: string, otherwise: number): number =>
  argv.includes(flag) ? Number(argv[argv.indexOf(flag) + 1]) : otherwise;

/** The first one that fits counts. */
export const rules: readonly Rule[] = [
  { command: "repl", why: "reads keys; tests/process/repl types them", instead: "parse" },
  { command: "quickstart", why: "trains for a minute; it is train, evaluate and ratemaps", instead: "parse" },
  { command: "bench", having: ["--peers", "--training"], why: "takes minutes", instead: "parse" },
  {
    command: "bench",
    why: "one short benchmark of many",
    instead: (argv) => [
      "bench",
      "--quick",
      "--only",
      "trajectories",
      ...argv.filter((word) => word === "--json"),
    ],
  },
  {
    command: "train",
    having: ["--resume"],
    why: "the runs it goes on with are tiny already",
    instead: (argv) => argv,
  },
  {
    command: "train",
    having: ["--from"],
    why: "short; the network is as large as it is",
    instead: (argv) => [...argv, ...settings(tinyTraining)],
  },
  {
    command: "train",
    having: ["webgpu"],
    why: "not every machine has a graphics card; tiny",
    instead: (argv) => [
      ...argv.map((word) => (word === "webgpu" ? "wasm" : word)),
      ...settings([...tinyNetwork, ...tinyTraining]),
    ],
  },
  {
    command: "train",
    having: ["--data"],
    why: "tiny; its trajectories are as long as those of its data",
    instead: (argv) => [
      ...argv.filter((word, i) => word !== "--steps" && argv[i - 1] !== "--steps"),
      ...settings([...tinyNetwork, ...tinyTraining.filter((one) => !/sequenceLength/.test(one))]),
    ],
  },
  {
    command: "train",
    why: "tiny",
    instead: (argv) => [
      ...argv.filter((word, i) => word !== "--steps" && argv[i - 1] !== "--steps"),
      ...settings([...tinyNetwork, ...tinyTraining]),
    ],
  },
  {
    command: "import",
    why: "its run may be trained on",
    instead: (argv) => [...argv, ...settings(tinyTraining)],
  },
  {
    command: "simulate",
    why: "10,000 samples are enough",
    instead: (argv) =>
      numberAfter(argv, "--trajectories", 100) * numberAfter(argv, "--steps", 1000) > 10_000
        ? [...argv, "--trajectories", "10", "--steps", "50"]
        : argv,
  },
  { command: "evaluate", why: "fewer samples", instead: fewerSamples },
  { command: "compare", why: "fewer samples", instead: fewerSamples },
  { command: "ratemaps", why: "fewer samples", instead: fewerSamples },
  { command: "walk", why: "fewer samples", instead: fewerSamples },
  {
    command: "film",
    having: ["heading"],
    why: "fewer samples and frames",
    instead: withOther(["--trajectories", "300"], ["--most", "3"]),
  },
  { command: "figure", having: ["path"], why: "takes few samples", instead: (argv) => argv },
  { command: "figure", having: ["loss", "learning"], why: "takes no samples", instead: (argv) => argv },
  {
    command: "lags",
    why: "fewer samples, units, lags and shuffles",
    instead: (argv) =>
      [
        withFlags("--units", "0-15"),
        withFlags("--max-lag", "3"),
        withFlags("--shuffles", "2"),
        fewerSamples,
      ].reduce((words, fewer) => fewer(words), argv),
  },
  {
    command: "baseline",
    why: "fewer batches",
    instead: (argv) => withFlags("--updates", "5")(withFlags("--trajectories", "20")(argv)),
  },
  {
    command: "ablate",
    why: "fewer samples",
    instead: withFlags("--trajectories", "100"),
  },
  { command: "evaluate", having: ["--taps"], why: "fewer samples", instead: fewerSamples },
  ...["sac", "tuning", "place"].map(
    (command): Rule => ({ command, why: "fewer samples", instead: fewerSamples }),
  ),
  {
    command: "report",
    having: ["--with"],
    why: "takes minutes; tests/process/cli/commands/report-parts.test.ts makes such pages",
    instead: "parse",
  },
  { command: "report", why: "fewer samples", instead: fewerSamples },
  { command: "figure", why: "fewer samples", instead: fewerSamples },
];

/** Programs that are not ours, or scripts that run for long: only their names are checked. */
export const namedOnly: Readonly<Record<string, string>> = {
  apt: "Debian's; nothing is installed by a test",
  tensorboard: "another program",
  "bun install": "done before tests run",
  "bun run quickstart": "trains for a minute",
  "bun run verify": "runs these tests",
  "bun run build": "done before tests run",
  "bun run repl": "reads keys; tests/process/repl types them",
  "bun run check": "takes long; verify runs it",
  "bun run format": "would write",
  "bun test": "these tests; the file must exist",
  "bun docs/generate-scorers.ts": "minutes; tests/docs/scorers.test.ts makes the quick tables",
  "bun bench/fuzz.ts": "minutes; tests/process/bench/fuzz does a part",
  "bun bench/devices.ts": "minutes",
  "bun bench/gpu/run.ts": "minutes; tests/process/bench/gpu does a part",
  "bun bench/gpu/pack.ts": "tests/process/bench/gpu packs",
  "bun bench/kill.ts": "minutes; tests/process/bench/kill does a few",
  "bun docs/generate-commands.ts": "would write; generated.test.ts compares",
};
