/** A whole report as one HTML file that needs nothing else: no network, no other file. */
import { createHash } from "node:crypto";
import { embedGallery } from "./gallery.ts";
import { gallerySection } from "./gallery-section.ts";
import { Html, html, jsonText, nothing } from "./html.ts";
import type { Checksum, Report } from "./report.ts";
import {
  chartsSection,
  checksumsSection,
  configurationSection,
  extraSection,
  numbersSection,
  openingSection,
  reproductionSection,
} from "./sections.ts";
import { styles } from "./styles.ts";

/** The browser itself refuses whatever would leave the page. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
/** Without it a browser asks the server for an icon. */
const noIcon = "data:,";

const configurationLink = html`<a href="#configuration">configuration</a>`;

/** @param script what runs in the page, see `pageScript` */
export function reportPage(report: Report, script: string): string {
  const { title, verdict, opening, sections, configuration, reproduction, gallery } = report;
  const data = jsonText(embedGallery(gallery));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – entorhinal report</title>
<link rel="icon" href="${noIcon}">
<style>${new Html(styles)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p id="verdict">${verdict}</p>
<nav aria-label="parts of this page"><a href="#numbers">numbers</a> <a href="#more">grids, paths, tuning</a>
${sections.map(({ id, title: name }) => html`<a href="#${id}">${name.toLowerCase()}</a> `)}
${configuration ? configurationLink : nothing} <a href="#reproduce">reproduce</a> <a href="#gallery">units</a>
<a href="#checksums">checksums</a></nav>
</header>
<main style="--shape: ${gallery.box.width} / ${gallery.box.height}">
${openingSection(opening)}
${numbersSection(report)}
${chartsSection(report)}
${sections.map(extraSection)}
${configuration ? configurationSection(configuration) : nothing}
${reproductionSection(reproduction)}
${gallerySection(gallery, data)}
${checksumsSection([...report.checksums, dataChecksum(data)])}
</main>
<script type="module">${new Html(script.replaceAll("</script", "<\\/script"))}</script>
</body>
</html>
`.text;
}

/** Of the numbers and maps of all units, as they stand in the page's script element `units`. */
function dataChecksum(data: string): Checksum {
  const program =
    "import hashlib,re;print(hashlib.sha256(re.search(rb'id=\"units\">(.*?)</script>',open('report.html','rb').read(),re.S)[1]).hexdigest())";
  return {
    what: "numbers and maps of all units in this page",
    sha256: createHash("sha256").update(data).digest("hex"),
    command: `python3 -c "${program.replaceAll('"', '\\"')}"`,
  };
}
