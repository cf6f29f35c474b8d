import { expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { mostThreads } from "../../../src/most-threads.ts";
import { capture } from "../../support/capture.ts";
import { memoryLimit } from "../../support/memory-limit.ts";

test("more threads than the memory has room for are refused, saying how many it has", async () => {
  using _ = memoryLimit(100 * 2 ** 20);
  await expect(openEngine({ workers: 200 })).rejects.toThrow(
    /^an engine of 200 threads needs 1.\d+ GiB of memory/,
  );
  const error = await openEngine({ workers: 200 }).catch(({ mend }: { mend: string }) => mend);
  expect(error).toMatch(/^--workers [12]\d would fit$/);
});

test("more threads than any machine has use for are refused by flag and by setting", async () => {
  for (const wanted of [mostThreads + 1, 1000, 9e15]) {
    const flag = await capture(["evaluate", "quick", "--workers", String(wanted)]);
    expect(flag).toMatchObject({ code: 2, stdout: "" });
    expect(flag.stderr).toBe(
      `error: --workers is "${wanted}"\n  it must be an integer from 1 to ${mostThreads}\n`,
    );
    const setting = await capture(["train", "--preset", "quick", "--set", `workers=${wanted}`]);
    expect(setting.code).toBe(2);
    expect(setting.stderr).toContain(`auto or an integer from 1 to ${mostThreads}`);
  }
});
