/** The frames of a film of a training: those that were kept on the way, and of its checkpoints what was not. */
import type { Engine } from "../engine/engine.ts";
import { loadArrays, readCheckpoint } from "../run/checkpoint.ts";
import { listCheckpoints } from "../run/checkpoint-folder.ts";
import { type FilmFrame, listFrames, readFrame } from "../run/film-frame.ts";
import type { RunDirectory } from "../run/run-directory.ts";
import { UserError } from "../user-error.ts";
import { loadWeights, openExperiment, type SavedNetwork } from "./saved-network.ts";
import { frameOf, recordScoring, SnapshotTaker } from "./snapshot-taker.ts";

/** Where a frame comes from. */
export interface FrameSource {
  readonly step: number;
  readonly path: string;
  /** Whether it was kept during the training; else it is a checkpoint. */
  readonly isKept: boolean;
}

/**
 * All frames of a run by their steps, or as many as are wanted, evenly, the first and the last among them.
 * @param most at least 2
 */
export function frameSources(run: RunDirectory, most: number): FrameSource[] {
  const kept = listFrames(run.path).map((frame) => ({ ...frame, isKept: true }));
  const steps = new Set(kept.map(({ step }) => step));
  const saved = listCheckpoints(run).filter(({ step }) => !steps.has(step));
  const all = [...kept, ...saved.map((checkpoint) => ({ ...checkpoint, isKept: false }))].sort(
    (a, b) => a.step - b.step,
  );
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}

/**
 * Reads or makes the frames, one after the other.
 * @param saved the network of the run
 * @throws UserError when one is damaged, or of another network than the others
 */
export async function readFilm(
  engine: Engine,
  saved: SavedNetwork,
  sources: readonly FrameSource[],
  onProgress: (share: number) => void = () => {},
): Promise<FilmFrame[]> {
  const look = sources.every(({ isKept }) => isKept) ? undefined : openLook(engine, saved);
  const frames: FilmFrame[] = [];
  for (const { path, isKept } of sources) {
    const frame = isKept ? readFrame(path) : await look!(path);
    const [first = frame] = frames;
    if (frame.bins !== first.bins || frame.units.join() !== first.units.join()) {
      throw new UserError(
        `${path} has other units or bins than the frames before it`,
        "remove what is not of this run",
      );
    }
    frames.push(frame);
    onProgress(frames.length / sources.length);
  }
  return frames;
}

/** Looks at checkpoints of one network as a training would have. */
function openLook(engine: Engine, saved: SavedNetwork): (path: string) => Promise<FilmFrame> {
  const experiment = openExperiment(engine, saved);
  const weights = loadWeights(engine, experiment, saved.checkpoint);
  const taker = new SnapshotTaker(engine, saved.task.activity(engine, experiment, weights));
  return async (path) => {
    const checkpoint = readCheckpoint(path);
    loadArrays(weights, experiment.layout, checkpoint);
    const maps = await taker.takeMaps(checkpoint.step, recordScoring, async () => true);
    return frameOf(maps!, taker.currentNoise());
  };
}
