/**
 * What a training writes of its units on the way, as its settings ask: a mosaic with each checkpoint, scores into the log, frames
 * of a film, pictures into TensorBoard's events. It looks along paths of its own and leaves the network as it is: a training has the same bits with it and without.
 */
import { join } from "node:path";
import type { DecodedPaths } from "../analyse/decode-paths.ts";
import { FileError } from "../format/file-trouble.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import type { EventImage } from "../format/tfevents.ts";
import { writeFrame } from "../run/film-frame.ts";
import { openOwnFolder } from "../run/own-folder.ts";
import type { RunDirectory } from "../run/run-directory.ts";
import { RunFilesGoneError, RunGoneError } from "../run/run-guard.ts";
import { RunLostError } from "../run/run-lock.ts";
import type { BaseSettings } from "../tasks/experiment.ts";
import type { NetworkBetweenSteps } from "../train/run-training.ts";
import type { Arena } from "../world/arena.ts";
import type { ScoredMaps } from "./snapshot.ts";
import { SnapshotBudget } from "./snapshot-budget.ts";
import {
  frameOf,
  guessSnapshotSeconds,
  recordScoring,
  type SnapshotTaker,
  snapshotTrajectories,
  snapshotTrouble,
} from "./snapshot-taker.ts";

/** Of the time trained, what scores may cost. */
export const scoreLimit = 0.02;

/** Maps to be drawn as the published code does, and what a reader of the picture should know. */
export interface MosaicMaps extends ScoredMaps {
  readonly trajectories: number;
}

/** What TensorBoard is shown of a network. */
export interface SeenNetwork {
  readonly maps: MosaicMaps;
  /** The first paths; undefined where no place can be read out. */
  readonly paths: DecodedPaths | undefined;
  readonly arena: Arena;
}

/** Paths of which TensorBoard has a figure each. */
const pathsShown = 10;

export interface RecorderOptions {
  /** @returns a PNG file; undefined: this network has too few units for one */
  readonly drawMosaic: (maps: MosaicMaps) => Uint8Array | undefined;
  /** @returns the pictures for TensorBoard */
  readonly drawImages: (seen: SeenNetwork) => Promise<readonly EventImage[]>;
  /** Told why nothing is written any more; the training goes on. */
  readonly onTrouble: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What ends the training itself: its log and its checkpoints cannot be written, or are another's. */
const ofRun = [FileError, RunLostError, RunFilesGoneError, RunGoneError];

/** What is to be written after a step. */
interface Due {
  readonly mosaic: boolean;
  readonly scores: boolean;
  readonly frame: boolean;
  readonly images: boolean;
}

export class TrainingRecorder {
  private readonly budget = new SnapshotBudget(scoreLimit);
  private fastestStep = Number.POSITIVE_INFINITY;
  private looks = 0;
  private lookSeconds = 0;
  /** A step to be scored has come and is not scored yet. */
  private wanted = false;
  private taker: SnapshotTaker | undefined;
  private gaveUp = false;
  /** A picture could not be written. */
  private hasNoRoom = false;
  private hasNoMosaic = false;

  constructor(
    private readonly takerOf: (network: NetworkBetweenSteps) => SnapshotTaker,
    private readonly settings: BaseSettings["train"],
    private readonly run: Pick<RunDirectory, "path" | "figuresPath">,
    private readonly options: RecorderOptions,
  ) {}

  /** Between two steps. @throws RunLostError, RunFilesGoneError, FileError when the run cannot be written */
  between(network: NetworkBetweenSteps): Promise<void> {
    const { mosaic, scoreEvery, filmEvery, imageEvery } = this.settings;
    const { step, seconds, isSaved } = network;
    this.trained(seconds);
    if (scoreEvery !== null && step % scoreEvery === 0) this.wanted = true;
    return this.write(network, {
      mosaic: mosaic && isSaved,
      scores: this.wanted && this.budget.due,
      // The network as it was before it learned.
      frame: filmEvery !== null && (step === 1 || step % filmEvery === 0),
      images: imageEvery !== null && step % imageEvery === 0,
    });
  }

