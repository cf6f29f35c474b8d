/** `simulate --check`: paths put together from speeds and turns beside those that were simulated, and what they are like. */
import { UserError } from "../../../user-error.ts";
import { simulatedRecords } from "../../../world/dataset/simulated-records.ts";
import { motionOf } from "../../../world/motion.ts";
import { MotionCounter } from "../../../world/motion-statistics.ts";
import { arenaOf, type OpenField } from "../../../world/open-field.ts";
import { PathDeviations } from "../../../world/path-deviation.ts";
import { usualForm } from "../../../world/rebuilt-path.ts";
import type { TrajectoryBatch } from "../../../world/trajectory.ts";
import { alignColumns } from "../../frame/columns.ts";

export class SimulationCheck {
  private readonly deviations: PathDeviations;
  private readonly motion: MotionCounter;

  constructor(private readonly world: OpenField) {
    const [arena, motion] = [arenaOf(world), motionOf(world)];
    this.deviations = new PathDeviations(usualForm, motion.dt, arena);
    this.motion = new MotionCounter(arena, motion.dt, motion.borderRegion);
  }

  /** @param batch of one step more than the paths have */
  add(batch: TrajectoryBatch): void {
    this.motion.add(batch);
    for (const record of simulatedRecords(batch, this.world.dt)) this.deviations.add(record);
  }

  /** @throws UserError when a path is further off than rounding explains */
  require(): void {
    const { first, rounding } = this.deviations.found();
    if (!first) return;
    const { trajectory, step, distance, turn } = first;
    throw new UserError(
      `step ${step + 1} of trajectory ${trajectory + 1} does not lead where the path goes: it is ${mm(distance)} mm and ${rad(turn)} rad off`,
      `rounding explains ${mm(rounding)} mm: what wrote these numbers is broken`,
    );
  }

  /** For JSON: lengths in m, angles in rad; without walls nothing is at them. */
  get summary() {
    const { first: _, ...check } = this.deviations.found();
    const { samples: _s, ...motion } = this.motion.found();
    return {
      check,
      motion: { ...motion, atWalls: Number.isNaN(motion.atWalls) ? null : motion.atWalls },
    };
  }

  /** @param columns of the terminal */
  lines(columns: number): string[] {
    const { largest, mean, heading, step, rounding } = this.deviations.found();
    const { stepCm, stepDeviationCm, turnDeviation, turnMean, atWalls, outside } = this.motion.found();
    const zone = `${cm(this.world.borderRegion)} cm`;
    const walls = `${percent(atWalls)} of the steps end within ${zone} of one, ${percent(outside)} outside`;
    return alignColumns(
      [
        ["paths rebuilt", `${mm(largest)} mm off at most, ${mm(mean)} mm on average`],
        ["headings", `${rad(heading)} rad off at most`],
        ["single steps", `${mm(step)} mm off at most; rounding explains ${mm(rounding)} mm`],
        ["step", `${stepCm.toFixed(2)} cm on average, standard deviation ${stepDeviationCm.toFixed(2)} cm`],
        ["turn", `${turnMean.toFixed(4)} rad on average, standard deviation ${turnDeviation.toFixed(3)} rad`],
        ["walls", Number.isNaN(atWalls) ? "none" : walls],
      ],
      columns,
    );
  }
}

const mm = (metres: number): string => (1000 * metres).toPrecision(2);
const rad = (angle: number): string => angle.toExponential(1);
const cm = (metres: number): string => String(Number((100 * metres).toPrecision(4)));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
