import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { FormFinder } from "../../../../src/world/dataset/found-form.ts";
import { openPathFile, pathFilesOf } from "../../../../src/world/dataset/path-files.ts";
import { usualForm } from "../../../../src/world/rebuilt-path.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const size = ["--trajectories", "45", "--steps", "12", "--dt", "0.1"];
const format = ["--format", "tfrecord", "--records-per-file", "20"];

async function simulate(cwd: string, out: string, ...argv: string[]) {
  const { code, stdout, stderr } = await capture(["simulate", "--out", out, ...size, "--quiet", ...argv], {
    cwd,
  });
  return { code, stdout, stderr };
}

describe("simulate --format tfrecord", () => {
  test("writes the trajectories of an npz of the same seed, named as the published files are", async () => {
    using folder = temporaryFolder();
    expect(await simulate(folder.path, "records", ...format)).toMatchObject({ code: 0, stderr: "" });
    const files = pathFilesOf(folder.at("records"));
    expect(readdirSync(folder.at("records")).toSorted()).toEqual([
      ...["0000-of-0002.tfrecord", "0001-of-0002.tfrecord", "0002-of-0002.tfrecord"],
    ]);
    const records = files.flatMap((file) => [...openPathFile(file).all()]);
    await simulate(folder.path, "walk.npz");
    const npz = readNpz(folder.at("walk.npz"));
    const array = (name: string) => [...numbersOf(npz.get(name), name)];
    expect(records.flatMap(({ position }) => [...position])).toEqual(array("position"));
    expect(records.flatMap(({ start }) => [...start])).toEqual(array("start"));
    const heading = array("heading");
    records.forEach((record, i) => {
      expect([record.startHeading[0], ...record.heading.subarray(0, 11)]).toEqual(
        heading.slice(12 * i, 12 * i + 12),
      );
    });
    const finder = new FormFinder(0.1);
    for (const record of records) finder.add(record);
    expect(finder.found()).toMatchObject({ form: usualForm, alike: [] });
    // Positions up to 1.1 m in float32.
    expect(finder.found().errors[0]!.largest).toBeLessThan(2e-6);
  });

  test("they are the records of an npz with speeds and turns, which is a file to train on as well", async () => {
    using folder = temporaryFolder();
    await simulate(folder.path, "records", ...format);
    expect(await simulate(folder.path, "ego.npz", "--ego")).toMatchObject({ code: 0 });
    const records = pathFilesOf(folder.at("records")).flatMap((file) => [...openPathFile(file).all()]);
    const own = openPathFile(folder.at("ego.npz"));
    expect([...own.all()]).toEqual(records);
    expect(own.header).toEqual({ form: usualForm, dt: 0.1, box: { width: 2.2, height: 2.2 } });
  });

  test("the same bytes for every number of workers", async () => {
    using folder = temporaryFolder();
    await simulate(folder.path, "one", ...format, "--workers", "1");
    await simulate(folder.path, "two", ...format, "--workers", "2");
    const bytes = (name: string) => readFileSync(join(folder.at(name), "0001-of-0002.tfrecord"));
    expect(bytes("one").equals(bytes("two"))).toBe(true);
  });

  test("never among other records, over what is there only by --force, and not of a periodic box", async () => {
    using folder = temporaryFolder();
    await simulate(folder.path, "records", ...format);
    const refused = async (...argv: string[]) => (await simulate(folder.path, "records", ...argv)).stderr;
    expect(await refused(...format)).toContain("exists and is not empty");
    expect(await refused("--format", "tfrecord", "--force")).toContain("holds other records, such as 000");
    expect(await refused(...format, "--periodic")).toContain("records have no periodic box");
    expect(await refused(...format, "--force")).toBe("");
    expect((await simulate(folder.path, "walk.npz", "--records-per-file", "5")).stderr).toContain(
      "--records-per-file is for --format tfrecord",
    );
    await simulate(folder.path, "walk.npz");
    expect((await simulate(folder.path, "walk.npz", ...format)).stderr).toContain("walk.npz is a file");
  });
});
