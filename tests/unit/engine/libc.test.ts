import { expect, test } from "bun:test";
import { libcIn, openLibc } from "../../../src/engine/libc.ts";

const map = (path: string): string => `7f1 r-xp 00028000 fe:00 131  ${path}\n`;

test("the C library is found among what a process has mapped", () => {
  const others = map("/usr/lib/libc++.so.1") + map("[heap]") + map("/home/me/libcurl.so.4");
  for (const path of [
    "/usr/lib/x86_64-linux-gnu/libc.so.6",
    "/lib/x86_64-linux-gnu/libc-2.31.so",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/libc.musl-aarch64.so.1",
  ]) {
    expect(libcIn(others + map(path) + others)).toBe(path);
  }
  expect(libcIn(others)).toBeUndefined();
});

const known = process.platform === "linux" || process.platform === "darwin";
test.skipIf(!known)(`it answers${known ? "" : " (skipped: it is looked for on Linux and macOS)"}`, () => {
  const libc = openLibc({ getpid: { args: [], returns: "i32" } });
  expect(libc!.getpid()).toBe(process.pid);
});
