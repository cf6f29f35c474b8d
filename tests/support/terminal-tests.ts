/** Tests in a terminal of their own, skipped where the machine has none. */
import { afterAll, test } from "bun:test";
import { temporaryDirectory } from "./temporary.ts";
import { hasTmux, TmuxTerminal } from "./tmux-terminal.ts";

type TerminalTest = (terminal: TmuxTerminal, cwd: string) => Promise<void>;

/**
 * What defines a test of one terminal in an empty folder; all of them are closed at the end of the file.
 * @param prepare the folder
 */
export function terminalTests(
  prepare: (cwd: string) => void | Promise<void> = () => {},
): (name: string, run: TerminalTest) => void {
  const terminals: TmuxTerminal[] = [];
  afterAll(() => {
    for (const terminal of terminals) terminal.close();
  });
  return (name, run) => {
    if (!hasTmux) {
      test.skip(`${name} (skipped: needs tmux, bash and pgrep)`, () => {});
      return;
    }
    test(name, async () => {
      const cwd = temporaryDirectory();
      await prepare(cwd);
      const terminal = new TmuxTerminal(cwd);
      terminals.push(terminal);
      await run(terminal, cwd);
    }, 60_000);
  };
}
