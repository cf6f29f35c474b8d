import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { writeFileSafely } from "../../../../src/format/safe-write.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { openRecordedPaths } from "../../../../src/tasks/path-integration/recorded-paths.ts";
import { writePaths } from "../../../../src/world/dataset/npz-arrays.ts";
import { openRecordOrder } from "../../../../src/world/dataset/record-order.ts";
import { egoForms, formInWords, usualForm } from "../../../../src/world/rebuilt-path.ts";
import { recordDt, someRecords, writeTfrecord } from "../../../support/path-records.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { tinyConfig } from "../../../support/tiny-training.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const steps = 5;
const records = someRecords(30, steps);

type Changes = Readonly<Record<string, unknown>>;

function settingsOf({ train, model, world }: { train?: Changes; model?: Changes; world?: Changes } = {}) {
  const config = tinyConfig(train, model);
  return { ...config, world: { ...config.world, dt: recordDt, ...world } };
}

function folderOf(some: typeof records): ReturnType<typeof temporaryFolder> {
  const folder = temporaryFolder();
  writeTfrecord(folder.at("0.tfrecord"), some.slice(0, 12));
  writeTfrecord(folder.at("1.tfrecord"), some.slice(12));
  return folder;
}

describe("trajectories of files", () => {
  test("fill a batch in the order that is asked for, with velocities of their positions", () => {
    using folder = folderOf(records);
    const settings = settingsOf({ train: { sampling: "queue" } });
    const { seed, train } = settings;
    const paths = openRecordedPaths(engine, settings, folder.path);
    const { batchSize, sampling } = train;
    const numbers = openRecordOrder(engine, { sampling, seed, batchSize, counts: [12, 18] }).batch(7);
    engine.memory.scope(() => {
      const batch = paths.at(7);
      numbers.forEach((number, b) => {
        const record = records[number]!;
        expect([...batch.start.view.subarray(2 * b, 2 * b + 2)]).toEqual([...record.start]);
        for (let t = 0; t < steps; t++) {
          const at = t * batchSize + b;
          const [x, y] = batch.position.view.subarray(2 * at, 2 * at + 2);
          expect([x, y]).toEqual([record.position[2 * t], record.position[2 * t + 1]]);
          const before = t === 0 ? record.start : record.position.subarray(2 * t - 2, 2 * t);
          // Two coordinates below 1 m in float32, over 0.15 s.
          expect(batch.velocity.view[2 * at]!).toBeCloseTo((x! - before[0]!) / recordDt, 5);
          expect(batch.velocity.view[2 * at + 1]!).toBeCloseTo((y! - before[1]!) / recordDt, 5);
          const heading = t === 0 ? record.startHeading[0] : record.heading[t - 1];
          expect(batch.heading.view[at]).toBe(heading);
          expect(batch.headingAfter.view[at]).toBe(record.heading[t]);
        }
      });
    });
    expect(paths.data).toMatchObject({ records: 30, steps: 5, counts: [12, 18] });
  });

  test.each(egoForms.map((form) => [formInWords(form), form] as const))(
    "a network is told speed, cosine and sine of the file and asked its headings, however it has them: %s",
    (_, form) => {
      const own = someRecords(30, steps, 1, form);
      using folder = folderOf(own);
      const config = settingsOf({
        train: { data: folder.path, sampling: "sequential" },
        model: { input: "egocentric", velocityUnit: "metresPerStep" },
      });
      const settings = { ...config, code: { ...config.code, headCells: 6 } };
      const experiment = pathIntegration.open(engine, settings);
      engine.memory.scope(() => {
        const batch = experiment.batch(0);
        const { batchSize } = settings.train;
        for (let b = 0; b < batchSize; b++) {
          const { egoVelocity, heading } = own[b]!;
          for (let t = 0; t < steps; t++) {
            const at = t * batchSize + b;
            const [speed, first, second] = egoVelocity.subarray(3 * t, 3 * t + 3);
            const way = form.unit === "metresPerStep" ? speed! : speed! * recordDt;
            const turn = form.order === "cosSin" ? [first!, second!] : [second!, first!];
            // Differences of positions and of angles in float32.
            [way, ...turn].forEach((value, i) => {
              expect(batch.velocity.view[3 * at + i]).toBeCloseTo(value, 6);
            });
            expect(batch.headings!.view[at]).toBe(heading[t]!);
          }
        }
      });
      expect(experiment.trainingData()).toMatchObject({ path: folder.path, records: 30 });
    },
  );

  test("come in an order of the seed of the data, where there is one", () => {
    using folder = folderOf(records);
    const startsWith = (seeds: Changes) => {
      const settings = settingsOf({ train: { sampling: "shuffle", ...seeds } });
      const paths = openRecordedPaths(engine, settings, folder.path);
      return engine.memory.scope(() => [...paths.at(1).start.view]);
    };
    const { seed } = settingsOf();
    expect(startsWith({ dataSeed: seed })).toEqual(startsWith({}));
    expect(startsWith({ dataSeed: seed + 1 })).not.toEqual(startsWith({}));
    expect(startsWith({ weightSeed: seed + 1 })).toEqual(startsWith({}));
  });

  test("that do not fit the settings are refused, with the setting to change", () => {
    using folder = folderOf(records);
    const refusal = (changes: Parameters<typeof settingsOf>[0]) =>
      userErrorOf(() => openRecordedPaths(engine, settingsOf(changes), folder.path));
    expect(refusal({ train: { sequenceLength: 4 } })).toBe(
      `${folder.path} has trajectories of 5 steps, train.sequenceLength is 4 | --set train.sequenceLength=5`,
    );
    expect(refusal({ world: { boxHeight: 0.5 } })).toMatch(
      /has a rat at x = -?0\.\d{3} m, y = -?0\.\d{3} m, outside a box of 2.2 x 0.5 m \| take data/,
    );
    expect(refusal({ world: { boxWidth: 1.1, boxHeight: 1.1, shape: "circle" } })).toMatch(
      /has a rat at x = .*, outside a box of 1.1 m across, round/,
    );
    const inside = { boxWidth: 1.5, boxHeight: 1.5 };
    expect(openRecordedPaths(engine, settingsOf({ world: inside }), folder.path).remark).toEndWith(
      "does not say its time step: 0.15 s is that of the world",
    );
    expect(refusal({ world: { periodic: true } })).toBe(
      `${folder.path} has walls, world.periodic is true | set periodic to false`,
    );
    expect(userErrorOf(() => openRecordedPaths(engine, settingsOf(), folder.at("none")))).toContain(
      "none does not exist | say where the data are: --data PATH",
    );
  });

  test("of a file that says its box and time step have to be of them, whatever of the box the rat sees", () => {
    using folder = temporaryFolder();
    const path = folder.at("own.npz");
    const box = { width: 2.2, height: 2.2, round: true };
    const plan = { header: { form: usualForm, dt: recordDt, box }, records: 30, steps, sources: [] };
    writeFileSafely(path, (writeAt) => writePaths(writeAt, plan, records));
    const open = (world: Changes) => openRecordedPaths(engine, settingsOf({ world }), path);
    expect(open({ shape: "circle" }).data.header?.box).toEqual(box);
    const others: readonly (readonly [Changes, string])[] = [
      [{}, "has a box of 2.2 m across, round, the world a box of 2.2 x 2.2 m"],
      [{ shape: "circle", boxWidth: 3, boxHeight: 3 }, "the world a box of 3 m across, round"],
      [{ shape: "circle", dt: 0.1 }, "has steps of 0.15 s, world.dt is 0.1"],
    ];
    for (const [world, words] of others) expect(userErrorOf(() => open(world))).toContain(words);
  });

  test("whose turns lead elsewhere train only networks that are told of velocities", () => {
    using folder = folderOf(
      records.map((record, i) => ({ ...record, position: records[(i + 1) % 30]!.position })),
    );
    const open = (input: string) => openRecordedPaths(engine, settingsOf({ model: { input } }), folder.path);
    expect(open("velocity").data.records).toBe(30);
    expect(userErrorOf(() => open("egocentric"))).toContain(
      "speeds and turns do not lead where the positions are",
    );
  });
});
