/** The documents a user reads, and the fenced blocks in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const repository = join(import.meta.dir, "../..");

/** README.md, FEATURES.md, CONTRIBUTING.md and all of docs/, relative to the repository. */
export const documents: readonly string[] = [
  ...["README.md", "FEATURES.md", "CONTRIBUTING.md"].filter((name) => existsSync(join(repository, name))),
  ...readdirSync(join(repository, "docs"))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`),
];

export const readDocument = (name: string): string => readFileSync(join(repository, name), "utf8");

export interface Fence {
  /** The word behind the back-ticks; empty when there is none. */
  readonly language: string;
  /** Number of its first line of content, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
  /** Whether nothing but empty lines stands between the block before and this one. */
  readonly follows: boolean;
}

/** All fenced blocks in their order. @throws Error when one is not closed */
export function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  const lines = text.split("\n");
  let follows = false;
  for (let i = 0; i < lines.length; i++) {
    const opening = /^```(\w*)$/.exec(lines[i]!);
    if (!opening) {
      if (lines[i]!.trim() !== "") follows = false;
      continue;
    }
    const end = lines.indexOf("```", i + 1);
    if (end < 0) throw new Error(`the block in line ${i + 1} is not closed`);
    fences.push({ language: opening[1]!, line: i + 2, lines: lines.slice(i + 1, end), follows });
    follows = true;
    i = end;
  }
  return fences;
}

/** Text outside of fenced blocks. */
export function proseOf(text: string): string {
  const shown = new Set<number>();
  for (const { line, lines } of fencesOf(text)) {
    for (let i = line - 2; i <= line - 1 + lines.length; i++) shown.add(i);
  }
  return text
    .split("\n")
    .filter((_, i) => !shown.has(i))
    .join("\n");
}
