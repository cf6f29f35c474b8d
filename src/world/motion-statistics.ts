/** What trajectories are like: lengths of steps, turns, time at the walls. */
import { type Arena, distanceToWall } from "./arena.ts";
import type { TrajectoryBatch } from "./trajectory.ts";

export interface MotionStatistics {
  readonly samples: number;
  /** cm, mean net displacement of a stored step, and its standard deviation. */
  readonly stepCm: number;
  readonly stepDeviationCm: number;
  /** rad, standard deviation and mean of the turn from one stored step to the next. */
  readonly turnDeviation: number;
  readonly turnMean: number;
  /** Share of the steps that end nearer to a wall than the border region; NaN without walls. */
  readonly atWalls: number;
  /** Share of the steps that end outside the box. */
  readonly outside: number;
}

/** Batch after batch. */
export class MotionCounter {
  private samples = 0;
  private turns = 0;
  private step = 0;
  private stepSquares = 0;
  private turn = 0;
  private turnSquares = 0;
  private near = 0;
  private beyond = 0;

  /**
   * @param dt s, one stored step
   * @param borderRegion m
   */
  constructor(
    private readonly arena: Arena,
    private readonly dt: number,
    private readonly borderRegion: number,
  ) {}

  add({ position, velocity, heading, trajectories }: TrajectoryBatch): void {
    const [p, v, h] = [position.view, velocity.view, heading.view];
    for (let i = 0; i < h.length; i++) {
      const way = this.dt * Math.hypot(v[2 * i]!, v[2 * i + 1]!);
      this.step += way;
      this.stepSquares += way * way;
      const distance = distanceToWall(this.arena, p[2 * i]!, p[2 * i + 1]!);
      if (distance < this.borderRegion) this.near++;
      if (distance < 0) this.beyond++;
    }
    this.samples += h.length;
    for (let i = trajectories; i < h.length; i++) {
      const turn = h[i]! - h[i - trajectories]!;
      const wrapped = turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI));
      this.turn += wrapped;
      this.turnSquares += wrapped * wrapped;
      this.turns++;
    }
  }

  found(): MotionStatistics {
    const { samples, turns, arena } = this;
    const [step, turn] = [this.step / samples, this.turn / turns];
    return {
      samples,
      stepCm: 100 * step,
      stepDeviationCm: 100 * Math.sqrt(Math.max(0, this.stepSquares / samples - step * step)),
      turnDeviation: Math.sqrt(Math.max(0, this.turnSquares / turns - turn * turn)),
      turnMean: turn,
      atWalls: arena.periodic ? Number.NaN : this.near / samples,
      outside: this.beyond / samples,
    };
  }
}
