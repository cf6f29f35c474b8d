/** The keys that are signals, in a terminal whose other keys are read one by one. */
import { openLibc } from "../../engine/libc.ts";

/** Where the flags and the characters of `struct termios` stand, and what is needed of them. */
const systems = {
  linux: { localFlags: 12, signals: 0x1, characters: 17, quit: 1, suspend: 10, none: 0 },
  darwin: { localFlags: 24, signals: 0x80, characters: 32, quit: 9, suspend: 10, none: 0xff },
} as const;

/** More than any system's `struct termios` has. */
const longest = 256;
const AT_ONCE = 0;

/**
 * After raw mode was set: Ctrl-C is a signal again, heard also while the main thread computes; Ctrl-Z and Ctrl-\ do nothing.
 * Where that cannot be had, Ctrl-C is a key like any other.
 * @param file descriptor of the terminal
 */
export function hearSignalKeys(file: number): void {
  const libc = openLibc({
    tcgetattr: { args: ["i32", "ptr"], returns: "i32" },
    tcsetattr: { args: ["i32", "i32", "ptr"], returns: "i32" },
  });
  const system = process.platform === "darwin" ? systems.darwin : systems.linux;
  const settings = Buffer.alloc(longest);
  if (libc?.tcgetattr(file, settings) !== 0) return;
  const { localFlags, signals, characters, quit, suspend, none } = system;
  settings[localFlags]! |= signals;
  for (const index of [quit, suspend]) settings[characters + index] = none;
  libc.tcsetattr(file, AT_ONCE, settings);
}
