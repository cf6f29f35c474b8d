/** Lines that fill the screen while keys move what they show, until a key leaves. A picture that moves by itself is background/full-screen.ts's. */
import { isCharacter, type Key } from "../src/cli/frame/key-names.ts";
import { enterScreen, isEntered, leaveScreen, showScreen } from "../src/cli/frame/screen.ts";
import { backgroundOf } from "./background/background.ts";
import type { Shell } from "./shell.ts";

const usualRows = 24;
const away = new Set(["q", "escape", "return"]);
const forward = new Set(["down", "right", "space", "pagedown"]);
const backward = new Set(["up", "left", "pageup"]);

export interface Browsed {
  /** What is to be seen now, for a screen of so many lines. */
  readonly draw: (rows: number) => string[] | Promise<string[]>;
  /** A named key such as `down` or `return`. @returns whether it meant something; else q, Escape and Enter leave */
  readonly onKey: (name: string) => boolean | Promise<boolean>;
}

export const screenRows = (shell: Shell): number => shell.host.rows ?? usualRows;

/** Which way a key goes, for who has but two. */
export const directionOf = (name: string): 1 | -1 | undefined =>
  forward.has(name) ? 1 : backward.has(name) ? -1 : undefined;

/**
 * Shows it until a key leaves. The first letter of anything else leaves too, and begins the next line of the prompt; where such a
 * line waits already, nothing is shown. May be called from within `onKey`.
 * @throws Interrupted on Ctrl-C
 */
export async function browse(shell: Shell, browsed: Browsed): Promise<void> {
  if (isEntered()) return untilLeft(shell, browsed);
  if (shell.host.typedAhead) return;
  await backgroundOf(shell).withScreen(async () => {
    enterScreen();
    try {
      await untilLeft(shell, browsed);
    } finally {
      leaveScreen();
    }
  });
}

async function untilLeft(shell: Shell, { draw, onKey }: Browsed): Promise<void> {
  const show = async () => {
    const rows = screenRows(shell);
    showScreen(await draw(rows), rows);
  };
  for (;;) {
    await show();
    const key = await keyMeanwhile(shell, () => void show());
    if (beginsLine(shell, key)) {
      shell.host.giveBack(key);
      return;
    }
    if (!(await onKey(key.name)) && away.has(key.name)) return;
  }
}

async function keyMeanwhile(shell: Shell, resized: () => void): Promise<Key> {
  process.stdout.on("resize", resized);
  try {
    return await shell.host.nextKey();
  } finally {
    process.stdout.off("resize", resized);
  }
}

/** A letter, but not the q that leaves: that one has no other behind it. */
const beginsLine = ({ host }: Shell, { name, text }: Key): boolean =>
  isCharacter(text) && (name !== "q" || host.typedAhead);
