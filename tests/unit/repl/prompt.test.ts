import { afterAll, expect, test } from "bun:test";
import { execute } from "../../../repl/dispatch.ts";
import { promptOf } from "../../../repl/prompt.ts";
import { fakeShell } from "../../support/fake-shell.ts";

const { shell } = fakeShell();
afterAll(() => shell.close());

test("a long name of a run does not push its step out of the prompt", async () => {
  await execute(shell, "open quick");
  shell.setStatus("training", "sorscher2019-with-a-wider-box-and-seed-17 340/2000");
  expect(promptOf(shell)).toBe("quick  sorscher2019-…-17 340/2000 > ");
});

test("exit leaves, as quit does", async () => {
  await execute(shell, "exit");
  expect(shell.leaving).toBe(true);
});
