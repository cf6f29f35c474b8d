/** Tables in a hand-written page, between marks: <!-- table: NAME --> and <!-- end -->. */

const block = (name: string) => new RegExp(`(<!-- table: ${name} -->\n\n)([^]*?)(\n\n<!-- end -->)`);

/** @throws Error when the page has no such table */
export function tableIn(page: string, name: string): readonly string[] {
  const found = block(name).exec(page);
  if (!found) throw new Error(`the page has no table ${name}`);
  return found[2]!.split("\n");
}

/** The page with another table in its place. @throws Error when the page has no such table */
export function withTable(page: string, name: string, table: readonly string[]): string {
  tableIn(page, name);
  return page.replace(block(name), (_, before: string, _old: string, after: string) =>
    [before, table.join("\n"), after].join(""),
  );
}
