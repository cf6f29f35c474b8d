/** `encode`: the place code of given positions, as a file. The code itself is src/code. */
import type { z } from "zod";
import { headMeanRules } from "../../../code/head-means.ts";
import { openPlaceCells } from "../../../code/place-cells.ts";
import { centrePairs, encode, type PlaceCode } from "../../../code/place-code.ts";
import { isCentresFile, placeSettings } from "../../../code/place-settings.ts";
import { resolveTree } from "../../../config/resolve.ts";
import { type Engine, openEngine } from "../../../engine/engine.ts";
import { type NumberArray, readNumberArray } from "../../../format/array-file.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { writeNpz } from "../../../format/npz.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { oneArray, requireMemory } from "../../../memory-need.ts";
import { group } from "../../../setting.ts";
import { UserError } from "../../../user-error.ts";
import { arenaOf, openFieldSettings, seedSetting } from "../../../world/open-field.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { namedLayers } from "../../frame/config-flags.ts";
import { checkOutput, showFile } from "../../frame/output-file.ts";
import { headArrays, readHeadings } from "./head-code.ts";
import { recordedWorld } from "./recorded-world.ts";

const keyOfFlag = {
  seed: "seed",
  boxWidth: "world.boxWidth",
  boxHeight: "world.boxHeight",
  shape: "world.shape",
  periodic: "world.periodic",
  cells: "code.placeCells",
  kind: "code.kind",
  width: "code.width",
  surround: "code.surround",
  centres: "code.centres",
  faithfulYCentres: "code.faithfulYCentres",
  headCells: "code.headCells",
  headConcentration: "code.headConcentration",
  headMeans: "code.headMeans",
  neuronsSeed: "code.neuronsSeed",
};

const largestFile = 2 ** 32 - 2 ** 20;

const schema = group({
  seed: seedSetting(),
  world: openFieldSettings.prefault({}),
  code: placeSettings.prefault({}),
});
type EncodedWorld = z.output<typeof schema>;

const { code: standard } = schema.parse({});

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.npz", help: "where to write" },
    force: forceFlag,
    key: { type: "string", placeholder: "NAME", help: "array of an .npz to read (default: position)" },
    cells: {
      type: "integer",
      placeholder: "N",
      help: `place cells (default ${standard.placeCells})`,
      minimum: 1,
    },
    kind: { type: "string", choices: ["differenceOfSoftmaxes", "gaussian"], help: "shape of the code" },
    width: {
      type: "number",
      placeholder: "M",
      help: `width of a place field in m (default ${standard.width})`,
    },
    surround: {
      type: "number",
      placeholder: "F",
      help: `variance of surround over centre (default ${standard.surround})`,
    },
    centres: {
      type: "string",
      placeholder: "NAME|FILE",
      help: "random, numpySeed0, numpyPairs, jitteredLattice, or a file of centres [cells, 2]",
    },
    headCells: {
      type: "integer",
      placeholder: "N",
      help: "head-direction cells as well (default 0, none)",
      minimum: 0,
    },
    headConcentration: {
      type: "number",
      placeholder: "K",
      help: `concentration of their von Mises tuning (default ${standard.headConcentration})`,
    },
    headMeans: {
      type: "string",
      choices: headMeanRules,
      help: `where their preferred headings lie (default ${standard.headMeans})`,
    },
    headingKey: {
      type: "string",
      placeholder: "NAME",
      help: "array of headings in rad (default: heading_after, or heading)",
    },
    neuronsSeed: {
      type: "integer",
      placeholder: "N",
      help: `NumPy's seed of numpyPairs and placeSeed (default ${standard.neuronsSeed})`,
    },
    faithfulYCentres: {
      type: "boolean",
      default: null,
      help: "y of numpySeed0 centres from the width of the box, as published",
    },
    boxWidth: {
      type: "number",
      placeholder: "M",
      help: "width of the box in m (default: the file's, or 2.2)",
    },
    boxHeight: {
      type: "number",
      placeholder: "M",
      help: "height of the box in m (default: the file's, or 2.2)",
    },
    shape: {
      type: "string",
      choices: ["rectangle", "circle"],
      help: "of the box (default: as the file says)",
    },
    periodic: {
      type: "boolean",
      default: null,
      help: "distances go around the box (default: as the file says)",
    },
    seed: seedFlag,
    workers: workersFlag,
  },
  positionals: [{ name: "POS", help: ".npz or .npy of positions [..., 2] in m" }],
  details:
    "Arrays: code [..., cells], centres [cells, 2] m, and with --head-cells head_code [..., cells], head_means [cells] rad.\n" +
    "A position that is not finite has the code NaN.",
  examples: [
    "entorhinal encode walk.npz --out code.npz --cells 256",
    "entorhinal encode walk.npz --out heads.npz --head-cells 12",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) throw new UserError("encode needs --out", "write: --out FILE.npz", 2);
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const source = context.path(context.positionals[0]!);
    const positions = readNumberArray(source, flags.key, (_, key) => key === "position");
    const named = { ...flags, centres: centresPath(flags.centres, context.path) };
    const config = resolveTree(schema, [...recordedWorld(source), ...namedLayers(named, keyOfFlag)]);
    requireCode(countPositions(positions), config.code.placeCells + config.code.headCells);
    const headings =
      config.code.headCells > 0 ? readHeadings(source, flags.headingKey, positions) : undefined;

    const arrays = await compute(config, positions, headings, flags.workers);
    writeFileSafely(out, writeNpz(arrays), { force: flags.force });
    const lost = positions.values.filter((value) => !Number.isFinite(value)).length;
    if (lost > 0) context.note(`${lost} coordinates are not finite; their code is NaN`);
    const shapes = Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));
    const { seed, world, code } = config;
    context.answer({ out, seed, world, code, arrays: shapes }, () => showFile(out, shapes));
  },
});

