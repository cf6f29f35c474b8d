/**
 * The samples [T, B] in the order in which gradients are summed over them. Each time step is cut into segments of equal length; a sum
 * runs within a segment first and then over segments, so that it has the same bits however it is computed.
 */
import { segmentRows } from "../engine/panels.ts";

export interface SampleSegments {
  readonly perStep: number;
  /** Trajectories of one segment; the last of a step may have fewer. */
  readonly length: number;
}

export function sampleSegments(batch: number): SampleSegments {
  const perStep = Math.ceil(batch / segmentRows);
  return { perStep, length: Math.ceil(batch / perStep) };
}

/** First sample and number of samples of each segment, in order. */
export function segmentsOfSamples(steps: number, batch: number): { first: number; count: number }[] {
  const { perStep, length } = sampleSegments(batch);
  return Array.from({ length: steps * perStep }, (_, segment) => {
    const within = (segment % perStep) * length;
    const first = Math.floor(segment / perStep) * batch + within;
    return { first, count: Math.min(length, batch - within) };
  });
}
