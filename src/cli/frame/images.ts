/** Whether heat maps are sent as images: the user's word, or the terminal's. */
import { chosenSupport, imageQuery, imageSupportOf, isAnswered } from "../../draw/image-query.ts";
import type { ImageSupport, Terminal } from "../../draw/terminal.ts";
import { suggestion } from "../../suggest.ts";
import { UserError } from "../../user-error.ts";
import type { Io } from "./io.ts";

export const imageChoices = ["auto", "kitty", "sixel", "off"] as const;
export type ImageChoice = (typeof imageChoices)[number];

const variable = "ENTORHINAL_IMAGES";
/** A terminal on this machine answers within a few. */
const patience = 100;
/** Over a network the answer makes a journey; one that comes too late would be typed at the prompt. */
const patienceFar = 1000;

/**
 * The flag counts everywhere. The variable, and asking, need a terminal that shows colours.
 * @param asked value of `--images`; undefined: the variable decides
 * @throws UserError (exit 2) when the variable holds something else
 */
export async function imagesFor(
  { io, terminal }: { readonly io: Io; readonly terminal: Terminal },
  asked: ImageChoice | undefined,
): Promise<ImageSupport | undefined> {
  const shown = io.stdout.isTTY && terminal.colour !== "none";
  const choice = asked ?? choiceOfVariable(io.env);
  if (choice === "off") return undefined;
  if (!shown && (asked === undefined || asked === "auto")) return undefined;
  const answer = io.ask && shown && mayAsk(io.env) ? await ask(io) : "";
  return choice === "auto" ? imageSupportOf(answer) : chosenSupport(choice, answer);
}

function choiceOfVariable(env: Io["env"]): ImageChoice {
  const text = env[variable] || "auto";
  const choice = imageChoices.find((candidate) => candidate === text);
  if (choice) return choice;
  const list = `allowed: ${imageChoices.join(" ")}`;
  throw new UserError(`${variable} is "${text}"`, suggestion(text, imageChoices, list), 2);
}

/** Not through a multiplexer, which would answer for another terminal, nor where the question is known to be printed. */
export function mayAsk(env: Io["env"]): boolean {
  const multiplexed = env.TMUX || env.STY || /^(tmux|screen)/.test(env.TERM ?? "");
  const prints = env.TERM_PROGRAM === "Apple_Terminal" || /^(linux|dumb)$/.test(env.TERM ?? "");
  return !multiplexed && !prints;
}

/** The line is cleared afterwards: terminals that do not know the question may print a part of it. */
async function ask(io: Io): Promise<string> {
  const far = io.env.SSH_CONNECTION || io.env.SSH_TTY;
  const answer = await io.ask!(imageQuery, far ? patienceFar : patience, isAnswered);
  io.stdout.write("\r\x1b[K");
  return answer;
}
