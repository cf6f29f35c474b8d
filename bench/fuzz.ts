/**
 * Damages good files in every way a seed decides and gives them to whoever reads them: each is to be read or refused, soon and in
 * little memory. bun bench/fuzz.ts --help says more.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../src/draw/table.ts";
import { detectTerminal } from "../src/draw/terminal.ts";
import { type Finding, type Outcome, runCampaign } from "./fuzz/campaign.ts";
import { caseFile } from "./fuzz/run-cases.ts";
import type { Target } from "./fuzz/target.ts";
import { openTargets, trainGoodRun } from "./fuzz/targets.ts";

const help = `usage: bun bench/fuzz.ts [flags]

  --count N       files in all, about as many for each reader (10000)
  --seed N        another seed damages in other ways (0)
  --only READER   this reader alone
  --case N        this file alone, of --only
  --save DIR      write the files that did harm there; with --case that one
  --seconds N     longest that one file may take (10)
  --megabytes N   most memory that one file may take (200)
  --json          one JSON document

Exit code 1 when a file crashed a reader, hung it, or took too much memory.
`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: "0" },
    only: { type: "string" },
    case: { type: "string" },
    save: { type: "string" },
    seconds: { type: "string", default: "10" },
    megabytes: { type: "string", default: "200" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const shownFindings = 20;
const program = join(import.meta.dir, "fuzz", "child.ts");
const seed = Number(values.seed);
const limits = { program, seed, seconds: Number(values.seconds), megabytes: Number(values.megabytes) };

if (values.help) {
  process.stdout.write(help);
} else {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-fuzz-"));
  try {
    const good = trainGoodRun(folder);
    process.exitCode = (await fuzz(await openTargets(join(folder, "work"), good), good)) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
  process.exit();
}

/** @returns whether all went well */
async function fuzz(all: readonly Target[], good: string): Promise<boolean> {
  const targets = all.filter(({ name }) => values.only === undefined || name === values.only);
  if (targets.length === 0) {
    throw new Error(`no reader is called ${values.only}: ${all.map(({ name }) => name).join(", ")}`);
  }
  const one = values.case === undefined ? undefined : Number(values.case);
  const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
  const countOf = ({ share = 1 }: Target): number => Math.ceil((Number(values.count) * share) / shares);
  const outcomes: Outcome[] = [];
  for (const target of targets) {
    const [from, to] = one === undefined ? [0, countOf(target)] : [one, one + 1];
    const outcome = await runCampaign({ ...limits, good, target: target.name, from, to });
    outcomes.push(outcome);
    if (!values.json)
      process.stderr.write(`${target.name}: ${outcome.findings.length} of ${outcome.inputs} did harm\n`);
    if (values.save !== undefined)
      save(values.save, target, one === undefined ? outcome.findings.map(({ number }) => number) : [one]);
  }
  process.stdout.write(values.json ? `${JSON.stringify(outcomes)}\n` : `${show(outcomes)}\n`);
  return outcomes.every(({ findings }) => findings.length === 0);
}

function save(folder: string, target: Target, numbers: readonly number[]): void {
  mkdirSync(folder, { recursive: true });
  for (const number of numbers) {
    writeFileSync(
      join(folder, `${target.name.replaceAll(" ", "-")}-${seed}-${number}`),
      caseFile(target, seed, number),
    );
  }
}

function show(outcomes: readonly Outcome[]): string {
  const count = ({ findings }: Outcome, kind: Finding["kind"]) =>
    String(findings.filter((finding) => finding.kind === kind).length);
  const titles = ["inputs", "read", "refused", "crashes", "hangs", "memory", "peak MB"];
  const rows = outcomes.map((outcome) => [
    ...[outcome.target, String(outcome.inputs), String(outcome.read), String(outcome.refused)],
    ...[count(outcome, "crash"), count(outcome, "hang"), count(outcome, "memory")],
    String(Math.round(outcome.peakMegabytes)),
  ]);
  const columns = [{ title: "reader" }, ...titles.map((title) => ({ title, align: "right" as const }))];
  const lines = table(
    columns,
    rows,
    detectTerminal({ COLUMNS: "120" }, { isTTY: false, columns: undefined }),
  );
  return [...lines, ...outcomes.flatMap(showFindings)].join("\n");
}

/** Each thing that was thrown once, by its first case. */
function showFindings({ target, findings }: Outcome): string[] {
  const groups = Map.groupBy(
    findings,
    ({ kind, what }) => `${kind} ${what.replaceAll(/\d+/g, "0").split("\n", 3).join()}`,
  );
  return [...groups.values()].slice(0, shownFindings).flatMap((group) => {
    const { kind, number, what } = group[0]!;
    const command = `bun bench/fuzz.ts --seed ${seed} --only ${JSON.stringify(target)} --case ${number}`;
    return ["", `${group.length} x ${kind}: ${what}`, `  ${command}`];
  });
}
