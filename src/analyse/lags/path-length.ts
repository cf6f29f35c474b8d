/** Places by the length of the path: where the rat is when it has gone so much further, or had so much to go. */
import { type Arena, distanceIn } from "../../world/arena.ts";

/** Positions [T, B, 2] m, time-major, NaN where not known. */
export interface Paths {
  readonly position: Float32Array;
  readonly trajectories: number;
  readonly steps: number;
}

/** A piece of a path without a gap: samples `first`, `first` + B, …, `last` of one trajectory. */
interface Piece {
  readonly first: number;
  readonly last: number;
}

export class PathLength {
  /** [T, B] m since the last gap; NaN where the place is not known. */
  private readonly length: Float64Array;
  private readonly pieces: Piece[] = [];

  /** In a periodic box a step across the seam is taken the short way. */
  constructor(
    private readonly paths: Paths,
    private readonly arena: Arena,
  ) {
    const { position, trajectories, steps } = paths;
    this.length = new Float64Array(steps * trajectories).fill(Number.NaN);
    const known = (sample: number) => !Number.isNaN(position[2 * sample]! + position[2 * sample + 1]!);
    for (let b = 0; b < trajectories; b++) {
      let first = -1;
      for (let at = b; at < steps * trajectories; at += trajectories) {
        if (!known(at)) {
          if (first >= 0) this.pieces.push({ first, last: at - trajectories });
          first = -1;
        } else if (first < 0) {
          first = at;
          this.length[at] = 0;
        } else {
          const before = at - trajectories;
          this.length[at] = this.length[before]! + distanceIn(arena, ...this.step(before, at));
        }
      }
      if (first >= 0) this.pieces.push({ first, last: b + (steps - 1) * trajectories });
    }
  }

  /** out [T, B, 2]: the place `distance` m further along the path, between two steps by linear interpolation; NaN beyond the path. */
  shift(distance: number, out: Float32Array): void {
    const { position, trajectories } = this.paths;
    if (distance === 0) {
      out.set(position);
      return;
    }
    out.fill(Number.NaN);
    for (const { first, last } of this.pieces) {
      let at = first;
      for (let sample = first; sample <= last; sample += trajectories) {
        const wanted = this.length[sample]! + distance;
        if (!(wanted >= 0 && wanted <= this.length[last]!)) continue;
        while (at + trajectories < last && this.length[at + trajectories]! < wanted) at += trajectories;
        this.between(at, Math.min(last, at + trajectories), wanted, out, sample);
      }
    }
  }

  private between(from: number, to: number, wanted: number, out: Float32Array, sample: number): void {
    const { position } = this.paths;
    const way = this.length[to]! - this.length[from]!;
    const share = way > 0 ? (wanted - this.length[from]!) / way : 0;
    const [dx, dy] = this.step(from, to);
    const { width, height } = this.arena;
    out[2 * sample] = this.inside(position[2 * from]! + share * dx, width);
    out[2 * sample + 1] = this.inside(position[2 * from + 1]! + share * dy, height);
  }

  private step(from: number, to: number): [dx: number, dy: number] {
    const { position } = this.paths;
    const { width, height } = this.arena;
    return [
      this.short(position[2 * to]! - position[2 * from]!, width),
      this.short(position[2 * to + 1]! - position[2 * from + 1]!, height),
    ];
  }

  private short = (way: number, side: number): number =>
    this.arena.periodic ? way - side * Math.round(way / side) : way;

  private inside = (place: number, side: number): number =>
    this.arena.periodic ? place - side * Math.floor(place / side + 0.5) : place;
}
