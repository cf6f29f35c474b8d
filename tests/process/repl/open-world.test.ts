/** The shell with a network open in another world than it was trained in. */
import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { join } from "node:path";
import { complete } from "../../../repl/completion.ts";
import { execute } from "../../../repl/dispatch.ts";
import * as plainCommands from "../../../repl/plain-command.ts";
import { promptOf } from "../../../repl/prompt.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";

let cwd: string;
let fake: FakeShell;
const text = "speedScale = 1.4, trained with 1";

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(10, ["--run", "runs/first"]));
  fake = fakeShell(cwd, 200);
  for (const line of ["set trajectories 40", "set bins 6", "open first --world-set speedScale=1.4"]) {
    await execute(fake.shell, line);
  }
});

afterAll(() => fake.shell.close());

/** What one line prints. */
async function said(line: string): Promise<string> {
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

const lines = [
  ...["open first --world-set speedScale=1.4", "info", "score", "null", "units", "unit 3", "prev"],
  ...["top 2", "rates 3", "sac 3", "walk --seconds 1"],
];

test.each(lines)("%s names what is changed", async (line) => {
  const shown = await said(line);
  expect(shown.trimEnd().split("\n").at(-1)).toBe(`conditions: ${text}`);
  expect(JSON.parse(await said(`${line} --json`)).conditions).toEqual({ speedScale: 1.4 });
});

test("the prompt names it, and js has it", async () => {
  await said("open first --world-set speedScale=1.4");
  expect(promptOf(fake.shell)).toBe("first speedScale=1.4 > ");
  expect(await said("js conditions")).toContain(text);
});

test("what is about something else does not", async () => {
  for (const line of ["loss", "runs", "set --json"]) expect(await said(line)).not.toContain("conditions");
});

test("it is what the command line computes, and commands of that look at the same", async () => {
  const flags = ["--trajectories", "40", "--bins", "6", "--json"];
  const argv = ["evaluate", "runs/first", "--world-set", "speedScale=1.4", ...flags];
  const steered = JSON.parse((await capture(argv, { cwd })).stdout);
  expect(JSON.parse(await said("score --json"))).toEqual(steered);
  expect(JSON.parse(await said(`evaluate ${flags.join(" ")}`))).toEqual(steered);
  expect(JSON.parse(await said(`evaluate first ${flags.join(" ")}`)).conditions).toBeUndefined();
  // On top of the world that is open, also where another tap is asked for.
  const more = JSON.parse(await said(`evaluate --tap units --world-set boxWidth=3 ${flags.join(" ")}`));
  expect(more.conditions).toEqual({ boxWidth: 3, speedScale: 1.4 });
  await said("top 2");
  await execute(fake.shell, "save best.svg");
  expect(await Bun.file(join(cwd, "best.svg")).text()).toContain("Conditions: speedScale");
  const spied = spyOn(plainCommands, "runPlainCommand").mockImplementation(async () => {});
  try {
    await execute(fake.shell, "tune 5");
    expect(spied.mock.calls[0]![2].slice(1)).toEqual(["5", "--world-set", "speedScale=1.4"]);
  } finally {
    spied.mockRestore();
  }
});

test("compare takes the names it is given, each in its own world", async () => {
  const { runs } = JSON.parse(await said("compare first quick --json"));
  expect(runs.map(({ conditions }: { conditions?: object }) => conditions)).toEqual([undefined, undefined]);
  const beside = await said("compare quick");
  expect(beside).not.toContain("conditions");
});

test("world changes the one that is open, and takes back", async () => {
  expect(await said("world")).toBe(`runs/first: ${text}\n`);
  expect(await said("world speedScale=2 boxWidth=3")).toContain(
    "conditions: boxWidth = 3, trained with 2.2; speedScale = 2, trained with 1",
  );
  expect(fake.shell.network.title).toBe("first boxWidth=3 speedScale=2");
  // The unit that was looked at stays.
  expect(promptOf(fake.shell)).toEndWith(" #5 > ");
  expect(fake.shell.network.choice.worldSet).toEqual(["speedScale=2", "boxWidth=3"]);
  expect(JSON.parse(await said("world --json"))).toMatchObject({
    conditions: { boxWidth: 3, speedScale: 2 },
  });
  await expect(said("world speed=2")).rejects.toThrow("there is no setting world.speed");
  await expect(said("world 3")).rejects.toThrow("world 3 is no setting");
  expect(fake.shell.network.title).toBe("first boxWidth=3 speedScale=2");
  expect(await said("world --trained")).toBe("runs/first: 16 relu units, 32 place cells, step 10 of 10\n");
  expect(await said("world")).toBe("runs/first: as in training\n");
});

test("Tab completes its settings", async () => {
  const offered = async (line: string) => (await complete(line, fake.shell)).candidates;
  expect(await offered("open quick --world-set speedS")).toEqual(["speedScale="]);
  expect(await offered("evaluate --world-set box")).toEqual(["boxWidth=", "boxHeight="]);
  expect(await offered("world turnS")).toEqual(["turnSigma=", "turnSigmaScale="]);
});
