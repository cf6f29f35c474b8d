/** A network with a bottleneck and biases, from somebody's file: what it holds says what it has. */
import { expect, test } from "bun:test";
import { folderWith, published } from "../../../support/import-folder.ts";
import { asSafetensors, sayings, units, weights } from "../../../support/small-network.ts";

const bottleneck = 4;
const filled = (...shape: readonly number[]) => ({
  kind: "float32" as const,
  shape,
  data: Float32Array.from({ length: shape.reduce((all, side) => all * side, 1) }, (_, i) => i / 64),
});
const given = {
  ...weights(),
  "encoder.bias": filled(units),
  "bottleneck.weight": filled(bottleneck, units),
  "bottleneck.bias": filled(bottleneck),
  "decoder.weight": filled(5, bottleneck),
};
const { "bottleneck.weight": _, "bottleneck.bias": __, ...lacking } = given;
const { cli, checkpoint } = folderWith({
  "theirs.safetensors": asSafetensors(given),
  "lacking.safetensors": asSafetensors(lacking),
});

test("its size and its biases become settings, and its arrays stay as they are", async () => {
  const words = ["import", "theirs.safetensors", "--out", "run", ...sayings, ...published];
  expect(await cli(...words)).toMatchObject({ code: 0 });
  const { settings, file } = checkpoint("run");
  expect(settings).toMatchObject({
    model: { bottleneck, bottleneckBias: true, encoderBias: true, decoderBias: false, units },
  });
  for (const [name, array] of Object.entries(given)) expect(file.tensors.get(name)).toEqual(array);
});

test("a keep probability is somebody's to say", async () => {
  const keep = ["--set", "model.keepProbability=0.5"];
  const words = ["import", "theirs.safetensors", "--out", "dropping", ...sayings, ...published, ...keep];
  expect(await cli(...words)).toMatchObject({ code: 0 });
  expect(checkpoint("dropping").settings).toMatchObject({ model: { keepProbability: 0.5 } });
});

test("without its bottleneck the decoder does not fit the units", async () => {
  const words = ["import", "lacking.safetensors", "--out", "no", ...sayings, ...published];
  const { code, stderr } = await cli(...words);
  expect(code).toBe(1);
  expect(stderr).toContain("decoder.weight has the shape (5, 4), expected (5, 6)");
});
