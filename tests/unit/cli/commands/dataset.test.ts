import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readNpz } from "../../../../src/format/npz.ts";
import { openPathFile } from "../../../../src/world/dataset/path-files.ts";
import { usualForm } from "../../../../src/world/rebuilt-path.ts";
import { capture } from "../../../support/capture.ts";
import { someRecords, tfrecordOf, writeTfrecord } from "../../../support/path-records.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const records = someRecords(7, 5);

async function dataset(cwd: string, ...argv: string[]) {
  const { code, stdout, stderr } = await capture(["dataset", ...argv, "--quiet"], { cwd });
  return { code, stdout, stderr };
}

/** A folder of two files. */
function twoFiles(): ReturnType<typeof temporaryFolder> {
  const folder = temporaryFolder();
  writeTfrecord(folder.at("0000-of-0001.tfrecord"), records.slice(0, 4));
  writeTfrecord(folder.at("0001-of-0001.tfrecord"), records.slice(4));
  return folder;
}

describe("dataset", () => {
  test("tells counts, ranges, doubles, what the numbers mean and the errors of all ways to read them", async () => {
    using folder = twoFiles();
    const { code, stdout } = await dataset(folder.path, ".");
    expect(code).toBe(0);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).toContain(
      `${folder.path}: 2 files records 7 of 5 steps, 0.15 s each (the files do not say)`,
    );
    expect(text).toContain("inside a box of 2.2 x 2.2 m doubles none");
    expect(text).toContain("means speed in metres per step, cos, sin; moves, then turns");
    expect(text).toContain("0000-of-0001.tfrecord 4 ");
    expect(stdout.match(/(moves, turns|turns, moves)/g)).toHaveLength(8);
  });

  test("writes one npz of all records in order, and reads it again with its header", async () => {
    using folder = twoFiles();
    const { code } = await dataset(folder.path, ".", "--out", "own.npz", "--dt", "0.1", "--box", "3x2");
    expect(code).toBe(0);
    expect([...openPathFile(folder.at("own.npz")).all()]).toEqual(records);
    const [header] = readNpz(folder.at("own.npz")).get("header").data as readonly string[];
    const sha256 = new Bun.CryptoHasher("sha256")
      .update(readFileSync(folder.at("0001-of-0001.tfrecord")))
      .digest("hex");
    expect(JSON.parse(header!)).toEqual({
      ...{ format: "entorhinal paths", version: 1, ...usualForm, dt: 0.1, box: [3, 2], records: 7, steps: 5 },
      sources: [
        expect.objectContaining({ file: "0000-of-0001.tfrecord", records: 4 }),
        { file: "0001-of-0001.tfrecord", records: 3, sha256 },
      ],
    });
    const { stdout } = await dataset(folder.path, "own.npz", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ records: 7, steps: 5, dt: 0.1, box: { width: 3, height: 2 }, doubles: 0, form: usualForm },
    });
  });

  test("says how far positions lie outside, and which record is a double", async () => {
    using folder = temporaryFolder();
    writeTfrecord(folder.at("a.tfrecord"), [...records, records[1]!]);
    const { stdout } = await dataset(folder.path, "a.tfrecord", "--box", "0.1");
    expect(stdout).toMatch(/up to \d+\.\d\d cm outside a\s+box of 0.1 x 0.1 m/);
    expect(stdout).toContain("1 record that came before; the first is 8, a double of 2");
  });

  test("what leads nowhere is not written, unless it is said what it means", async () => {
    using folder = temporaryFolder();
    const turned = records.map((record, i) => ({ ...record, position: records[(i + 1) % 7]!.position }));
    writeTfrecord(folder.at("a.tfrecord"), turned);
    const told = ["--order", "sinCos", "--unit", "metresPerSecond", "--turn", "beforeMove"];
    const looked = await dataset(folder.path, "a.tfrecord");
    expect(looked.stdout).toContain("nothing that leads where the files say");
    const refused = await dataset(folder.path, "a.tfrecord", "--out", "own.npz", "--order", "sinCos");
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain("in no way of reading speeds and turns do the paths lead");
    expect(readdirSync(folder.path)).toEqual(["a.tfrecord"]);
    const written = await dataset(folder.path, "a.tfrecord", "--out", "own.npz", ...told);
    expect(written.stdout).toContain("as you say; no way of reading leads where the files say");
    expect(openPathFile(folder.at("own.npz")).header?.form).toEqual({
      ...{ order: "sinCos", unit: "metresPerSecond", turn: "beforeMove" },
    });
  });

  test("a reading that leads elsewhere than the best one is told so, and how far", async () => {
    using folder = temporaryFolder();
    writeTfrecord(folder.at("a.tfrecord"), records);
    const { stdout } = await dataset(folder.path, "a.tfrecord", "--order", "sinCos");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(
      /as you say; so the paths lead \d+\.\d+ cm off, and \d\.\d+e-\d cm by: speed in metres per step, cos, sin; moves, then turns/,
    );
    expect((await dataset(folder.path, "a.tfrecord", "--order", "cosSin")).stdout).not.toContain(
      "as you say",
    );
  });

  test("a file of ours says its box, round ones too, and its step: no flag says another", async () => {
    using folder = temporaryFolder();
    const simulated = [
      "--shape",
      "circle",
      "--box-width",
      "1",
      "--box-height",
      "1",
      "--wall-rule",
      "faithful",
    ];
    const few = ["--trajectories", "30", "--steps", "40", "--ego", "--out", "round.npz", "--quiet"];
    expect(await capture(["simulate", ...simulated, ...few], { cwd: folder.path })).toMatchObject({
      code: 0,
    });
    const { stdout } = await dataset(folder.path, "round.npz", "--out", "copy.npz");
    expect(stdout.replaceAll(/\s+/g, " ")).toMatch(/; up to \d\.\d\d cm outside a box of 1 m across, round/);
    expect(openPathFile(folder.at("copy.npz")).header?.box).toEqual({ width: 1, height: 1, round: true });
    expect(readNpz(folder.at("copy.npz")).get("round").data).toEqual(Uint8Array.of(1));
    for (const flag of [
      ["--box", "2"],
      ["--dt", "0.15"],
    ]) {
      const { code, stderr } = await dataset(folder.path, "round.npz", ...flag);
      expect(`${code} ${stderr}`).toMatch(/^2 error: the files say that .*\n {2}leave out --(box|dt)/);
    }
    expect(await dataset(folder.path, "round.npz", "--box", "1x1")).toMatchObject({ code: 0 });
  });

  test("a broken record, an empty folder, another length, no path: one line each", async () => {
    using folder = temporaryFolder();
    const refused = async (...argv: string[]) => {
      const { code, stderr } = await dataset(folder.path, ...argv);
      return `${code} ${stderr}`;
    };
    expect(await refused(".")).toStartWith(`1 error: ${folder.path} holds no files of trajectories`);
    writeTfrecord(folder.at("0.tfrecord"), records);
    writeTfrecord(folder.at("1.tfrecord"), someRecords(2, 6));
    expect(await refused(".")).toContain("1.tfrecord has trajectories of 6 steps, ");
    const bytes = tfrecordOf(records);
    bytes[bytes.length - 20]! ^= 4;
    writeFileSync(folder.at("1.tfrecord"), bytes);
    expect(await refused(".", "--out", "own.npz")).toContain("record 7 does not match its checksum");
    expect(readdirSync(folder.path).toSorted()).toEqual(["0.tfrecord", "1.tfrecord"]);
    expect(await refused()).toStartWith("2 error: dataset needs PATH");
    expect(await refused("0.tfrecord", "--box", "2x")).toContain('--box is "2x"');
  });
});
