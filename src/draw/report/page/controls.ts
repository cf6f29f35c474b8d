/** The controls above the gallery. What a filter may say is unit-filter.ts's. */
import { FilterError, readFilter, sortedUnits } from "../../../unit-filter.ts";
import { byId } from "./element.ts";
import type { Units } from "./units.ts";

/** What the reader chose: the units to show, in their order. */
export interface Choice {
  readonly order: readonly number[];
  readonly sortedBy: string;
}

/** Listens to the filter, the ranges and the order; calls `onChoice` at once and after each change. */
export function listenToControls(units: Units, onChoice: (choice: Choice) => void): void {
  const filter = byId("filter", HTMLInputElement);
  const trouble = byId("filter-trouble", HTMLElement);
  const sort = byId("sort", HTMLSelectElement);
  const direction = byId("direction", HTMLSelectElement);
  const count = byId("count", HTMLElement);
  const limits = units.measures.slice(1).map(({ key, values }) => ({ values, ...limitsOf(key) }));

  const update = (): void => {
    const chosen = filterOf(filter, trouble, units);
    if (!chosen) return;
    // What is written goes before what is selected.
    if (chosen.order) {
      sort.value = chosen.order.key;
      direction.value = chosen.order.rising ? "rising" : "falling";
    }
    for (const select of [sort, direction]) select.disabled = chosen.order !== undefined;
    const { values } = units.measures.find(({ key }) => key === sort.value)!;
    const order = sortedUnits(values, direction.value === "rising").filter(
      (unit) => chosen.passes(unit) && limits.every(({ values, allows }) => allows(values[unit]!)),
    );
    count.textContent = `${order.length} of ${units.count} units`;
    onChoice({ order, sortedBy: sort.value });
  };

  for (const control of [filter, sort, direction]) control.addEventListener("input", update);
  for (const { inputs } of limits) for (const input of inputs) input.addEventListener("input", update);
  byId("clear", HTMLButtonElement).addEventListener("click", () => {
    filter.value = "";
    for (const { clear } of limits) clear();
    update();
  });
  update();
}

/** Undefined while the text is no condition: what is wrong is said beside it, and the units stay as they are. */
function filterOf(input: HTMLInputElement, trouble: HTMLElement, units: Units) {
  try {
    const chosen = readFilter(input.value, units.measures);
    input.removeAttribute("aria-invalid");
    trouble.textContent = "";
    return chosen;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    input.setAttribute("aria-invalid", "true");
    trouble.textContent = error.message;
    return undefined;
  }
}

/** The limits of a measure; the slider and the number box of the lower one move each other. */
function limitsOf(key: string) {
  const least = byId(`least-${key}`, HTMLInputElement);
  const slider = byId(`slider-${key}`, HTMLInputElement);
  const most = byId(`most-${key}`, HTMLInputElement);
  slider.addEventListener("input", () => {
    least.value = Number(slider.value) <= Number(slider.min) ? "" : slider.value;
  });
  least.addEventListener("input", () => {
    slider.value = least.value === "" ? slider.min : least.value;
  });
  return {
    inputs: [slider, least, most],
    allows: (value: number): boolean =>
      (least.value === "" || value >= Number(least.value)) &&
      (most.value === "" || value <= Number(most.value)),
    clear: (): void => {
      least.value = "";
      most.value = "";
      slider.value = slider.min;
    },
  };
}
