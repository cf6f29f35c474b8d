/** The commands of the command line itself: a line each for the overview; a command's own file is loaded when it is called. */
import type { CommandEntry } from "../frame/command.ts";

export const commands: readonly CommandEntry[] = [
  {
    name: "quickstart",
    summary: "train the quick preset and show the grid cells it grew",
    load: async () => (await import("./quickstart/command.ts")).command,
  },
  {
    name: "train",
    summary: "train a network to path-integrate",
    load: async () => (await import("./train/command.ts")).command,
  },
  {
    name: "evaluate",
    summary: "decode error and grid scores, beside floor, chance and null",
    load: async () => (await import("./evaluate/command.ts")).command,
  },
  {
    name: "compare",
    summary: "networks side by side: a row each, mean and s.d. of all",
    load: async () => (await import("./compare/command.ts")).command,
  },
  {
    name: "report",
    summary: "one HTML page on a network: curves, scores, all units",
    load: async () => (await import("./report/command.ts")).command,
  },
  {
    name: "ratemaps",
    summary: "rate maps of a network: draw the best, write all",
    load: async () => (await import("./ratemaps/command.ts")).command,
  },
  {
    name: "figure",
    summary: "pictures of a network for papers and slides: PNG, SVG or PDF",
    load: async () => (await import("./figure/command.ts")).command,
  },
  {
    name: "film",
    summary: "a training as an animated GIF: rate maps, scores, error",
    load: async () => (await import("./film/command.ts")).command,
  },
  {
    name: "sac",
    summary: "autocorrelogram, scores, spacing and orientation of one unit",
    load: async () => (await import("./sac/command.ts")).command,
  },
  {
    name: "modules",
    summary: "spacing and orientation of the grids, and their modules",
    load: async () => (await import("./modules/command.ts")).command,
  },
  {
    name: "tuning",
    summary: "tuning to heading and speed, beside shuffled pairings",
    load: async () => (await import("./tuning/command.ts")).command,
  },
  {
    name: "lags",
    summary: "predictive and retrospective units, beside shuffles",
    load: async () => (await import("./lags/command.ts")).command,
  },
  {
    name: "decode",
    summary: "true and decoded paths, and how the error grows",
    load: async () => (await import("./decode/command.ts")).command,
  },
  {
    name: "baseline",
    summary: "a network beside one without memory, on the same paths",
    load: async () => (await import("./baseline/command.ts")).command,
  },
  {
    name: "ablate",
    summary: "what decoding loses when units fall silent",
    load: async () => (await import("./ablate/command.ts")).command,
  },
  {
    name: "walk",
    summary: "a rat on the maps of units, and where it thinks it is",
    load: async () => (await import("./walk/command.ts")).command,
  },
  {
    name: "place",
    summary: "where a place cell fires, in the code and in the output",
    load: async () => (await import("./place/command.ts")).command,
  },
  {
    name: "arena",
    summary: "the box, its place cells and some trajectories",
    load: async () => (await import("./arena/command.ts")).command,
  },
  {
    name: "simulate",
    summary: "write trajectories of a simulated rat: npz or TFRecord",
    load: async () => (await import("./simulate/command.ts")).command,
  },
  {
    name: "dataset",
    summary: "look through files of trajectories, and convert them",
    load: async () => (await import("./dataset/command.ts")).command,
  },
  {
    name: "encode",
    summary: "write the place code of given positions to an npz file",
    load: async () => (await import("./encode/command.ts")).command,
  },
  {
    name: "score",
    summary: "grid scores of anybody's rate maps, units or cells",
    load: async () => (await import("./score/command.ts")).command,
  },
  {
    name: "import",
    summary: "make a run of a network trained in PyTorch or elsewhere",
    load: async () => (await import("./path-integration/import/command.ts")).command,
  },
  {
    name: "import-recording",
    summary: "make recorded cells a file of activity: NWB, npz, csv",
    load: async () => (await import("./import-recording/command.ts")).command,
  },
  {
    name: "export",
    summary: "write a network to npz or safetensors, for NumPy and PyTorch",
    load: async () => (await import("./export.ts")).command,
  },
  {
    name: "runs",
    summary: "list the runs, how far they are and what they reached",
    load: async () => (await import("./runs.ts")).command,
  },
  {
    name: "presets",
    summary: "list the presets, or print one as YAML",
    load: async () => (await import("./presets.ts")).command,
  },
  {
    name: "doctor",
    summary: "what this machine can do, and why not more",
    load: async () => (await import("./doctor/command.ts")).command,
  },
];
