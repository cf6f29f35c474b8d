/**
 * `bun bench/kill.ts --count 100 --seed 1`: trainings that `bun run train` started in a terminal are ended at random moments, and pairs of
 * processes want the same run at the same moment. Exit code 1 if anything was lost. Not on Windows, where there are no such terminals.
 */
import { parseArgs } from "node:util";
import { table } from "../src/draw/table.ts";
import { detectTerminal } from "../src/draw/terminal.ts";
import { type Kill, killTrainings } from "./kill/kill-trainings.ts";
import { countLockPairs } from "./kill/lock-pairs.ts";
import { ways } from "./kill/ways.ts";

/** For each training that is ended. */
const pairsPerKill = 10;

const { values } = parseArgs({
  options: { count: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error("bun bench/kill.ts --count N --seed N");
  process.exit(2);
}

const began = performance.now();
const kills = await killTrainings(count, seed, ({ number, way, when, troubles }) => {
  for (const trouble of troubles) console.log(`${number}: ${way.name} ${when}: ${trouble}`);
});
const pairs = await countLockPairs(pairsPerKill * count);

const right = { align: "right" } as const;
const columns = [
  { title: "ended by" },
  ...["tries", "before it began", "while it trained", "when it was done", "failed"].map((title) => ({
    title,
    ...right,
  })),
];
const rowOf = (name: string, some: readonly Kill[]): string[] => [
  name,
  ...[
    some.length,
    ...(["nothing yet", "training", "done"] as const).map(
      (met) => some.filter((kill) => kill.met === met).length,
    ),
    some.filter(({ troubles }) => troubles.length > 0).length,
  ].map(String),
];
const rows = ways.map((way) =>
  rowOf(
    way.name,
    kills.filter((kill) => kill.way === way),
  ),
);
console.log(
  table(columns, [...rows, rowOf("all", kills)], detectTerminal(process.env, process.stdout)).join("\n"),
);
console.log(
  `${pairsPerKill * count} pairs wanted a run at the same moment: one had it ${pairs.one} times, both ${pairs.both}, none ${pairs.none}`,
);
console.log(`seed ${seed}, ${((performance.now() - began) / 1000).toFixed(0)} s`);
process.exit(kills.some(({ troubles }) => troubles.length > 0) || pairs.both > 0 || pairs.none > 0 ? 1 : 0);
