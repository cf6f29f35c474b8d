import { extname } from "node:path";
import { npyArray } from "../../format/npy-array.ts";
import { writeNpz } from "../../format/npz.ts";
import { writeFileSafely } from "../../format/safe-write.ts";
import { type Checkpoint, networkTensors, writeCheckpoint } from "../../run/checkpoint.ts";
import { readNetwork } from "../../session/saved-network.ts";
import { UserError } from "../../user-error.ts";
import { defineCommand, forceFlag } from "../frame/command.ts";
import { checkOutput, showFile } from "../frame/output-file.ts";
import { networkPositional } from "../frame/subject.ts";

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE", help: "where to write: .npz or .safetensors" },
    force: forceFlag,
  },
  positionals: [networkPositional],
  details:
    "Weights by PyTorch's names and in its layout [out, in], place_centres [cells, 2]\n" +
    "in m, head_means [cells] in rad where there are head-direction cells, and all settings as JSON.",
  examples: [
    "entorhinal export quick --out quick.npz",
    "entorhinal export runs/first --out first.safetensors",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) throw new UserError("export needs --out", "write: --out FILE.npz", 2);
    const write = writers[extname(flags.out).toLowerCase()];
    if (!write) {
      throw new UserError(`--out ${flags.out} is neither .npz nor .safetensors`, "choose one of the two", 2);
    }
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const given = context.positionals[0]!;
    const { checkpoint, config, task } = readNetwork(context.path(given), given);
    const settings = { ...config, ...task.portable(config) };
    write(out, checkpoint, settings, flags.force);
    const shapes = Object.fromEntries(
      [...networkTensors(checkpoint)].map(([name, { shape }]) => [name, shape]),
    );
    const { step } = checkpoint;
    context.answer({ out, step, arrays: shapes, settings }, () => showFile(out, shapes));
  },
});

type Writer = (path: string, checkpoint: Checkpoint, settings: object, force: boolean) => void;

const writers: Readonly<Record<string, Writer | undefined>> = {
  ".npz": (path, checkpoint, settings, force) => {
    const arrays = {
      ...Object.fromEntries(networkTensors(checkpoint)),
      settings: npyArray([JSON.stringify(settings)], []),
      step: npyArray(Float64Array.of(checkpoint.step), []),
    };
    writeFileSafely(path, writeNpz(arrays, { compress: false }), { force });
  },
  ".safetensors": (path, checkpoint, settings, force) =>
    writeCheckpoint(path, settings, checkpoint, networkTensors(checkpoint), { force }),
};
