import { expect, test } from "bun:test";
import { evaluateExpression } from "../../../repl/expression.ts";
import { asUserError } from "../../../repl/expression-error.ts";

const scope = { mean: () => 0, grid60: [1] };

/** The lines of the error as they stand below each other. */
async function said(typed: string): Promise<string[]> {
  const thrown = await evaluateExpression(typed, scope).catch((error: unknown) => error);
  const { message, mend } = asUserError(thrown, Object.keys(scope), typed);
  return [message, ...`  ${mend}`.split("\n")];
}

test.each([
  ["mean(grid61)", "ReferenceError: grid61 is not defined", 5],
  ["mean(grid60) + gird60[0]", "ReferenceError: gird60 is not defined", 15],
  ["'格' + grid61", "ReferenceError: grid61 is not defined", 7],
  ["mean(null.x)", "TypeError: null is not an object (evaluating 'null.x')", 5],
  ["[1].map((x) => x.y.z)", "TypeError: undefined is not an object (evaluating 'x.y.z')", 15],
  ["let a = 1; b.c", "ReferenceError: b is not defined", 11],
  ["1 2", "SyntaxError: Unexpected number '2'", 2],
  ["mean(grid60", "SyntaxError: something is missing at the end", 11],
  ["1 +", "SyntaxError: something is missing at the end", 3],
])("%s is cited with a caret", async (typed, message, column) => {
  const [cause, line, caret] = await said(typed);
  expect(cause).toStartWith(message.slice(0, 40));
  expect(line).toBe(`  ${typed}`);
  expect(caret).toBe(`  ${" ".repeat(column)}^`);
});

test("what is near is said below", async () => {
  expect((await said("mean(grid61)")).at(-1)).toBe("  did you mean grid60?");
});

test("of a long line the part around the place is cited", async () => {
  const [, line, caret] = await said(`${"1 + ".repeat(60)}grid61${" + 1".repeat(60)}`);
  expect(line!.length).toBeLessThan(80);
  expect(line!.slice(caret!.indexOf("^"))).toStartWith("grid61 + 1");
});

test("what is thrown without a place is cited alone", async () => {
  expect(await said("throw 3")).toEqual(["thrown: 3", "  throw 3", "  ?js lists the names"]);
});
