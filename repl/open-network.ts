/** What is open in the shell, a network or a file of activity, with what was computed of it: each thing once. */

import { basename, join } from "node:path";
import { type Engine, openEngine } from "../src/engine/engine.ts";
import { listCheckpoints } from "../src/run/checkpoint-folder.ts";
import type { Analysis } from "../src/session/analysis.ts";
import { analysisOf } from "../src/session/analysis-of.ts";
import type { Pace } from "../src/session/look.ts";
import type { SavedNetwork } from "../src/session/saved-network.ts";
import { readSubject, type Subject, type SubjectChoice } from "../src/session/subject.ts";
import { UserError } from "../src/user-error.ts";

export class OpenNetwork {
  private opened: Promise<Analysis> | undefined;
  private engineInUse: Engine | undefined;
  private listedUnits: readonly number[] | undefined;
  private countedUnits: number | undefined;

  private constructor(
    /** As the user named it. */
    readonly name: string,
    /** Absolute path of what was named; it need not exist for a bundled checkpoint. */
    readonly path: string,
    readonly subject: Subject,
    readonly choice: SubjectChoice,
    private readonly pace: Pace,
  ) {}

  /** @throws UserError when there is nothing of that name, or it is damaged */
  static read(name: string, path: string, pace: Pace, choice: SubjectChoice = {}): OpenNetwork {
    return new OpenNetwork(name, path, readSubject(path, name, choice), choice, pace);
  }

  /** @throws UserError when a file of activity is open */
  get saved(): SavedNetwork {
    if (this.subject.saved) return this.subject.saved;
    throw new UserError(`${this.name} is a file of activity, not a network`, "open a run or a checkpoint", 2);
  }

  /** As the prompt and `compare` name it: `first`, `quick untrained`, `quick speedScale=1.4`. */
  get title(): string {
    const { tap, untrained } = this.choice;
    return [
      basename(this.name),
      ...(untrained ? ["untrained"] : []),
      ...(tap === undefined ? [] : [tap]),
      ...this.subject.changed.map(({ name, value }) => `${name}=${value}`),
    ].join(" ");
  }

  /** The file that was read: what a process of its own is to read, also when the run has newer ones by now. */
  get source(): string {
    return this.subject.saved?.checkpoint.path ?? this.path;
  }

  /** The step of the newest checkpoint of the run when that is not the one that was read. */
  get newerStep(): number | undefined {
    const { saved } = this.subject;
    if (!saved || saved.checkpoint.path === this.path) return undefined;
    const newest = listCheckpoints({ checkpointsPath: join(this.path, "checkpoints") }).at(-1);
    return newest && newest.step > saved.checkpoint.step ? newest.step : undefined;
  }

  /** Undefined as long as it is not known: a file of activity tells when its arrays are read. */
  get units(): number | undefined {
    return this.countedUnits ?? this.subject.units;
  }

  /** The engine with the source in it; started when first needed, anew when it could not be started. */
  analysis(): Promise<Analysis> {
    this.opened ??= this.start().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  /** The units that `units` listed last, in its order: `next` and `prev` go along them. */
  get listed(): readonly number[] | undefined {
    return this.listedUnits;
  }

  list(units: readonly number[]): void {
    this.listedUnits = units;
  }

  close(): void {
    this.engineInUse?.close();
    this.engineInUse = undefined;
    this.opened = undefined;
  }

  private async start(): Promise<Analysis> {
    const engine = await openEngine();
    try {
      const analysis = analysisOf(engine, this.subject, this.pace);
      this.engineInUse = engine;
      this.countedUnits = analysis.source.units;
      return analysis;
    } catch (error) {
      engine.close();
      throw error;
    }
  }
}
