/** Training on a device of tfjs: weights and optimizer live there and come into the engine when they are wanted. */
import type { Engine } from "../engine/engine.ts";
import { settled, type TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import { allocateArrays, freeArrays } from "../networks/layout.ts";
import { disposeTensors, downloadArrays, type Tensors, uploadArrays } from "../networks/tensors.ts";
import type { Experiment, TensorPass } from "../tasks/experiment.ts";
import { isFiniteResult, notFinite } from "./bad-array.ts";
import type { TensorState, TensorUpdate } from "./optimizers/optimizer.ts";
import { optimizers } from "./optimizers/optimizers.ts";
import { updateSizes } from "./step-size.ts";
import type { NotFiniteError, OpenTrainer, StepResult, Trainer, TrainingState } from "./trainer.ts";

export const tfjsTrainer =
  (device: TfjsDevice): OpenTrainer =>
  async (engine, experiment, state) => {
    device.use();
    const pass = await experiment.openTensorPass(device);
    const update = await optimizers[experiment.settings.train.optimizer].loadTensorUpdate();
    return new TfjsTrainer(device, engine, experiment, state, pass, update);
  };

class TfjsTrainer implements Trainer {
  private tensors: TensorState;

  constructor(
    private readonly device: TfjsDevice,
    private readonly engine: Engine,
    private readonly experiment: Experiment,
    private readonly state: TrainingState,
    private readonly pass: TensorPass,
    private readonly update: TensorUpdate,
  ) {
    const slots = Object.entries(state.optimizer.slots);
    this.tensors = {
      weights: uploadArrays(state.weights),
      slots: Object.fromEntries(slots.map(([name, arrays]) => [name, uploadArrays(arrays)])),
    };
  }

  async step(step: number): Promise<StepResult> {
    this.device.use();
    const { gradients, ...result } = await this.pass.run(step, this.tensors.weights);
    try {
      if (!isFiniteResult(result)) throw await this.notFinite(step, gradients);
      const sizes = updateSizes(this.experiment, result, step);
      const before = this.tensors;
      const updates = ++this.state.optimizer.updates;
      this.tensors = this.update(this.experiment.layout, before, gradients, updates, sizes);
      disposeState(before);
      return { ...result, learningRate: sizes.learningRate };
    } finally {
      disposeTensors(gradients);
    }
  }

  async synchronize(): Promise<void> {
    const { weights, optimizer } = this.state;
    await settled(this.device, downloadArrays(this.tensors.weights, weights));
    for (const [name, arrays] of Object.entries(optimizer.slots)) {
      await settled(this.device, downloadArrays(this.tensors.slots[name]!, arrays));
    }
  }

  close(): void {
    disposeState(this.tensors);
  }

  /** Names what went first, with the state brought into the engine. */
  private async notFinite(step: number, gradients: Tensors): Promise<NotFiniteError> {
    const { engine, experiment, state } = this;
    await this.synchronize();
    const arrays = allocateArrays(engine, experiment.layout, "gradients");
    try {
      await downloadArrays(gradients, arrays);
      return notFinite(engine, experiment, state, step, arrays);
    } finally {
      freeArrays(arrays);
    }
  }
}

function disposeState({ weights, slots }: TensorState): void {
  for (const tensors of [weights, ...Object.values(slots)]) disposeTensors(tensors);
}
