/** The ensembles of a code as a table of numbers, which is what blocks on other threads can read. */
import type { CodePart } from "../code/path-code.ts";
import type { JobContext } from "../engine/job.ts";

/** How an ensemble stands in the table that the blocks read: float64, in this order. */
const partFields = [
  "first",
  "cells",
  "weight",
  "sigmoid", // 1: each cell is a question of its own
  "means", // of the head-direction cells by which headings are read
  "headings", // [T, B] rad; 0: no heading is read
  "headingErrors", // float64 [T, B]
] as const;
type PartField = (typeof partFields)[number];

const offsetOf = Object.fromEntries(partFields.map((field, i) => [field, i * 8])) as Record<
  PartField,
  number
>;

/** Of the table at that address. */
export function partAt(
  kernels: Pick<JobContext["kernels"], "loadFloat64">,
  table: number,
  index: number,
): Readonly<Record<PartField, number>> {
  const at = table + index * partFields.length * 8;
  const read = (field: PartField) => kernels.loadFloat64(at + offsetOf[field]);
  return {
    ...{ first: read("first"), cells: read("cells"), weight: read("weight"), sigmoid: read("sigmoid") },
    ...{ means: read("means"), headings: read("headings"), headingErrors: read("headingErrors") },
  };
}

/** Addresses of what headings are read by. */
type HeadingFields = Readonly<Record<"means" | "headings" | "headingErrors", number>>;

const noHeading: HeadingFields = { means: 0, headings: 0, headingErrors: 0 };

/** @param headingsOf undefined: no heading is read by that ensemble */
export const partTable = (
  parts: readonly CodePart[],
  headingsOf: (part: CodePart) => HeadingFields | undefined,
): number[] =>
  parts.flatMap((part) => {
    const row: Readonly<Record<PartField, number>> = {
      ...{ first: part.first, cells: part.cells, weight: part.weight },
      sigmoid: part.loss === "sigmoid" ? 1 : 0,
      ...(headingsOf(part) ?? noHeading),
    };
    return partFields.map((field) => row[field]);
  });
