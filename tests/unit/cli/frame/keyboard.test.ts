import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { keyOf } from "../../../../src/cli/frame/key-names.ts";
import { Keyboard, type TerminalInput } from "../../../../src/cli/frame/keyboard.ts";

class FakeTerminal extends EventEmitter {
  raw = false;
  setRawMode(raw: boolean): this {
    this.raw = raw;
    return this;
  }
  readonly resume = () => this;
  readonly pause = () => this;
  type(text: string): void {
    this.emit("data", Buffer.from(text));
  }
}

function keyboard() {
  const terminal = new FakeTerminal();
  const interrupts: number[] = [];
  const keys = new Keyboard(terminal as unknown as TerminalInput, () => interrupts.push(1));
  keys.take();
  return { terminal, keys, interrupts };
}

test("keys that nobody reads wait for the next reader, one reader after the other", () => {
  const { terminal, keys } = keyboard();
  terminal.type("ab\rcd");
  const first: string[] = [];
  keys.readKeys((key) => first.push(key) > 0 && key === "\r");
  const second: string[] = [];
  keys.readKeys((key) => second.push(key) > 5);
  expect(first).toEqual(["a", "b", "\r"]);
  expect(second).toEqual(["c", "d"]);
});

test("Ctrl-C interrupts and drops what waits, unless somebody reads", () => {
  const { terminal, keys, interrupts } = keyboard();
  terminal.type("waiting\x03");
  expect(interrupts).toHaveLength(1);
  const read: string[] = [];
  keys.readKeys((key) => read.push(key) > 5);
  terminal.type("\x03");
  expect(read).toEqual(["\x03"]);
  expect(interrupts).toHaveLength(1);
});

test("an escape sequence is one key, also in two pieces; an escape alone is one after a while", async () => {
  const { terminal, keys } = keyboard();
  const read: string[] = [];
  keys.readKeys((key) => read.push(keyOf(key).name) > 9);
  terminal.type("\x1b[A\x1b[");
  terminal.type("6~é\x1b");
  expect(read).toEqual(["up", "pagedown", "é"]);
  await Bun.sleep(80);
  expect(read.at(-1)).toBe("escape");
});

test("a character in two pieces is one key", () => {
  const { terminal, keys } = keyboard();
  const read: string[] = [];
  keys.readKeys((key) => read.push(key) > 5);
  const bytes = Buffer.from("鼠");
  terminal.emit("data", bytes.subarray(0, 1));
  terminal.emit("data", bytes.subarray(1));
  expect(read).toEqual(["鼠"]);
});

test("the terminal is given back as it was", () => {
  const { terminal, keys } = keyboard();
  expect(terminal.raw).toBe(true);
  keys.leave();
  expect(terminal.raw).toBe(false);
  expect(terminal.listenerCount("data")).toBe(0);
});

test("a reader that is forgotten makes room for the next, and what is typed goes to that one", () => {
  const { terminal, keys } = keyboard();
  const forgotten: string[] = [];
  keys.readKeys((key) => forgotten.push(key) > 5);
  keys.forget();
  terminal.type("a");
  const read: string[] = [];
  keys.readKeys((key) => read.push(key) > 5);
  expect([forgotten, read]).toEqual([[], ["a"]]);
});
