import { expect, test } from "bun:test";
import { TrainingControl } from "../../../src/session/training-control.ts";
import type { TrainingEvent } from "../../../src/session/training-events.ts";
import { TrainingFollower } from "../../../src/session/training-follower.ts";

const network = { weights: {}, step: 5, synchronize: async () => {} } as never;

/** What is told of a last snapshot that is taken like this. */
async function toldAtEnd(take: () => Promise<undefined>): Promise<TrainingEvent[]> {
  const control = new TrainingControl();
  control.obey({ order: "watch", scoring: { scorer: "pearson", bins: 8 } });
  const events: TrainingEvent[] = [];
  const matchNoise = () => {
    throw new TypeError("no maps to match");
  };
  const taker = { take, matchNoise, needsNoise: false };
  const follower = new TrainingFollower(
    control,
    () => taker as never,
    8,
    (event) => events.push(event),
  );
  await follower.takeAtEnd(network);
  return events;
}

test("a last snapshot that is given up is no failure", async () => {
  expect(await toldAtEnd(async () => undefined)).toEqual([]);
});

test("whatever goes wrong in a snapshot ends the snapshots, not the training", async () => {
  const events = await toldAtEnd(async () => {
    throw new TypeError("x is undefined");
  });
  const message = "x is undefined (a bug in entorhinal, please report it)";
  expect(events).toEqual([{ event: "unseen", message }]);
});
