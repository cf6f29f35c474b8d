import { expect, test } from "bun:test";
import { HistorySearch } from "../../../repl/history-search.ts";
import { LineSearch } from "../../../repl/line-search.ts";

const lines = ["units grid60>1", "js mean(grid60)", "open quick", "js mean(grid60)", "js Mean", "open first"];
const [CTRL_R, ESCAPE, CTRL_C, CTRL_G, BACKSPACE] = ["\x12", "\x1b", "\x03", "\x07", "\x7f"];

function searching(query: string): HistorySearch {
  const search = new HistorySearch(lines);
  for (const character of query) search.type(character);
  return search;
}

test("the newest line that has it, then older ones, each once in a row", () => {
  const search = searching("op");
  expect(search.found).toBe("open quick");
  search.older();
  expect(search.found).toBe("open first");
  search.older();
  expect([search.found, search.failed]).toEqual(["open first", true]);
});

test("with each character the line stays as long as it has the query", () => {
  const search = searching("grid");
  expect(search.found).toBe("units grid60>1");
  search.type("6");
  expect(search.found).toBe("units grid60>1");
  search.type("0");
  search.type(")");
  expect(search.found).toBe("js mean(grid60)");
  search.erase();
  expect(search.found).toBe("units grid60>1");
});

test("what is nowhere fails and keeps the line; capitals count where the query has some", () => {
  const search = searching("openx");
  expect([search.found, search.failed]).toEqual(["open quick", true]);
  search.erase();
  expect([search.found, search.failed]).toEqual(["open quick", false]);
  expect(searching("MEAN").failed).toBe(true);
  expect(searching("Mean").found).toBe("js Mean");
});

test("without a query nothing is found", () => {
  const search = searching("o");
  search.erase();
  expect([search.found, search.failed]).toEqual([undefined, false]);
  search.older();
  expect(search.found).toBeUndefined();
});

/** As much of readline as a search needs. */
function editor(line: string) {
  let drawn = 0;
  const ends = {
    line,
    write(text: string | Buffer | null, key?: { name?: string | undefined }) {
      if (key?.name === "u") this.line = "";
      if (typeof text === "string") this.line += text;
    },
  };
  const search = new LineSearch(ends as never, lines, () => drawn++);
  const press = (...keys: string[]) => keys.map((key) => search.take(key));
  return { ends, search, press, drawn: () => drawn };
}

test("what is found stands in the line, and Escape leaves it there", () => {
  const { ends, search, press, drawn } = editor("typed");
  expect(press("x")).toEqual([false]);
  expect(press(CTRL_R, "o", "p", CTRL_R)).toEqual([true, true, true, true]);
  expect([ends.line, search.state?.query]).toEqual(["open first", "op"]);
  expect(drawn()).toBe(4);
  expect(press(ESCAPE)).toEqual([true]);
  expect([ends.line, search.state]).toEqual(["open first", undefined]);
});

test.each([CTRL_C, CTRL_G])("%j brings back what was typed", (key) => {
  const { ends, press } = editor("typed");
  expect(press(CTRL_R, "q", key)).toEqual([true, true, true]);
  expect(ends.line).toBe("typed");
});

test.each(["\r", "\x1b[D", "\t", "\x01"])("%j ends the search and goes to the line", (key) => {
  const { ends, search, press } = editor("");
  expect(press(CTRL_R, "q", "u", "i", key)).toEqual([true, true, true, true, false]);
  expect([ends.line, search.state]).toEqual(["open quick", undefined]);
});

test("an erased query brings back what was typed", () => {
  const { ends, search, press } = editor("typed");
  press(CTRL_R, "q", BACKSPACE);
  expect([ends.line, search.state]).toEqual(["typed", { query: "", failed: false }]);
});
