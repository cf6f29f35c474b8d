import { expect } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { printConfig } from "../../../../src/config/sources.ts";
import { terminalTests } from "../../../support/terminal-tests.ts";
import { endless } from "../../../support/tiny-job.ts";
import { tinyConfig } from "../../../support/tiny-training.ts";
import type { TmuxTerminal } from "../../../support/tmux-terminal.ts";

const pty = terminalTests(async (cwd) => {
  const config = printConfig(tinyConfig({ steps: endless, checkpointEvery: endless }));
  await Bun.write(join(cwd, "tiny.yaml"), config);
});

const begin = "train --config tiny.yaml --run t";

/** Asserts that nothing of the shell is left behind in the terminal. */
async function expectSane(terminal: TmuxTerminal, settings: string): Promise<void> {
  await terminal.seePrompt(/^bash>$/);
  expect(await terminal.settings()).toBe(settings);
  expect(terminal.ask("cursor_flag")).toBe("1");
  expect(terminal.ask("alternate_on")).toBe("0");
}

pty(
  "trains while the prompt is there, is watched in windows of any size, stopped, and gone on with",
  async (terminal, cwd) => {
    const settings = await terminal.settings();
    await terminal.start();
    terminal.line(begin);
    await terminal.see(/^training in t$/m);
    const screen = await terminal.seePrompt(/ t \d+\/1000000 >$/);
    const status = screen.split("\n").at(-1)!;
    terminal.type("js 6 *");
    await terminal.until(
      (now) => / t \d+\/1000000 > js 6 \*$/.test(now) && !now.includes(status),
      "progress in the prompt",
    );
    terminal.line(" 7");
    await terminal.see(/^42$/m);

    terminal.line("watch");
    await terminal.see(/decode|error \(cm\)/);
    expect(terminal.ask("alternate_on")).toBe("1");
    expect(terminal.ask("cursor_flag")).toBe("0");
    terminal.press("p");
    await terminal.see(/paused\n[\s\S]*q leaves, p goes on/);
    await terminal.see(/best of 16 units, step \d+ [\s\S]*above 0\.37: \d+ %, noise \d+ %/);
    terminal.resize(60, 24);
    await terminal.until((now) => /paused$/m.test(now) && now.split("\n")[0]!.length === 60, "60 columns");
    terminal.resize(120, 40);
    await terminal.until(
      (now) => now.split("\n").length === 40 && /#\d+ .*#\d+ .*#\d+ /.test(now),
      "three maps beside each other",
    );
    terminal.resize(80, 10);
    await terminal.until(
      (now) => now.split("\n").length === 10 && now.includes("maps need a larger window"),
      "a short window",
    );
    terminal.resize(80, 24);
    terminal.press("p");
    await terminal.see(/training\n[\s\S]*p pauses/);
    terminal.press("q");
    await terminal.seePrompt(/ t \d+\/1000000 >$/);
    expect(terminal.ask("alternate_on")).toBe("0");

    terminal.line("watch");
    await terminal.see(/q leaves/);
    terminal.press("C-c");
    await terminal.seePrompt(/ t \d+\/1000000 >$/);
    terminal.line("jobs");
    await terminal.see(/^t {2}training {2}step/m);

    terminal.line("stop");
    await terminal.see(/^t: stopped at step \d+ of 1000000, saved$/m);
    await terminal.seePrompt(/^entorhinal >$/);
    terminal.line("train --resume t");
    await terminal.see(/^going on at step \d+ in t$/m);
    terminal.press("C-d");
    await terminal.see(/^saving t$/m);
    await expectSane(terminal, settings);
    expect(readdirSync(join(cwd, "t")).includes("running.json")).toBe(false);
  },
);

pty(
  "what happens to the training while it is watched is told afterwards; walk ends by a key",
  async (terminal, cwd) => {
    const settings = await terminal.settings();
    await terminal.start("quick");
    terminal.line("walk");
    await terminal.see(/speed x 1 .*maps 1 to 4 of 256/);
    terminal.press("Space", "Right");
    await terminal.see(/paused .*maps 5 to 8 of 256/);
    terminal.press("Escape");
    await terminal.seePrompt(/^quick >$/);
    expect(terminal.ask("alternate_on")).toBe("0");

    terminal.line(begin);
    await terminal.see(/^training in t$/m);
    terminal.line("watch");
    await terminal.see(/q leaves/);
    const pid = JSON.parse(await Bun.file(join(cwd, "t/running.json")).text()).pid;
    process.kill(pid, "SIGKILL");
    await terminal.see(/failed\n/);
    terminal.press("q");
    await terminal.see(
      /^t: the training process ended \(SIGKILL\)\n {2}(t is saved up to step 1|no checkpoint was made); train --resume t /m,
    );
    terminal.press("C-d");
    await expectSane(terminal, settings);
  },
);
