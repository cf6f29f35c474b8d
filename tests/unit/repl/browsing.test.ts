/** Units, pages and questions with somebody there, whose keys are made up. */
import { afterEach, beforeAll, beforeEach, expect, spyOn, test } from "bun:test";
import { backgroundOf } from "../../../repl/background/background.ts";
import { TrainingJob } from "../../../repl/background/training-job.ts";
import { browseUnits } from "../../../repl/browse-units.ts";
import { execute } from "../../../repl/dispatch.ts";
import { Interrupted } from "../../../repl/interrupted.ts";
import { showLines } from "../../../repl/pages.ts";
import { askFor } from "../../../repl/questions.ts";
import { scriptHost } from "../../../repl/script.ts";
import { Shell } from "../../../repl/shell.ts";
import type { ShellHost } from "../../../repl/shell-host.ts";
import { fakeShell } from "../../support/fake-shell.ts";
import { tinyTask } from "../../support/tiny-job.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let cwd: string;
let opened: Shell[] = [];
let stdout: ReturnType<typeof spyOn<typeof process.stdout, "write">>;

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(20));
});
beforeEach(() => {
  stdout = spyOn(process.stdout, "write").mockImplementation(() => true);
});
afterEach(async () => {
  for (const shell of opened) await shell.close();
  opened = [];
  stdout.mockRestore();
});

/** What the screen showed, one picture after the other. */
const drawn = (): string[] =>
  stdout.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith("\x1b[H"));

/** The place in the list that the line of keys tells; of a unit's view with its name. */
const placeOn = (screen: string): string =>
  `${screen.includes("looks at it") ? "" : "unit "}${/(\d+) of \d+ {3}/.exec(screen)![1]}`;

/** @param press the next key's name; `ctrl-c` is Ctrl-C */
function browsingShell(press: () => Promise<string>, ahead: readonly string[] = []) {
  const givenBack: string[] = [];
  const { shell: script, written } = fakeShell(cwd);
  const host: ShellHost = {
    ...scriptHost(script.io),
    interactive: true,
    rows: 24,
    get typedAhead() {
      return ahead.length > 0;
    },
    giveBack: ({ text }) => void givenBack.push(text),
    nextKey: async () => {
      const name = await press();
      if (name === "ctrl-c") throw new Interrupted();
      return { name, ctrl: false, text: name.length > 1 ? "\x1b" : name };
    },
    withDialogue: async () => (await press()) as never,
  };
  const shell = new Shell(script.io, host, { commandLine: script.commandLine });
  opened.push(shell);
  return { shell, written, givenBack };
}

/** Opens the run, looks at it cheaply, and presses the keys one after the other. */
async function browse(...keys: string[]) {
  const fake = browsingShell(async () => keys.shift()!);
  await openSmall(fake.shell);
  return fake;
}

async function openSmall(shell: Shell): Promise<void> {
  for (const line of ["open run", "set trajectories 60", "set bins 8"]) await execute(shell, line);
}

test("Ctrl-C leaves the unit that is on the screen, for the prompt and for save", async () => {
  const { shell } = await browse("home", "right", "ctrl-c");
  await expect(execute(shell, "unit 3")).rejects.toThrow(Interrupted);
  const second = shell.network.listed![1]!;
  expect(shell.unit).toBe(second);
  expect(shell.figure).toEqual(["sac", "--unit", String(second)]);
});

test("a unit stays where the list is empty", async () => {
  const { shell, written } = await browse("right", "left", "home", "end", "q");
  await execute(shell, "units grid60>5");
  await execute(shell, "unit 3");
  expect(shell.unit).toBe(3);
  expect(written.stdout).toContain("#3 ");
});

test("Enter on a row of units looks at that unit, and leaving it leads back to the row", async () => {
  const { shell, written } = await browse("down", "down", "return", "q", "return", "right", "q", "q");
  await execute(shell, "units");
  expect(shell.unit).toBe(shell.network.listed![3]!);
  expect(written.stdout).toContain("scores: ");
  const screens = drawn();
  expect(screens[2]).toMatch(/\n› +10 /);
  expect(screens.map(placeOn)).toEqual(["1", "2", "3", "unit 3", "3", "unit 3", "unit 4", "4"]);
});

test("a letter leaves what is looked at and begins the next line; q leaves it alone", async () => {
  for (const [line, key] of [
    ["units", "j"],
    ["help", "s"],
    ["unit 3", "n"],
  ] as const) {
    const { shell, givenBack } = await browse(key);
    await execute(shell, line);
    expect({ line, givenBack }).toEqual({ line, givenBack: [key] });
    const left = await browse("q");
    await execute(left.shell, line);
    expect(left.givenBack).toEqual([]);
  }
});

test("nothing is paged where the next line is typed already", async () => {
  const pressed: string[] = [];
  const { shell, written } = browsingShell(async () => {
    pressed.push("q");
    return "q";
  }, ["s"]);
  await openSmall(shell);
  for (const line of ["units", "help", "unit 3"]) await execute(shell, line);
  expect(pressed).toEqual([]);
  expect(written.stdout).toContain("#3 ");
});

const ways = {
  units: (shell: Shell) => browseUnits(shell, 3),
  pages: (shell: Shell) => showLines(shell, new Array<string>(99).fill("line")),
  questions: (shell: Shell) => askFor({ name: "UNIT", help: "its number" }, shell),
};

test.each(Object.entries(ways))(
  "a training that fails meanwhile is told of after %s",
  async (_, way) => {
    let job: TrainingJob;
    const { shell, written } = browsingShell(async () => {
      process.kill(job.pid, "SIGKILL");
      await job.ended;
      await Bun.sleep(0);
      expect(written.stderr).not.toContain("ended");
      return "q";
    });
    for (const line of ["open run", "set trajectories 60", "set bins 8"]) await execute(shell, line);
    const started = await backgroundOf(shell).start(tinyTask());
    if (!(started instanceof TrainingJob)) throw new Error(JSON.stringify(started));
    job = started;
    await way(shell);
    expect(written.stderr).toContain("run: the training process ended (SIGKILL)\n");
  },
  20_000,
);
