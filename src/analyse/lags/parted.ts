/** Which sample's activity stands at each moment of a shuffle. */
import type { Engine } from "../../engine/engine.ts";
import { fillUniform } from "../../engine/random.ts";
import { UserError } from "../../user-error.ts";
import type { LagNullKind } from "./lag-null.ts";

/** The moments [B, T] whose place is known, by trajectory; number b * T + t. */
export type KnownMoments = readonly Int32Array[];

/** As few trajectories are hardly dealt out anew. */
const fewestExchanged = 20;

/** @throws UserError when there is too little to be shuffled */
export function checkParted(kind: LagNullKind, known: KnownMoments): void {
  const longest = known.reduce((most, moments) => Math.max(most, moments.length), 0);
  if (kind === "exchanged" && known.length < fewestExchanged) {
    throw new UserError(
      `${known.length} trajectories are too few to exchange their activity`,
      `use at least ${fewestExchanged}, or the circular null`,
      2,
    );
  }
  if (kind === "circular" && longest < 2) {
    throw new UserError("trajectories of one step cannot be rolled", "use more steps", 2);
  }
}

/**
 * Fills `source` [B x T] for shuffle number `shuffle`; moments without a place keep their own. Draws are counted by shuffle: the
 * same whoever else is drawn, for any number of workers.
 */
export function partActivity(
  engine: Engine,
  kind: LagNullKind,
  known: KnownMoments,
  seed: number,
  shuffle: number,
  source: Int32Array,
): void {
  for (let moment = 0; moment < source.length; moment++) source[moment] = moment;
  const draw = (draws: number) => uniform(engine, `lag null/${kind}`, seed, shuffle, draws);
  if (kind === "circular") roll(known, draw(known.length), source);
  else if (kind === "exchanged") exchange(known, draw(known.length), source);
  else dealOut(known, draw, source);
}

function roll(known: KnownMoments, draws: Float64Array, source: Int32Array): void {
  known.forEach((moments, b) => {
    const count = moments.length;
    if (count < 2) return;
    const by = 1 + Math.floor(draws[b]! * (count - 1));
    for (let i = 0; i < count; i++) source[moments[(i + by) % count]!] = moments[i]!;
  });
}

/** A trajectory with fewer known moments gives them several times. */
function exchange(known: KnownMoments, draws: Float64Array, source: Int32Array): void {
  const giver = permutation(draws);
  known.forEach((moments, b) => {
    const given = known[giver[b]!]!;
    if (given.length === 0) return;
    for (let i = 0; i < moments.length; i++) source[moments[i]!] = given[i % given.length]!;
  });
}

function dealOut(known: KnownMoments, draw: (draws: number) => Float64Array, source: Int32Array): void {
  const count = known.reduce((sum, moments) => sum + moments.length, 0);
  const all = new Int32Array(count);
  let at = 0;
  for (const moments of known) {
    all.set(moments, at);
    at += moments.length;
  }
  const order = permutation(draw(count));
  for (let i = 0; i < count; i++) source[all[i]!] = all[order[i]!]!;
}

/** Fisher and Yates, as many draws as things. */
function permutation(draws: Float64Array): Int32Array {
  const order = Int32Array.from(draws, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(draws[i]! * (i + 1));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

const uniform = (engine: Engine, stream: string, seed: number, item: number, draws: number): Float64Array =>
  engine.memory.scope(() => {
    const values = engine.memory.allocate("float64", [1, draws], "draws of a shuffle");
    fillUniform(engine, { seed, stream, first: item, items: 1, draws }, values);
    return values.toArray();
  });
