/** Where things lie in the packed form of a matrix: the constants of assembly/panels.ts. */

/** Rows of a matrix [k, n] that one sum runs over before it is added to the result. */
export const segmentRows = 256;
export const panelColumns = 32;
export const panelRowBytes = panelColumns * 4;
export const panelBytes = segmentRows * panelRowBytes;

export const panelsOf = (columns: number): number => Math.ceil(columns / panelColumns);
export const segmentsOf = (rows: number): number => Math.ceil(rows / segmentRows);
/** Bytes of one segment of a matrix of `columns` columns. */
export const segmentBytes = (columns: number): number => panelsOf(columns) * panelBytes;
/** Bytes of a whole packed matrix. */
export const packedBytes = (rows: number, columns: number): number =>
  segmentsOf(rows) * segmentBytes(columns);

/** The columns one panel holds. */
export const columnsOfPanel = (panel: number, columns: number): number =>
  Math.min(panelColumns, columns - panel * panelColumns);

/** Distance of two lists of one segment's non-zeros (assembly/sparse.ts): full lists and a cache line. */
export const listBytes = segmentRows * 8 + 64;
