/** The gallery as it is scrolled. One card of it is card.ts's. */
import { type Card, makeCard } from "./card.ts";
import type { Units } from "./units.ts";

/** Cards made at a time; more are made when the end of the list comes near. */
const portion = 60;
const ahead = "800px";

/** The list of cards: only as many as were scrolled to, and pictures only of those that were seen. */
export class Cards {
  private order: readonly number[] = [];
  private sortedBy = "";
  private made = new Map<Element, Card>();
  /** Whether the reader jumped over the list, to what stands below it. */
  private passed = false;
  private readonly seen = new IntersectionObserver((entries) => this.drawSeen(entries), {
    rootMargin: "200px",
  });

  private readonly near = new IntersectionObserver(
    (entries) => {
      if (!entries.at(-1)!.isIntersecting) this.passed = false;
      else if (!this.passed) this.more();
    },
    { rootMargin: ahead },
  );

  constructor(
    private readonly units: Units,
    private readonly list: HTMLElement,
    private readonly end: HTMLElement,
    private readonly enlarge: (unit: number) => void,
  ) {
    window.addEventListener("beforeprint", () => {
      for (const card of this.made.values()) card.draw();
    });
  }

  show(order: readonly number[], sortedBy: string): void {
    this.seen.disconnect();
    this.made = new Map();
    this.order = order;
    this.sortedBy = sortedBy;
    this.list.replaceChildren();
    this.more();
  }

  /** What stands below the list stays where it is, until the reader comes back up. */
  passOver(): void {
    this.passed = true;
  }

  private more(): void {
    const first = this.made.size;
    for (const unit of this.order.slice(first, first + portion)) {
      const card = makeCard(this.units, unit, this.sortedBy, () => this.enlarge(unit));
      this.made.set(card.element, card);
      this.list.append(card.element);
      this.seen.observe(card.element);
    }
    // It is only told of changes, and the end may still be near: ask again.
    this.near.unobserve(this.end);
    if (this.made.size < this.order.length) this.near.observe(this.end);
  }

  private drawSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.made.get(target)?.draw();
      this.seen.unobserve(target);
    }
  }
}
