/** Why maps have no score, in words. */
import { findScorer } from "./scorer.ts";

const lacks = {
  "six-peaks": "fewer than six peaks around the middle of the autocorrelogram",
  "expanding-circle": "a middle field that leaves no room for a ring",
} as const;

/** "their maps do not vary", and what else it may be. @param name of the scorer */
export function withoutScore(name: string, whose: "their maps" | "its map" | "the map"): string {
  const { rings } = findScorer(name);
  const many = whose === "their maps";
  const constant = `${whose} ${many ? "do" : "does"} not vary`;
  return typeof rings === "string" ? `${constant}, or ${many ? "have" : "has"} ${lacks[rings]}` : constant;
}
