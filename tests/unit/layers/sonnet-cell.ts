/** A cell of Sonnet's LSTM with two units and three inputs, computed in double precision, in our order of gates. */
const [units, inputs] = [2, 3];

/** Sonnet's matrix has the rows of x above those of h, and its gates in the order input i, candidate j, forget f, output o. */
const sonnetWeight = (row: number, column: number) => (((7 * row + 3 * column) % 11) - 5) * 0.1;
const sonnetBias = (column: number) => (((5 * column) % 7) - 3) * 0.05;

/** Column of Sonnet's matrix for a column of ours, which has i, f, candidate g, o. */
const sonnetColumn = (column: number): number => {
  const gate = [0, 2, 1, 3][Math.floor(column / units)]!;
  return gate * units + (column % units);
};

const columns = Array.from({ length: 4 * units }, (_, column) => sonnetColumn(column));
const rows = (first: number, count: number) =>
  Array.from({ length: count }, (_, row) =>
    columns.map((column) => sonnetWeight(first + row, column)),
  ).flat();

export const sonnetCell = {
  ...{ units, inputs },
  forgetBias: 1,
  input: [0.02, 0.98, 0.19],
  state: [0.1, -0.2],
  cells: [0.3, 0.05],
  inputWeights: rows(0, inputs),
  recurrentWeights: rows(inputs, units),
  bias: columns.map(sonnetBias),
};

/** State and cell states after one and after two steps with the same input. */
export const sonnetSteps = [
  {
    state: [0.08028414874940916, -0.020433100584657662],
    cells: [0.1685732420866945, -0.04213294133768135],
  },
  {
    state: [0.01409462399395369, -0.05629653499797862],
    cells: [0.03020083775794767, -0.11701853903037311],
  },
] as const;
