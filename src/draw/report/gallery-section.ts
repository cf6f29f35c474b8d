/** The section of a report in which units are sorted, filtered and enlarged, as HTML; what moves in it is page/. */
import type { Gallery, Measure } from "./gallery.ts";
import { type Html, html, jsonScript } from "./html.ts";

/** Controls, the place of the cards and the data; the page's script does the rest. @param data JSON of the embedded gallery */
export function gallerySection(gallery: Gallery, data: string): Html {
  const units = gallery.maps.length / (gallery.rows * gallery.columns);
  return html`<section id="gallery" aria-labelledby="gallery-title">
<h2 id="gallery-title">All ${units} units</h2>
<p class="caption">Left the rate map, from the lowest to the highest rate of the unit, grey where never visited; right the
autocorrelogram, from −1 to 1. Click a unit, or press Enter on it, to enlarge it. More units come as you scroll.</p>
<noscript><p class="trouble">The gallery is drawn by a script in this file: allow scripts to see it.</p></noscript>
${controls(gallery.measures)}
<ul id="cards"></ul>
<div id="end-of-cards"></div>
${enlarged(gallery)}
${jsonScript("units", data)}
</section>`;
}

function controls(measures: readonly Measure[]): Html {
  const options = measures.map(
    ({ key, label, unit }) => html`<option value="${key}">${label}${unit === "" ? "" : `, ${unit}`}</option>`,
  );
  const example = `${measures[0]?.key ?? "unit"} > 0.8`;
  const names = ["unit", ...measures.map(({ key }) => key)].join(", ");
  return html`<form id="controls" onsubmit="return false">
<label class="wide">Filter <input id="filter" type="text" spellcheck="false" autocomplete="off" autocapitalize="off"
 placeholder="${example}" aria-describedby="filter-trouble filter-help"></label>
<label>Sort by <select id="sort" autocomplete="off">${options}<option value="unit">unit</option></select></label>
<label>Order <select id="direction" autocomplete="off"><option value="falling">highest first</option>
<option value="rising">lowest first</option></select></label>
<output id="count" aria-live="polite"></output>
<p id="filter-trouble" class="trouble" role="alert"></p>
<details><summary>Ranges, and what a filter may say</summary>
<p id="filter-help">Names: ${names}. Signs: &lt; &lt;= &gt; &gt;= = !=, also in chains such as
<code>0.4 &lt; spacing &lt; 0.6</code>; and, or, not, parentheses; <code>sort=spacing</code> highest first,
<code>sort=-spacing</code> lowest first. A number that a unit does not have passes no comparison. It is what
<code>units</code> of the shell reads, too.</p>
<div class="ranges">${measures.map(range)}</div>
<button type="button" id="clear">clear filter and ranges</button>
</details>
</form>`;
}

function range({ key, label, unit, values }: Measure): Html {
  const numbers = Array.from(values).filter((value) => Number.isFinite(value));
  const lowest = numbers.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = numbers.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const [from, to] = numbers.length === 0 ? [0, 1] : [lowest, Math.max(highest, lowest + 1e-6)];
  const step = (10 ** Math.floor(Math.log10((to - from) / 50))).toPrecision(1);
  const bottom = (Math.floor(from / Number(step)) * Number(step)).toPrecision(6);
  const name = unit === "" ? label : `${label}, ${unit}`;
  return html`<fieldset><legend>${name}</legend>
<input type="range" id="slider-${key}" min="${bottom}" max="${to.toPrecision(6)}" step="${step}" value="${bottom}"
 autocomplete="off" aria-label="lowest ${label}">
<input type="number" id="least-${key}" step="any" placeholder="from" autocomplete="off" aria-label="${label} from">
<input type="number" id="most-${key}" step="any" placeholder="to" autocomplete="off" aria-label="${label} to">
</fieldset>`;
}

function enlarged({ box }: Gallery): Html {
  const size = `${box.width} m × ${box.height} m`;
  return html`<dialog id="enlarged" aria-labelledby="enlarged-title">
<div class="bar"><h3 id="enlarged-title"></h3><span id="enlarged-place"></span>
<button type="button" id="previous" aria-label="previous unit">←</button>
<button type="button" id="next" aria-label="next unit">→</button>
<button type="button" id="close">close</button></div>
<div class="large">
<figure><canvas id="large-map" role="img" aria-label="rate map"></canvas>
<div class="scale"><span id="rate-lowest"></span><canvas id="rate-bar"></canvas><span id="rate-highest"></span></div>
<figcaption>rate map, ${size}; mean activity of the unit in each bin, in arbitrary units;
<span class="unvisited"></span> never visited</figcaption></figure>
<figure><div class="ringed"><canvas id="large-correlations" role="img" aria-label="autocorrelogram"></canvas>
<svg id="ring" viewBox="0 0 2 2" preserveAspectRatio="none" aria-hidden="true"></svg></div>
<div class="scale"><span>−1</span><canvas id="correlation-bar"></canvas><span>1</span></div>
<figcaption>autocorrelogram: correlation of the map with itself at each shift<span id="ring-caption"></span></figcaption></figure>
</div>
<table><tbody id="enlarged-numbers"></tbody></table>
</dialog>`;
}
