/** The settings of the code a network is asked for: ranges, defaults (ours, not a reference's) and meaning. */
import { z } from "zod";
import { above, between, count, flag, group, notNegative, oneOf, text } from "../setting.ts";
import { type Ensemble, listOfEnsembles, parseEnsembles } from "./ensemble-list.ts";
import { headMeanRules } from "./head-means.ts";
import { mostCellsOfTwo } from "./two-places.ts";

/** Whether `centres` names a file instead of a rule. */
export const isCentresFile = (centres: string): boolean => /\.np[yz]$/.test(centres);

const namedCentres = ["random", "numpySeed0", "numpyPairs", "jitteredLattice"] as const;

/** More than there are in a rat. */
const mostCells = 10_000_000;
const mostWidth = 1e6;
const mostHeadCells = 100_000;
const mostConcentration = 1e6;
/** Densities, e^concentration, stay far below the largest float32. */
const mostOfDensities = 80;

const morePlaces = listOfEnsembles("width", "64:0.3 or 512:0.05, 64:0.3");
const moreHeads = listOfEnsembles("concentration", "24:40 or 24:40, 6:2");
const modes = ["softmax", "voronoi", "sample", "normalized"] as const;

const furtherPlaces = (list: string) => parseEnsembles(list, { cells: mostCells, size: mostWidth }) ?? [];
const furtherHeads = (list: string) =>
  parseEnsembles(list, { cells: mostHeadCells, size: mostConcentration }) ?? [];

const ensembles = (allowed: string, most: { readonly cells: number; readonly size: number }) =>
  text(allowed).refine((list) => parseEnsembles(list, most) !== undefined, { error: allowed });

export const placeSettings = group({
  kind: oneOf("differenceOfSoftmaxes", "gaussian")
    .default("differenceOfSoftmaxes")
    .describe("shape of the place code"),
  placeCells: count(1, mostCells).default(512).describe("number of cells"),
  width: between(1e-6, mostWidth).default(0.11).describe("m, standard deviation of the centre"),
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
    .describe(
      "random, numpySeed0, numpyPairs, jitteredLattice, or a file of centres [cells, 2] in m, of all ensembles",
    ),
  faithfulYCentres: flag()
    .default(false)
    .describe("the reference's defect: y of the centres is drawn from the width of the box"),
  topK: count(1).default(3).describe("cells whose centres are averaged when a place is decoded"),
  neuronsSeed: count(0, 2 ** 32 - 1)
    .default(8341)
    .describe("NumPy's seed of centres=numpyPairs and headMeans=placeSeed"),
  centresSeed: count(0)
    .nullable()
    .default(null)
    .describe("of centres and headings that are random without NumPy, null for seed"),
  agents: z
    .union([z.literal(1), z.literal(2)], { error: "1 or 2" })
    .default(1)
    .describe(
      "of how many agents it tells: with 2 the codes of both places are added, and told apart by clusters",
    ),
  morePlaces: ensembles(morePlaces, { cells: mostCells, size: mostWidth })
    .default("")
    .describe("further ensembles of place cells, cells:width in m each, such as 64:0.3, 16:0.6"),
  headCells: count(0, mostHeadCells).default(0).describe("number of head-direction cells; 0: none"),
  headConcentration: between(1e-6, mostConcentration)
    .default(20)
    .describe("of the von Mises tuning of head-direction cells"),
  headMeans: oneOf(...headMeanRules)
    .default("evenly")
    .describe("where preferred headings lie; placeSeed: NumPy's seed of the places, the reference's defect"),
  moreHeads: ensembles(moreHeads, { cells: mostHeadCells, size: mostConcentration })
    .default("")
    .describe("further ensembles of head-direction cells, cells:concentration each, such as 24:40"),
  headWeight: notNegative().default(1).describe("factor on the loss of head-direction cells"),
  headStart: flag()
    .default(true)
    .describe("whether the network is told its first heading; false: zeros in its place"),
  targets: oneOf(...modes)
    .default("softmax")
    .describe("what is asked for: probabilities, the likeliest cell, a cell drawn, or densities"),
  starts: oneOf("same", ...modes, "zeros")
    .default("same")
    .describe("what the network is told of its start; same: as targets"),
  ensembleLoss: oneOf("own", "softmax")
    .default("own")
    .describe("loss of an ensemble; own: densities have a sigmoid cross-entropy; softmax: as published"),
}).superRefine((code, context) => {
  const refuse = (key: keyof typeof code, message: string) =>
    context.addIssue({ code: "custom", path: [key], input: code[key], message });
  if (code.kind === "differenceOfSoftmaxes" && code.placeCells < 2) {
    refuse("placeCells", "an integer of at least 2 for differenceOfSoftmaxes");
  }
  const most = Math.min(16, code.placeCells);
  const why = most < 16 ? `, as there are code.placeCells=${most}` : "";
  if (code.topK > most) refuse("topK", `an integer from 1 to ${most}${why}`);
  const smallest = Math.min(...furtherPlaces(code.morePlaces).map(({ cells }) => cells));
  if (code.kind === "differenceOfSoftmaxes" && smallest < 2) {
    refuse("morePlaces", "ensembles of at least 2 cells for differenceOfSoftmaxes");
  }
  if (code.headCells === 0 && furtherHeads(code.moreHeads).length > 0) {
    refuse("moreHeads", "empty where there is no first ensemble: code.headCells=0");
  }
  for (const key of ["targets", "starts"] as const) refuseDensities(code, key, refuse);
  if (code.agents === 2) refuseForTwo(code, refuse);
});

