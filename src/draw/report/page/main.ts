/** What runs in the page: the gallery of units. It asks nothing of a network. */
import type { EmbeddedGallery } from "../gallery.ts";
import { Cards } from "./cards.ts";
import { listenToControls } from "./controls.ts";
import { byId } from "./element.ts";
import { Enlarged } from "./enlarged.ts";
import { unpackUnits } from "./units.ts";

const units = unpackUnits(JSON.parse(byId("units", HTMLScriptElement).text) as EmbeddedGallery);
const enlarged = new Enlarged(units);
let order: readonly number[] = [];
const cards = new Cards(units, byId("cards", HTMLElement), byId("end-of-cards", HTMLElement), (unit) =>
  enlarged.open(unit, order),
);
document.querySelector('nav a[href="#checksums"]')?.addEventListener("click", () => cards.passOver());
const best = [...document.querySelectorAll<HTMLElement>("button.best")];
const bestUnits = best.map(({ dataset }) => Number(dataset.unit));
best.forEach((button, i) => {
  button.addEventListener("click", () => enlarged.open(bestUnits[i]!, bestUnits));
});
listenToControls(units, (choice) => {
  order = choice.order;
  cards.show(order, choice.sortedBy);
});
document.documentElement.dataset.ready = "yes";
