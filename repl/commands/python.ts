/** Python that loads what is open into NumPy: text to be copied, nothing is run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { choiceFlags } from "../../src/cli/frame/subject.ts";
import { commandLine, pathWord } from "../../src/copied-command.ts";
import { type Axis, namesOf } from "../../src/networks/layout.ts";
import { printableJson } from "../../src/printable.ts";
import { packageWords } from "../../src/program-words.ts";
import { networkTensors } from "../../src/run/checkpoint.ts";
import { parametersOf } from "../../src/session/subject.ts";
import { UserError } from "../../src/user-error.ts";
import type { OpenNetwork } from "../open-network.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details:
    "The lines need NumPy alone. They read the checkpoint that is open and the log of a run, or the file of activity.",
  run(shell, parsed) {
    const { network } = shell;
    const text = [
      ...(network.subject.saved ? networkLines(network) : activityLines(network)),
      ...mapLines(network),
    ].join("\n");
    shell.answer(parsed, { run: shell.network.name, python: text }, () => text);
  },
});

/** Of Python, which reads the escapes of JSON alike. */
const literal = (value: string): string => printableJson(JSON.stringify(value));

/** Of ASCII, so that Python has no other view of it. */
const isIdentifier = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

const showAxis = (axis: Axis): string => (typeof axis === "object" ? `${axis[0]} ${axis[1]}` : String(axis));

const activityLines = ({ path }: OpenNetwork): string[] => [
  "import numpy as np",
  "",
  `file = np.load(${literal(path)})`,
  'position = file["position"]  # [trials, T, 2], m',
  'activity = file["activity"]  # [trials, T, units]',
];

function networkLines({ title, path, saved, choice }: OpenNetwork): string[] {
  const metricsPath = join(path, "metrics.jsonl");
  const { checkpoint } = saved;
  if (choice.untrained) {
    throw new UserError(
      `the weights of ${title} are in no file`,
      "open it without --untrained; js weights has them",
      2,
    );
  }
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
    ...constants.filter(isIdentifier).map((tensor) => `${tensor} = net[${literal(tensor)}]`),
    ...(existsSync(metricsPath)
      ? ["", `metrics = [json.loads(line) for line in open(${literal(metricsPath)})]`]
      : []),
  ];
}

const mapLines = ({ name, choice }: OpenNetwork): string[] => {
  const command = [...packageWords("ratemaps"), pathWord(name), ...choiceFlags(choice)];
  return [
    "",
    `# rate maps: ${commandLine([...command, "--best", "0", "--out", "maps.npz"])}`,
    '# maps = np.load("maps.npz")["rate_map"]  # [unit, y, x], row 0 at the bottom',
  ];
};
