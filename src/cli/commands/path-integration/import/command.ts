/** `import`: a run of somebody's network. What files and networks are recognised is src/exchange. */
import { createHash } from "node:crypto";
import { basename, relative } from "node:path";
import { pathWord } from "../../../../copied-command.ts";
import { openEngine } from "../../../../engine/engine.ts";
import { type ImportedNetwork, recogniseNetwork } from "../../../../exchange/imported-network.ts";
import { type NetworkFile, readNetworkFile } from "../../../../exchange/network-file.ts";
import { lookUp } from "../../../../format/look-up.ts";
import { readFileBytes } from "../../../../format/read-file.ts";
import type { ImportSource } from "../../../../run/manifest.ts";
import { checkNewRun } from "../../../../run/run-directory.ts";
import { bundledFile, runPath } from "../../../../session/run-names.ts";
import { checkpointFile } from "../../../../session/saved-network.ts";
import { UserError } from "../../../../user-error.ts";
import { defineCommand } from "../../../frame/command.ts";
import { importAnswer, remarks, showImport } from "./import-answer.ts";
import { importConfig, importSettingFlags, kindThatIsSaid } from "./import-config.ts";
import { requireImport } from "./import-memory.ts";
import { writeImportedRun } from "./imported-run.ts";

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "DIR", help: "the run directory to make" },
    key: { type: "string", placeholder: "NAME", help: "which of several networks in the file" },
    ignore: { type: "list", placeholder: "NAME", help: "a tensor to leave out" },
    ...importSettingFlags,
  },
  positionals: [{ name: "FILE|RUN", help: ".pth or .pt, .npz or .npy, .safetensors, or a run of ours" }],
  details:
    "Reads a path-integrating network by PyTorch's names: encoder.weight,\n" +
    "RNN.weight_ih_l0, RNN.weight_hh_l0, decoder.weight, and biases where its kind has\n" +
    "them; of a plain RNN also Keras's list of four. Names and shapes tell the kind,\n" +
    "or --set model.kind=NAME does.\n" +
    "Of a run or a checkpoint of ours the weights, the centres and the settings are\n" +
    "taken, not the optimizer; train --from does the same and trains at once.\n" +
    "Nothing in the file is ever run. What a file does not say has to come from\n" +
    "flags, --set or a preset; in a terminal the rest is asked for.",
  examples: [
    "entorhinal import model.pth --out runs/theirs --preset sorscher2019",
    "entorhinal import w.npy --out runs/keras --preset sorscher2019 --centres pc.npy",
  ],
  async run(context) {
    const { flags, io } = context;
    if (flags.out === undefined) throw new UserError("import needs --out", "write: --out DIR", 2);
    const path = context.path(flags.out);
    checkNewRun(path);
    const [place, given] = namedFile(context.path(context.positionals[0]!), context.positionals[0]!);
    const bytes = readFileBytes(place);
    const file = readNetworkFile(bytes, given, flags.key);
    const said = kindThatIsSaid(flags, file, given, io.cwd);
    const network = recogniseNetwork(file, given, flags.ignore, said);
    const ask = context.json || context.quiet ? undefined : io.dialogue;
    const settings = await importConfig(flags, file, network, given, { cwd: io.cwd, dialogue: ask });
    const source = sourceOf(given, bytes, file, network);
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    try {
      requireImport(engine, network, settings.config, given);
      const to = { path, preset: flags.preset ?? null };
      const run = writeImportedRun(engine, network, settings, source, to);
      for (const remark of remarks(file, network, settings, run)) context.note(remark);
      const shown = pathWord(relative(io.cwd, path)) || ".";
      context.answer(importAnswer(run, source), () => showImport(run, source, shown));
    } finally {
      engine.close();
    }
  },
});

/** The file, or the newest checkpoint of a run, and what to call it. */
function namedFile(path: string, given: string): [path: string, name: string] {
  if (!lookUp(runPath(path, given))?.isDirectory() && bundledFile(path, given) === undefined)
    return [path, given];
  const file = checkpointFile(path, given);
  return [file, basename(file)];
}

const sourceOf = (
  given: string,
  bytes: Uint8Array,
  { format, key, step }: NetworkFile,
  { notTaken }: ImportedNetwork,
): ImportSource => ({
  file: basename(given),
  sha256: createHash("sha256").update(bytes).digest("hex"),
  format,
  key: key ?? null,
  step: Number.isSafeInteger(step) ? step! : null,
  notTaken,
});
