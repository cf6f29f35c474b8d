/** Python that loads the open network into NumPy: text to be copied, nothing is run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Axis, namesOf } from "../../src/networks/layout.ts";
import { networkTensors } from "../../src/run/checkpoint.ts";
import { parametersOf } from "../../src/session/subject.ts";
import type { OpenNetwork } from "../open-network.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "The lines need NumPy alone. They read the checkpoint that is open, and the log of a run.",
  run(shell, parsed) {
    const text = pythonLines(shell.network, shell.path(shell.network.name));
    shell.answer(parsed, { run: shell.network.name, python: text }, () => text);
  },
});

const literal = (value: string): string => JSON.stringify(value);

const showAxis = (axis: Axis): string => (typeof axis === "object" ? `${axis[0]} ${axis[1]}` : String(axis));

/**
 * Python that loads a network into NumPy.
 * @param path absolute; where the run is, if it is a run
 */
function pythonLines({ name, saved }: OpenNetwork, path: string): string {
  const metricsPath = join(path, "metrics.jsonl");
  const { checkpoint } = saved;
  const parameters = parametersOf(saved);
  const stored = Object.values(parameters).map((parameter) => parameter.stored);
  const constants = [...networkTensors(checkpoint).keys()].filter((tensor) => !stored.includes(tensor));
  return [
    "import json",
    "import numpy as np",
    "",
    `data = open(${literal(checkpoint.path)}, "rb").read()`,
    'size = int.from_bytes(data[:8], "little")',
    "header = json.loads(data[8 : 8 + size])",
    'settings = json.loads(header.pop("__metadata__")["settings"])',
    "net = {",
    '    name: np.frombuffer(data[8 + size :][slice(*t["data_offsets"])], "<f4").reshape(t["shape"])',
    "    for name, t in header.items()",
    "}  # or: net = safetensors.numpy.load_file(...)",
    "",
    "weights = {",
    ...namesOf(parameters).map((array) => {
      const { stored: key, axes } = parameters[array]!;
      const shape = axes.toReversed().map(showAxis).join(", ");
      return `    ${literal(array)}: net[${literal(key)}],  # [${shape}]`;
    }),
    "}",
    ...constants.map((tensor) => `${tensor} = net[${literal(tensor)}]`),
    ...(existsSync(metricsPath)
      ? ["", `metrics = [json.loads(line) for line in open(${literal(metricsPath)})]`]
      : []),
    "",
    `# rate maps: bun run entorhinal ratemaps ${name} --best 0 --out maps.npz`,
    '# maps = np.load("maps.npz")["rate_map"]  # [unit, y, x], row 0 at the bottom',
  ].join("\n");
}