/** What cannot hold where the codes of two places are added. */
function refuseForTwo(
  code: {
    readonly topK: number;
    readonly placeCells: number;
    readonly morePlaces: string;
    readonly headCells: number;
    readonly targets: string;
    readonly starts: string;
  },
  refuse: (key: "topK" | "morePlaces" | "headCells" | "targets" | "starts", message: string) => void,
): void {
  const two = "when code.agents is 2";
  const most = Math.min(mostCellsOfTwo, code.placeCells);
  if (code.topK < 2 || code.topK > most) refuse("topK", `an integer from 2 to ${most} ${two}`);
  if (furtherPlaces(code.morePlaces).length > 0) refuse("morePlaces", `empty ${two}`);
  if (code.headCells > 0) refuse("headCells", `0 ${two}`);
  if (code.targets !== "softmax") refuse("targets", `softmax ${two}`);
  if (!["same", "softmax", "zeros"].includes(code.starts)) {
    refuse("starts", `same, softmax or zeros ${two}`);
  }
}

/** Densities are defined of Gaussians, and those of headings reach e^concentration. */
function refuseDensities(
  code: {
    readonly kind: string;
    readonly headCells: number;
    readonly headConcentration: number;
    readonly moreHeads: string;
    readonly targets: string;
    readonly starts: string;
    readonly ensembleLoss: string;
  },
  key: "targets" | "starts",
  refuse: (key: "targets" | "starts", message: string) => void,
): void {
  if (code[key] !== "normalized") return;
  if (code.kind !== "gaussian") refuse(key, "softmax, voronoi or sample where code.kind is not gaussian");
  if (code.headCells === 0) return;
  const concentrations = headEnsembles(code).map(({ size }) => size);
  if (Math.max(...concentrations) > mostOfDensities) {
    refuse(key, `softmax, voronoi or sample where a concentration is above ${mostOfDensities}`);
  }
  if (key === "targets" && code.ensembleLoss === "own") {
    refuse(key, "softmax, voronoi or sample with head-direction cells, unless code.ensembleLoss=softmax");
  }
}

export type PlaceSettings = z.output<typeof placeSettings>;

type Sizes<Key extends keyof PlaceSettings> = Readonly<Pick<PlaceSettings, Key>>;

/** The ensembles of place cells, and their width in m. */
export const placeEnsembles = ({
  placeCells,
  width,
  morePlaces,
}: Sizes<"placeCells" | "width" | "morePlaces">): Ensemble[] => [
  { cells: placeCells, size: width },
  ...furtherPlaces(morePlaces),
];

/** Those of head-direction cells, and their concentration. */
export const headEnsembles = ({
  headCells,
  headConcentration,
  moreHeads,
}: Sizes<"headCells" | "headConcentration" | "moreHeads">): Ensemble[] =>
  headCells === 0 ? [] : [{ cells: headCells, size: headConcentration }, ...furtherHeads(moreHeads)];
