import { expect, test } from "bun:test";
import { findAdapters } from "../../../../src/engine/tfjs/webgpu-adapter.ts";
import { openWebgpuDevice } from "../../../../src/engine/tfjs/webgpu-device.ts";

test("the adapter that computes nothing is known as such, and refused", async () => {
  const { adapters } = await findAdapters(["backend=null"]);
  expect(adapters.map(({ kind }) => kind)).toEqual(["null"]);
  await expect(openWebgpuDevice(adapters[0]!)).rejects.toThrow(
    "Dawn's null backend (null-backend), which computes nothing",
  );
});

const swiftshader = process.env.VK_DRIVER_FILES?.includes("swiftshader") ?? false;
test.skipIf(!swiftshader)(
  `a driver that computes on the processor is software${swiftshader ? "" : " (skipped: VK_DRIVER_FILES names no SwiftShader)"}`,
  async () => {
    const { adapters } = await findAdapters();
    expect(adapters.map(({ kind, name }) => ({ kind, name }))).toEqual([
      { kind: "software", name: expect.stringContaining("SwiftShader") },
    ]);
  },
);

test("what drivers say while they are looked for does not reach the terminal", async () => {
  const path = `${import.meta.dir}/../../../../src/engine/tfjs/webgpu-adapter.ts`;
  const script = `const { findAdapters } = await import(${JSON.stringify(path)}); console.log((await findAdapters()).remarks.length);`;
  const { stdout, stderr } = Bun.spawnSync([process.execPath, "-e", script], {
    env: { ...process.env, VK_DRIVER_FILES: "/nowhere/driver.json" },
  });
  expect(stderr.toString()).toBe("");
  expect(Number(stdout.toString())).toBeGreaterThan(0);
});
