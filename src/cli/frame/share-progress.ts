import { LiveLine } from "../../draw/live-line.ts";
import type { CommandContext } from "./command.ts";

/** A line on stderr that says which share of some work is done; silent under --quiet. */
export function shareProgress(
  context: Pick<CommandContext, "quiet" | "io" | "progressTerminal">,
  what: string,
): { update(share: number): void; end(): void } {
  if (context.quiet) return { update: () => {}, end: () => {} };
  const line = new LiveLine((text) => context.io.stderr.write(text), context.progressTerminal);
  return {
    update: (share) => line.update(`${what} ${Math.floor(100 * share)} %`, share),
    end: () => line.end(),
  };
}
