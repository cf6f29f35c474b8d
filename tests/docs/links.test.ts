import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { documents, proseOf, readDocument, repository } from "./documents.ts";

/** As GitHub makes anchors of headings. */
const anchorsOf = (name: string): string[] =>
  [...proseOf(readDocument(name)).matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(documents)("%s links to what exists", (document) => {
  for (const [, target] of proseOf(readDocument(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target!)) continue;
    const [path, anchor] = target!.split("#") as [string, string?];
    const file = path === "" ? document : join(dirname(document), path);
    expect({ target, exists: existsSync(join(repository, file)) }).toEqual({ target, exists: true });
    if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
  }
});

test.each(documents)("%s names files that exist", (document) => {
  const named = /`((?:src|tests|assembly|bench|docs|presets|\.ci)\/[\w./-]+\.\w+)`/g;
  for (const [, file] of proseOf(readDocument(document)).matchAll(named)) {
    expect({ file, exists: existsSync(join(repository, file!)) }).toEqual({ file, exists: true });
  }
});

test("README leads to every page of docs/", () => {
  const linked = documents
    .filter((name) => name === "README.md" || name.startsWith("docs/"))
    .flatMap((name) =>
      [...readDocument(name).matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, to]) => join(dirname(name), to!)),
    );
  for (const name of documents.filter((name) => name.startsWith("docs/"))) expect(linked).toContain(name);
});
