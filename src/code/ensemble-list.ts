/** Lists of ensembles as settings have them: "512:0.05, 64:0.3" is 512 cells of 0.05 and 64 of 0.3. */

export interface Ensemble {
  readonly cells: number;
  /** Width of its place fields in m, or concentration of its head-direction cells. */
  readonly size: number;
}

/** What `parseEnsembles` takes, for "it must be". */
export const listOfEnsembles = (size: string, example: string): string =>
  `a list of cells:${size}, such as ${example}`;

const entry = /^(\d+):(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)$/i;

/** In order; undefined when the text is no such list, or a count or size is 0 or too large. Nothing, or spaces, is no ensemble. */
export function parseEnsembles(text: string, most: Ensemble): Ensemble[] | undefined {
  if (text.trim() === "") return [];
  const found = text.split(",").map((part): Ensemble | undefined => {
    const [, cells, size] = entry.exec(part.replace(/\s/g, "")) ?? [];
    const one = { cells: Number(cells), size: Number(size) };
    const fits = one.cells >= 1 && one.cells <= most.cells && one.size > 0 && one.size <= most.size;
    return fits ? one : undefined;
  });
  return found.every((one) => one !== undefined) ? found : undefined;
}
