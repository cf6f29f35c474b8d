import { afterEach, beforeEach, expect, test } from "bun:test";
import { execute } from "../../../repl/dispatch.ts";
import { type FakeShell, fakeShell } from "../../support/fake-shell.ts";

let fake: FakeShell;
beforeEach(() => {
  fake = fakeShell();
});
afterEach(() => fake.shell.close());

async function said(...lines: string[]): Promise<string> {
  for (const line of lines) {
    fake.written.stdout = "";
    await execute(fake.shell, line);
  }
  return fake.written.stdout;
}

test("set alone lists every setting with its value and where that comes from", async () => {
  expect(await said("set")).toMatch(/^device +\S+ +default$/m);
  const text = await said("new quick-gru", "set bins 12", "set train.steps 7", "set");
  expect(text).toMatch(/^scorer +\S+ +as evaluate$/m);
  expect(text).toMatch(/^bins +12 +set$/m);
  expect(text).toMatch(/^trajectories +\(not set\) +as evaluate$/m);
  expect(text).toMatch(/^train\.steps +7 +set$/m);
  expect(text).toMatch(/^model\.kind +gru +preset quick-gru$/m);
});

test("what the open run decides is told once it is open", async () => {
  expect(await said("open quick", "set")).toMatch(/^steps +20 +as evaluate$/m);
});

test("set KEY tells and explains one, and changes nothing", async () => {
  expect(await said("set bins")).toMatch(/^bins {2}\d+ {2}as evaluate\n {2}bins along each side \(.+\)\n$/);
  expect(await said("set world.boxWidth")).toMatch(/^world\.boxWidth {2}2\.2 {2}default\n {2}\S/);
  expect(JSON.parse(await said("set world.boxWidth 3", "set world.boxWidth --json"))).toMatchObject({
    ...{ key: "world.boxWidth", value: 3, from: "set" },
  });
  expect(fake.shell.settings.entries).toEqual([["world.boxWidth", "3"]]);
});

test("a setting that there is not is named with the nearest", async () => {
  await expect(said("set train.stepz")).rejects.toThrow("there is no setting train.stepz");
});

test("bins follow the scorer that is set", async () => {
  const bins = async (...lines: string[]) => /^ *bins +(.+?) {2,}/m.exec(await said(...lines))?.[1];
  expect(await bins("set scorer topographic", "set")).toBe("32");
  expect(await bins("set scorer nfl", "set")).toBe("(not set)");
  expect(await bins("open quick", "set scorer nfl", "set")).toBe("44");
  expect(await bins("open quick", "set scorer nfl", "set bins 10", "set")).toBe("10");
});
