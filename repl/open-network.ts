/** A network that is open in the shell, with what was computed of it: each thing once. */

import { join } from "node:path";
import type { Subject } from "../src/analyse/observe.ts";
import { type Engine, openEngine } from "../src/engine/engine.ts";
import { listCheckpoints } from "../src/run/checkpoint-folder.ts";
import { openSubject, readNetwork, type SavedNetwork } from "../src/session/open-network.ts";

export class OpenNetwork {
  private opened: Promise<{ engine: Engine; subject: Subject }> | undefined;
  private engineInUse: Engine | undefined;
  private readonly kept = new Map<string, unknown>();
  private listedUnits: readonly number[] | undefined;

  private constructor(
    /** As the user named it. */
    readonly name: string,
    /** Absolute path of what was named; it need not exist for a bundled checkpoint. */
    readonly path: string,
    readonly saved: SavedNetwork,
  ) {}

  /** @throws UserError when there is no such network, or it is damaged */
  static read(name: string, path: string): OpenNetwork {
    return new OpenNetwork(name, path, readNetwork(path, name));
  }

  /** The checkpoint that was read: what a process of its own is to read, also when the run has newer ones by now. */
  get source(): string {
    return this.saved.checkpoint.path;
  }

  /** The step of the newest checkpoint of the run when that is not the one that was read. */
  get newerStep(): number | undefined {
    const newest = listCheckpoints({ checkpointsPath: join(this.path, "checkpoints") }).at(-1);
    return newest && newest.step > this.saved.checkpoint.step ? newest.step : undefined;
  }

  get units(): number {
    return this.saved.config.model.units;
  }

  /** The engine with the network in it; started when first needed, anew when it could not be started. */
  machine(): Promise<{ engine: Engine; subject: Subject }> {
    this.opened ??= this.start().catch((error) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  /** What `make` gives, computed when first asked for under this key. What failed or was stopped is not kept. */
  async once<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (!this.kept.has(key)) this.kept.set(key, await make());
    return this.kept.get(key) as T;
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
    this.kept.clear();
  }

  private async start(): Promise<{ engine: Engine; subject: Subject }> {
    const engine = await openEngine();
    try {
      const subject = openSubject(engine, this.saved);
      this.engineInUse = engine;
      return { engine, subject };
    } catch (error) {
      engine.close();
      throw error;
    }
  }
}
