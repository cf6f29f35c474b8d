/** Who is asked for images, and when. */
import { describe, expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { terminalAsker } from "../../../../src/cli/frame/ask-terminal.ts";
import { drawingOf } from "../../../../src/cli/frame/drawing-flags.ts";
import { imagesFor, mayAsk } from "../../../../src/cli/frame/images.ts";
import type { Io } from "../../../../src/cli/frame/io.ts";
import { detectTerminal } from "../../../../src/draw/terminal.ts";
import { UserError } from "../../../../src/user-error.ts";

const kittyAnswer = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62c";
const colours = { TERM: "xterm-256color", COLORTERM: "truecolor" };

/** A place that answers as kitty does, and keeps what it was asked. */
function place(env: Record<string, string> = colours, isTTY = true, answer = kittyAnswer) {
  const asked: number[] = [];
  const stream = { write: () => {}, isTTY, columns: 80 };
  const io: Io = {
    ...{ stdout: stream, stderr: stream, env, cwd: "/" },
    interruption: () => ({ signal: new AbortController().signal, say() {}, end() {} }),
    ask: async (_, milliseconds) => {
      asked.push(milliseconds);
      return answer;
    },
  };
  return { io, asked, terminal: detectTerminal(env, stream) };
}

describe("auto", () => {
  test("asks a terminal with colours once, and believes it", async () => {
    const at = place();
    expect(await imagesFor(at, undefined)).toEqual({ protocol: "kitty", cellWidth: 10, cellHeight: 20 });
    expect(at.asked).toEqual([100]);
    expect(await imagesFor(place(colours, true, ""), "auto")).toBeUndefined();
  });
  test("has more patience over a network", async () => {
    const at = place({ ...colours, SSH_CONNECTION: "10.0.0.1 22 10.0.0.2 22" });
    await imagesFor(at, "auto");
    expect(at.asked).toEqual([1000]);
  });
  test.each([
    ["NO_COLOR", { ...colours, NO_COLOR: "1" }, true],
    ["a pipe", colours, false],
    ["a pipe with FORCE_COLOR", { ...colours, FORCE_COLOR: "3" }, false],
    ["tmux", { ...colours, TMUX: "/tmp/tmux-0/default,1,0" }, true],
    ["tmux by its TERM", { ...colours, TERM: "tmux-256color" }, true],
    ["screen", { ...colours, STY: "1.pts" }, true],
    ["the console of Linux", { ...colours, TERM: "linux" }, true],
    ["Terminal.app", { ...colours, TERM_PROGRAM: "Apple_Terminal" }, true],
  ])("asks nothing: %s", async (_, env, isTTY) => {
    const at = place(env as Record<string, string>, isTTY);
    expect(await imagesFor(at, "auto")).toBeUndefined();
    expect(at.asked).toEqual([]);
  });
  test("a terminal of the usual kind may be asked", () => expect(mayAsk(colours)).toBe(true));
});

describe("by hand", () => {
  test("the flag counts everywhere", async () => {
    const at = place({ NO_COLOR: "1" }, false);
    expect(await imagesFor(at, "sixel")).toEqual({ protocol: "sixel", cellWidth: 10, cellHeight: 20 });
    expect(await imagesFor(place(), "off")).toBeUndefined();
  });
  test("the variable counts where there is a terminal, and gives way to the flag", async () => {
    const env = { ...colours, ENTORHINAL_IMAGES: "sixel" };
    expect((await imagesFor(place(env), undefined))?.protocol).toBe("sixel");
    expect((await imagesFor(place(env), "kitty"))?.protocol).toBe("kitty");
    expect((await imagesFor(place(env), "auto"))?.protocol).toBe("kitty");
    expect(await imagesFor(place(env, false), undefined)).toBeUndefined();
    const off = place({ ...colours, ENTORHINAL_IMAGES: "off" });
    expect(await imagesFor(off, undefined)).toBeUndefined();
    expect(off.asked).toEqual([]);
  });
  test("a variable that says nothing known is refused", async () => {
    const wrong = imagesFor(place({ ...colours, ENTORHINAL_IMAGES: "kity" }), undefined);
    expect(await wrong.catch((error: UserError) => [error.message, error.mend, error.exitCode])).toEqual([
      'ENTORHINAL_IMAGES is "kity"',
      "did you mean kitty? allowed: auto kitty sixel off",
      2,
    ]);
  });
});

describe("drawing flags", () => {
  const flags = { ascii: false, cmap: "jet", images: undefined } as const;
  test("--json asks nothing", async () => {
    const at = place();
    expect((await drawingOf({ ...at, flags, json: true })).terminal.images).toBeUndefined();
    expect(at.asked).toEqual([]);
    expect((await drawingOf({ ...at, flags, json: false })).terminal.images?.protocol).toBe("kitty");
  });
  test("--ascii has neither colours nor images", async () => {
    const at = place();
    const { terminal } = await drawingOf({ ...at, flags: { ...flags, ascii: true }, json: false });
    expect(terminal).toEqual({
      ...{ columns: 80, colour: "none", unicode: false, interactive: false, images: undefined },
    });
    expect(at.asked).toEqual([]);
    const both = { ...flags, ascii: true, images: "kitty" } as const;
    expect(drawingOf({ ...at, flags: both, json: false })).rejects.toThrow(UserError);
  });
});

describe("asking", () => {
  class Keys extends EventEmitter {
    isRaw = false;
    readonly modes: boolean[] = [];
    setRawMode(raw: boolean) {
      this.modes.push((this.isRaw = raw));
    }
    resume() {}
    pause() {}
  }
  test("ends with the answer, and leaves the terminal as it was", async () => {
    const keys = new Keys();
    const written: string[] = [];
    const answer = terminalAsker(keys, (text) => written.push(text))("?", 5000, (text) => text.endsWith("c"));
    expect(written).toEqual(["?"]);
    keys.emit("data", Buffer.from("ab"));
    keys.emit("data", Buffer.from("c"));
    expect(await answer).toBe("abc");
    expect(keys.modes).toEqual([true, false]);
    expect(keys.listenerCount("data")).toBe(0);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      expect(
        process.listeners(signal as never).some((listener: unknown) => String(listener).includes("restore")),
      ).toBe(false);
    }
  });
  test("ends after its time, with what came", async () => {
    const keys = new Keys();
    const answer = terminalAsker(keys, () => {})("?", 20, () => false);
    keys.emit("data", Buffer.from("half"));
    expect(await answer).toBe("half");
    expect(keys.modes).toEqual([true, false]);
  });
});
