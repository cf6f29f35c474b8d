/** `train --watch`: the live view of a training in the foreground, in a terminal and without one. */
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TrainingInTerminal, trainInTerminal } from "../../../../bench/kill/train-in-terminal.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { terminalTests } from "../../../support/terminal-tests.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import type { TmuxTerminal } from "../../../support/tmux-terminal.ts";
import { checkpointNames, finish, startTraining } from "../../../support/train-process.ts";

const main = join(import.meta.dir, "../../../../src/main.ts");
const pty = terminalTests();

const watch = (steps: number): string =>
  `clear; "${process.execPath}" "${main}" train ${tinyFlags.join(" ")} --run t --steps ${steps} --watch`;
const endless = 1_000_000;

async function expectSane(terminal: TmuxTerminal, settings: string): Promise<void> {
  await terminal.seePrompt(/^bash>$/);
  expect(terminal.ask("cursor_flag")).toBe("1");
  expect(terminal.ask("alternate_on")).toBe("0");
  expect(await terminal.settings()).toBe(settings);
}

pty(
  "shows itself in windows of any size, pauses, is left for plain progress, and Ctrl-C saves",
  async (terminal, cwd) => {
    const settings = await terminal.settings();
    terminal.line(watch(endless));
    await terminal.see(/training\n[\s\S]*q leaves, the training goes on; p pauses; Ctrl-C saves and stops/);
    expect(terminal.ask("alternate_on")).toBe("1");
    expect(terminal.ask("cursor_flag")).toBe("0");
    await terminal.see(/best of 16 units, step \d+/);
    terminal.press("p");
    await terminal.see(/paused\n[\s\S]*above 0\.37/);
    terminal.resize(60, 24);
    await terminal.until((now) => /paused$/m.test(now) && now.split("\n")[0]!.length === 60, "60 columns");
    terminal.resize(120, 40);
    await terminal.until((now) => now.split("\n").length === 40, "40 rows");
    terminal.resize(80, 24);
    terminal.press("q");
    const plain = await terminal.see(/^step +\d+\/1000000 /m);
    expect(terminal.ask("alternate_on")).toBe("0");
    expect(plain).toContain("training in t");
    await terminal.until((now) => now !== plain, "progress after the view");
    terminal.press("C-c");
    const [, step] = /stopped at step (\d+) of 1000000, saved/.exec(await terminal.see(/stopped at step/))!;
    expect(checkpointNames(join(cwd, "t"))).toContain(`step-${step!.padStart(6, "0")}.safetensors`);
    await expectSane(terminal, settings);
  },
);

pty("leaves its last picture above the answer", async (terminal) => {
  const settings = await terminal.settings();
  terminal.resize(80, 40);
  terminal.line(watch(60));
  const screen = await terminal.see(/look at it/);
  expect(screen).toMatch(/^t +done\n[\s\S]*best of 16 units, step 60[\s\S]*^done: 60 steps/m);
  await expectSane(terminal, settings);
});

pty("Ctrl-C in the picture saves, and what is said of it stands where the keys stood", async (terminal) => {
  const settings = await terminal.settings();
  terminal.line(`${watch(endless)} --set train.batchSize=100000 --workers 1`);
  await terminal.see(/q leaves/);
  terminal.press("C-c");
  await terminal.see(/^saving after this step; Ctrl-C again a second later ends without saving$/m);
  await terminal.see(/stopped at step \d+ of 1000000, saved/);
  await expectSane(terminal, settings);
});

pty("a second Ctrl-C ends it in the middle of a step, and the terminal is as it was", async (terminal) => {
  const settings = await terminal.settings();
  terminal.line(`${watch(endless)} --set train.batchSize=400000 --workers 1`);
  await terminal.see(/q leaves/);
  await Bun.sleep(300);
  terminal.press("C-c");
  await terminal.see(/^saving after this step/m);
  await Bun.sleep(1100);
  terminal.press("C-c");
  await terminal.see(/^ended without saving$/m);
  await expectSane(terminal, settings);
});

const ways: readonly [string, (training: TrainingInTerminal) => void][] = [
  ["Ctrl-C", ({ press }) => press("\x03")],
  ["a closed terminal", ({ hangUp }) => hangUp()],
  ["kill", ({ signalFirst }) => signalFirst("SIGTERM")],
];

test.skipIf(process.platform === "win32").each(ways)(
  "%s saves, through bun run (no terminals on Windows)",
  async (_, end) => {
    const run = join(temporaryDirectory(), "run");
    const steps = ["--steps", String(endless), "--set", "train.keepCheckpoints=1000000"];
    const training = trainInTerminal([...tinyFlags, ...steps, "--run", run, "--watch"]);
    while (checkpointNames(run).length < 2) {
      if (training.isOver()) throw new Error(training.shown());
      await Bun.sleep(2);
    }
    expect(training.shown()).toContain("\x1b[?1049h");
    const begun = checkpointNames(run).length;
    end(training);
    expect(await training.ended).toBe(0);
    expect(existsSync(join(run, "running.json"))).toBe(false);
    const newest = checkpointNames(run).sort().at(-1)!;
    expect(readCheckpoint(join(run, "checkpoints", newest)).step).toBeGreaterThanOrEqual(10 * (begun - 1));
  },
);

test("without a terminal there are plain lines", async () => {
  const cwd = temporaryDirectory();
  const child = startTraining(cwd, [...tinyFlags, "--run", "t", "--watch"]);
  const { code, stdout, stderr } = await finish(child);
  expect(code).toBe(0);
  expect(stdout).toStartWith("done: 60 steps");
  expect(stderr).toMatch(/^step 60\/60 /m);
  expect(stderr).not.toContain("\x1b");
});
