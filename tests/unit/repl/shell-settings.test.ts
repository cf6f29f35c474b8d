import { expect, test } from "bun:test";
import { ShellSettings } from "../../../repl/shell-settings.ts";

test("how to look, and what the next training gets, are kept apart", () => {
  const settings = new ShellSettings();
  settings.set("bins", "32");
  settings.set("scorer", "banino-si");
  settings.set("train.steps", "100");
  settings.set("world.wallRule", "faithful");
  expect(settings.look).toMatchObject({ bins: 32, trajectories: undefined, steps: undefined });
  expect(settings.look.scorer.name).toBe("banino-si");
  expect(settings.assignments).toEqual(["train.steps=100", "world.wallRule=faithful"]);
  expect(settings.unset("bins")).toBe(true);
  expect(settings.unset("bins")).toBe(false);
  expect(settings.look.bins).toBeUndefined();
});

test("a null is set by its name, with as many members as are wanted", () => {
  const settings = new ShellSettings();
  expect(settings.look).toMatchObject({ null: undefined, shuffles: undefined });
  settings.set("null", "field-shuffle");
  settings.set("shuffles", "50");
  expect(settings.look).toMatchObject({ null: "field-shuffle", shuffles: 50 });
  settings.set("null", "untrained");
  expect(settings.look.shuffles).toBeUndefined();
});

test.each([
  ["bins", "2", 'bins is "2"'],
  ["bins", "1000", 'bins is "1000"'],
  ["trajectories", "9e15", 'trajectories is "9e15"'],
  ["steps", "1e10", 'steps is "1e10"'],
  ["trajectories", "many", 'trajectories is "many"'],
  ["scorer", "mine", "there is no scorer 'mine'"],
  ["null", "field-shuffel", "there is no null 'field-shuffel'"],
  ["shuffles", "0", 'shuffles is "0"'],
  ["train.step", "100", "there is no setting train.step"],
  ["train.steps", "-1", 'train.steps (--set) is "-1"'],
])("%s %s is refused, and not kept", (key, value, cause) => {
  const settings = new ShellSettings();
  expect(() => settings.set(key, value)).toThrow(cause);
  expect(settings.entries).toEqual([]);
});
