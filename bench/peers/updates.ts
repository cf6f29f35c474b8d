/** One update of all weights of a network, beside PyTorch's. */
import type { OptimizerName } from "../../src/tasks/optimizer-settings.ts";
import { openUpdate, updatedShapes, updatedWeights } from "../updates.ts";
import type { Comparison } from "./comparison.ts";

/** The rules that PyTorch has. */
const rules = {
  adam: "Adam",
  adamw: "AdamW",
  "rmsprop-torch": "RMSprop",
  sgd: "SGD",
} as const satisfies Partial<Record<OptimizerName, string>>;

const comparison = (rule: keyof typeof rules): Comparison => {
  const names = [`update, ${rule}`] as const;
  return {
    names,
    unit: "weights/s",
    peer: "PyTorch",
    needs: ["torch", "numpy"],
    program: "update",
    prepare: ({ one, all }) => ({
      ours: [one, all].map((engine) => ({
        name: names[0],
        threads: engine.pool.threads,
        body: openUpdate(engine, rule),
      })),
      count: updatedWeights,
      words: ["--rule", rules[rule], "--shapes", JSON.stringify(updatedShapes)],
    }),
  };
};

export const updateComparisons: readonly Comparison[] = (Object.keys(rules) as (keyof typeof rules)[]).map(
  comparison,
);
