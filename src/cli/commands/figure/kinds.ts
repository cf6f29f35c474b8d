/** All kinds of figures by name, and which choices each takes. */
import type { ComparedNetwork } from "../../../session/comparison.ts";
import type { SubjectChoice } from "../../../session/subject.ts";
import { suggestion } from "../../../suggest.ts";
import { UserError } from "../../../user-error.ts";
import { comparisonPicture } from "../compare/comparison-picture.ts";
import { arenaPicture } from "./arena.ts";
import { autocorrelogramPicture } from "./autocorrelogram.ts";
import { decodePicture } from "./decode.ts";
import { headingOrders, headingsPicture } from "./headings.ts";
import { orientationPicture, spacingPicture } from "./lattice.ts";
import { learningPicture } from "./learning.ts";
import { lossPicture } from "./loss.ts";
import { modulesPicture } from "./modules.ts";
import { nullsPicture } from "./nulls.ts";
import { panelPicture } from "./panel.ts";
import { pathPicture } from "./path.ts";
import type { Picture } from "./picture.ts";
import type { PictureChoices } from "./picture-size.ts";
import { placePicture } from "./place.ts";
import { rateMapsPicture } from "./ratemaps.ts";
import { referencePicture } from "./reference.ts";
import { scoresPicture } from "./scores.ts";
import { mosaicPicture, sheetOrders, sheetPicture } from "./sheet.ts";
import type { FigureOptions, FigureSource } from "./source.ts";
import { tuningPicture } from "./tuning.ts";

/** Choices that apply to some kinds only. */
export const choiceNames = [
  "unit",
  "units",
  "best",
  "cell",
  "cmap",
  "scorer",
  "null",
  "shuffles",
  "trajectories",
  "steps",
  "bins",
  "seed",
  "by",
  "reference",
  "encoded",
] as const;
export type ChoiceName = (typeof choiceNames)[number];

interface Description {
  readonly name: string;
  readonly summary: string;
  readonly choices: readonly ChoiceName[];
  /** What its units may be sorted by; the first one unless the user says. */
  readonly orders?: readonly string[];
  /** On paper, when nothing is said of its width. */
  readonly widthMm?: number;
  /** It is pixels, without a title or letters. */
  readonly pixels?: true;
}

interface OfOneNetwork {
  /** @throws UserError when this network has nothing for it */
  draw(source: FigureSource, options: FigureOptions): Picture | Promise<Picture>;
  readonly compare?: undefined;
}

interface OfSeveralNetworks {
  /** @throws UserError when they are all the same */
  compare(networks: readonly ComparedNetwork[]): Picture;
}

export type FigureKind = Description & (OfOneNetwork | OfSeveralNetworks);

const walking = ["trajectories", "steps", "seed"] as const;
const observing = [...walking, "bins"] as const;

