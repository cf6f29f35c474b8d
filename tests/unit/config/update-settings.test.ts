/** Numbers of update rules in the settings: a rule's own when nothing is said, and refused where it has none. */
import { describe, expect, test } from "bun:test";
import { defaultConfig, resolveConfig } from "../../../src/config/resolve.ts";
import { presetNames, readPreset } from "../../../src/config/sources.ts";
import { ownNumbers, updateNumbers } from "../../../src/tasks/optimizer-settings.ts";

const resolved = (train: Readonly<Record<string, unknown>>) =>
  resolveConfig([{ origin: "--set", tree: { train } as never }]).train;

describe("a rule", () => {
  test.each(Object.entries(ownNumbers))("%s has its own numbers, and takes others", (optimizer, own) => {
    const train = resolved({ optimizer });
    expect(train).toMatchObject({ optimizer, momentum: null, squareDecay: null, epsilon: null });
    const has = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, value ?? 0]));
    expect({ ...updateNumbers(train.optimizer, train) } as Record<string, number>).toEqual(has);
    expect(updateNumbers(train.optimizer, { momentum: 0 }).momentum).toBe(0);
  });

  test("adamw has one form of decay, and none asks for no form", () => {
    const train = { optimizer: "adamw", weightDecay: 0, weightDecayForm: "halfSquares" };
    expect(resolved(train)).toMatchObject(train);
  });

  test.each(presetNames())("of %s is exchanged by one setting: no number of its own stays", (preset) => {
    const { layer } = readPreset(preset);
    const before = resolveConfig([layer]).train;
    const other = before.optimizer === "adam" ? "rmsprop-tf" : "adam";
    const { train } = resolveConfig([layer, { origin: "--set", tree: { train: { optimizer: other } } }]);
    expect(updateNumbers(train.optimizer, train)).toEqual(updateNumbers(other));
    expect(updateNumbers(before.optimizer, before)).toEqual(updateNumbers(before.optimizer));
  });

  test.each([
    [{ optimizer: "sgd", epsilon: 1e-8 }, 'train.epsilon (--set) is "1e-8"; it must be null: sgd has none'],
    [
      { optimizer: "sgd", squareDecay: 0.9 },
      'train.squareDecay (--set) is "0.9"; it must be null: sgd has none',
    ],
    [
      { optimizer: "adamw", weightDecay: 1e-5, weightDecayForm: "norm" },
      'train.weightDecayForm (--set) is "norm"; it must be squares: adamw decays weights beside the loss, in that form',
    ],
    [
      { optimizer: "rmsprop" },
      'train.optimizer (--set) is "rmsprop"; it must be one of adam, adamw, rmsprop-tf, rmsprop-torch, rmsprop-jtoy, sgd; did you mean rmsprop-tf?',
    ],
    [{ momentum: 1 }, 'train.momentum (--set) is "1"; it must be a number from 0 to below 1'],
    [{ epsilon: 0 }, 'train.epsilon (--set) is "0"; it must be a number above 1e-38'],
    [{ valueClip: 0 }, 'train.valueClip (--set) is "0"; it must be a number above 0'],
    [
      { valueClipOf: "heads" },
      'train.valueClipOf (--set) is "heads"; it must be one of all, readout, head; did you mean head?',
    ],
    [
      { weightDecayOf: "heads" },
      'train.weightDecayOf (--set) is "heads"; it must be one of recurrent, readout, head, all; did you mean head?',
    ],
    [
      { weightDecayForm: "l2" },
      'train.weightDecayForm (--set) is "l2"; it must be one of squares, halfSquares, norm',
    ],
  ])("refuses %j", (train, message) => {
    expect(said(() => resolved(train))).toBe(message);
  });
});

function said(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    const { message, mend } = error as { readonly message: string; readonly mend?: unknown };
    return mend === undefined ? message : `${message}; ${mend}`;
  }
  return "nothing was refused";
}

test("settings of an earlier version, which had none of these, mean the same", () => {
  const { train } = defaultConfig();
  const {
    momentum,
    squareDecay,
    epsilon,
    valueClip,
    valueClipOf,
    weightDecayOf,
    weightDecayForm,
    ...earlier
  } = train;
  expect(resolved(earlier)).toEqual(train);
  expect({ momentum, squareDecay, epsilon, valueClip, valueClipOf, weightDecayOf, weightDecayForm }).toEqual({
    ...{ momentum: null, squareDecay: null, epsilon: null, valueClip: null, valueClipOf: "all" },
    ...{ weightDecayOf: "recurrent", weightDecayForm: "squares" },
  });
});
