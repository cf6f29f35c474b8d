import { describe, expect, test } from "bun:test";
import { availableParallelism } from "node:os";
import { capture } from "../../../support/capture.ts";

describe("doctor", () => {
  test("--json says what there is", async () => {
    const { code, stdout } = await capture(["doctor", "--json"]);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ bun: Bun.version, wasmSimd: true, threadSelfTest: "passed", problems: [] });
    expect(found.threads).toBe(availableParallelism());
    if (found.blas) expect(found.blas.path.length).toBeGreaterThan(0);
    else expect(found.advice.join()).toContain("BLAS");
  });

  test("names threads, BLAS and memory for a reader", async () => {
    const { stdout } = await capture(["doctor"]);
    expect(stdout).toMatch(/^threads +\d+, self-test: passed$/m);
    expect(stdout).toMatch(/^BLAS +(none|.+\(.+\))/m);
    expect(stdout).toMatch(/^memory +[\d.]+ GiB/m);
  });

  test("lists the adapters of WebGPU, or says what they need, within 80 columns", async () => {
    const { stdout } = await capture(["doctor", "--json"]);
    const { webgpu, advice } = JSON.parse(stdout);
    const shown = (await capture(["doctor"])).stdout;
    const [first] = webgpu.adapters;
    if (first) {
      expect(["hardware", "software"]).toContain(first.kind);
      expect(first.limits.maxBufferSize).toBeGreaterThan(2 ** 20);
      expect(shown).toContain(`${first.name} (${first.kind})`);
    } else {
      expect(shown).toMatch(/^WebGPU +no adapter$/m);
    }
    if (first?.kind !== "hardware") expect(advice.join()).toMatch(/Vulkan|graphics card/);
    const rows = shown.slice(shown.indexOf("WebGPU")).split("\n");
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
  });

  test("an adapter that is asked for and not there is a problem", async () => {
    process.env.ENTORHINAL_ADAPTER = "no such card";
    try {
      const { code, stderr } = await capture(["doctor"]);
      expect(code).toBe(1);
      expect(stderr).toStartWith(
        "error: no WebGPU adapter is called no such card\n  unset ENTORHINAL_ADAPTER",
      );
    } finally {
      delete process.env.ENTORHINAL_ADAPTER;
    }
  });

  test("a BLAS that does not work is a problem, with its mend, and exit code 1", async () => {
    const before = process.env.ENTORHINAL_BLAS;
    process.env.ENTORHINAL_BLAS = "/nowhere/blas.so";
    try {
      const { code, stdout, stderr } = await capture(["doctor", "--json"]);
      expect(code).toBe(1);
      expect(JSON.parse(stdout).problems[0].cause).toBe("ENTORHINAL_BLAS=/nowhere/blas.so does not exist");
      expect(stderr).toStartWith("error: ENTORHINAL_BLAS=/nowhere/blas.so does not exist\n  name a BLAS");
    } finally {
      if (before === undefined) delete process.env.ENTORHINAL_BLAS;
      else process.env.ENTORHINAL_BLAS = before;
    }
  });
});
