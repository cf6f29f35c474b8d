import { expect, test } from "bun:test";
import type { Report } from "../../../../repl/background/messages.ts";
import { TrainingControl } from "../../../../repl/background/training-control.ts";
import { TrainingFollower } from "../../../../repl/background/training-follower.ts";

const network = { model: {}, step: 5, synchronize: async () => {} } as never;

/** The reports of a last look with an onlooker who looks like this. */
async function lookedAtEnd(look: () => Promise<undefined>): Promise<Report[]> {
  const control = new TrainingControl();
  control.obey({ order: "watch", sight: { scorer: "pearson", bins: 8 } });
  const reports: Report[] = [];
  const matchNoise = () => {
    throw new TypeError("no maps to match");
  };
  const onlooker = { look, matchNoise, needsNoise: false };
  const follower = new TrainingFollower(
    control,
    () => onlooker as never,
    8,
    (report) => reports.push(report),
  );
  await follower.lookAtEnd(network);
  return reports;
}

test("a last look that is given up is no failure", async () => {
  expect(await lookedAtEnd(async () => undefined)).toEqual([]);
});

test("whatever goes wrong in a look ends the looking, not the training", async () => {
  const reports = await lookedAtEnd(async () => {
    throw new TypeError("x is undefined");
  });
  const message = "x is undefined (a bug in entorhinal, please report it)";
  expect(reports).toEqual([{ report: "blind", message }]);
});
