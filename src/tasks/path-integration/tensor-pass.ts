/** Path integration on a device of tfjs: data and readout are the engine's, the network and its gradient are the device's. */
import { headPartOf } from "../../code/path-code.ts";
import { decode } from "../../code/place-code.ts";
import { decodeTwo, errorsOfTwo, median } from "../../code/two-places.ts";
import type { Engine } from "../../engine/engine.ts";
import { sum } from "../../engine/sum.ts";
import * as tf from "../../engine/tfjs/tf.ts";
import { settled, type TfjsDevice } from "../../engine/tfjs/tfjs-device.ts";
import type { Decay } from "../../networks/decay.ts";
import type { Layout } from "../../networks/layout.ts";
import type {
  LearnedBatch,
  PathNetwork,
  PathTwin,
  Readout,
  TensorBatch,
} from "../../networks/path-network.ts";
import { meanOf, sumOf, type Tensors, toMatrices, toMatrix } from "../../networks/tensors.ts";
import type { Arena } from "../../world/arena.ts";
import type { TensorPass } from "../experiment.ts";
import { measuredOf } from "./metrics.ts";
import { type TensorLoss, tensorLoss } from "./tensor-loss.ts";

/** What of an experiment takes part in a pass. */
interface Learning {
  readonly decay: Decay;
  readonly layout: Layout;
  readonly arena: Arena;
  readonly readout: Readout;
  readonly network: Pick<PathNetwork, "units" | "dropout">;
  batch(step: number, coded: boolean): LearnedBatch;
}

export class PathTensorPass implements TensorPass {
  constructor(
    private readonly engine: Engine,
    private readonly device: TfjsDevice,
    private readonly experiment: Learning,
    private readonly twin: PathTwin,
  ) {}

  async run(step: number, weights: Tensors) {
    const { layout, decay, network, readout } = this.experiment;
    const { parts } = readout;
    const { batch, targets, positions, others, headings } = this.uploadBatch(step);
    const pass = tensorLoss(this.twin, layout, weights, batch, targets, parts, decay);
    try {
      const read = await this.read(pass);
      const partLosses = read.partLosses.map(meanOf);
      return {
        gradients: pass.gradients,
        loss: partLosses.reduce((sum, one, i) => sum + parts[i]!.weight * one, 0) + read.decay,
        gradientNorm: read.gradientNorm,
        measured: measuredOf(readout, {
          partLosses,
          ...this.decodeErrors(read.logits, positions, others),
          headingError: headings ? this.headingError(read.logits, headings) : Number.NaN,
          density: meanOf(read.activeUnits) / network.units,
        }),
      };
    } catch (error) {
      tf.dispose({ ...pass.gradients });
      throw error;
    } finally {
      const { logits, partLosses, activeUnits, decay } = pass;
      tf.dispose([logits, ...partLosses, activeUnits, decay, targets, batch.startCode, ...batch.velocity]);
      if (batch.dropout) tf.dispose(batch.dropout);
    }
  }

  private uploadBatch(step: number) {
    const { engine, experiment } = this;
    return engine.memory.scope(() => {
      const given = experiment.batch(step, true);
      const { velocity, position, headings, codes } = given;
      const { start, targets } = codes!;
      const [steps, trajectories, cells] = targets.shape as [number, number, number];
      const factors = experiment.network.dropout?.factors(engine, given);
      const dropout =
        factors && tf.tensor2d(factors.toArray(), [steps * trajectories, factors.shape.at(-1)!]);
      const batch: TensorBatch = { startCode: toMatrix(start), velocity: toMatrices(velocity), dropout };
      return {
        batch,
        targets: toMatrix(targets.part(0, [steps * trajectories, cells])),
        positions: position.toArray(),
        others: given.otherPosition?.toArray(),
        headings: headings?.toArray(),
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
      const { logits: said, activeUnits: active, decay: added, partLosses: losses } = pass;
      const reading = [said, active, added, ...losses, ...squares].map((tensor) => tensor.data<"float32">());
      const [logits, activeUnits, decay, ...rest] = await settled(this.device, Promise.all(reading));
      const sums = rest.slice(losses.length);
      return {
        logits: logits!,
        partLosses: rest.slice(0, losses.length),
        activeUnits: activeUnits!,
        decay: decay![0]!,
        gradientNorm: Math.sqrt(sums.reduce((total, rows) => total + sumOf(rows), 0)),
      };
    } finally {
      tf.dispose(squares);
    }
  }

  /** As of a pass. @param others true positions of second agents, where there are any */
  private decodeErrors(logits: Float32Array, positions: Float32Array, others: Float32Array | undefined) {
    if (!others) return { decodeError: this.decodeError(logits, positions), bothError: Number.NaN };
    const { engine } = this;
    const { memory } = engine;
    const { readout } = this.experiment;
    const rows = positions.length / 2;
    return memory.scope(() => {
      const decoded = memory.allocate("float32", [rows, 4], "decoded positions");
      const said = memory.from("float32", logits, "logits", [rows, readout.cells]);
      const truth = {
        one: memory.from("float32", positions, "positions of the trajectories"),
        other: memory.from("float32", others, "positions of second agents"),
      };
      decodeTwo(engine, readout.code, said, truth, decoded, readout.topK);
      const { eachMean, both } = errorsOfTwo(engine, decoded, truth);
      return { decodeError: eachMean, bothError: median(both) };
    });
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

  /** Mean angle in rad between the decoded logits and the true headings [rows]. */
  private headingError(logits: Float32Array, headings: Float32Array): number {
    const { memory, kernels } = this.engine;
    const { readout } = this.experiment;
    const { code, first, cells } = headPartOf(readout)!;
    const rows = headings.length;
    return memory.scope(() => {
      const said = memory.from("float32", logits, "logits").pointer + first * 4;
      const truth = memory.from("float32", headings, "headings after the steps").pointer;
      const errors = memory.zeros("float64", rows, "heading errors");
      kernels.addHeadingErrors(said, rows, code.means.pointer, cells, readout.cells, truth, errors.pointer);
      return sum(errors.view) / rows;
    });
  }
}
