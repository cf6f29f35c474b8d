import { decode, encode } from "../code/place-code.ts";
import type { Engine } from "../engine/engine.ts";
import { sum } from "../engine/sum.ts";
import * as tf from "../engine/tfjs/tf.ts";
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import { allocateWeights, freeWeights } from "../networks/rnn/path-rnn.ts";
import { type TensorBatch, tfjsLossAndGradients, type WeightTensors } from "../networks/rnn/tfjs-path-rnn.ts";
import type { Experiment } from "../tasks/path-integration/experiment.ts";
import { trainingBatch } from "../tasks/path-integration/training-batch.ts";
import { firstBadArray } from "./bad-array.ts";
import { stateParts, type TensorState, tfjsAdamUpdate } from "./optimizers/tfjs-adam.ts";
import { learningRateAt } from "./schedule.ts";
import { downloadWeights, mean, readPass, toTensor, toTensors, uploadWeights } from "./tfjs-transfer.ts";
import type { OpenTrainer, Trainer, TrainingState } from "./trainer.ts";
import { gradientScaleOf, learningRatesOf, NotFiniteError, type StepResult } from "./training-step.ts";

/** Trains on a device of tfjs: data and readout are the engine's, the network and its update are the device's. */
export const tfjsTrainer =
  (device: TfjsDevice): OpenTrainer =>
  (engine, experiment, state) =>
    new TfjsTrainer(device, engine, experiment, state);

class TfjsTrainer implements Trainer {
  private tensors: TensorState;

  constructor(
    private readonly device: TfjsDevice,
    private readonly engine: Engine,
    private readonly experiment: Experiment,
    private readonly state: TrainingState,
  ) {
    device.use();
    this.tensors = {
      weights: uploadWeights(state.model.weights),
      firstMoment: uploadWeights(state.adam.firstMoment),
      secondMoment: uploadWeights(state.adam.secondMoment),
    };
  }

  async step(step: number): Promise<StepResult> {
    this.device.use();
    const { settings, shape } = this.experiment;
    const { batch, positions } = this.uploadBatch(step);
    const pass = tfjsLossAndGradients(this.tensors.weights, batch, {
      ...shape,
      weightDecay: settings.train.weightDecay,
    });
    try {
      const read = await this.settled(readPass(pass));
      const result = {
        loss: mean(read.crossEntropies) + read.decay,
        decodeError: this.decodeError(read.logits, positions),
        density: mean(read.activeUnits) / shape.units,
        gradientNorm: read.gradientNorm,
        learningRate: learningRateAt(settings.train, step),
      };
      if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) {
        throw new NotFiniteError(step + 1, await this.firstBad(step, pass.gradients));
      }
      this.update(pass.gradients, result);
      return result;
    } finally {
      tf.dispose({ ...batch, velocity: [...batch.velocity] });
      tf.dispose({ ...pass, gradients: { ...pass.gradients } });
    }
  }

  async synchronize(): Promise<void> {
    const { model, adam } = this.state;
    await this.settled(downloadWeights(this.tensors.weights, model.weights));
    await this.settled(downloadWeights(this.tensors.firstMoment, adam.firstMoment));
    await this.settled(downloadWeights(this.tensors.secondMoment, adam.secondMoment));
  }

  /** What was read, once the device says that all went well; else its own message, also when the reading failed in consequence. */
  private async settled<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } finally {
      await this.device.settle();
    }
  }

  close(): void {
    disposeState(this.tensors);
  }

  private uploadBatch(step: number): { batch: TensorBatch; positions: Float32Array } {
    const { engine, experiment } = this;
    return engine.memory.scope(() => {
      const { position, velocity, start, steps, trajectories } = trainingBatch(engine, experiment, step);
      const codeOf = (points: typeof position, rows: number) => {
        const code = engine.memory.allocate(
          "float32",
          [rows, experiment.code.cells],
          "place codes of the batch",
        );
        encode(engine, experiment.code, points, code);
        return toTensor(code);
      };
      const startCode = codeOf(start, trajectories);
      const targets = codeOf(position, steps * trajectories);
      return { batch: { startCode, targets, velocity: toTensors(velocity) }, positions: position.toArray() };
    });
  }

  /** Mean distance in m between the decoded logits and the true positions [rows, 2]. */
  private decodeError(logits: Float32Array, positions: Float32Array): number {
    const { memory, kernels } = this.engine;
    const { code, topK, arena } = this.experiment;
    const rows = positions.length / 2;
    return memory.scope(() => {
      const decoded = memory.allocate("float32", [rows, 2], "decoded positions");
      decode(this.engine, code, memory.from("float32", logits, "logits"), decoded, topK);
      const distances = memory.zeros("float64", rows, "decode errors");
      const truth = memory.from("float32", positions, "positions of the trajectories");
      const [width, height] = arena.periodic ? [arena.width, arena.height] : [0, 0];
      kernels.addDistances(decoded.pointer, truth.pointer, rows, width, height, distances.pointer);
      return sum(distances.view) / rows;
    });
  }

  private update(gradients: WeightTensors, { gradientNorm, learningRate }: StepResult): void {
    const { train } = this.experiment.settings;
    const { adam } = this.state;
    adam.updates++;
    const rates = learningRatesOf(learningRate, train);
    const before = this.tensors;
    this.tensors = tfjsAdamUpdate(
      before,
      gradients,
      adam.updates,
      rates,
      gradientScaleOf(gradientNorm, train),
    );
    disposeState(before);
  }

  /** Names what went first, with the state brought into the engine. */
  private async firstBad(step: number, gradients: WeightTensors): Promise<string> {
    const { engine, experiment, state } = this;
    await this.synchronize();
    const arrays = allocateWeights(engine, state.model.shape, "gradients");
    try {
      await downloadWeights(gradients, arrays);
      return engine.memory.scope(() => {
        const batch = trainingBatch(engine, experiment, step);
        return firstBadArray(engine, state.model, state.adam, experiment, batch, arrays);
      });
    } finally {
      freeWeights(arrays);
    }
  }
}

function disposeState(state: TensorState): void {
  for (const part of stateParts) tf.dispose({ ...state[part] });
}