  /** After the last step: of that there are scores, a frame and pictures, whatever its number. */
  afterLastStep(network: NetworkBetweenSteps): Promise<void> {
    const { mosaic, scoreEvery, filmEvery, imageEvery } = this.settings;
    return this.write(network, {
      mosaic,
      scores: scoreEvery !== null,
      frame: filmEvery !== null,
      images: imageEvery !== null,
    });
  }

  private trained(seconds: number): void {
    this.budget.trained(seconds);
    this.fastestStep = Math.min(this.fastestStep, seconds);
    const cost =
      this.looks > 0
        ? this.lookSeconds / this.looks
        : guessSnapshotSeconds(this.fastestStep, this.settings.batchSize);
    // As much again is kept for those of the last step.
    this.budget.expect(2 * cost);
  }

  /** Whatever goes wrong in looking, the training goes on without. */
  private async write(network: NetworkBetweenSteps, wanted: Due): Promise<void> {
    const due = this.hasNoRoom ? { ...wanted, mosaic: false, frame: false } : wanted;
    if (this.gaveUp || !Object.values(due).includes(true)) return;
    try {
      await this.look(network, due);
    } catch (error) {
      if (ofRun.some((kind) => error instanceof kind)) throw error;
      this.gaveUp = true;
      this.options.onTrouble(`no more scores and pictures of this training: ${snapshotTrouble(error)}`);
    }
  }

  private async look(network: NetworkBetweenSteps, due: Due): Promise<void> {
    const began = performance.now();
    await network.synchronize();
    this.taker ??= this.takerOf(network);
    const maps = await this.taker.takeMaps(network.step, recordScoring, () => this.breathe());
    if (!maps) return;
    const noise = due.scores || due.frame ? this.taker.currentNoise() : undefined;
    network.check();
    if (due.scores) {
      network.logScores(this.taker.recordOf(maps, noise!));
      this.wanted = false;
      const seconds = (performance.now() - began) / 1000;
      this.looks++;
      this.lookSeconds += seconds;
      this.budget.spent(seconds);
    }
    if (due.images) await this.logImages(network, this.taker, maps);
    this.writePictures(() => {
      if (due.mosaic) this.writeMosaic(maps);
      if (due.frame) writeFrame(this.run.path, frameOf(maps, noise!));
    });
  }

  /** Their log is that of the scalars: what does not fit there ends the training. */
  private async logImages(
    network: NetworkBetweenSteps,
    taker: SnapshotTaker,
    maps: ScoredMaps,
  ): Promise<void> {
    const paths = taker.takePaths(pathsShown);
    const seen = { maps: { ...maps, trajectories: snapshotTrajectories }, paths, arena: taker.arena };
    const images = await this.options.drawImages(seen);
    network.check();
    network.logImages(images);
  }

  /** One that does not fit costs no steps: a checkpoint that does not fit ends the training soon enough. */
  private writePictures(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.hasNoRoom = true;
      this.options.onTrouble(`no more pictures of this training: ${error.message}`);
    }
  }

  private writeMosaic(maps: ScoredMaps): void {
    if (this.hasNoMosaic) return;
    const picture = this.options.drawMosaic({ ...maps, trajectories: snapshotTrajectories });
    if (!picture) {
      this.hasNoMosaic = true;
      this.options.onTrouble(`no mosaics of this training: ${maps.units} units do not fill a row of one`);
      return;
    }
    const { figuresPath } = this.run;
    openOwnFolder(figuresPath);
    const path = join(figuresPath, `mosaic-step-${String(maps.step).padStart(6, "0")}.png`);
    writeFileSafely(path, picture, { force: true, links: "replace" });
  }

  /** Lets signals be heard. @returns false when it is time to stop */
  private async breathe(): Promise<boolean> {
    await new Promise<void>((resume) => setImmediate(resume));
    return this.options.signal?.aborted !== true;
  }
}
