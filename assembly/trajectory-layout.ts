/** How the kernels of trajectories lay out what they share in memory. */

/**
 * The record `motion`, float64 in this order: dt of the simulation, turn factor, speed factor, cap of the speed, velocity smoothing, border
 * region, wall slowdown, wall turn scale, half width, half height, largest |x| and |y| to be stored, rule (0 faithful, 1 inside, 2 periodic,
 * 3 kept speed), mean turn in rad per step, shape (0 rectangle, 1 circle), largest distance from the middle of a circle, simulated steps a stored
 * step, dt of the stored steps. The two factors turn the draws into rad per step and m/s.
 */
export const DT: usize = 0;
export const TURN_FACTOR: usize = 8;
export const SPEED_FACTOR: usize = 16;
export const SPEED_MAX: usize = 24;
export const SMOOTHING: usize = 32;
export const BORDER_REGION: usize = 40;
export const WALL_SLOWDOWN: usize = 48;
export const WALL_TURN_SCALE: usize = 56;
export const HALF_WIDTH: usize = 64;
export const HALF_HEIGHT: usize = 72;
export const LIMIT_X: usize = 80;
export const LIMIT_Y: usize = 88;
export const RULE: usize = 96;
export const TURN_MEAN: usize = 104;
export const SHAPE: usize = 112;
export const LIMIT_RADIUS: usize = 120;
export const PER_STORED: usize = 128;
export const STORED_DT: usize = 136;

/** Rules; 0 is faithful. */
export const INSIDE: f64 = 1;
export const PERIODIC: f64 = 2;
export const KEPT_SPEED: f64 = 3;

/** Shapes; 0 is a rectangle. */
export const CIRCLE: f64 = 1;

/** A pair of rats in memory, two float64 each: position, intended heading, speed and turn, and what was walked in the last step. */
export const X: usize = 0;
export const Y: usize = 16;
export const HEADING: usize = 32;
export const SPEED: usize = 48;
export const TURN: usize = 64;
export const VELOCITY_X: usize = 80;
export const VELOCITY_Y: usize = 96;
export const WALKED: usize = 112;
export const PAIR_BYTES: i32 = 128;
