import { expect, test } from "bun:test";
import { maximumArguments, openControl } from "../../../src/engine/control.ts";
import { defineJob } from "../../../src/engine/job.ts";

const define = (count: number) =>
  defineJob(
    import.meta.url,
    "test/many-arguments",
    Array.from({ length: count }, (_, i) => `argument${i}`),
    () => {},
  );

test("a job has as many arguments as there is room for, and one more is refused by name", () => {
  const room = openControl().numbers.length;
  expect(room).toBe(maximumArguments);
  expect(define(room).argumentNames).toHaveLength(room);
  expect(() => define(room + 1)).toThrow(
    `the job test/many-arguments has ${room + 1} arguments; there is room for ${room}`,
  );
});
