import { expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PartLimits, runPart, secondsFor } from "../../../../bench/gpu/check/run-part.ts";
import { showEnd, showPart } from "../../../../bench/gpu/check/summary.ts";
import { partNames } from "../../../../bench/gpu/parts.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

/** A part that is this script. */
function run(script: string, limits: Partial<PartLimits> = {}) {
  const path = join(temporaryDirectory(), "part.ts");
  writeFileSync(path, script);
  const command = [process.execPath, path];
  return runPart(
    { name: "some", what: "of a test" },
    { seconds: 20, small: false, env: process.env, ...limits },
    command,
  );
}

const said = `console.log(JSON.stringify({ name: "number", value: 3, passes: false }));`;

test("what a part says is kept, also of one that fails, with the last line of its error", async () => {
  const results = [{ name: "number", value: 3, passes: false }];
  expect(await run(said)).toMatchObject({ status: "done", results });
  const failed = await run(`${said} console.error("first\\nno card"); process.exit(1);`);
  expect(failed).toMatchObject({ status: "failed", results, why: "no card" });
  expect(await run(`console.error("no torch"); process.exit(3);`)).toMatchObject({
    status: "skipped",
    why: "no torch",
  });
  expect(await run(`process.kill(process.pid, "SIGSEGV"); await Bun.sleep(9e3);`)).toMatchObject({
    status: "failed",
    why: "ended by SIGSEGV",
  });
});

test("what a driver writes among the results is passed over", async () => {
  const noisy = await run(`console.log("WARNING: not conformant\\n{torn"); ${said}`);
  expect(noisy).toMatchObject({ status: "done", results: [{ name: "number" }] });
  expect(noisy.results).toHaveLength(1);
});

test("one that takes too long is ended with all that it started", async () => {
  const mark = join(temporaryDirectory(), "mark");
  const child = `await Bun.sleep(1500); await Bun.write(${JSON.stringify(mark)}, "");`;
  const script = `${said} Bun.spawn([process.execPath, "-e", ${JSON.stringify(child)}]); await Bun.sleep(60e3);`;
  const late = await run(script, { seconds: 1 });
  expect(late).toMatchObject({ status: "out of time", why: "not done after 1 s", results: [{ value: 3 }] });
  await Bun.sleep(1200);
  expect(existsSync(mark)).toBe(false);
});

test("one is ended when all is to end", async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 200);
  const { status, seconds } = await run(`await Bun.sleep(60e3);`, { signal: ending.signal });
  expect([status, seconds < 15]).toEqual(["failed", true]);
});

test("a part gets what is left, and is not begun with too little", () => {
  const part = { seconds: 60, leastSeconds: 10 };
  expect([secondsFor(part, 300), secondsFor(part, 20), secondsFor(part, 9)]).toEqual([60, 20, undefined]);
});

test("the summary says what is missing and what is wrong", async () => {
  const wrong = await run(said);
  expect(showPart(wrong)).toContain("some (of a test): done, ");
  expect(showPart(wrong)).toContain("  number: 3.000  NOT AS IT MUST BE");
  expect(showEnd([wrong, { ...wrong, name: "other", results: [], status: "skipped" }], 12)).toBe(
    "other skipped; some: number not as it must be (12 s)",
  );
  expect(showEnd([{ ...wrong, results: [] }], 12)).toBe("all is as it must be (12 s)");
});

test("each part is named once", () => {
  expect(new Set(partNames).size).toBe(partNames.length);
});
