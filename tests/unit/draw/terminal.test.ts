import { describe, expect, test } from "bun:test";
import { detectTerminal, type Environment } from "../../../src/draw/terminal.ts";

const tty = { isTTY: true, columns: 132 };
const pipe = { isTTY: false };
const modern = { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "en_GB.UTF-8" };

describe("colour", () => {
  const cases: [what: string, env: Environment, stream: { isTTY: boolean }, colour: string][] = [
    ["24 bits by COLORTERM=truecolor", modern, tty, "truecolour"],
    ["24 bits by COLORTERM=24bit", { TERM: "xterm", COLORTERM: "24bit" }, tty, "truecolour"],
    ["24 bits by a direct-colour TERM", { TERM: "xterm-direct" }, tty, "truecolour"],
    ["256 by TERM", { TERM: "screen-256color" }, tty, "256"],
    ["256 for a plain xterm", { TERM: "xterm" }, tty, "256"],
    ["none for a terminal that promises nothing", { TERM: "vt100" }, tty, "none"],
    ["none without TERM", {}, tty, "none"],
    ["24 bits on Windows, which has no TERM", { OS: "Windows_NT" }, tty, "truecolour"],
    ["none on a dumb terminal", { ...modern, TERM: "dumb" }, tty, "none"],
    ["none into a pipe", modern, pipe, "none"],
    ["none with NO_COLOR", { ...modern, NO_COLOR: "0" }, tty, "none"],
    ["an empty NO_COLOR says nothing", { ...modern, NO_COLOR: "" }, tty, "truecolour"],
    ["NO_COLOR wins over FORCE_COLOR", { ...modern, NO_COLOR: "1", FORCE_COLOR: "3" }, tty, "none"],
    ["FORCE_COLOR into a pipe", { TERM: "xterm", FORCE_COLOR: "1" }, pipe, "256"],
    ["FORCE_COLOR into a pipe with COLORTERM", { ...modern, FORCE_COLOR: "1" }, pipe, "truecolour"],
    ["FORCE_COLOR without a number", { FORCE_COLOR: "" }, pipe, "256"],
    ["FORCE_COLOR=2", { ...modern, FORCE_COLOR: "2" }, pipe, "256"],
    ["FORCE_COLOR=3", { FORCE_COLOR: "3" }, pipe, "truecolour"],
    ["FORCE_COLOR=0", { ...modern, FORCE_COLOR: "0" }, tty, "none"],
    ["colours stay in CI with a terminal", { ...modern, CI: "true" }, tty, "truecolour"],
  ];
  test.each(cases)("%s", (_, env, stream, colour) => {
    expect(detectTerminal(env, stream).colour).toBe(colour as "none");
  });
});

describe("columns", () => {
  test("of the stream", () => expect(detectTerminal(modern, tty).columns).toBe(132));
  test("of COLUMNS first", () => expect(detectTerminal({ COLUMNS: "99" }, tty).columns).toBe(99));
  test("80 where nobody knows", () => expect(detectTerminal({}, pipe).columns).toBe(80));
  test.each(["0", "-4", "wide", "", "80.5"])("COLUMNS=%s is passed over", (COLUMNS) => {
    expect(detectTerminal({ COLUMNS }, tty).columns).toBe(132);
  });
  test("a stream of width 0 is unknown", () => {
    expect(detectTerminal({}, { isTTY: true, columns: 0 }).columns).toBe(80);
  });
});

describe("unicode", () => {
  const cases: [Environment, boolean][] = [
    [{ LANG: "en_GB.UTF-8" }, true],
    [{ LANG: "C.utf8" }, true],
    [{ LANG: "C" }, false],
    [{ LANG: "de_DE.ISO-8859-1" }, false],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "C" }, false],
    [{ LANG: "C", LC_ALL: "en_GB.UTF-8" }, true],
    [{ LANG: "en_GB.UTF-8", LC_CTYPE: "POSIX" }, false],
    [{ LANG: "en_GB.UTF-8", LC_ALL: "" }, true],
    [{}, true],
  ];
  test.each(cases)("%j: %p", (env, unicode) => {
    expect(detectTerminal(env, tty).unicode).toBe(unicode);
  });
});

describe("interactive", () => {
  test("a terminal", () => expect(detectTerminal(modern, tty).interactive).toBe(true));
  test("not a pipe", () => expect(detectTerminal(modern, pipe).interactive).toBe(false));
  test("not a pipe with forced colours", () => {
    expect(detectTerminal({ ...modern, FORCE_COLOR: "1" }, pipe).interactive).toBe(false);
  });
  test("not in CI", () => expect(detectTerminal({ ...modern, CI: "1" }, tty).interactive).toBe(false));
  test("CI=false is no CI", () => {
    expect(detectTerminal({ ...modern, CI: "false" }, tty).interactive).toBe(true);
  });
  test("not dumb", () => expect(detectTerminal({ TERM: "dumb" }, tty).interactive).toBe(false));
});
