/** The parts of a report as HTML, but for the gallery, which is gallery-section.ts's. */
import { type Html, Html as HtmlText, html, nothing } from "./html.ts";
import type {
  Checksum,
  Fact,
  Opening,
  Report,
  ReportChart,
  ReportConfiguration,
  ReportSection,
  Reproduction,
  ShareTable,
} from "./report.ts";

export function numbersSection({ facts, shares }: Pick<Report, "facts" | "shares">): Html {
  return html`<section id="numbers" aria-labelledby="numbers-title"><h2 id="numbers-title">Numbers</h2>
<div class="columns">${factTable(facts)}${shares ? shareTable(shares) : nothing}</div></section>`;
}

function shareTable({ caption, titles, rows, words = 1 }: ShareTable): Html {
  // The first cell of a row is its heading.
  const kindOf = (column: number) => (column > 0 && column < words ? "words" : "number");
  const heads = titles.map((title, i) => html`<th scope="col" class="${kindOf(i)}">${title}</th>`);
  const lines = rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first!}</th>${cells.map((cell, i) => html`<td class="${kindOf(i + 1)}">${cell}</td>`)}</tr>`,
  );
  return html`<table class="shares"><caption>${caption}</caption><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table>`;
}

const factTable = (facts: readonly Fact[]): Html =>
  html`<dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;

/** Best maps, training and what exceeds the noise, before any table. */
export function openingSection({ best, charts }: Opening): Html {
  return html`<section id="pictures" aria-label="pictures">
${best ? bestMaps(best) : nothing}
<div class="charts">${chartFigures(charts)}</div></section>`;
}

function bestMaps({ caption, maps }: NonNullable<Opening["best"]>): Html {
  const buttons = maps.map(
    ({ unit, score, image }) => html`<button type="button" class="best" data-unit="${unit}">
<span><b>#${unit}</b> ${score}</span><img src="${image}" alt="rate map of unit ${unit}"></button>`,
  );
  return html`<div class="best-maps">${buttons}</div><p class="caption">${caption}</p>`;
}

export function extraSection({ id, title, said, facts, tables, charts }: ReportSection): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${said.map((text) => html`<p class="said">${text}</p>`)}
<div class="columns">${factTable(facts)}${tables.map((table) => html`<div class="scrolls">${shareTable(table)}</div>`)}</div>
<div class="charts wide">${chartFigures(charts)}</div></section>`;
}

export function chartsSection({ charts, missing }: Pick<Report, "charts" | "missing">): Html {
  return html`<section id="more" aria-labelledby="more-title"><h2 id="more-title">Scores, grids, paths and tuning</h2>
<div class="charts">${chartFigures(charts)}</div>
${missing.map((what) => html`<p class="caption">${what}</p>`)}</section>`;
}

const chartFigures = (charts: readonly ReportChart[]): Html[] =>
  charts.map(
    ({ title, svg, caption }) =>
      html`<figure aria-label="${title}">${new HtmlText(svg)}${caption === undefined ? nothing : html`<figcaption>${caption}</figcaption>`}</figure>`,
  );

export function checksumsSection(checksums: readonly Checksum[]): Html {
  const parts = checksums.map(
    ({ what, sha256, command }) =>
      html`<dt>${what}</dt><dd><code>${sha256}</code><pre tabindex="0">${command}</pre></dd>`,
  );
  return html`<section id="checksums" aria-labelledby="checksums-title"><h2 id="checksums-title">Checksums</h2>
<p class="caption">SHA-256. The line below each gives it again, where the file is at hand; this page is report.html there.</p>
<dl class="facts checksums">${parts}</dl></section>`;
}

export function configurationSection({ comparedWith, changes, yaml }: ReportConfiguration): Html {
  const rows = changes.map(
    ({ key, before, after }) =>
      html`<tr><th scope="row"><code>${key}</code></th><td>${before}</td><td>${after}</td></tr>`,
  );
  const table = html`<p class="caption">Changed against ${comparedWith}:</p><div class="scrolls"><table><thead><tr>
<th scope="col">setting</th><th scope="col">there</th><th scope="col">here</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section id="configuration" aria-labelledby="configuration-title">
<h2 id="configuration-title">Configuration</h2>
${changes.length > 0 ? table : html`<p>The same as ${comparedWith}.</p>`}
<details><summary>All settings, as YAML</summary><pre tabindex="0">${yaml}</pre></details></section>`;
}

export function reproductionSection({ steps, facts, remarks }: Reproduction): Html {
  const parts = steps.map(
    ({ what, commands }) => html`<li><p>${what}</p><pre tabindex="0">${commands.join("\n")}</pre></li>`,
  );
  return html`<section id="reproduce" aria-labelledby="reproduce-title">
<h2 id="reproduce-title">How to reproduce it</h2>
<ol>${parts}</ol>
${remarks.map((remark) => html`<p>${remark}</p>`)}
${factTable(facts)}</section>`;
}
