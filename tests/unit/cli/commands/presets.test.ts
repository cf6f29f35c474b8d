import { describe, expect, test } from "bun:test";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { presetNames, readPreset } from "../../../../src/config/sources.ts";
import { capture } from "../../../support/capture.ts";

/** Room for every text in one line. */
const wide = { env: { COLUMNS: "200" } };

describe("presets", () => {
  test("lists every preset with its source", async () => {
    const { code, stdout } = await capture(["presets"], wide);
    expect(code).toBe(0);
    for (const name of presetNames()) {
      expect(stdout).toContain(readPreset(name).description);
      expect(stdout).toContain(readPreset(name).source);
    }
    const { presets } = JSON.parse((await capture(["presets", "--json"])).stdout);
    expect(presets.map((preset: { name: string }) => preset.name)).toEqual(presetNames());
  });

  test("prints one as the YAML it is", async () => {
    expect((await capture(["presets", "quick"])).stdout).toBe(readPreset("quick").text);
    const { config } = JSON.parse((await capture(["presets", "quick", "--json"])).stdout);
    expect(resolveConfig([{ origin: "test", tree: config }])).toEqual(
      resolveConfig([readPreset("quick").layer]),
    );
  });

  test("--settings explains every setting", async () => {
    const { settings } = JSON.parse((await capture(["presets", "--settings", "--json"])).stdout);
    for (const setting of settings)
      expect([setting.key, setting.help]).toEqual([setting.key, expect.stringMatching(/./)]);
    expect(settings.map((setting: { key: string }) => setting.key)).toContain("world.wallRule");
    const { stdout } = await capture(["presets", "--settings"], wide);
    expect(stdout).toMatch(/^train\.schedule +cosine +constant \| cosine; of the learning rate/m);
  });

  test("--settings takes no name", async () => {
    const { code, stdout, stderr } = await capture(["presets", "quick", "--settings"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("leave out quick");
  });

  test("an unknown one suggests the nearest", async () => {
    expect(await capture(["presets", "sorcher2019"])).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: there is no preset sorcher2019\n  did you mean sorscher2019? presets: ${presetNames().join(" ")}\n`,
    });
  });
});
