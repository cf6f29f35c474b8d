/** The published job, batches of 200 trajectories of 20 steps and 512 place cells, and the least a step of it must do. */

export interface Job {
  readonly batchSize: number;
  readonly sequenceLength: number;
  readonly placeCells: number;
}

const published: Job = { batchSize: 200, sequenceLength: 20, placeCells: 512 };
/** For a card that is none. */
const tiny: Job = { batchSize: 8, sequenceLength: 5, placeCells: 32 };

export const jobOf = (small: boolean): Job => (small ? tiny : published);

export const sizesOf = (small: boolean): readonly number[] => (small ? [16] : [256, 512, 1024, 2048, 4096]);

/** Settings over a preset. */
export const settingsOf = ({ placeCells, batchSize, sequenceLength }: Job, units: number) => ({
  model: { units },
  code: { placeCells },
  train: { batchSize, sequenceLength },
});

/**
 * Of the dense products of a step: recurrent matrix and decoder, forward and for both gradients, and the encoder, forward and for
 * its weights.
 */
export const operations = ({ batchSize, sequenceLength, placeCells }: Job, units: number): number =>
  6 * batchSize * sequenceLength * units * (units + placeCells) + 4 * batchSize * placeCells * units;

const floatBytes = 4;

/**
 * What a step must move at least: the recurrent matrix for each time step, forward and back; states and their gradients written and
 * read, logits and targets likewise; of each weight its gradient, two moments and itself, read and written.
 */
export function leastBytes({ batchSize, sequenceLength, placeCells }: Job, units: number): number {
  const samples = batchSize * sequenceLength;
  const recurrent = 2 * sequenceLength * units * units;
  const activities = 4 * samples * units + 4 * samples * placeCells;
  const weights = 7 * units * (units + 2 * placeCells);
  return floatBytes * (recurrent + activities + weights);
}
