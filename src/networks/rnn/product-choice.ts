import type { Engine } from "../../engine/engine.ts";
import { allDense, allSparse, fasterForms, type ProductForms } from "./product-forms.ts";
import { measureProductRates } from "./product-rates.ts";
import type { RnnSettings } from "./settings.ts";

/** Of a fresh network: its activities are as likely to be below zero as above. */
const densityAtFirst = 0.5;

/** Decides before each step how its products are computed, from the density of the step before. */
export type ProductChoice = (densityBefore?: number) => ProductForms;

/** What `products` of the settings asks for: all dense, all sparse, or for `auto` whatever is faster on this machine. */
export function openProductChoice(
  engine: Engine,
  { activation, products }: Pick<RnnSettings, "activation" | "products">,
): ProductChoice {
  if (activation !== "relu" || products === "dense") return () => allDense;
  if (products === "sparse") return () => allSparse;
  const rates = measureProductRates(engine);
  return (density = densityAtFirst) => fasterForms(rates, density, engine.matmul.kind);
}
