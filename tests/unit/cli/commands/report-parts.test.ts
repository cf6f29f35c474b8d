/** Which parts a report can have on top, by name. */
import { expect, test } from "bun:test";
import { readParts, reportParts } from "../../../../src/cli/commands/report/parts/parts.ts";
import { extraSection } from "../../../../src/draw/report/sections.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const names = reportParts.map(({ name }) => name);

test("parts come in the order of the page, each once", () => {
  expect(readParts(undefined)).toEqual([]);
  const all = [...names, ...names].toReversed().join(", ");
  expect(readParts(all).map(({ name }) => name)).toEqual(names);
});

test("one that is not there is named, with those that are", () => {
  const parts = `parts: ${names.join(" ")}`;
  expect(userErrorOf(() => readParts("ablaton"))).toBe(
    `a report has no part ablaton | did you mean ablation? ${parts}`,
  );
  expect(userErrorOf(() => readParts("ablation,"))).toBe(`--with ablation, names nothing | ${parts}`);
});

test("a section has what was found, facts, tables and pictures, and no text of it is markup", () => {
  const { text } = extraSection({
    ...{ id: "lags", title: "Lags", said: ["1 < 2"], facts: [["null", "none & nothing"]] },
    tables: [
      { caption: "by class", titles: ["rule", "class", "units"], rows: [["<b>", "grid", "3"]], words: 2 },
    ],
    charts: [{ title: "shifts", svg: "<svg></svg>", caption: "all units" }],
  });
  expect(text).toStartWith('<section id="lags" aria-labelledby="lags-title"><h2 id="lags-title">Lags</h2>');
  for (const part of [
    '<p class="said">1 &lt; 2</p>',
    "<dt>null</dt><dd>none &amp; nothing</dd>",
    '<th scope="row">&lt;b&gt;</th><td class="words">grid</td><td class="number">3</td>',
    '<figure aria-label="shifts"><svg></svg><figcaption>all units</figcaption></figure>',
  ]) {
    expect(text).toContain(part);
  }
});
