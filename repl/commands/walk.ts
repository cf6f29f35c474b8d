/** `walk`: one rat after the other, and where the open network thinks it is. */

import { backgroundOf } from "../background/background.ts";
import { fullScreen } from "../background/full-screen.ts";
import { walkPath } from "../background/walk-path.ts";
import { type WalkMoment, walkScreen } from "../background/walk-screen.ts";
import { Interrupted } from "../interrupted.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand } from "../shell-command.ts";

const millisecondsPerFrame = 100;
const unboundedRows = 40;
/** A path is computed as a whole before it is shown. */
const longestSeconds = 3600;

export const command = defineShellCommand({
  flags: {
    seconds: {
      type: "number",
      placeholder: "S",
      help: "of the rat's life, before the next one",
      default: 10,
      minimum: 0.1,
      maximum: longestSeconds,
    },
    seed: { type: "integer", placeholder: "N", help: "seed of the rats", default: 0, minimum: 0 },
  },
  positionals: [],
  details:
    "The network hears velocities only, and integrates them far longer than it was trained to. It runs as fast as the rat. " +
    "q, Escape and Ctrl-C leave. Without a terminal, and with --json, it tells of one rat at its end.",
  examples: ["walk", "walk --seconds 30", "walk --json"],
  async run(shell, parsed) {
    const { seconds, seed } = parsed.flags;
    const { name } = shell.network;
    const { engine, source } = await shell.network.analysis();
    const { dt } = source;
    const steps = Math.max(1, Math.round(seconds / dt));
    const trainedSeconds = source.usual.steps * dt;
    const about = { dt, arena: source.arena, network: name, trainedSeconds };
    const rat = (number: number) => walkPath(engine, source, { seed, number }, steps);
    if (shell.interactive && !parsed.json) {
      await backgroundOf(shell).withScreen(() => walkLive(shell, about, rat, steps));
      return;
    }
    const path = rat(0);
    const answer = { network: name, seed, dt, steps, ...path };
    shell.answer(parsed, answer, () =>
      walkScreen({ ...about, path, made: steps }, shell.terminal, unboundedRows)
        .slice(0, -1)
        .join("\n"),
    );
  },
});

async function walkLive(
  shell: Shell,
  about: Omit<WalkMoment, "path" | "made">,
  rat: (number: number) => WalkMoment["path"],
  steps: number,
): Promise<void> {
  if (shell.signal.aborted) throw new Interrupted();
  let number = 0;
  let path = rat(number);
  let began = performance.now();
  const next = () => {
    path = rat(++number);
    began = performance.now();
  };
  await fullScreen(shell, {
    millisecondsPerFrame,
    draw: (terminal, rows) => {
      const made = Math.ceil((performance.now() - began) / 1000 / about.dt);
      if (made > steps) next();
      return walkScreen(
        { ...about, path, made: Math.min(steps, Math.max(1, made > steps ? 1 : made)) },
        terminal,
        rows,
      );
    },
    onKey: ({ name }) => {
      if (name === "n") next();
      return false;
    },
  });
}
