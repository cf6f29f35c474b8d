import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { writeFileSafely } from "../../../../src/format/safe-write.ts";
import { writePaths } from "../../../../src/world/dataset/npz-arrays.ts";
import { openPathData } from "../../../../src/world/dataset/path-data.ts";
import { openPathFile, pathFilesOf } from "../../../../src/world/dataset/path-files.ts";
import { type PathSurvey, surveyPaths } from "../../../../src/world/dataset/survey.ts";
import { usualForm } from "../../../../src/world/rebuilt-path.ts";
import { recordDt, someRecords, tfrecordOf, writeTfrecord } from "../../../support/path-records.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const records = someRecords(7, 5);
const header = { form: usualForm, dt: recordDt, box: { width: 2.2, height: 1.1 } };

function writeOwn(path: string, own = records, said = header): string {
  const plan = {
    header: said,
    records: own.length,
    steps: 5,
    sources: [{ file: "a", records: 7, sha256: "0" }],
  };
  writeFileSafely(path, (writeAt) => writePaths(writeAt, plan, own), { force: true });
  return path;
}

function survey(paths: readonly string[], dt = recordDt): PathSurvey {
  const work = surveyPaths(paths, dt);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

describe("files of trajectories", () => {
  test.each(["tfrecord", "npz"])("%s: records come at their place and in order", (ending) => {
    using folder = temporaryFolder();
    const path = folder.at(`paths.${ending}`);
    if (ending === "npz") writeOwn(path);
    else writeTfrecord(path, records);
    const file = openPathFile(path);
    expect(file).toMatchObject({ name: path, records: 7, steps: 5 });
    expect(file.header).toEqual(ending === "npz" ? header : undefined);
    expect([...file.all()]).toEqual(records);
    for (const record of [6, 0, 3]) expect(file.read(record)).toEqual(records[record]!);
  });

  test("the checksum is of records and their order, not of where they lie", () => {
    using folder = temporaryFolder();
    const sumOf = (name: string, some: typeof records) =>
      openPathFile(writeTfrecord(folder.at(name), some)).checksum;
    const sum = sumOf("a.tfrecord", records);
    expect(sumOf("b.tfrecord", records)).toBe(sum);
    expect(sumOf("c.tfrecord", records.toReversed())).not.toBe(sum);
    expect(sumOf("d.tfrecord", records.slice(1))).not.toBe(sum);
    const own = openPathFile(writeOwn(folder.at("a.npz"))).checksum;
    expect(openPathFile(writeOwn(folder.at("b.npz"))).checksum).toBe(own);
    expect(openPathFile(writeOwn(folder.at("c.npz"), records.toReversed())).checksum).not.toBe(own);
  });

  test("a record with a broken checksum is named, and the others are read", () => {
    using folder = temporaryFolder();
    const path = folder.at("0000-of-0001.tfrecord");
    const bytes = tfrecordOf(records);
    bytes[(bytes.length / 7) * 3 + 40]! ^= 1;
    writeFileSync(path, bytes);
    const file = openPathFile(path);
    expect(userErrorOf(() => file.read(3))).toStartWith(
      `${path} is damaged: record 4 does not match its checksum`,
    );
    expect(file.read(4)).toEqual(records[4]!);
    expect(userErrorOf(() => [...file.all()])).toContain("record 4 does not match its checksum");
  });

  test("an npz with a flipped bit is refused when the whole is looked at", () => {
    using folder = temporaryFolder();
    const path = writeOwn(folder.at("paths.npz"));
    const bytes = new Uint8Array(readFileSync(path));
    bytes[400]! ^= 1;
    writeFileSync(path, bytes);
    expect(userErrorOf(() => [...openPathFile(path).all()])).toContain("does not match its checksum");
  });

  test("an npz of other arrays or shapes is refused by its name", () => {
    using folder = temporaryFolder();
    const path = folder.at("walk.npz");
    const save = (arrays: Parameters<typeof writeNpz>[0], compress = false) => {
      writeFileSync(path, writeNpz(arrays, { compress }));
      return userErrorOf(() => openPathFile(path));
    };
    expect(save({ position: npyArray(new Float32Array(20), [2, 5, 2]) })).toContain("has no array 'start'");
    const own = {
      start: npyArray(new Float32Array(4), [2, 2]),
      start_heading: npyArray(new Float32Array(2)),
      ego_velocity: npyArray(new Float32Array(30), [2, 5, 3]),
      position: npyArray(new Float32Array(20), [2, 5, 2]),
      heading_after: npyArray(new Float32Array(10), [2, 5]),
      header: npyArray(["{}"], []),
    };
    expect(save(own)).toContain("walk.npz[header] is no header of trajectories");
    expect(save(own, true)).toContain("walk.npz[start] is packed");
    expect(save({ ...own, ego_velocity: npyArray(new Float32Array(20), [2, 5, 2]) })).toContain(
      "walk.npz[ego_velocity] has the shape (2, 5, 2), with position (2, 5, 2) | N trajectories of T steps are start [N, 2], start_heading [N], ego_velocity [N, T, 3]",
    );
  });
});

describe("which files a path means", () => {
  test("those in the folder, by their numbers, nothing hidden", () => {
    using folder = temporaryFolder();
    for (const name of ["10-99.pt", "2-99.pt", ".3-99.pt", "notes.txt"]) writeFileSync(folder.at(name), "");
    expect(pathFilesOf(folder.path)).toEqual([folder.at("2-99.pt"), folder.at("10-99.pt")]);
    expect(pathFilesOf(folder.at("notes.txt"))).toEqual([folder.at("notes.txt")]);
    expect(userErrorOf(() => openPathFile(folder.at("notes.txt")))).toContain("of no kind that is read");
  });

  test("none, several kinds, and what lies one folder below are told", () => {
    using folder = temporaryFolder();
    const refusal = () => userErrorOf(() => pathFilesOf(folder.path));
    expect(refusal()).toBe(
      `${folder.path} holds no files of trajectories (.tfrecord, .npz, .pt) | name the folder that holds them`,
    );
    mkdirSync(folder.at("square_room"));
    writeFileSync(`${folder.at("square_room")}/0000-of-0000.tfrecord`, "");
    expect(refusal()).toEndWith(`did you mean ${folder.at("square_room")}?`);
    writeFileSync(folder.at("a.npz"), "");
    writeFileSync(folder.at("a.pt"), "");
    expect(refusal()).toContain("holds files of several kinds: .npz, .pt");
    expect(userErrorOf(() => pathFilesOf(folder.at("none")))).toContain("does not exist");
  });
});

describe("a survey", () => {
  test("counts, sums, finds doubles, ranges and the form", () => {
    using folder = temporaryFolder();
    const more = [...someRecords(3, 5, 9), records[2]!, records[2]!];
    const paths = [
      writeTfrecord(folder.at("0.tfrecord"), records),
      writeTfrecord(folder.at("1.tfrecord"), more),
    ];
    const { files, found, ...told } = survey(paths);
    expect(told).toMatchObject({
      records: 12,
      steps: 5,
      doubles: 2,
      firstDouble: [3, 11],
      header: undefined,
    });
    const bytes = readFileSync(paths[1]!);
    const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    expect(files[1]).toEqual({ file: paths[1]!, records: 5, bytes: bytes.length, sha256 });
    expect(found.form).toEqual(usualForm);
    const all = [...records, ...more].flatMap(({ position, start }) => [...position, ...start]);
    const x = all.filter((_, i) => i % 2 === 0);
    expect(told.range.x).toEqual([Math.min(...x), Math.max(...x)]);
    expect(survey(paths.toReversed()).checksum).not.toBe(told.checksum);
  });

  test("takes the time step from the header of a file of our own", () => {
    using folder = temporaryFolder();
    const path = writeOwn(folder.at("own.npz"));
    expect(survey([path], 1).found).toMatchObject({ form: usualForm, alike: [] });
    expect(survey([path], 1).header).toEqual(header);
  });

  test("refuses a second file of another length, naming both", () => {
    using folder = temporaryFolder();
    const paths = [
      writeTfrecord(folder.at("0.tfrecord"), records),
      writeTfrecord(folder.at("1.tfrecord"), someRecords(2, 6)),
    ];
    expect(userErrorOf(() => survey(paths))).toStartWith(
      `${paths[1]} has trajectories of 6 steps, ${paths[0]} of 5 | `,
    );
  });

  test("refuses a second file that says something else of itself, or nothing", () => {
    using folder = temporaryFolder();
    const first = writeOwn(folder.at("0.npz"));
    const second = folder.at("1.npz");
    const refusal = (other: Partial<typeof header>) =>
      userErrorOf(() => survey([first, writeOwn(second, records, { ...header, ...other })]));
    expect(refusal({ dt: 0.1 })).toBe(
      `${second} has steps of 0.1 s, ${first} steps of 0.15 s | keep each kind in a folder of its own`,
    );
    expect(refusal({ box: { width: 1, height: 1.1 } })).toContain("a box of 1 x 1.1 m");
    expect(refusal({ form: { ...usualForm, order: "sinCos" } })).toContain(
      "speed in metres per step, sin, cos",
    );
    const bare = writeTfrecord(folder.at("2.tfrecord"), records);
    expect(userErrorOf(() => survey([first, bare]))).toContain("2.tfrecord has no header");
    rmSync(bare);
    writeOwn(second, records, { ...header, dt: 0.1 });
    expect(userErrorOf(() => openPathData(folder.path))).toContain("steps of 0.1 s");
  });
});
