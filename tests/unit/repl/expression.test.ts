import { expect, test } from "bun:test";
import { arrayStatistics } from "../../../repl/array-statistics.ts";
import { evaluateExpression } from "../../../repl/expression.ts";
import { showValue } from "../../../repl/show-value.ts";

test("expressions, statements, await, and names that stay", async () => {
  const scope: Record<string, unknown> = { a: 2 };
  expect(await evaluateExpression("a + await Promise.resolve(1)", scope)).toBe(3);
  expect(await evaluateExpression("b = a * 2", scope)).toBe(4);
  expect(await evaluateExpression("for (let i = 0; i < 3; i++) b++", scope)).toBeUndefined();
  expect(scope.b).toBe(7);
  expect(await evaluateExpression("{ a }", scope)).toEqual({ a: 2 });
  expect("b" in globalThis).toBe(false);
});

test("errors come through", async () => {
  expect(evaluateExpression("nothing", {})).rejects.toThrow("nothing is not defined");
  expect(evaluateExpression("1 +", {})).rejects.toThrow(SyntaxError);
});

test("typed arrays are told in a line, long lists cut", () => {
  const values = Float64Array.from({ length: 100 }, (_, i) => i / 4);
  values[1] = Number.NaN;
  expect(showValue(values, false)).toBe(
    "Float64Array [100] 0, NaN, 0.5, 0.75, 1, 1.25, … 24.75; mean 12.5, 0 to 24.75, 1 NaN",
  );
  expect(showValue(Int32Array.of(1, 2), false)).toBe("Int32Array [2] 1, 2");
  expect(showValue([values], false)).toContain("Float64Array [100]");
  expect(
    showValue(
      Array.from({ length: 100 }, () => 1),
      false,
    ),
  ).toContain("… 76 more");
  expect(showValue("as it is", false)).toBe("as it is");
  expect(showValue(undefined, false)).toBe("");
});

test("statistics leave NaN out", () => {
  const values = [3, Number.NaN, 1, 2];
  const { mean, sum, std, min, max, median, top, count } = arrayStatistics;
  expect([mean(values), sum(values), min(values), max(values), median(values)]).toEqual([2, 6, 1, 3, 2]);
  expect(std(values)).toBeCloseTo(Math.sqrt(2 / 3));
  expect(top(values, 2)).toEqual([0, 3]);
  expect(count(values, (value) => value > 1)).toBe(2);
});