export const figureKinds: readonly FigureKind[] = [
  {
    name: "arena",
    summary: "the box with place cells and trajectories",
    choices: walking,
    draw: arenaPicture,
  },
  {
    name: "compare",
    summary: "several networks: a dot each, mean and s.d., noise beside",
    choices: [...observing, "scorer"],
    compare: comparisonPicture,
  },
  {
    name: "decode",
    summary: "true and decoded paths, error along the way",
    choices: walking,
    draw: decodePicture,
  },
  {
    name: "headings",
    summary: "curves over heading of the smoothest or most tuned units",
    choices: [...walking, "best", "units", "by"],
    orders: headingOrders,
    draw: headingsPicture,
  },
  {
    name: "learning",
    summary: "scores, null and spacing over the training (scoreEvery)",
    choices: [],
    draw: learningPicture,
  },
  {
    name: "loss",
    summary: "loss and error of the training, with floor and chance",
    choices: [],
    draw: lossPicture,
  },
  {
    name: "modules",
    summary: "spacing of the grids, the mixture that fits it, and its BIC",
    choices: [...observing, "scorer"],
    draw: modulesPicture,
  },
  {
    name: "mosaic",
    summary: "all rate maps in rows of 16, sorted by score",
    choices: [...observing, "best", "units", "by", "reference", "scorer", "cmap"],
    orders: sheetOrders,
    draw: mosaicPicture,
  },
  {
    name: "mosaic-reference",
    summary: "the published mosaic, to the pixel",
    choices: [...observing, "units"],
    pixels: true,
    draw: referencePicture,
  },
  {
    name: "nulls",
    summary: "each unit's score beside its own null, from high to low",
    choices: [...observing, "scorer", "null", "shuffles"],
    draw: nullsPicture,
  },
  {
    name: "orientation",
    summary: "orientation of the grids that exceed the noise, beside its",
    choices: [...observing, "scorer"],
    draw: orientationPicture,
  },
  {
    name: "panel",
    summary: "for a paper: path, best maps, scores, training, spacing",
    choices: [...observing, "best", "units", "scorer", "cmap"],
    widthMm: 180,
    draw: panelPicture,
  },
  {
    name: "path",
    summary: "single paths, real and predicted, and their headings",
    choices: [...walking, "encoded"],
    draw: pathPicture,
  },
  {
    name: "place",
    summary: "a place cell in the code and by the network",
    choices: [...observing, "cell", "cmap"],
    draw: placePicture,
  },
  {
    name: "ratemaps",
    summary: "the best units, or those named, with score and peak",
    choices: [...observing, "best", "units", "scorer", "cmap"],
    draw: rateMapsPicture,
  },
  {
    name: "sac",
    summary: "a unit's rate map and autocorrelogram with the winning ring",
    choices: [...observing, "unit", "units", "scorer", "cmap"],
    draw: autocorrelogramPicture,
  },
  {
    name: "scores",
    summary: "histogram and survival curve of the scores, with their null",
    choices: [...observing, "scorer"],
    draw: scoresPicture,
  },
  {
    name: "sheet",
    summary: "the same with number and autocorrelograms below",
    choices: [...observing, "best", "units", "by", "reference", "scorer", "cmap"],
    orders: sheetOrders,
    draw: sheetPicture,
  },
  {
    name: "spacing",
    summary: "spacing of the grids that exceed the noise, beside its",
    choices: [...observing, "scorer"],
    draw: spacingPicture,
  },
  {
    name: "tuning",
    summary: "rates over heading and over speed of the most tuned units",
    choices: [...walking, "best", "units"],
    draw: tuningPicture,
  },
];

/** All that some kind can be sorted by. */
export const figureOrders = [...new Set(figureKinds.flatMap(({ orders = [] }) => orders))];

/** @throws UserError naming all kinds when there is none of that name */
export function findFigureKind(name: string): FigureKind {
  const kind = figureKinds.find((candidate) => candidate.name === name);
  if (kind) return kind;
  const names = figureKinds.map((candidate) => candidate.name);
  const cause = `there is no figure ${name}`;
  throw new UserError(cause, suggestion(name, names, `kinds: ${names.join(" ")}`), 2);
}

/** @throws UserError when a choice is made that the kind does not take */
export function checkChoices(
  kind: FigureKind,
  options: FigureOptions & PictureChoices & Pick<SubjectChoice, "worldSet" | "dropout" | "data">,
): void {
  const flag = [
    ...(options.worldSet?.length ? ["--world-set"] : []),
    ...(options.dropout ? ["--dropout"] : []),
    ...(options.data === undefined ? [] : ["--data"]),
  ][0];
  if (flag !== undefined && !kind.choices.includes("seed")) {
    throw new UserError(
      `${kind.name} shows what the training logged: it takes no ${flag}`,
      `leave out ${flag}`,
      2,
    );
  }
  if (kind.pixels && (options.title !== undefined || options.fontSize !== undefined)) {
    const choice = options.title === undefined ? "--font-size" : "--title";
    throw new UserError(`${kind.name} has no letters: it takes no ${choice}`, `leave out ${choice}`, 2);
  }
  for (const choice of choiceNames) {
    if (options[choice] === undefined || options[choice] === false) continue;
    if (kind.choices.includes(choice)) continue;
    const others = figureKinds.filter(({ choices }) => choices.includes(choice)).map(({ name }) => name);
    throw new UserError(`${kind.name} takes no --${choice}`, `it is for ${others.join(", ")}`, 2);
  }
  const { by } = options;
  if (by === undefined || kind.orders?.includes(by)) return;
  throw new UserError(`${kind.name} is not sorted by ${by}`, `orders: ${kind.orders?.join(" ")}`, 2);
}
