/** Finding an earlier line by a part of it, the newest first. Which keys do that is line-search.ts's. */
export class HistorySearch {
  private text = "";
  private at: number | undefined;
  private hasFailed = false;

  /** @param lines the newest first */
  constructor(private readonly lines: readonly string[]) {}

  get query(): string {
    return this.text;
  }

  /** The line that was found last; undefined: none yet. */
  get found(): string | undefined {
    return this.at === undefined ? undefined : this.lines[this.at];
  }

  /** The query is nowhere in the lines that are left. */
  get failed(): boolean {
    return this.hasFailed;
  }

  /** Another character of the query: the line that was found stays where it has it. */
  type(character: string): void {
    this.text += character;
    this.look(this.at ?? 0);
  }

  /** One character less, from the newest line on. */
  erase(): void {
    this.text = [...this.text].slice(0, -1).join("");
    this.look(0);
  }

  /** An older line than the one that was found, and another. */
  older(): void {
    if (this.at !== undefined) this.look(this.at + 1, this.found);
  }

  private look(from: number, besides?: string): void {
    if (this.text === "") {
      [this.at, this.hasFailed] = [undefined, false];
      return;
    }
    const at = this.lines.findIndex((line, i) => i >= from && line !== besides && this.holds(line));
    this.hasFailed = at < 0;
    if (at >= 0) this.at = at;
  }

  /** Capitals count where the query has some. */
  private holds(line: string): boolean {
    const hasCapitals = this.text !== this.text.toLowerCase();
    return (hasCapitals ? line : line.toLowerCase()).includes(this.text);
  }
}
