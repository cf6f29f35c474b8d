import type { Arena } from "../world/arena.ts";
import type { Motion } from "../world/motion.ts";
import type { Config } from "./schema.ts";

export const arenaOf = ({ world }: Config): Arena => ({
  width: world.boxWidth,
  height: world.boxHeight,
  periodic: world.periodic,
});

export const motionOf = ({ world }: Config): Motion => {
  const { kind: _kind, boxWidth: _width, boxHeight: _height, periodic: _periodic, ...motion } = world;
  return motion;
};
