/** How a report looks: in the light, in the dark and on paper. Its parts are sections.ts's and gallery-section.ts's. */
import { dataColour, ink } from "../figure/theme.ts";

/** Figures are drawn for white paper; in the dark the page puts its own colours in the place of theirs. */
const darkFigures: Readonly<Record<string, string>> = {
  "#ffffff": "var(--paper)",
  [ink.strong]: "var(--ink)",
  [ink.plain]: "var(--plain)",
  [ink.faint]: "#565e68",
  [ink.grid]: "#272c33",
  [dataColour.first]: "#56b4e9",
  [dataColour.second]: "#f0894f",
};

const figuresInTheDark = Object.entries(darkFigures)
  .map(
    ([there, here]) =>
      `.charts [fill="${there}"] { fill: ${here}; } .charts [stroke="${there}"] { stroke: ${here}; }`,
  )
  .join("\n  ");

/** The style sheet of the page. */
export const styles = `
:root {
  --paper: #fff; --ink: #1f2328; --plain: #4a5058; --line: #d5dae1; --tint: #f4f6f8; --accent: #0067a8; --bad: #b3261e;
  font: 15px/1.45 system-ui, "DejaVu Sans", sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #14171b; --ink: #e7eaee; --plain: #a9b1bb; --line: #363c44; --tint: #1e2227; --accent: #6cb8f0; --bad: #ff9d94; }
  ${figuresInTheDark}
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
header, main { max-width: 1500px; margin: 0 auto; padding: 0 20px; }
h1 { margin: 24px 0 4px; font-size: 1.7rem; overflow-wrap: anywhere; }
h2 { margin: 34px 0 10px; font-size: 1.25rem; border-bottom: 1px solid var(--line); padding-bottom: 4px; }
#verdict { font-size: 1.08rem; margin: 4px 0 10px; max-width: 75ch; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.columns { display: flex; flex-wrap: wrap; gap: 20px 48px; align-items: flex-start; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 18px; margin: 8px 0; flex: 1 1 380px; max-width: 75ch; }
.facts dt { color: var(--plain); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--plain); padding-bottom: 6px; max-width: 60ch; }
th, td { padding: 3px 14px 3px 0; text-align: left; font-weight: normal; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); color: var(--plain); }
.shares { flex: 0 1 auto; }
.shares th:not(:first-child), .shares td { text-align: right; padding: 3px 0 3px 22px; white-space: nowrap; }
.shares th.words:not(:first-child), .shares td.words { text-align: left; }
.scrolls { overflow-x: auto; }
.best-maps { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; margin-top: 14px; max-width: 1240px; }
#pictures .charts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 360px), 1fr)); }
.best { padding: 6px 8px 8px; text-align: left; font-variant-numeric: tabular-nums; }
.best:hover { border-color: var(--accent); }
.best span { display: flex; justify-content: space-between; font-size: 0.9rem; margin-bottom: 4px; }
.best img { display: block; width: 100%; aspect-ratio: var(--shape); image-rendering: pixelated; }
.checksums code { overflow-wrap: anywhere; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 16px; }
.charts.wide { grid-template-columns: minmax(0, 1fr); margin-top: 12px; }
.said { max-width: 75ch; margin: 6px 0; }
figure { margin: 0; }
.charts > figure > svg { display: block; width: 100%; max-width: 620px; height: auto; }
.charts.wide > figure > svg { width: auto; max-width: 100%; }
pre { background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; font-size: 0.86rem; margin: 6px 0;
  white-space: pre-wrap; overflow-wrap: anywhere; }
ol { padding-left: 22px; }
ol p { margin: 6px 0; }
summary { cursor: pointer; color: var(--accent); padding: 4px 0; }
.caption { color: var(--plain); max-width: 80ch; margin: 4px 0 12px; }
.trouble { color: var(--bad); margin: 0; }
.trouble:empty { display: none; }

#controls { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line);
  display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; padding: 10px 0; }
#controls label { display: flex; align-items: center; gap: 8px; color: var(--plain); }
#controls .wide { flex: 1 1 260px; max-width: 560px; }
#controls .wide input { flex: 1; min-width: 0; font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
#controls details, #filter-trouble { flex: 1 0 100%; }
#controls details[open] { max-height: 60vh; overflow-y: auto; }
#count { font-weight: 600; font-variant-numeric: tabular-nums; }
input, select, button { font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; }
input[aria-invalid] { border-color: var(--bad); }
button { cursor: pointer; }
button:disabled { opacity: 0.4; cursor: default; }
.ranges { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 8px 18px; margin: 8px 0; }
fieldset { border: 0; margin: 0; padding: 0; display: grid; grid-template-columns: 1fr 5.4em 5.4em; gap: 6px; align-items: center; min-width: 0; }
fieldset input { min-width: 0; }
[type="range"] { padding: 0; accent-color: var(--accent); }
legend { color: var(--plain); padding: 0; }

#cards { list-style: none; margin: 14px 0 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(164px, 1fr)); gap: 12px; }
.card button { display: block; width: 100%; text-align: left; padding: 8px; }
.card button:hover { border-color: var(--accent); }
.card .title { display: block; font-weight: 600; margin-bottom: 6px; }
.card .maps { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; }
canvas { display: block; width: 100%; image-rendering: pixelated; background: var(--line); }
.card canvas, .large > figure > canvas { aspect-ratio: var(--shape); }
.card .numbers { display: block; margin-top: 6px; font-size: 0.82rem; font-variant-numeric: tabular-nums; }
.card .number { display: flex; justify-content: space-between; gap: 6px; color: var(--plain); }
.card .chosen { color: var(--ink); font-weight: 600; }
#end-of-cards { height: 40px; }

dialog { width: min(760px, calc(100vw - 24px)); max-height: calc(100dvh - 24px); overflow-y: auto; padding: 16px 20px; color: var(--ink);
  background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
dialog::backdrop { background: #0008; }
.bar { display: flex; align-items: center; gap: 10px; margin-bottom: 12px; }
.bar h3 { margin: 0; }
.bar span { color: var(--plain); margin-right: auto; }
.large { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); gap: 20px; }
.ringed { position: relative; }
.ringed canvas { aspect-ratio: var(--shape); }
#ring { position: absolute; inset: 0; width: 100%; height: 100%; }
#ring ellipse { fill: none; stroke: #fff; stroke-width: 1.6px; vector-effect: non-scaling-stroke; }
#ring .under { stroke: #000; stroke-opacity: 0.55; stroke-width: 3.6px; }
.scale { display: grid; grid-template-columns: auto 1fr auto; gap: 8px; align-items: center; margin-top: 8px; }
.scale canvas { height: 12px; image-rendering: auto; }
figcaption, .help { color: var(--plain); font-size: 0.86rem; margin-top: 4px; }
dialog table { margin-top: 14px; }
dialog th { white-space: nowrap; }
td.value { white-space: nowrap; text-align: right; }
.unvisited { display: inline-block; width: 1em; height: 1em; background: rgb(68, 68, 68); border: 1px solid var(--line); vertical-align: -0.15em; }

@media (max-width: 600px) {
  header, main { padding: 0 12px; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: 8px; }
  #controls { position: static; }
  #cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
  .best-maps { grid-template-columns: repeat(3, 1fr); gap: 8px; }
  .shares { width: 100%; font-size: 0.93rem; }
  .shares th:not(:first-child), .shares td { padding-left: 6px; }
  .help { display: none; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --plain: #444; --line: #bbb; --tint: #fff; font-size: 11px; }
  nav, #controls, dialog, summary { display: none; }
  #cards { grid-template-columns: repeat(5, 1fr); }
  .charts { grid-template-columns: 1fr 1fr; }
  .card, figure, tr { break-inside: avoid; }
  canvas { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
