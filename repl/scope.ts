/** The names that `js` knows: arrays of the open run, each computed when an expression speaks of it. */
import { placesOf } from "../src/analyse/places.ts";
import { mapOf } from "../src/analyse/rate-map.ts";
import { centrePairs } from "../src/code/place-code.ts";
import type { SharedArray } from "../src/engine/shared-array.ts";
import { mapNames, transpose } from "../src/networks/layout.ts";
import { openExperiment } from "../src/session/saved-network.ts";
import { parametersOf } from "../src/session/subject.ts";
import { UserError } from "../src/user-error.ts";
import { arrayStatistics } from "./array-statistics.ts";
import { nullOf, observed, scored, unitNumbers } from "./computed.ts";
import type { Shell } from "./shell.ts";
import { unitCount } from "./unit-number.ts";

type Source = (shell: Shell) => unknown;

const numbers =
  (name: "border" | "spacing" | "peak"): Source =>
  async (shell) =>
    (await unitNumbers(shell))[name];

/** What the arrays of the run are like, for who has not computed them. */
const array = new Float64Array(0);

/** Of the open run; shapes and units stand in the help of `js`. What takes long says what it is `like`. */
export const runNames: Readonly<Record<string, readonly [help: string, source: Source, like?: unknown]>> = {
  run: ["its name", ({ network }) => network.name],
  config: ["its settings", ({ network }) => network.saved.config],
  step: ["training steps done", ({ network }) => network.subject.step],
  units: ["number of units", unitCount],
  conditions: [
    "texts: what was otherwise in training",
    async ({ network }) => (await network.analysis()).source.conditions.map(({ text }) => text),
  ],
  weights: ["arrays by name, matrices [out, in]", weightsOf],
  centres: ["place cells [cells, 2], m", centresOf, array],
  rateMap: [
    "[units, y, x], NaN where unvisited",
    async (shell) => (await observed(shell)).rates.rateMap,
    array,
  ],
  occupancy: ["samples [y, x]", async (shell) => (await observed(shell)).rates.occupancy, array],
  mapOf: ["mapOf(unit): its rate map [y, x]", unitMap, unitMap],
  meanActivity: ["[units]", async (shell) => (await observed(shell)).activity.mean, array],
  density: [
    "[units], share of samples above zero",
    async (shell) => (await observed(shell)).activity.unitDensity,
    array,
  ],
  decodeErrorCm: ["mean decode error, cm", measuredOf("decodeErrorCm"), 0],
  grid60: ["[units], hexagonal score", async (shell) => (await scored(shell)).grid60, array],
  grid90: ["[units], square score", async (shell) => (await scored(shell)).grid90, array],
  border: ["[units], border score", numbers("border"), array],
  spacing: ["[units], spacing of the grid, m", numbers("spacing"), array],
  peak: ["[units], highest rate of the map", numbers("peak"), array],
  null60: ["hexagonal scores of matched noise", async (shell) => (await nullOf(shell))?.grid60, array],
};

/** What one of them was called before: expressions that were saved go on working. */
const formerNames: Readonly<Record<string, string>> = { scale: "spacing" };

const wordPattern = /[A-Za-z_$][\w$]*/g;

/** Of one shell; `_` is the last result. */
const scopes = new WeakMap<Shell, Record<string, unknown>>();

/** Names of expressions with their values, as far as they were spoken of. */
export function scopeOf(shell: Shell): Record<string, unknown> {
  const scope = scopes.get(shell) ?? {};
  scopes.set(shell, scope);
  return scope;
}

/** Puts copies of what `text` speaks of into `scope`, and takes out what belongs to a run that is open no longer. */
export async function fillScope(scope: Record<string, unknown>, text: string, shell: Shell): Promise<void> {
  Object.assign(scope, { ...arrayStatistics, ...scope });
  const wanted = new Set(text.match(wordPattern) ?? []);
  for (const [name, [, source]] of Object.entries(runNames)) {
    delete scope[name];
    if (wanted.has(name)) scope[name] = copyOf(await source(shell));
  }
  for (const [former, name] of Object.entries(formerNames)) {
    delete scope[former];
    if (wanted.has(former)) scope[former] = copyOf(await runNames[name]![1](shell));
  }
}

/** Whatever an expression does to it, such as sorting: the shell keeps its own. */
function copyOf(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}

/** In the layout of files; those of an untrained network are made anew. */
async function weightsOf({ network }: Shell): Promise<Record<string, unknown>> {
  const { saved, choice } = network;
  if (choice.untrained) {
    const { engine } = await network.analysis();
    return engine.memory.scope(() => {
      const { layout, initialize } = openExperiment(engine, saved);
      const fresh = initialize();
      return mapNames(layout, (name) => inFileLayout(fresh[name]!));
    });
  }
  const parameters = parametersOf(saved);
  return mapNames(parameters, (name) => saved.checkpoint.file.tensors.get(parameters[name]!.stored)?.data);
}

function inFileLayout({ view, shape }: SharedArray<"float32">): Float32Array {
  const [rows, columns] = shape;
  return columns === undefined ? view.slice() : transpose(view, rows!, columns);
}

/** @throws UserError when nothing of that name is measured */
function measuredOf(name: string): Source {
  return async (shell) => {
    const value = (await observed(shell)).measured[name];
    if (value !== undefined) return value;
    throw new UserError(
      `there is no ${name} of ${shell.network.title}`,
      "open a network that measures it",
      2,
    );
  };
}

async function centresOf({ network }: Shell): Promise<Float32Array> {
  return centrePairs(placesOf((await network.analysis()).source).code);
}

async function unitMap(shell: Shell): Promise<(unit: number) => Float64Array> {
  const { rates } = await observed(shell);
  return (unit) => mapOf(rates, unit).values.slice();
}
