/** A whole report as one HTML file that needs nothing else: no network, no other file. */
import { gallerySection } from "./gallery-section.ts";
import { Html, html, nothing } from "./html.ts";
import type { Report } from "./report.ts";
import { chartsSection, configurationSection, numbersSection, reproductionSection } from "./sections.ts";
import { styles } from "./styles.ts";

/** The browser itself refuses whatever would leave the page. */
const policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
/** Without it a browser asks the server for an icon. */
const noIcon = "data:,";

const configurationLink = html`<a href="#configuration">configuration</a>`;

/** @param script what runs in the page, see `pageScript` */
export function reportPage(report: Report, script: string): string {
  const { title, verdict, charts, configuration, reproduction, gallery } = report;
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
<nav aria-label="parts of this page"><a href="#numbers">numbers</a> <a href="#curves">curves</a>
${configuration ? configurationLink : nothing} <a href="#reproduce">reproduce</a> <a href="#gallery">units</a></nav>
</header>
<main>
${numbersSection(report)}
${chartsSection(charts)}
${configuration ? configurationSection(configuration) : nothing}
${reproductionSection(reproduction)}
${gallerySection(gallery)}
</main>
<script type="module">${new Html(script.replaceAll("</script", "<\\/script"))}</script>
</body>
</html>
`.text;
}
