import { LiveLine } from "../../draw/live-line.ts";
import type { Pace } from "../../session/analysis.ts";
import type { CommandContext } from "./command.ts";

/** A line on stderr for each piece of work, which says what share of it is done; silent under --quiet. */
export function shareProgress(context: Pick<CommandContext, "quiet" | "io" | "progressTerminal">): Pace {
  const breathe = async () => {};
  if (context.quiet) return { breathe };
  let line: LiveLine | undefined;
  return {
    breathe,
    progress(what, share) {
      line ??= new LiveLine((text) => context.io.stderr.write(text), context.progressTerminal);
      line.update(`${what} ${Math.floor(100 * share)} %`, share);
    },
    ended() {
      line?.end();
      line = undefined;
    },
  };
}
