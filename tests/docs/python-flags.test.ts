/** docs/coming-from-python.md: every flag of the published code has a row, and what stands there exists. */
import { describe, expect, test } from "bun:test";
import { resolveConfig } from "../../src/config/resolve.ts";
import { parseAssignment, readPreset } from "../../src/config/sources.ts";
import { readDocument } from "./documents.ts";
import { readState } from "./features.ts";
import { checkArguments, entorhinalArguments } from "./run-line.ts";

const page = readDocument("docs/coming-from-python.md");

/** Cells of the first table behind a heading, without its head. */
function rowsBehind(heading: string): string[][] {
  const [, text] = page.split(`\n## ${heading}\n`);
  const lines = text!.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const table = lines.slice(first).slice(
    0,
    lines.slice(first).findIndex((line) => !line.startsWith("|")),
  );
  return table.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** Of ganguli-lab/grid-pattern-formation at 401dd6b, and of its fork at dbce5d5. */
const mainFlags = [
  ..."save_dir n_epochs n_steps batch_size sequence_length learning_rate Np Ng place_cell_rf surround_scale".split(
    " ",
  ),
  ..."RNN_type activation weight_decay DoG periodic box_width box_height device".split(" "),
  ..."resume_from eval_only eval_n_avg weights_npy".split(" "),
];

/** Of the five scripts of the fork: one letter each, as the page has them. */
const model =
  "Np Ng place_cell_rf surround_scale RNN_type activation weight_decay DoG periodic box_width box_height learning_rate device batch_size sequence_length";
const shared =
  "place_cell_rf surround_scale activation weight_decay box_width box_height learning_rate device batch_size sequence_length res n_batches Ng_use max_lag";
const steering =
  "speed_scale speed_max velocity_smoothing turn_sigma_scale border_region wall_slowdown wall_turn_scale";
const traj = steering
  .split(" ")
  .map((name) => `traj_${name}`)
  .join(" ");
const scriptFlags: Readonly<Record<string, string>> = {
  e: `save_dir run_ID checkpoint_path ${model} predictive_lags n_pred_batches predictive_plot_cells`,
  f: `checkpoint_path save_path ${model} velocity_dim res max_lag n_batches Ng_use gridness_threshold shift_threshold_cm`,
  m: `checkpoint_paths ${shared} ${traj} gridness_threshold low_grid_threshold low_grid_plot_units min_shift_cm ablation_batches ablation_random_trials rng_seed`,
  s: `checkpoint_path checkpoint_paths out_dir ${shared} ${traj} gridness_threshold zero_shift_threshold min_shift_cm shuffle_trials shuffle_alpha shuffle_seed`,
  c: `checkpoint_path save_path ${model} res n_batches Ng_use cells pos_shifts_cm`,
};

const flagsIn = (cell: string): string[] => [...cell.matchAll(/`--(\w+)`/g)].map(([, flag]) => flag!);

const ofMain = rowsBehind("Flags of `main.py`");
const ofNotebook = rowsBehind("Steps of `inspect_model`");
const ofScripts = rowsBehind("Flags of the analysis scripts");

test("every flag of main.py has a row", () => {
  expect(ofMain.flatMap(([flag]) => flagsIn(flag!)).sort()).toEqual(mainFlags.sort());
});

test.each(Object.entries(scriptFlags))(
  "every flag of the script %s has a row that names it",
  (letter, flags) => {
    const named = ofScripts.filter(([, scripts]) => scripts!.split(" ").includes(letter));
    const rows = named.flatMap(([flag]) => flagsIn(flag!));
    for (const flag of flags.split(" ")) expect(rows).toContain(flag);
  },
);

test("no script has flags that nobody knows", () => {
  const known = Object.values(scriptFlags).flatMap((flags) => flags.split(" "));
  for (const flag of ofScripts.flatMap(([cell]) => flagsIn(cell!))) expect(known).toContain(flag);
});

const states = [...ofMain, ...ofNotebook, ...ofScripts].map((cells) => cells.at(-1)!);
const lines = [...new Set(states.flatMap((state) => readState(state).lines))];

const published = readPreset("sorscher2019").layer;
const layerOf = (assignment: string) => ({ ...parseAssignment(assignment), origin: "set" });

describe("what stands there exists", () => {
  test("there are enough of them", () => {
    expect(states.length).toBe(22 + 18 + 37);
    expect(ofNotebook.length).toBe(18);
  });

  test.each(lines)("%s", async (line) => {
    const words = line.split(" ");
    if (!line.startsWith("--")) return await checkArguments(entorhinalArguments(words)!);
    await checkArguments(["train", ...words]);
    // Keys and values of settings are held to their schema.
    const assignments = words.filter((_, i) => words[i - 1] === "--set");
    expect(resolveConfig([published, ...assignments.map(layerOf)]).seed).toBe(0);
  });
});
