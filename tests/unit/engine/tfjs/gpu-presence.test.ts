import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mayHaveGpu } from "../../../../src/engine/tfjs/gpu-presence.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

/** A machine of Linux with empty files at these paths. */
function machineWith(paths: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const root = temporaryDirectory();
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  return { platform: "linux", root, env: { HOME: "/home/me", ...env } };
}

const card = "/dev/dri/renderD128";
const driver = "/usr/share/vulkan/icd.d/radeon_icd.x86_64.json";

test.each([
  { found: [card, driver], may: true },
  { found: ["/dev/nvidia0", "/etc/vulkan/icd.d/nvidia_icd.json"], may: true },
  { found: ["/dev/dxg", "/home/me/.local/share/vulkan/icd.d/dzn_icd.json"], may: true },
  { found: [card], may: false },
  { found: [driver], may: false },
  { found: ["/dev/nvram", driver], may: false },
  { found: [card, "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json"], may: false },
  { found: [card, "/usr/share/vulkan/icd.d/README"], may: false },
  { found: [], may: false },
])("a card may be used with $found: $may", ({ found, may }) => {
  expect(mayHaveGpu(machineWith(found))).toBe(may);
});

test("drivers named in the environment count instead of those in their folders", () => {
  const named = machineWith(["/dev/nvidia0", "/opt/nvidia_icd.json", driver]);
  const withDrivers = (VK_DRIVER_FILES: string) => mayHaveGpu({ ...named, env: { VK_DRIVER_FILES } });
  expect(withDrivers(join(named.root, "opt/nvidia_icd.json"))).toBe(true);
  expect(withDrivers(join(named.root, "opt"))).toBe(true);
  expect(withDrivers("/nowhere/nvidia_icd.json")).toBe(false);
  expect(withDrivers("/nowhere/vk_swiftshader_icd.json")).toBe(false);
});

test("where drivers come with the system, or an adapter is asked for by name, it is looked for", () => {
  expect(mayHaveGpu({ ...machineWith([]), platform: "darwin" })).toBe(true);
  expect(mayHaveGpu(machineWith([], { ENTORHINAL_ADAPTER: "NVIDIA" }))).toBe(true);
});