/** Files are relative to where the command is given; names of built-in centres stay. */
const centresPath = (given: string | undefined, path: (given: string) => string): string | undefined =>
  given !== undefined && isCentresFile(given) ? path(given) : given;

/** @throws UserError when the code is larger than a file, or than the memory */
function requireCode(positions: number, cells: number): void {
  if (positions * cells * 4 > largestFile) {
    throw new UserError(
      `the code of ${positions} positions by ${cells} cells does not fit into one npz file of 4 GiB`,
      "encode fewer positions at once",
    );
  }
  const needsAt = (count: number) => [
    oneArray("the code", positions * count * 4, ["--cells"]),
    oneArray("the same in its format", positions * count * 4, ["--cells"]),
    oneArray("the same packed", positions * count * 4, ["--cells"]),
    oneArray("the file", positions * count * 4, ["--cells"]),
  ];
  requireMemory({
    what: `the code of ${positions} positions by ${cells} cells`,
    needs: needsAt(cells),
    growing: { name: "--cells", value: cells, least: 2, needsAt },
  });
}

async function compute(
  config: EncodedWorld,
  positions: NumberArray,
  headings: NumberArray | undefined,
  workers: number | undefined,
): Promise<Readonly<Record<string, NpyArray>>> {
  const engine = await openEngine({ workers, blas: "wasm" });
  const seed = config.code.centresSeed ?? config.seed;
  try {
    const code = openPlaceCells(engine, config.code, arenaOf(config.world), seed);
    const shape = [...positions.shape.slice(0, -1), code.cells];
    return {
      code: npyArray(encodeAll(engine, code, positions.values), shape),
      centres: npyArray(centrePairs(code), [code.cells, 2]),
      ...(headings ? headArrays(engine, config.code, seed, headings) : {}),
    };
  } finally {
    engine.close();
  }
}

function countPositions({ name, shape, values }: NumberArray): number {
  if (shape.at(-1) !== 2) {
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, "give positions in m as [..., 2]");
  }
  if (values.length === 0) throw new UserError(`${name} holds no positions`, "give at least one position");
  return values.length / 2;
}

/**
 * The code [rows, cells] of positions [rows, 2], computed portion by portion.
 * @param valuesAtOnce bounds the engine's memory; the result does not depend on it
 */
export function encodeAll(
  engine: Engine,
  code: PlaceCode,
  positions: Float64Array,
  valuesAtOnce = 2 ** 24,
): Float32Array {
  const rows = positions.length / 2;
  const result = new Float32Array(rows * code.cells);
  const portion = Math.max(1, Math.floor(valuesAtOnce / code.cells));
  for (let first = 0; first < rows; first += portion) {
    engine.memory.scope(() => {
      const count = Math.min(portion, rows - first);
      const part = positions.subarray(first * 2, (first + count) * 2);
      const places = engine.memory.from("float32", part, "positions", [count, 2]);
      const activity = engine.memory.allocate("float32", [count, code.cells], "place code");
      encode(engine, code, places, activity);
      result.set(activity.view, first * code.cells);
    });
  }
  return result;
}
