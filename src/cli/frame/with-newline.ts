/** Text that ends a line, unless it is empty. */
export const withNewline = (text: string): string =>
  text.endsWith("\n") || text === "" ? text : `${text}\n`;
