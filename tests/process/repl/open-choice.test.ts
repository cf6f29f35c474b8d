/** The shell with a network open as it was before its first step, or with something else of it than its units. */
import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { join } from "node:path";
import { execute } from "../../../repl/dispatch.ts";
import * as plainCommands from "../../../repl/plain-command.ts";
import { promptOf } from "../../../repl/prompt.ts";
import { transpose } from "../../../src/networks/layout.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { capture } from "../../support/capture.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";
import { someRecords, writeTfrecord } from "../../support/path-records.ts";
import { trainTinyRun } from "../../support/tiny-run.ts";
import { tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

let cwd: string;
let fake: FakeShell;

beforeAll(async () => {
  ({ cwd } = await trainTinyRun(20, ["--run", "runs/first"]));
  fake = fakeShell(cwd);
});

afterAll(() => fake.shell.close());

/** What one line prints with the untrained network open. */
async function look(line: string): Promise<string> {
  for (const first of ["open first --untrained", "set trajectories 60", "set bins 8"]) {
    await execute(fake.shell, first);
  }
  const before = fake.written.stdout.length;
  await execute(fake.shell, line);
  return fake.written.stdout.slice(before);
}

test("open, info and the prompt say so", async () => {
  await look("info");
  expect(fake.written.stdout).toStartWith("runs/first: 16 relu units, 32 place cells, untrained\n");
  expect(promptOf(fake.shell)).toBe("first untrained > ");
  expect(JSON.parse(await look("info --json"))).toMatchObject({ step: 0, untrained: true, tap: null });
});

test("its weights are those with which the training began", async () => {
  const fresh = await withTinyEngine(1, async (engine) => {
    const { recurrent, decoder } = pathIntegration.open(engine, tinyConfig()).initialize();
    return [recurrent!, decoder!].map(({ view, shape }) => transpose(view, shape[0]!, shape[1]!));
  });
  const values = JSON.parse(
    await look("js JSON.stringify([weights.recurrent, weights.decoder].map((array) => [...array]))"),
  );
  expect(values).toEqual(fresh.map((array) => [...array]));
  expect(fresh[1]!.some((value) => value !== 0)).toBe(true);
});

test("all that is said is of it, in the shell and by commands of the command line", async () => {
  const flags = ["--trajectories", "60", "--bins", "8", "--json"];
  const evaluated = async (...words: string[]) =>
    JSON.parse((await capture(["evaluate", "runs/first", ...words, ...flags], { cwd })).stdout);
  const untrained = await evaluated("--untrained");
  expect(untrained.step).toBe(0);
  expect(JSON.parse(await look("score --json"))).toEqual(untrained);
  expect(JSON.parse(await look(`evaluate ${flags.join(" ")}`))).toEqual(untrained);
  expect(JSON.parse(await look(`evaluate --untrained ${flags.join(" ")}`))).toEqual(untrained);
  const trained = await evaluated();
  expect(trained.decodeErrorCm).not.toBe(untrained.decodeErrorCm);
  expect(JSON.parse(await look(`evaluate first ${flags.join(" ")}`))).toEqual(trained);
});

test("compare takes the names it is given", async () => {
  const { runs } = JSON.parse(await look("compare first quick --json"));
  expect(runs[0]).toMatchObject({ run: "runs/first", step: 20 });
});

test("save and tune are about it", async () => {
  await look("unit 3 --json");
  await execute(fake.shell, "save unit.svg");
  expect(await Bun.file(join(cwd, "unit.svg")).text()).toContain("Unit 3 of first untrained");
  const spied = spyOn(plainCommands, "runPlainCommand").mockImplementation(async () => {});
  try {
    await execute(fake.shell, "tune 5");
    expect(spied.mock.calls[0]![2].slice(1)).toEqual(["5", "--untrained"]);
  } finally {
    spied.mockRestore();
  }
});

test("what knows trained networks only is refused unless it is named", async () => {
  await expect(look("export --out net.npz")).rejects.toThrow("first untrained is open");
  await expect(look("python")).rejects.toThrow("the weights of first untrained are in no file");
  await look("export first --out net.npz");
  expect(await Bun.file(join(cwd, "net.npz")).exists()).toBe(true);
});

test("a tap that is not there is refused, and what is open stays", async () => {
  await look("js units");
  await expect(execute(fake.shell, "open quick --tap cells")).rejects.toThrow(
    "this network has no tap cells",
  );
  expect(fake.shell.network.title).toBe("first untrained");
  await execute(fake.shell, "open quick --tap units");
  expect(fake.shell.network.title).toBe("quick units");
  expect(fake.shell.network.units).toBe(256);
});

test("a tap is looked at in the shell and by commands of the command line", async () => {
  const { cwd } = await trainTinyRun(4, ["--set", "model.kind=gru"]);
  const { shell, written } = fakeShell(cwd);
  const said = async (line: string) => {
    const before = written.stdout.length;
    await execute(shell, line);
    return JSON.parse(written.stdout.slice(before));
  };
  const flags = ["--trajectories", "60", "--bins", "8", "--json"];
  const evaluated = async (tap: string) =>
    JSON.parse((await capture(["evaluate", "run", "--tap", tap, ...flags], { cwd })).stdout);
  for (const line of ["set trajectories 60", "set bins 8"]) await execute(shell, line);
  const [states, gates] = [await evaluated("units"), await evaluated("update")];
  expect(gates.null).not.toEqual(states.null);
  expect(await said("open run --tap update --json")).toMatchObject({ run: "run", tap: "update", step: 4 });
  expect(await said("score --json")).toEqual(gates);
  expect(await said(`evaluate ${flags.join(" ")}`)).toEqual(gates);
  expect(await said(`evaluate --tap units ${flags.join(" ")}`)).toEqual(states);
  await shell.close();
});

test("opened along the trajectories of files, it runs along them until others are named", async () => {
  writeTfrecord(join(cwd, "held.tfrecord"), someRecords(12, 5));
  writeTfrecord(join(cwd, "other.tfrecord"), someRecords(9, 5, 2));
  const asked = async (line: string) => {
    const before = fake.written.stdout.length;
    await execute(fake.shell, line);
    return JSON.parse(fake.written.stdout.slice(before));
  };
  await execute(fake.shell, "unset trajectories");
  await execute(fake.shell, "open first --data held.tfrecord");
  expect(await asked("evaluate --json")).toMatchObject({
    samples: 60,
    conditions: { data: "held.tfrecord" },
  });
  expect(await asked("score --json")).toMatchObject({ samples: 60, conditions: { data: "held.tfrecord" } });
  const other = await asked("evaluate --data other.tfrecord --json");
  expect(other).toMatchObject({ samples: 45, conditions: { data: "other.tfrecord" } });
});
