import { expect, test } from "bun:test";
import { readdirSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { catchNativeStderr } from "../../../src/engine/native-stderr.ts";

const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("entorhinal-stderr-"));
const before = left();

const caught = process.platform === "linux" || process.platform === "darwin";
test.skipIf(!caught)(
  `what is written is caught${caught ? "" : " (skipped: Linux and macOS only)"}`,
  async () => {
    const { result, text } = await catchNativeStderr(async () => {
      writeSync(2, "Warning: two\nlines\n");
      return left();
    });
    expect(text).toBe("Warning: two\nlines\n");
    // Nothing is there that a killed process could leave behind.
    expect(result).toEqual(before);
  },
);

test.skipIf(!caught)("an error passes, and stderr is back", async () => {
  const failing = catchNativeStderr(() => Promise.reject(new Error("no driver")));
  await expect(failing).rejects.toThrow("no driver");
  expect(left()).toEqual(before);
});
