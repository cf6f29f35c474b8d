/** Bun looks for a library without a folder in the current one, too: none is opened by a bare name. */
import { expect, test } from "bun:test";
import { houseFiles, textOf } from "./imports.ts";

const bareNames = (text: string): string[] =>
  [...text.matchAll(/\bdlopen\(\s*(["'`])([^"'`/]*)\1|"([\w.+-]+\.(?:so(?:\.\d+)*|dylib|dll))"/g)].map(
    ([, , opened, named]) => opened ?? named!,
  );

test("no library is opened by a name without a folder", () => {
  const found = houseFiles
    .filter((file) => textOf(file).includes('"bun:ffi"'))
    .flatMap((file) => bareNames(textOf(file)).map((name) => `${file}: ${name}`));
  expect(found).toEqual([]);
});

test("such names are seen", () => {
  expect(bareNames('dlopen("libc.so.6", {}); const library = "libSystem.B.dylib";')).toEqual([
    "libc.so.6",
    "libSystem.B.dylib",
  ]);
  expect(bareNames('dlopen(path, {}); dlopen("/usr/lib/libSystem.B.dylib", {});')).toEqual([]);
});
