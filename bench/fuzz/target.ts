/** What is fuzzed: whoever reads a kind of file, and good files of that kind. */
import type { Dice } from "./dice.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { jsonText, mutateText, yamlText } from "./mutate-tree.ts";

export interface Target {
  readonly name: string;
  /** Each as likely as the others. */
  readonly samples: readonly Sample[];
  /** How many files it gets, beside the others' 1: fewer where reading waits. Default 1. */
  readonly share?: number;
  /** Reads it as the program does. @throws UserError to refuse it */
  read(file: Uint8Array): void | Promise<void>;
}

/** A good file, and a way to damage it. */
export interface Sample {
  readonly good: Uint8Array;
  damaged(dice: Dice): Uint8Array;
}

/** Writes a file where a target can name it. @returns its path */
export type Save = (file: Uint8Array, name: string) => string;

/** Makes a file of a part of it, with checksums and lengths as they should be: so that damage is not seen at the door. */
export type Wrap = (part: Uint8Array) => Uint8Array;
const asItIs: Wrap = (part) => part;

/** Damage to bytes. @param other another file, to splice with */
export const ofBytes = (part: Uint8Array, wrap: Wrap = asItIs, other = part): Sample => ({
  good: wrap(part),
  damaged: (dice) => wrap(mutateBytes(dice, part, other)),
});

/** Damage to what is written as JSON. */
export const ofJson = (tree: unknown, wrap: Wrap = asItIs): Sample => {
  const text = Buffer.from(JSON.stringify(tree));
  return { good: wrap(text), damaged: (dice) => wrap(mutateText(dice, text, tree, jsonText)) };
};

/** Damage to what is written as YAML. */
export const ofYaml = (text: string): Sample => {
  const [good, tree] = [Buffer.from(text), Bun.YAML.parse(text)];
  return { good, damaged: (dice) => mutateText(dice, good, tree, yamlText) };
};

/** The file of one case. */
export const damagedFile = (target: Target, dice: Dice): Uint8Array =>
  dice.pick(target.samples).damaged(dice);
