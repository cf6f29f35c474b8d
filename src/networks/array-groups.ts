/** The groups that the arrays of a network are in, and choices among them: for rates, clipping and decay. */

/** `head` is what makes logits; a bias is in the group of the matrix it goes with, or in none. */
export type ArrayGroup = "encoder" | "input" | "recurrent" | "bottleneck" | "head";

/** Names for some of the arrays, or all. */
export const arrayChoices = ["recurrent", "readout", "head", "all"] as const;
export type ArrayChoice = (typeof arrayChoices)[number];

const groupsOf: Readonly<Record<Exclude<ArrayChoice, "all">, readonly ArrayGroup[]>> = {
  recurrent: ["recurrent"],
  readout: ["bottleneck", "head"],
  head: ["head"],
};

/** Whether an array is among those chosen. */
export const isChosen = (choice: ArrayChoice, group: ArrayGroup | undefined): boolean =>
  choice === "all" || (group !== undefined && groupsOf[choice].includes(group));
