/** Reads FEATURES.md: sections with a line of counts and a table whose first cell is an id and whose last is a state. */

export type State = "here" | "differ" | "not yet" | "in part";

export interface Feature {
  readonly id: string;
  readonly state: State;
  /** What the last cell says to type. */
  readonly lines: readonly string[];
}

export interface FeatureSection {
  readonly title: string;
  /** The line "2 here, 1 differ, 4 not yet, 3 of them in part" as it stands in the section. */
  readonly counts: string;
  readonly features: readonly Feature[];
}

const lines = "`[^`]+`(?:, `[^`]+`)*";
const clause = "[^`:;]+";
/** Every form that a state may have; the group is what to type. */
const forms: readonly (readonly [State, RegExp])[] = [
  ["here", new RegExp(`^(${lines})$`)],
  ["differ", new RegExp(`^differs, because ${clause}: (${lines})$`)],
  ["not yet", /^not yet()$/],
  ["in part", new RegExp(`^not yet; ${clause}: (${lines})$`)],
];

/** @throws Error for a state of another form */
export function readState(cell: string): Omit<Feature, "id"> {
  for (const [state, form] of forms) {
    const match = form.exec(cell);
    if (match) return { state, lines: [...match[1]!.matchAll(/`([^`]+)`/g)].map(([, line]) => line!) };
  }
  throw new Error(`no state of a feature: ${cell}`);
}

const countsPattern = /\d+ here, \d+ differ, \d+ not yet(?:, \d+ of them in part)?(?=\.)/;

/** The first line of counts in a text. @throws Error when there is none */
export function readCounts(text: string): string {
  const match = countsPattern.exec(text);
  if (!match) throw new Error(`no counts in: ${text.slice(0, 80)}`);
  return match[0];
}

/** The line of counts that these features should have. */
export function countsOf(features: readonly Feature[]): string {
  const count = (...states: State[]) => features.filter(({ state }) => states.includes(state)).length;
  const inPart = count("in part");
  const tail = inPart === 0 ? "" : `, ${inPart} of them in part`;
  return `${count("here")} here, ${count("differ")} differ, ${count("not yet", "in part")} not yet${tail}`;
}

export function readFeatures(page: string): FeatureSection[] {
  return page
    .split("\n## ")
    .slice(1)
    .map((text) => ({
      title: text.split("\n")[0]!,
      counts: readCounts(text),
      features: rowsOf(text).map((cells) => ({ id: cells[0]!, ...readState(cells.at(-1)!) })),
    }));
}

/** Cells of the rows of the table, without its head. */
const rowsOf = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
