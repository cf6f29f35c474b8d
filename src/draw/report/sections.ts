/** The parts of a report as HTML, but for the gallery, which is gallery-section.ts's. */
import { type Html, Html as HtmlText, html, nothing } from "./html.ts";
import type { Fact, Report, ReportChart, ReportConfiguration, Reproduction, ShareTable } from "./report.ts";

export function numbersSection({ facts, shares }: Pick<Report, "facts" | "shares">): Html {
  return html`<section id="numbers" aria-labelledby="numbers-title"><h2 id="numbers-title">Numbers</h2>
<div class="columns">${factTable(facts)}${shares ? shareTable(shares) : nothing}</div></section>`;
}

function shareTable({ caption, titles, rows }: ShareTable): Html {
  const heads = titles.map((title) => html`<th scope="col">${title}</th>`);
  const lines = rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first!}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<table class="shares"><caption>${caption}</caption><thead><tr>${heads}</tr></thead>
<tbody>${lines}</tbody></table>`;
}

const factTable = (facts: readonly Fact[]): Html =>
  html`<dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;

export function chartsSection(charts: readonly ReportChart[]): Html {
  const figures = charts.map(
    ({ title, svg }) => html`<figure aria-label="${title}">${new HtmlText(svg)}</figure>`,
  );
  return html`<section id="curves" aria-labelledby="curves-title"><h2 id="curves-title">Curves</h2>
<div class="charts">${figures}</div></section>`;
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
