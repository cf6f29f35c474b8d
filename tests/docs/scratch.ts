/** A folder with what a reader of a document has at hand when he types its commands. */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../src/format/npy.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { writeActivityFile } from "../support/activity-file.ts";
import { capture } from "../support/capture.ts";
import { kerasList } from "../support/keras-list.ts";
import { asNpz, asSafetensors, weights } from "../support/small-network.ts";
import { temporaryDirectory } from "../support/temporary.ts";
import { dictionary, stateDictionary, text } from "../support/torch-writer.ts";
import { rules } from "./rules.ts";

/** Each is made by its name: a file in the folder, or a run. */
const makers: Readonly<Record<string, (path: string, cwd: string) => void | Promise<void>>> = {
  "runs/first": (_, cwd) => train(cwd, "runs/first"),
  "runs/two": (_, cwd) => cli(cwd, ...tiny(["train", "--preset", "dual-agent", "--run", "runs/two"])),
  "model.pth": (path) => writeFileSync(path, stateDictionary(weights())),
  "ckpt.pt": (path) =>
    writeFileSync(
      path,
      stateDictionary(weights(), (state) => dictionary({ epoch: text("7"), model: state })),
    ),
  "m.safetensors": (path) => writeFileSync(path, asSafetensors(weights())),
  "w.npz": (path) => writeFileSync(path, asNpz(weights())),
  "w.npy": (path) => writeFileSync(path, kerasList()),
  // As many centres as the list of Keras has outputs.
  "pc.npy": (path) =>
    writeFileSync(path, writeNpy(npyArray(Float64Array.of(0, 0, 0.1, 0.1, 0.2, 0.3), [3, 2]))),
  "maps.npz": (path) => writeFileSync(path, writeNpz({ rate_map: wavyMaps(), maps: wavyMaps() })),
  "theirs.npz": (path) => writeFileSync(path, writeNpz({ maps: wavyMaps() })),
  "activity.npz": (path) => writeActivityFile(path),
  "rat.nwb": (path) => copyFileSync(join(import.meta.dir, "../support/recording/rat.nwb"), path),
  "path.csv": (path) => writeFileSync(path, pathOfMouse()),
  "spikes.csv": (path) => writeFileSync(path, "unit,time\nT1C1,0.4\nT1C1,1.2\nT1C2,3.7\nT1C2,90\n"),
  records: (_, cwd) =>
    cli(cwd, "simulate", "--format", "tfrecord", "--out", "records", "--trajectories", "40", "--steps", "20"),
  "walk.npz": (_, cwd) => cli(cwd, "simulate", "--out", "walk.npz", "--trajectories", "5", "--steps", "20"),
};

/** A new folder with these. @throws Error for a name that nothing makes */
export async function scratchFolder(names: readonly string[]): Promise<string> {
  const cwd = temporaryDirectory();
  for (const name of names) {
    const make = makers[name];
    if (!make) throw new Error(`nothing makes ${name}`);
    const path = join(cwd, name);
    mkdirSync(join(path, ".."), { recursive: true });
    await make(path, cwd);
  }
  return cwd;
}

/** Five maps that vary. */
const wavyMaps = () =>
  npyArray(
    Float64Array.from(
      { length: 5 * 400 },
      (_, i) => 1 + Math.cos(i / 3) * Math.sin((i % 20) / (2 + i / 400)),
    ),
    [5, 20, 20],
  );

/** Twenty seconds of a mouse in cm, half a second of which were lost. */
const pathOfMouse = (): string =>
  [
    "t,x,y",
    ...Array.from({ length: 500 }, (_, i) => {
      const [x, y] = [30 + 28 * Math.sin(i / 23), 30 + 28 * Math.cos(i / 31)];
      return i > 100 && i < 120 ? `${i / 25},,` : `${i / 25},${x.toFixed(2)},${y.toFixed(2)}`;
    }),
  ].join("\n");

/** A training as the rule of `train` makes it small. */
function tiny(argv: readonly string[]): readonly string[] {
  const { instead } = rules.find(({ command, having }) => command === "train" && !having)!;
  if (instead === "parse") throw new Error("train has a rule of its own");
  return instead(argv);
}

let trained: string | undefined;

/** One training serves all documents. */
async function train(cwd: string, run: string): Promise<void> {
  if (trained === undefined) {
    trained = temporaryDirectory();
    await cli(trained, ...tiny(["train", "--preset", "quick", "--run", "run"]));
  }
  cpSync(join(trained, "run"), join(cwd, run), { recursive: true });
}

async function cli(cwd: string, ...argv: string[]): Promise<void> {
  const { code, stderr } = await capture(argv, { cwd });
  if (code !== 0) throw new Error(stderr);
}
