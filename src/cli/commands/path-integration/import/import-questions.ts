/** What has to be known of a network that its weights do not say: as flags, and as questions to the user. */
import { isCancel, select, text } from "@clack/prompts";
import type { Layer } from "../../../../config/resolve.ts";
import { hasSetting } from "../../../../config/settings.ts";
import { merge, type Tree, treeOf, valueAt } from "../../../../config/tree.ts";
import { programLine } from "../../../../program-words.ts";
import { UserError } from "../../../../user-error.ts";
import { flagName } from "../../../frame/flags.ts";
import type { Io } from "../../../frame/io.ts";

const number = (placeholder: string, help: string) => ({ type: "number", placeholder, help }) as const;

export const networkFlags = {
  activation: { type: "string", choices: ["relu", "tanh"], help: "of the recurrent units" },
  velocityUnit: {
    type: "string",
    placeholder: "UNIT",
    choices: ["metresPerStep", "metresPerSecond"],
    help: "what it is told",
  },
  dt: number("S", "time step in s"),
  boxWidth: number("M", "width of the box in m"),
  boxHeight: number("M", "height of the box in m"),
  code: {
    type: "string",
    placeholder: "KIND",
    choices: ["differenceOfSoftmaxes", "gaussian"],
    help: "place code",
  },
  placeCellWidth: number("M", "standard deviation of a place field in m"),
  surround: number("R", "variance of the surround over that of the centre"),
  centres: {
    type: "string",
    placeholder: "NAME|FILE",
    help: "numpySeed0 as published, or .npy/.npz [cells, 2] in m",
  },
} as const;

export const keyOfNetworkFlag = {
  activation: "model.activation",
  velocityUnit: "model.velocityUnit",
  dt: "world.dt",
  boxWidth: "world.boxWidth",
  boxHeight: "world.boxHeight",
  code: "code.kind",
  placeCellWidth: "code.width",
  surround: "code.surround",
  centres: "code.centres",
} as const satisfies Record<keyof typeof networkFlags, string>;

type FlagKey = keyof typeof networkFlags;

/** Offered when a user is asked: what the published code uses. Never taken without being asked for. */
const published: Readonly<Record<FlagKey, string>> = {
  activation: "relu",
  velocityUnit: "metresPerStep",
  dt: "0.02",
  boxWidth: "2.2",
  boxHeight: "2.2",
  code: "differenceOfSoftmaxes",
  placeCellWidth: "0.12",
  surround: "2",
  centres: "numpySeed0",
};

/**
 * The flags whose settings the network has and no layer gives.
 * @param hasCentres whether the file brings its place-cell centres
 */
function unanswered(layers: readonly Layer[], hasCentres: boolean): FlagKey[] {
  const given = layers.map(({ tree }) => tree).reduce(merge, {});
  const network = { model: { kind: valueAt(given, ["model", "kind"]) } };
  const isGiven = (key: string) => valueAt(given, key.split(".")) !== undefined;
  return (Object.keys(networkFlags) as FlagKey[]).filter((flag) => {
    if (isGiven(keyOfNetworkFlag[flag]) || !hasSetting(network, keyOfNetworkFlag[flag])) return false;
    if (flag === "centres") return !hasCentres;
    return flag !== "surround" || valueAt(given, ["code", "kind"]) !== "gaussian";
  });
}

/**
 * The layers that are still needed, asked for one by one.
 * @param ask where the user sits; undefined: nobody is asked
 * @throws UserError (exit 2) naming the flags when nobody can be asked, or the user gives up
 */
export async function askForMissing(
  layers: readonly Layer[],
  hasCentres: boolean,
  ask: Io["dialogue"],
): Promise<Layer[]> {
  const answers: Layer[] = [];
  const next = () => unanswered([...layers, ...answers], hasCentres)[0];
  for (let flag = next(); flag !== undefined; flag = next()) {
    if (!ask) throw missingFlags(unanswered(layers, hasCentres));
    const answer = await question(flag, ask);
    if (isCancel(answer)) throw new UserError("import was given up", "nothing was written");
    const value = networkFlags[flag].type === "number" ? Number(answer) : answer;
    answers.push({ origin: "your answer", tree: treeOf(keyOfNetworkFlag[flag], value) as Tree });
  }
  return answers;
}

function question(flag: FlagKey, streams: NonNullable<Io["dialogue"]>): Promise<string | symbol> {
  const spec = networkFlags[flag];
  const message = `${flagName(flag)}: ${spec.help}`;
  if ("choices" in spec) {
    const options = spec.choices.map((value) => ({ value: value as string, label: value as string }));
    return select({ ...streams, message, options, initialValue: published[flag] });
  }
  const initialValue = published[flag];
  const validate = (typed: string | undefined) => {
    if (typed === undefined || typed.trim() === "") return "it is needed";
    return spec.type === "number" && !(Number(typed) > 0) ? "a number above 0" : undefined;
  };
  return text({ ...streams, message, initialValue, validate });
}

const missingFlags = (flags: readonly FlagKey[]): UserError =>
  new UserError(
    `import needs ${flags.map(flagName).join(" ")}`,
    `give them, or a preset of such networks by --preset (${programLine(["presets"])} lists them)`,
    2,
  );
