/** The terminal of a command while a picture fills it. Screen and keys are given back however the process ends. */
import { detectTerminal } from "../../draw/terminal.ts";
import type { ScreenPlace } from "./full-screen.ts";
import type { Io, Screen } from "./io.ts";
import { keyOf } from "./key-names.ts";
import { Keyboard } from "./keyboard.ts";
import { leaveScreen } from "./screen.ts";

export interface TakenScreen extends ScreenPlace {
  /** The screen as it was before, and keys as lines. Doing it twice does nothing. */
  giveBack(): void;
}

/** Keys are read one by one from now on; those that are signals stay signals. */
export function takeScreen({ env, stderr }: Pick<Io, "env" | "stderr">, screen: Screen): TakenScreen {
  const keyboard = new Keyboard(screen.input, interrupt);
  const giveBack = () => {
    process.off("exit", giveBack);
    keyboard.leave();
    leaveScreen();
  };
  screen.remember();
  keyboard.take();
  screen.hearSignalKeys();
  process.on("exit", giveBack);
  return {
    get terminal() {
      return detectTerminal(env, stderr);
    },
    get rows() {
      return screen.rows;
    },
    write: (text) => stderr.write(text),
    onResize: (redraw) => screen.onResize(redraw),
    nextKey: () =>
      new Promise((resolve) => {
        keyboard.readKeys((text) => {
          const key = keyOf(text);
          if (key.ctrl && key.name === "c") interrupt();
          else resolve(key);
          return !(key.ctrl && key.name === "c");
        });
      }),
    forgetKey: () => keyboard.forget(),
    giveBack,
  };
}

/** Ctrl-C where it is a key. */
const interrupt = (): void => void process.kill(process.pid, "SIGINT");
