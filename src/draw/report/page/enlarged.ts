/** In the page of a report: one unit, enlarged over the others. Runs in a browser. */
import { byId, make } from "./element.ts";
import { drawColourBar, rangeOf } from "./heat-map.ts";
import { drawUnit } from "./pictures.ts";
import { drawRing } from "./ring.ts";
import { showMeasure, showNumber, type Units } from "./units.ts";

/** One unit, large, in a dialogue over the page; arrow keys go on in the order of the gallery. */
export class Enlarged {
  private order: readonly number[] = [];
  private place = 0;
  private readonly dialog = byId("enlarged", HTMLDialogElement);

  constructor(private readonly units: Units) {
    for (const id of ["rate-bar", "correlation-bar"]) drawColourBar(byId(id, HTMLCanvasElement));
    byId("previous", HTMLButtonElement).addEventListener("click", () => this.go(-1));
    byId("next", HTMLButtonElement).addEventListener("click", () => this.go(1));
    byId("close", HTMLButtonElement).addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft") this.go(-1);
      if (key === "ArrowRight") this.go(1);
    });
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog) this.dialog.close();
    });
  }

  open(unit: number, order: readonly number[]): void {
    this.order = order;
    this.place = order.indexOf(unit);
    this.show();
    this.dialog.showModal();
  }

  private go(steps: number): void {
    const place = this.place + steps;
    if (place < 0 || place >= this.order.length) return;
    this.place = place;
    this.show();
  }

  private show(): void {
    const { units } = this;
    const unit = this.order[this.place]!;
    byId("enlarged-title", HTMLElement).textContent = units.title(unit);
    byId("enlarged-place", HTMLElement).textContent = `${this.place + 1} of ${this.order.length}`;
    byId("previous", HTMLButtonElement).disabled = this.place === 0;
    byId("next", HTMLButtonElement).disabled = this.place === this.order.length - 1;
    drawUnit(
      units,
      unit,
      byId("large-map", HTMLCanvasElement),
      byId("large-correlations", HTMLCanvasElement),
    );
    drawRing(document.querySelector("#ring")!, units, unit);
    byId("ring-caption", HTMLElement).textContent = units.ring(unit)
      ? "; between the circles the ring of the best hexagonal score"
      : "";
    const [lowest, highest] = rangeOf(units.map(unit));
    byId("rate-lowest", HTMLElement).textContent = showNumber(lowest, { digits: null, unit: "" });
    byId("rate-highest", HTMLElement).textContent = showNumber(highest, { digits: null, unit: "" });
    byId("enlarged-numbers", HTMLElement).replaceChildren(
      ...units.measures
        .slice(1)
        .map((measure) =>
          make(
            "tr",
            "",
            make("th", "", measure.label),
            make("td", "value", showMeasure(unit, measure)),
            make("td", "help", measure.help),
          ),
        ),
    );
  }
}
