/** CITATION.cff by what the schema of Citation File Format 1.2.0 demands. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { proseOf, readDocument, repository } from "./documents.ts";

const person = z.strictObject({ "family-names": z.string().min(1), "given-names": z.string().min(1) });
const author = z.union([person, z.strictObject({ name: z.string().min(1) })]);
const doi = z.string().regex(/^10\.\d{4,9}(\.\d+)?\/[A-Za-z0-9:/_;\-.()[\]\\]+$/);

const reference = z.strictObject({
  type: z.enum(["article", "conference-paper"]),
  title: z.string().min(1),
  authors: z.array(author).min(1),
  year: z.int(),
  journal: z.string().optional(),
  "collection-title": z.string().optional(),
  volume: z.int().optional(),
  issue: z.int().optional(),
  start: z.int().optional(),
  end: z.int().optional(),
  doi: doi.optional(),
  url: z.url().optional(),
  notes: z.string().optional(),
});

const citation = z.strictObject({
  "cff-version": z.literal("1.2.0"),
  message: z.string().min(1),
  type: z.literal("software"),
  title: z.string().min(1),
  version: z.union([z.string(), z.number()]),
  license: z.string(),
  authors: z.array(author).min(1),
  abstract: z.string(),
  keywords: z.array(z.string()).min(1),
  references: z.array(reference).min(1),
});

const file = citation.parse(Bun.YAML.parse(readFileSync(join(repository, "CITATION.cff"), "utf8")));

test("CITATION.cff is of this version and licence", () => {
  expect(file.version).toBe(packageJson.version);
  expect(file.license).toBe(packageJson.license);
});

test("every paper says where it appeared, once", () => {
  for (const { title, type, journal, "collection-title": proceedings } of file.references) {
    expect({ title, where: type === "article" ? journal : proceedings }).toEqual({
      title,
      where: expect.any(String),
    });
  }
  expect(new Set(file.references.map(({ title }) => title)).size).toBe(file.references.length);
});

test("the papers that the README names are there", () => {
  const titles = proseOf(readDocument("README.md")).matchAll(/ _([A-Z][^_]{30,})_,/g);
  const named = [...titles].map(([, title]) => title!.replaceAll("\n", " ").toLowerCase());
  expect(named.length).toBeGreaterThan(1);
  for (const title of named)
    expect(file.references.map((paper) => paper.title.toLowerCase())).toContain(title);
});
