/** The sizes that presets give an LSTM, held to what was counted by hand: all arrays are there and none besides. */
import { expect, test } from "bun:test";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { readPreset } from "../../../../src/config/sources.ts";
import { lstm } from "../../../../src/networks/lstm/lstm.ts";
import { lstmSettings } from "../../../../src/networks/lstm/settings.ts";
import { isPathIntegration } from "../../../../src/tasks/path-integration/settings.ts";

test.each([
  // Two encoders, gates, bottleneck and heads of Banino et al. 2018.
  ["banino2018", 34_432 + 34_432 + 67_584 + 32_768 + 65_792 + 3_084],
  ["banino2018-paper", 34_432 + 34_432 + 67_584 + 65_536 + 131_328 + 6_156],
  // A second bias of the gates.
  ["jtoy", 238_092 + 512],
  ["jtoy-readme", 238_092 + 512],
  // No bias of the encoders, one of the bottleneck.
  ["square-lstm", 34_304 + 34_304 + 67_584 + 65_536 + 512 + 131_328 + 6_156],
  // Two encoders, the layer before the gates, gates, a dense layer, decoder.
  [
    "sorscher-lstm",
    2 * (512 + 1) * 4096 + (2 + 1) * 4096 + (2 * 4096 + 1) * 16_384 + 4097 * 4096 + 4097 * 512,
  ],
])("%s has the weights of its source", (preset, expected) => {
  const config = resolveConfig([readPreset(preset).layer]);
  if (!isPathIntegration(config)) throw new Error(config.task);
  const { code } = config;
  const model = lstmSettings.parse(config.model);
  const cells = code.placeCells + code.headCells;
  const inputs = model.input === "egocentric" ? 3 : 2;
  const { layout } = lstm.open(model, { cells, inputs, inputScale: 1 });
  const sizes = Object.values(layout).map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(expected);
});
