/** Update rules that PyTorch has, beside PyTorch: forty updates of the same weights by the same gradients. */
import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import type { OptimizerName } from "../../../src/tasks/optimizer-settings.ts";
import { optimizers } from "../../../src/train/optimizers/optimizers.ts";
import { updatedWeights } from "../../support/one-array.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const python = pythonWith("torch");
const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const learningRate = 0.01;
const random = testRandom(17);
const start = randomFloats(random, 9);
const gradients = Array.from({ length: 40 }, () => randomFloats(random, 9).map((x, i) => x * 10 ** -i));

/** How PyTorch is told of them, and what we say beside the rule's own numbers. */
const cases: readonly (readonly [string, OptimizerName, string, object])[] = [
  ["Adam", "adam", "Adam(p)", {}],
  [
    "Adam of other numbers",
    "adam",
    "Adam(p, betas=(0.9, 0.98), eps=1e-9)",
    { squareDecay: 0.98, epsilon: 1e-9 },
  ],
  ["AdamW", "adamw", "AdamW(p, weight_decay=0.1)", { decay: () => 0.1 }],
  ["RMSprop", "rmsprop-torch", "RMSprop(p, momentum=0.9)", {}],
  [
    "RMSprop without momentum",
    "rmsprop-torch",
    "RMSprop(p, alpha=0.9, eps=1e-10)",
    { momentum: 0, squareDecay: 0.9, epsilon: 1e-10 },
  ],
  ["SGD", "sgd", "SGD(p)", {}],
  ["SGD with momentum", "sgd", "SGD(p, momentum=0.9)", { momentum: 0.9 }],
];

test.skipIf(!python).each(cases)(
  "%s moves weights as PyTorch does (skipped without Python and torch)",
  (_, name, call, numbers) => {
    const opened = call.replace("(p", `(p, lr=${learningRate}`);
    const said = runPython(
      python!,
      `
import json, torch
weights = torch.tensor(${JSON.stringify([...start])}, requires_grad=True)
p = [weights]
optimizer = torch.optim.${opened}
for gradient in ${JSON.stringify(gradients.map((gradient) => [...gradient]))}:
    weights.grad = torch.tensor(gradient)
    optimizer.step()
print(json.dumps(weights.tolist()))
`,
      temporaryDirectory(),
    );
    const { weights } = updatedWeights(engine, optimizers[name], start, gradients, {
      learningRate,
      ...numbers,
    });
    const expected = JSON.parse(said) as number[];
    // Each update rounds some times to 2^-24 of the weight. Found: 3e-7.
    expect(relativeDistance(weights.at(-1)!, expected)).toBeLessThan(1e-6);
    expect(relativeDistance(start, expected)).toBeGreaterThan(1e-3);
  },
);
