/** Networks trained elsewhere, through the commands a user types. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { readNpz } from "../../../../src/format/npz.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { golden, goldenPath } from "../../../support/golden.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const trained = goldenPath("rnn256_trained.npz");
test.skipIf(!trained)(
  "rnn256_trained.npz: its decode error and share of hexagonal units (skipped when it is missing)",
  async () => {
    const cwd = temporaryDirectory();
    const cli = async (...argv: string[]) => {
      const said = await capture([...argv, "--json"], { cwd });
      expect(said.code).toBe(0);
      return JSON.parse(said.stdout);
    };
    const imported = await cli("import", trained!, "--out", "runs/a", "--preset", "sorscher2019");
    expect(imported).toMatchObject({ units: 256, placeCells: 512, format: "npz" });
    expect(imported.settings).toMatchObject({
      world: { wallRule: "faithful", dt: 0.02 },
      model: { velocityUnit: "metresPerStep" },
    });
    const seed = ["--seed", "3", "--blas", "wasm"];
    // With these 12,000 trajectories: 4.80 cm and 46.5 %.
    const { decodeErrorCm, survival } = await cli("evaluate", "runs/a", "--scorer", "deepmind-code", ...seed);
    expect(Math.abs(decodeErrorCm - 4.78)).toBeLessThan(0.3);
    expect(Math.abs(survival["0.37"] - 0.473)).toBeLessThan(0.04);
    await cli("ratemaps", "runs/a", "--out", "maps.npz", "--best", "0", ...seed);
    expect(readNpz(join(cwd, "maps.npz")).get("rate_map").shape).toEqual([256, 20, 20]);
    const scored = await cli(
      "score",
      "maps.npz",
      "--key",
      "rate_map",
      "--scorer",
      "deepmind-code",
      "--null",
      "none",
    );
    const above = scored.units.filter(
      ({ grid60 }: { grid60: number | null }) => (grid60 ?? -1) > 0.37,
    ).length;
    expect(above / 256).toBeCloseTo(survival["0.37"], 10);
  },
  60_000,
);

const state = goldenPath("rnn_state_dict.pth");
test.skipIf(!state)(
  "rnn_state_dict.pth: the first weights of the training of rnn_training_relu.npz (skipped when it is missing)",
  async () => {
    const cwd = temporaryDirectory();
    const { code } = await capture(["import", state!, "--out", "a", "--preset", "sorscher2019"], { cwd });
    expect(code).toBe(0);
    const data = golden("rnn_training_relu.npz");
    const { file } = readCheckpoint(join(cwd, "a/checkpoints/step-000000.safetensors"));
    for (const name of ["encoder.weight", "RNN.weight_ih_l0", "RNN.weight_hh_l0", "decoder.weight"]) {
      expect(Array.from(file.tensors.get(name)!.data, Number)).toEqual([...data.numbers(`init.${name}`)]);
    }
    expect(Array.from(file.tensors.get("place_centres")!.data, Number)).toEqual([
      ...Float32Array.from(data.numbers("centres")),
    ]);
    const small = ["--trajectories", "100", "--blas", "wasm"];
    expect((await capture(["evaluate", "a", ...small], { cwd })).code).toBe(0);
    expect((await capture(["ratemaps", "a", ...small, "--best", "2"], { cwd })).code).toBe(0);
  },
);
