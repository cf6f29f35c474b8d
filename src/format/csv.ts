/** Tables as text: a heading, then a row a line, by commas, semicolons or tabs. */
import { UserError } from "../user-error.ts";
import { readFileBytes } from "./read-file.ts";

const separators = [",", ";", "\t"] as const;
const notKnown = ["", "nan", "na", "null", "none"];

export class TextTable {
  /** As the heading has them. */
  readonly columns: readonly string[];
  readonly rows: number;
  private readonly fields: readonly (readonly string[])[];

  /** @throws UserError when there is no heading or no row, a name stands twice, or a line does not fit, naming it */
  constructor(readonly path: string) {
    const lines = new TextDecoder().decode(readFileBytes(path)).split(/\r\n|\n|\r/);
    while (lines.at(-1)?.trim() === "") lines.pop();
    const [heading = ""] = lines;
    const separator = separators.find((each) => heading.includes(each)) ?? ",";
    const cut = (line: string) => line.split(separator).map(unquoted);
    // A byte order mark, as spreadsheets write it.
    this.columns = cut(heading.replace(/^\uFEFF/, ""));
    checkHeading(path, this.columns);
    this.rows = lines.length - 1;
    if (this.rows === 0)
      throw new UserError(`${path} has a heading and no rows`, "give a row for each sample");
    this.fields = lines.slice(1).map((line, row) => {
      const fields = cut(line);
      if (fields.length === this.columns.length) return fields;
      throw new UserError(
        `line ${row + 2} of ${path} has ${fields.length} fields, the heading has ${this.columns.length}`,
        "give every line as many",
      );
    });
  }

  /** A column as it is written. */
  texts(column: string): string[] {
    const at = this.columns.indexOf(column);
    return this.fields.map((fields) => fields[at]!);
  }

  /** A column as numbers; NaN where a field is empty or says nan. @throws UserError naming the line of what is none */
  numbers(column: string): Float64Array {
    return Float64Array.from(this.texts(column), (text: unknown, row: number) => {
      const field = String(text);
      if (notKnown.includes(field.toLowerCase())) return Number.NaN;
      const number = Number(field);
      if (!Number.isNaN(number)) return number;
      throw new UserError(
        `${column} in line ${row + 2} of ${this.path} is "${field}"`,
        "give a number, or nothing where it is not known",
      );
    });
  }
}

const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/, "$1");

function checkHeading(path: string, columns: readonly string[]): void {
  if (columns.every((name) => name === "" || !Number.isNaN(Number(name)))) {
    throw new UserError(`${path} has no heading`, "begin it with the names of the columns: t,x,y,…");
  }
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`${path} has two columns ${twice}`, "rename one of them");
}
