/** The files of a run, one of them damaged: what lists, opens and draws runs must say so, and must not be stopped by it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { commands } from "../../src/cli/commands/commands.ts";
import type { Io } from "../../src/cli/frame/io.ts";
import { runCli } from "../../src/cli/frame/run-cli.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { parseConfigText } from "../../src/config/sources.ts";
import { readMetrics } from "../../src/run/metrics-log.ts";
import { openRun } from "../../src/run/run-directory.ts";
import { forgetIndex, listRuns } from "../../src/run/run-index.ts";
import { resumedConfig } from "../../src/session/resumed-run.ts";
import { trainingCurves } from "../../src/session/training-curves.ts";
import { taskOf } from "../../src/tasks/tasks.ts";
import { UserError } from "../../src/user-error.ts";
import { mutateLines } from "./mutate-tree.ts";
import { ofBytes, ofJson, ofYaml, type Sample, type Target } from "./target.ts";

/** @param run a good one, in a folder of runs; its files are replaced and put back */
export function runTargets(run: string): Target[] {
  const runs = dirname(run);
  const text = (file: string): string => readFileSync(join(run, file), "utf8");
  const manifest: unknown = JSON.parse(text("manifest.json"));
  const lines = text("metrics.jsonl").trimEnd().split("\n");
  listRuns(runs);
  const index = readFileSync(join(runs, "runs.sqlite"));
  const owner = { pid: process.pid, host: "elsewhere", startedAt: "2026-01-01T00:00:00.000Z" };
  const read = (file: string, samples: readonly Sample[], share = 0.5): Target => ({
    ...{ name: file, samples, share },
    read: (damaged) => withDamaged(join(run, file), damaged, () => useRun(run)),
  });
  return [
    read("manifest.json", [ofJson(manifest)]),
    // A mark that is cut short is waited for: it may be about to be written.
    read("running.json", [ofJson(owner)], 0.1),
    read("metrics.jsonl", [oneLine(lines), ofLines(text("metrics.jsonl"))]),
    read("config.yaml", [ofYaml(text("config.yaml"))]),
    {
      name: "runs.sqlite",
      samples: [ofBytes(index)],
      read: (damaged) => withDamaged(join(runs, "runs.sqlite"), damaged, () => list(runs, basename(run))),
    },
  ];
}

const oneLine = (lines: readonly string[]): Sample => ({
  good: textOf(lines),
  damaged(dice) {
    const at = dice.below(lines.length);
    const changed = Buffer.from(ofJson(JSON.parse(lines[at]!)).damaged(dice)).toString();
    return textOf(lines.with(at, changed));
  },
});

const textOf = (lines: readonly string[]): Uint8Array => Buffer.from(`${lines.join("\n")}\n`);

const ofLines = (text: string): Sample => ({
  good: Buffer.from(text),
  damaged: (dice) => Buffer.from(mutateLines(dice, text)),
});

/** Puts the file back as it was, or not there. */
async function withDamaged(path: string, damaged: Uint8Array, work: () => Promise<void>): Promise<void> {
  let before: Uint8Array | undefined;
  try {
    before = readFileSync(path);
  } catch {
    before = undefined;
  }
  writeFileSync(path, damaged);
  try {
    await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
    if (before) writeFileSync(path, before);
  }
}

async function useRun(run: string): Promise<void> {
  const runs = dirname(run);
  forgetIndex(runs);
  await list(runs, basename(run));
  const directory = openRun(run);
  const config = resumedConfig(directory, (saved) => resolveConfig([saved]));
  trainingCurves(taskOf(config.task), readMetrics(directory.metricsPath));
  parseConfigText(directory.configText, "config.yaml");
  await command(
    run,
    "figure",
    run,
    "loss",
    "--out",
    "../loss.svg",
    "--force",
    "--workers",
    "1",
    "--blas",
    "wasm",
  );
}

/** Whatever is wrong with a run: it is listed, and the others with it. */
async function list(runs: string, name: string): Promise<void> {
  const said = await command(runs, "runs", "--dir", runs);
  if (!said.includes(`\n ${name} `)) throw new Error(`${name} is not listed: ${said}`);
}

/** Runs a command to its end. @returns what it said @throws UserError as it refuses; Error when it ends by a bug, or lets foreign text out as it is */
async function command(cwd: string, ...words: string[]): Promise<string> {
  let said = "";
  const stream = { write: (text: string) => void (said += text), isTTY: false, columns: undefined };
  const io: Io = {
    ...{ stdout: stream, stderr: stream, env: {}, cwd },
    interruption: () => ({ signal: new AbortController().signal, say() {}, end() {} }),
  };
  const code = await runCli(words, io, commands);
  if (said.includes("this is a bug in entorhinal")) throw new Error(`${words.join(" ")}: ${said}`);
  const raw = /[^\P{Cc}\n\t]/u.exec(said);
  if (raw)
    throw new Error(
      `${words.join(" ")} lets out ${JSON.stringify(said.slice(raw.index - 20, raw.index + 20))}`,
    );
  if (code !== 0) throw new UserError(said, "");
  return said;
}
