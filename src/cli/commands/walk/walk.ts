/** One rat after the other on its way: how far it is, how fast it goes, and whose maps are looked at. The picture is walk-screen.ts's. */
import { mapOf, type RateMaps } from "../../../analyse/rate-map.ts";
import { type Rat, type WalkPath, walkActivity, walkPath } from "../../../analyse/walk-path.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { visibleWidth } from "../../../draw/text.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { conditionsText } from "../../frame/conditions.ts";
import { walkLayout } from "./walk-layout.ts";
import { type WalkedUnit, walkScreen } from "./walk-screen.ts";

/** What walks. */
export interface Walked {
  readonly engine: Engine;
  readonly source: ActivitySource;
  /** As the user named it. */
  readonly network: string;
  readonly rates: RateMaps;
  /** Units whose maps can be looked at, the first ones first. */
  readonly units: readonly number[];
}

export interface WalkOptions {
  readonly seed: number;
  /** Of the rat's life, before the next one comes. */
  readonly seconds: number;
}

/** Of a step of a file that does not say how long its steps are: for the clock alone. */
const untimedSeconds = 0.02;
/** Times as fast as the rat. */
const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8] as const;
const keysUnicode = "Space pauses  . steps  + - speed  ← → units  n another rat  q leaves";
const keysAscii = "Space pauses  . steps  + - speed  left right units  n another rat  q leaves";

export class Walk {
  readonly steps: number;
  /** The source says how long a step is. */
  private readonly isTimed: boolean;
  private readonly stepSeconds: number;
  private rat: Rat;
  private path: WalkPath;
  private activity: { readonly key: string; readonly values: Float32Array } | undefined;
  /** Steps made; parts of one count for the clock only. */
  private made = 1;
  private speed: number = speeds.indexOf(1);
  private paused = false;
  private drawnAt: number | undefined;
  /** Place in the list of the first unit that is shown, and how many there was room for. */
  private first = 0;
  private shown = 1;

  /** @throws UserError when the memory does not hold the way */
  constructor(
    private readonly walked: Walked,
    { seed, seconds }: WalkOptions,
  ) {
    const { usual, dt } = walked.source;
    this.isTimed = Number.isFinite(dt);
    this.stepSeconds = this.isTimed ? dt : untimedSeconds;
    const wanted = Math.max(1, Math.round(seconds / this.stepSeconds));
    // A file has no other ways than its own.
    this.steps = usual.trajectories === undefined ? wanted : Math.min(usual.steps, wanted);
    this.rat = { seed, number: 0, steps: this.steps };
    this.path = walkPath(walked.engine, walked.source, this.rat);
  }

  /** The picture `now`, ms; a clock that runs has gone on since the last one. */
  draw(terminal: Terminal, rows: number, now: number): string[] {
    if (!this.paused && this.drawnAt !== undefined) {
      this.made += ((now - this.drawnAt) / 1000 / this.stepSeconds) * speeds[this.speed]!;
      if (this.made > this.steps) this.next();
    }
    const lines = this.picture(terminal, rows, this.keys(terminal));
    // Whatever had to be computed takes nothing from the way.
    this.drawnAt = this.paused ? undefined : Math.max(now, this.drawnAt ?? now);
    return lines;
  }

  /** To the end of the way. */
  finish(): void {
    this.made = this.steps;
  }

  /** The picture for a page that stays: no clock, no keys. */
  page(terminal: Terminal, rows: number): string[] {
    return this.picture(terminal, rows, undefined);
  }

  /** All there is of the way, and the activity [T, units] of those that were shown last. */
  get answer() {
    const { seed, steps } = this.rat;
    const units = this.shownUnits();
    return { seed, steps, dt: this.walked.source.dt, ...this.path, units, activity: this.activityOf(units) };
  }

  /** A key by its name, as `space`. */
  key(name: string): void {
    if (name === "space") this.pause(!this.paused);
    else if (name === ".") {
      this.pause(true);
      this.made = this.made + 1 > this.steps ? 1 : Math.floor(this.made) + 1;
    } else if (name === "+" || name === "=") this.speed = Math.min(speeds.length - 1, this.speed + 1);
    else if (name === "-") this.speed = Math.max(0, this.speed - 1);
    else if (name === "right") this.turn(this.shown);
    else if (name === "left") this.turn(-this.shown);
    else if (name === "n") this.next();
  }

  private pause(paused: boolean): void {
    this.paused = paused;
    this.drawnAt = undefined;
  }

  private turn(by: number): void {
    const last = Math.max(0, this.walked.units.length - this.shown);
    this.first = Math.max(0, Math.min(last, this.first + by));
  }

  private next(): void {
    const { usual } = this.walked.source;
    const number = (this.rat.number + 1) % (usual.trajectories ?? Number.MAX_SAFE_INTEGER);
    this.rat = { ...this.rat, number };
    this.path = walkPath(this.walked.engine, this.walked.source, this.rat);
    this.made = 1;
    this.drawnAt = undefined;
  }

  private picture(terminal: Terminal, rows: number, keys: string | undefined): string[] {
    const { source, rates, network } = this.walked;
    const { binsX: x, binsY: y } = rates;
    const layout = walkLayout(terminal.columns, rows, source.arena, { x, y });
    this.shown = Math.max(1, layout.mapRows * layout.mapColumns);
    this.turn(0);
    const units = layout.mapRows === 0 ? [] : this.shownUnits();
    const moment = {
      ...{ path: this.path, made: Math.max(1, Math.floor(this.made)), dt: this.stepSeconds },
      ...{ arena: source.arena, network, units: this.walkedUnits(units), keys },
      pace: keys === undefined ? "" : this.paused ? "paused" : `speed x ${speeds[this.speed]}`,
      isTimed: this.isTimed,
      choice: units.length === 0 ? "" : this.choice(units.length),
      // Under a page that stays the answer names them.
      conditions: keys === undefined ? "" : conditionsText(source.conditions),
    };
    return walkScreen(moment, layout, terminal, rows);
  }

  private choice(count: number): string {
    const { length } = this.walked.units;
    return count === length ? "" : `maps ${this.first + 1} to ${this.first + count} of ${length}`;
  }

  private keys({ columns, unicode }: Terminal): string {
    const { source } = this.walked;
    const keys = unicode ? keysUnicode : keysAscii;
    const trained = `trained on ${(source.usual.steps * source.dt).toFixed(1)} s`;
    const isFile = source.usual.trajectories !== undefined;
    const fits = !isFile && visibleWidth(keys) + 3 + trained.length <= columns;
    return fits ? `${keys}   ${trained}` : keys;
  }

  private shownUnits(): readonly number[] {
    return this.walked.units.slice(this.first, this.first + this.shown);
  }

  private walkedUnits(units: readonly number[]): WalkedUnit[] {
    const values = this.activityOf(units);
    const step = Math.max(1, Math.floor(this.made)) - 1;
    return units.map((unit, i) => ({
      ...{ unit, map: mapOf(this.walked.rates, unit) },
      activity: values[step * units.length + i]!,
    }));
  }

  private activityOf(units: readonly number[]): Float32Array {
    const key = JSON.stringify([this.rat, units]);
    const { engine, source } = this.walked;
    if (this.activity?.key !== key) {
      this.activity = { key, values: walkActivity(engine, source, this.rat, units) };
    }
    return this.activity.values;
  }
}
