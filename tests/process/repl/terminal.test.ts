import { afterAll, expect, test } from "bun:test";
import { temporaryDirectory } from "../../support/temporary.ts";
import { hasTmux, TmuxTerminal } from "../../support/tmux-terminal.ts";

const terminals: TmuxTerminal[] = [];
afterAll(() => {
  for (const terminal of terminals) terminal.close();
});

function opened(columns?: number, rows?: number): TmuxTerminal {
  const terminal = new TmuxTerminal(temporaryDirectory(), columns, rows);
  terminals.push(terminal);
  return terminal;
}

/** Asserts that nothing of the shell is left behind in the terminal. */
async function expectSane(terminal: TmuxTerminal, settings: string): Promise<void> {
  await terminal.seePrompt(/^bash>$/);
  expect(await terminal.settings()).toBe(settings);
  expect(terminal.ask("cursor_flag")).toBe("1");
  expect(terminal.ask("alternate_on")).toBe("0");
}

const pty = (name: string, run: () => Promise<void>) =>
  hasTmux ? test(name, run, 120_000) : test.skip(`${name} (skipped: needs tmux, bash and pgrep)`, () => {});

pty("opens by completion, pages units, browses one, follows the window, recalls lines", async () => {
  const terminal = opened();
  const settings = await terminal.settings();
  await terminal.start();

  terminal.type("op");
  terminal.press("Tab");
  terminal.type("qu");
  terminal.press("Tab", "Enter");
  await terminal.see(/quick: 256 relu units/);
  await terminal.seePrompt(/^quick >$/);

  terminal.line("set trajectories 400");
  terminal.line("units");
  await terminal.see(/^1 of 256/m);
  expect(terminal.ask("alternate_on")).toBe("1");
  terminal.press("Space");
  await terminal.see(/^18 of 256/m);
  terminal.resize(60, 14);
  await terminal.see(/^─{20,60}\n18 of 256/m);
  expect(terminal.screen).not.toContain("peak");
  terminal.press("Down", "Up", "Up");
  await terminal.see(/^17 of 256/m);
  terminal.press("Enter");
  await terminal.see(/^#\d+ .*\n.*\n17 of 256 .*previous/m);
  terminal.press("q");
  await terminal.see(/^17 of 256 .*looks at it/m);
  terminal.type("set bins");
  await terminal.seePrompt(/^quick #\d+ > set bins$/);
  expect(terminal.ask("alternate_on")).toBe("0");
  terminal.press("C-u");
  await terminal.seePrompt(/^quick #\d+ >$/);

  terminal.resize(80, 24);
  terminal.line("unit 7");
  await terminal.see(/^#7 .*\n.*\n.* of 256 /m);
  terminal.press("Right");
  await terminal.until((screen) => /^#\d+ /m.test(screen) && !/^#7 /m.test(screen), "another unit");
  terminal.press("Left");
  await terminal.see(/^#7 /m);
  terminal.press("Escape");
  await terminal.seePrompt(/^quick #7 >$/);

  terminal.press("Up", "Up");
  await terminal.seePrompt(/> units$/);
  terminal.press("C-c");
  await terminal.see(/> units\^C$/m);
  terminal.press("C-c");
  await terminal.see(/\^C\nCtrl-D leaves$/m);
  terminal.type("open 鼠");
  terminal.press("Left");
  terminal.type("é");
  await terminal.seePrompt(/> open é鼠$/);
  terminal.press("C-z");
  await terminal.seePrompt(/^bash>$/);
  terminal.line("fg");
  await terminal.seePrompt(/> open é鼠$/);
  terminal.press("C-c", "C-d");
  await expectSane(terminal, settings);
});

pty("Ctrl-C stops what runs: an observation, a question, a loop, a command of its own", async () => {
  const terminal = opened();
  const settings = await terminal.settings();
  await terminal.start("quick");

  terminal.line("set trajectories 100000000");
  terminal.line("units");
  await terminal.see(/quick: running along .* \d+ %/);
  terminal.press("C-c");
  await terminal.see(/^stopped\n\S+ >$/m);

  terminal.line("clear");
  terminal.line("open");
  await terminal.see(/RUN: .*\n.*hexagons/);
  terminal.press("C-c");
  await terminal.see(/^stopped\n\S+ >$/m);
  expect(terminal.ask("cursor_flag")).toBe("1");

  terminal.line("clear");
  terminal.line("open");
  await terminal.see(/RUN: .*\n.*hexagons/);
  terminal.press("Down", "Enter");
  await terminal.see(/quick: 256 relu units/);

  terminal.line("js console.log('looping'); for (;;) {}");
  await terminal.see(/^looping$/m);
  terminal.press("C-c");
  await terminal.see(/stopped\n\S+ >$/m);

  terminal.line("clear");
  terminal.line("js await new Promise(() => console.log('waiting'))");
  await terminal.see(/^waiting$/m);
  terminal.press("C-c");
  await terminal.see(/stopped\n\S+ >$/m);

  terminal.line("clear");
  terminal.line("evaluate --trajectories 100000000");
  await terminal.until(() => terminal.ask("pane_current_command") !== "" && hasChild(terminal), "a child");
  terminal.press("C-c");
  await terminal.see(/stopped\n\S+ >$/m);

  terminal.line("js 6 * 7");
  await terminal.see(/^42$/m);
  terminal.press("C-d");
  await expectSane(terminal, settings);
});

/** Whether the shell in the terminal runs a process of its own. */
function hasChild(terminal: TmuxTerminal): boolean {
  const childrenOf = (pid: string) =>
    Bun.spawnSync(["pgrep", "-P", pid]).stdout.toString().split("\n").filter(Boolean);
  return childrenOf(terminal.ask("pane_pid")).some((pid) => childrenOf(pid).length > 0);
}

pty("lines that come faster than they run are all run", async () => {
  const terminal = opened();
  await terminal.start();
  terminal.type("open quick\rset trajectories 400\rjs mean(grid60) > 0\rjs 'last'\r");
  await terminal.see(/^true\n.*\nlast$/m);
  terminal.press("C-d");
  await terminal.seePrompt(/^bash>$/);
});

pty("a terminal that is closed ends it, also in a loop that does not come back", async () => {
  const terminal = opened();
  await terminal.start();
  terminal.line("js console.log('looping'); for (;;) {}");
  await terminal.see(/^looping$/m);
  const shell = Number(
    Bun.spawnSync(["pgrep", "-P", terminal.ask("pane_pid")])
      .stdout.toString()
      .split("\n")[0],
  );
  terminal.close();
  const end = performance.now() + 20_000;
  while (isAlive(shell) && performance.now() < end) await Bun.sleep(50);
  const alive = isAlive(shell);
  if (alive) process.kill(shell, "SIGKILL");
  expect(alive).toBe(false);
});

pty(
  "lines that are typed while something computes, or is in a process of its own, reach the prompt",
  async () => {
    const terminal = opened();
    const settings = await terminal.settings();
    await terminal.start("quick");
    terminal.line("units");
    terminal.line("js 'after' + 'units'");
    await terminal.see(/^afterunits$/m);
    terminal.line("evaluate --trajectories 400");
    await Bun.sleep(300);
    terminal.line("js 'after' + 'evaluate'");
    await terminal.see(/^afterevaluate$/m);
    terminal.press("C-d");
    await expectSane(terminal, settings);
  },
);

pty("Ctrl-R finds earlier lines, also in a narrow window, and Enter runs what it found", async () => {
  const terminal = opened(34, 14);
  const settings = await terminal.settings();
  await terminal.start();
  for (const line of ["js 'one' + 1", "js 'a rather long line' + 'of two rows'", "js 'two' + 2"])
    terminal.line(line);
  await terminal.see(/^two2$/m);
  terminal.type("presets");
  terminal.press("C-r");
  terminal.type("js");
  await terminal.seePrompt(/^search "js": js 'two' \+ 2$/);
  terminal.press("C-r");
  await terminal.see(/^search "js": js 'a rather long lin\ne' \+ 'of two rows'$/m);
  terminal.press("C-r");
  await terminal.seePrompt(/^search "js": js 'one' \+ 1$/);
  terminal.press("C-r");
  await terminal.seePrompt(/^no older "js": js 'one' \+ 1$/);
  terminal.press("C-c");
  await terminal.seePrompt(/^entorhinal > presets$/);
  terminal.press("C-r");
  terminal.type("one");
  terminal.press("Enter");
  await terminal.see(/^entorhinal > js 'one' \+ 1\none1$/m);
  await terminal.seePrompt(/^entorhinal >$/);
  terminal.press("C-r");
  terminal.type("two' ");
  terminal.press("Left");
  terminal.type("0");
  await terminal.seePrompt(/^entorhinal > js 'two' \+ 02$/);
  terminal.press("C-c", "C-d");
  await expectSane(terminal, settings);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

pty("a signal that ends it while units are browsed leaves the terminal sane", async () => {
  const terminal = opened();
  const settings = await terminal.settings();
  await terminal.start("quick");
  terminal.line("set trajectories 400");
  terminal.line("unit 7");
  await terminal.see(/^#7 .*\n.*\n.* of 256 /m);
  const [shell] = Bun.spawnSync(["pgrep", "-P", terminal.ask("pane_pid")])
    .stdout.toString()
    .split("\n");
  process.kill(Number(shell), "SIGTERM");
  await expectSane(terminal, settings);
});
