/** The settings of a population of place cells: ranges, defaults (ours, not a reference's) and meaning. */
import { z } from "zod";
import { above, between, count, flag, group, oneOf } from "../setting.ts";

/** Whether `centres` names a file instead of a rule. */
export const isCentresFile = (centres: string): boolean => /\.np[yz]$/.test(centres);

const namedCentres = ["random", "numpySeed0", "jitteredLattice"] as const;

/** More than there are in a rat. */
const mostCells = 10_000_000;

export const placeSettings = group({
  kind: oneOf("differenceOfSoftmaxes", "gaussian")
    .default("differenceOfSoftmaxes")
    .describe("shape of the place code"),
  placeCells: count(1, mostCells).default(512).describe("number of cells"),
  width: between(1e-6, 1e6).default(0.11).describe("m, standard deviation of the centre"),
  surround: above(1)
    .max(1e6, { error: "a number above 1 and at most 1000000" })
    .default(9)
    .describe("variance of the surround over variance of the centre"),
  centres: z
    .string({ error: "a name or a path" })
    .refine((text) => (namedCentres as readonly string[]).includes(text) || isCentresFile(text), {
      error: `one of ${namedCentres.join(", ")}, or a .npy or .npz file of centres [cells, 2]`,
      params: { names: namedCentres },
    })
    .default("jitteredLattice")
    .describe("random, numpySeed0, jitteredLattice, or a file of centres [cells, 2] in m"),
  faithfulYCentres: flag()
    .default(false)
    .describe("the reference's defect: y of the centres is drawn from the width of the box"),
  topK: count(1).default(3).describe("cells whose centres are averaged when a place is decoded"),
}).superRefine((code, context) => {
  const refuse = (key: "placeCells" | "topK", message: string) =>
    context.addIssue({ code: "custom", path: [key], input: code[key], message });
  if (code.kind === "differenceOfSoftmaxes" && code.placeCells < 2) {
    refuse("placeCells", "an integer of at least 2 for differenceOfSoftmaxes");
  }
  const most = Math.min(16, code.placeCells);
  const why = most < 16 ? `, as there are code.placeCells=${most}` : "";
  if (code.topK > most) refuse("topK", `an integer from 1 to ${most}${why}`);
});

export type PlaceSettings = z.output<typeof placeSettings>;
