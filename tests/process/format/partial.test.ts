import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPartial, partialName, removeLeftovers } from "../../../src/format/partial.ts";
import { writeFileSafely } from "../../../src/format/safe-write.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const module = join(import.meta.dir, "../../../src/format/partial.ts");

/** A name as a process makes it that is gone by now. */
function nameOfTheDead(): string {
  const script = `const { partialName } = await import(${JSON.stringify(module)}); console.log(partialName());`;
  return Bun.spawnSync([process.execPath, "-e", script]).stdout.toString().trim();
}

test("what a killed process was writing, file or folder, is removed by the next that writes there", () => {
  using folder = temporaryFolder();
  const [file, directory] = [nameOfTheDead(), nameOfTheDead()];
  expect([file, directory].map(isPartial)).toEqual([true, true]);
  writeFileSync(folder.at(file), "half");
  mkdirSync(folder.at(directory));
  writeFileSync(folder.at(`${directory}/config.yaml`), "half");
  writeFileSafely(folder.at("new"), "x");
  expect(readdirSync(folder.path)).toEqual(["new"]);
});

test("of the living, of other machines, of other programs: nothing", () => {
  using folder = temporaryFolder();
  const dead = nameOfTheDead();
  const [, pid, started, host, unique] = /^\.(\d+)-(\d*)-(\w+)-(\w+)\.partial$/.exec(dead)!;
  const elsewhere = `.${pid}-${started}-${host === "00000000" ? "11111111" : "00000000"}-${unique}.partial`;
  const kept = [
    partialName(),
    elsewhere,
    ".partial",
    ".0123abcd.partial",
    "notes.partial",
    `x${dead}`,
    `${dead}x`,
  ];
  for (const name of kept) writeFileSync(folder.at(name), "half");
  removeLeftovers(folder.path);
  expect(readdirSync(folder.path).sort()).toEqual(kept.sort());
});

test.skipIf(process.platform === "win32")(
  "a pid that was given again is not its owner (no start times on Windows)",
  () => {
    using folder = temporaryFolder();
    const [, , started, host, unique] = /^\.(\d+)-(\d*)-(\w+)-(\w+)\.partial$/.exec(partialName())!;
    const before = `.${process.pid}-${Number(started) - 1}-${host}-${unique}.partial`;
    writeFileSync(folder.at(before), "half");
    removeLeftovers(folder.path);
    expect(existsSync(folder.at(before))).toBe(false);
  },
);
