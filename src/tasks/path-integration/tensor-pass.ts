/** Path integration on a device of tfjs: data and readout are the engine's, the network and its gradient are the device's. */
import { decode, encode } from "../../code/place-code.ts";
import type { Engine } from "../../engine/engine.ts";
import { sum } from "../../engine/sum.ts";
import * as tf from "../../engine/tfjs/tf.ts";
import { settled, type TfjsDevice } from "../../engine/tfjs/tfjs-device.ts";
import type { Decay } from "../../networks/decay.ts";
import type { Layout } from "../../networks/layout.ts";
import type { PathTwin, Readout, TensorBatch } from "../../networks/path-network.ts";
import { meanOf, sumOf, type Tensors, toMatrices, toMatrix } from "../../networks/tensors.ts";
import type { Arena } from "../../world/arena.ts";
import type { TensorPass } from "../experiment.ts";
import type { PathIntegrationSettings } from "./settings.ts";
import { type TensorLoss, tensorLoss } from "./tensor-loss.ts";
import { trainingBatch } from "./training-batch.ts";

/** What of an experiment takes part in a pass. */
interface Learning {
  readonly settings: PathIntegrationSettings;
  readonly decay: Decay;
  readonly layout: Layout;
  readonly arena: Arena;
  readonly readout: Readout;
  readonly network: { readonly units: number };
}

export class PathTensorPass implements TensorPass {
  constructor(
    private readonly engine: Engine,
    private readonly device: TfjsDevice,
    private readonly experiment: Learning,
    private readonly twin: PathTwin,
  ) {}

  async run(step: number, weights: Tensors) {
    const { layout, decay, network } = this.experiment;
    const { batch, targets, positions } = this.uploadBatch(step);
    const pass = tensorLoss(this.twin, layout, weights, batch, targets, decay);
    try {
      const read = await this.read(pass);
      return {
        gradients: pass.gradients,
        loss: meanOf(read.crossEntropies) + read.decay,
        gradientNorm: read.gradientNorm,
        measured: {
          decodeErrorCm: 100 * this.decodeError(read.logits, positions),
          density: meanOf(read.activeUnits) / network.units,
        },
      };
    } catch (error) {
      tf.dispose({ ...pass.gradients });
      throw error;
    } finally {
      const { logits, crossEntropies, activeUnits, decay } = pass;
      tf.dispose([logits, crossEntropies, activeUnits, decay, targets, batch.startCode, ...batch.velocity]);
    }
  }

  private uploadBatch(step: number): { batch: TensorBatch; targets: tf.Tensor2D; positions: Float32Array } {
    const { engine, experiment } = this;
    const { code } = experiment.readout;
    return engine.memory.scope(() => {
      const batch = trainingBatch(engine, experiment.settings, step);
      const { position, velocity, start, steps, trajectories } = batch;
      const codeOf = (points: typeof position, rows: number) => {
        const activity = engine.memory.allocate("float32", [rows, code.cells], "place codes of the batch");
        encode(engine, code, points, activity);
        return toMatrix(activity);
      };
      const startCode = codeOf(start, trajectories);
      const targets = codeOf(position, steps * trajectories);
      return {
        batch: { startCode, velocity: toMatrices(velocity) },
        targets,
        positions: position.toArray(),
      };
    });
  }

  /** What a step wants to know of a pass, read at once. */
  private async read(pass: TensorLoss) {
    const squares = Object.values(pass.gradients).map((gradient) =>
      // Row sums only: some backends sum with a single float32.
      tf.tidy(() => tf.sum(tf.square(gradient), -1)),
    );
    try {
      const reading = [pass.logits, pass.crossEntropies, pass.activeUnits, pass.decay, ...squares].map(
        (tensor) => tensor.data<"float32">(),
      );
      const [logits, crossEntropies, activeUnits, decay, ...sums] = await settled(
        this.device,
        Promise.all(reading),
      );
      return {
        logits: logits!,
        crossEntropies: crossEntropies!,
        activeUnits: activeUnits!,
        decay: decay![0]!,
        gradientNorm: Math.sqrt(sums.reduce((total, rows) => total + sumOf(rows), 0)),
      };
    } finally {
      tf.dispose(squares);
    }
  }

  /** Mean distance in m between the decoded logits and the true positions [rows, 2]. */
  private decodeError(logits: Float32Array, positions: Float32Array): number {
    const { memory, kernels } = this.engine;
    const { readout, arena } = this.experiment;
    const rows = positions.length / 2;
    return memory.scope(() => {
      const decoded = memory.allocate("float32", [rows, 2], "decoded positions");
      const said = memory.from("float32", logits, "logits", [rows, readout.cells]);
      decode(this.engine, readout.code, said, decoded, readout.topK);
      const distances = memory.zeros("float64", rows, "decode errors");
      const truth = memory.from("float32", positions, "positions of the trajectories");
      const [width, height] = arena.periodic ? [arena.width, arena.height] : [0, 0];
      kernels.addDistances(decoded.pointer, truth.pointer, rows, width, height, distances.pointer);
      return sum(distances.view) / rows;
    });
  }
}
