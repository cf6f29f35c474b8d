import { expect, test } from "bun:test";
import { quoted, splitWords, wordsSoFar } from "../../../repl/words.ts";
import { shellWord } from "../../../src/copied-command.ts";

const texts = (line: string) => splitWords(line).map(({ text }) => text);

test("quotes and backslashes keep words together, # begins a comment", () => {
  expect(texts(`open "my runs/a" it\\'s 'a "b"' x#y # not this`)).toEqual([
    "open",
    "my runs/a",
    "it's",
    'a "b"',
    "x#y",
  ]);
  expect(texts('"" \t a')).toEqual(["", "a"]);
});

test("a quote left open is refused, but completes", () => {
  expect(() => splitWords('open "my runs')).toThrow('a " is left open');
  expect(wordsSoFar('open "my runs').at(-1)).toEqual({ text: "my runs", start: 5 });
});

test("after a space an empty word is being typed", () => {
  expect(wordsSoFar("units ").at(-1)).toEqual({ text: "", start: 6 });
  expect(wordsSoFar("units gr").at(-1)!.text).toBe("gr");
});

test.each(["plain", "two words", `it's "quoted"`, "back\\slash", "#hash", ""])(
  "%p survives quoting",
  (word) => {
    expect(texts(quoted(word))).toEqual([word]);
  },
);

test.each(["two\nlines", "\x1b]0;t\x07", "it's\n\\", "\u202eé\u009b", "a\tb c"])(
  "%j survives as commands to be copied have it",
  (word) => {
    expect(texts(`open ${shellWord(word)} b`)).toEqual(["open", word, "b"]);
  },
);

test("$'…' left open is refused", () => {
  expect(() => splitWords("open $'my runs")).toThrow("a ' is left open");
  expect(texts("open a$b")).toEqual(["open", "a$b"]);
});
