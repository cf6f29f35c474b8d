import type { Engine } from "../../engine/engine.ts";
import type { Settings } from "../../train/settings.ts";
import { measureProductRates } from "./product-rates.ts";
import { allDense, allSparse, fasterWays, type Ways } from "./ways.ts";

/** Of a fresh network: its activities are as likely to be below zero as above. */
const densityAtFirst = 0.5;

/** Decides before each step how its products are computed, from the density of the step before. */
export type ProductChoice = (densityBefore?: number) => Ways;

/** What `products` of the settings asks for: all dense, all sparse, or for `auto` whatever is faster on this machine. */
export function openProductChoice(engine: Engine, settings: Settings): ProductChoice {
  if (settings.model.activation !== "relu" || settings.products === "dense") return () => allDense;
  if (settings.products === "sparse") return () => allSparse;
  const rates = measureProductRates(engine);
  return (density = densityAtFirst) => fasterWays(rates, density, engine.matmul.kind);
}
