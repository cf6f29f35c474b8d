/** Why maps have no score, in words. */
import { findScorer } from "./scorer.ts";

const lacks = {
  "six-peaks": "fewer than six peaks",
  "expanding-circle": "a middle field that leaves no room for a ring",
} as const;

const withoutEllipse = "peaks on no ellipse";

/** "their maps do not vary", and what else it may be. @param name of the scorer */
export function withoutScore(name: string, whose: "their maps" | "its map" | "the map"): string {
  const { rings, elliptical } = findScorer(name);
  const many = whose === "their maps";
  const constant = `${whose} ${many ? "do" : "does"} not vary`;
  const lack = [
    ...(typeof rings === "string" ? [lacks[rings]] : []),
    ...(elliptical ? [withoutEllipse] : []),
  ];
  return lack.length > 0 ? `${constant}, or ${many ? "have" : "has"} ${lack.join(", or ")}` : constant;
}
