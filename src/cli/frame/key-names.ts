/** Names of keys. What is typed is cut into keys by keyboard.ts. */

/** A key as `node:readline` names it: `up`, `escape`, `q`, `c` with ctrl. */
export interface Key {
  readonly name: string;
  readonly ctrl: boolean;
  readonly text: string;
}

const names: Readonly<Record<string, string>> = {
  "\x1b[A": "up",
  "\x1b[B": "down",
  "\x1b[C": "right",
  "\x1b[D": "left",
  "\x1bOA": "up",
  "\x1bOB": "down",
  "\x1bOC": "right",
  "\x1bOD": "left",
  "\x1b[5~": "pageup",
  "\x1b[6~": "pagedown",
  "\x1b[H": "home",
  "\x1b[F": "end",
  "\x1b[1~": "home",
  "\x1b[4~": "end",
  "\x1b": "escape",
  "\r": "return",
  "\n": "return",
  " ": "space",
};

/** Whether a key is a character of a text; a space is a key like the arrows. */
export const isCharacter = (text: string): boolean => /^[^\p{Cc} ]/u.test(text);

/** A key of the keyboard as `node:readline` would name it. */
export function keyOf(text: string): Key {
  const name = names[text];
  if (name !== undefined) return { name, ctrl: false, text };
  const code = text.length === 1 ? text.charCodeAt(0) : Number.NaN;
  if (code < 27) return { name: String.fromCharCode(code + 96), ctrl: true, text };
  return { name: text.toLowerCase(), ctrl: false, text };
}
