import { expect, test } from "bun:test";
import { keepOfUnits } from "../../../src/networks/dense-settings.ts";
import { tinyConfig } from "../../support/tiny-training.ts";
import { userErrorOf } from "../../support/user-error.ts";

test.each([
  [{ bottleneck: 4, keepProbability: 0.5 }, [0.5, 0.5, 0.5, 0.5]],
  [{ bottleneck: 4, keepProbability: "0.5" }, [0.5, 0.5, 0.5, 0.5]],
  [{ bottleneck: 6, keepProbability: "0.5, 1, 0.25" }, [0.5, 0.5, 1, 1, 0.25, 0.25]],
  [{ bottleneck: 4, keepProbability: "1, 1" }, undefined],
  [{ bottleneck: 4, keepProbability: 1 }, undefined],
] as const)("%j keeps %j", (settings, expected) => {
  const keep = keepOfUnits(settings);
  expect(keep && [...keep]).toEqual(expected && [...expected]);
});

const several = 'a number above 0 and at most 1, or several as in "0.5, 0.7"';
test.each([
  [{ keepProbability: 0.5 }, "1: there is no bottleneck (model.bottleneck)"],
  [{ bottleneck: 8, keepProbability: 0 }, several],
  [{ bottleneck: 8, keepProbability: 1.5 }, several],
  [{ bottleneck: 8, keepProbability: "half" }, several],
  [{ bottleneck: 8, keepProbability: "0.5,,0.5" }, several],
  [{ bottleneck: 8, keepProbability: true }, several],
  [
    { bottleneck: 8, keepProbability: "0.5, 0.6, 0.7" },
    "probabilities of equal groups: 8 units are not 3 of them",
  ],
  [{ bottleneckBias: true }, "false: there is no bottleneck (model.bottleneck)"],
  [{ bottleneckActivation: "tanh" }, "linear: there is no bottleneck (model.bottleneck)"],
  [{ weightDisplacement: 1 }, "0 unless model.weights is sonnet"],
  [{ bottleneck: 8, products: "sparse" }, "auto or dense: behind a bottleneck they are dense"],
])("%j is refused", (model, allowed) => {
  expect(userErrorOf(() => tinyConfig({}, model))).toEndWith(` | it must be ${allowed}`);
});
