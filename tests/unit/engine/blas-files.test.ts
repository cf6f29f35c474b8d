import { afterAll, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { blasFiles } from "../../../src/engine/blas-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());
for (const name of ["first", "second", "conda/lib", "included"])
  mkdirSync(folder.at(name), { recursive: true });

const library = (path: string): string => {
  writeFileSync(folder.at(path), "");
  return folder.at(path);
};
const blis = library("first/libblis.so.4");
const openBlas = library("second/libopenblas.so.0");
const conda = library("conda/lib/libopenblas.so.0");
symlinkSync(openBlas, folder.at("second/libopenblas.so"));
mkdirSync(folder.at("first/libopenblas.so.0"));

const none = { platform: "linux", environment: {}, loaderConfiguration: folder.at("nowhere") };
const own = (search: Parameters<typeof blasFiles>[0]): string[] =>
  blasFiles({ ...none, ...search }).filter((path) => path.startsWith(folder.path));

test("the name decides before the folder; a file counts once, and a folder is no library", () => {
  const environment = { LD_LIBRARY_PATH: `${folder.at("first")}:${folder.at("second")}` };
  expect(own({ environment })).toEqual([openBlas, blis]);
});

test("the loader's configuration is followed into what it includes", () => {
  writeFileSync(folder.at("included/a.conf"), `# a line\n${folder.at("second")}\n`);
  writeFileSync(folder.at("included/b.txt"), `${folder.at("conda/lib")}\n`);
  const configuration = folder.at("ld.so.conf");
  writeFileSync(configuration, `include ${folder.at("included")}/*.conf\n${folder.at("first")} # more\n`);
  expect(own({ loaderConfiguration: configuration })).toEqual([openBlas, blis]);
  writeFileSync(configuration, `include ${configuration}\n`);
  expect(own({ loaderConfiguration: configuration })).toEqual([]);
});

test("the active Conda environment comes last", () => {
  const environment = { LD_LIBRARY_PATH: folder.at("second"), CONDA_PREFIX: folder.at("conda") };
  expect(own({ environment })).toEqual([openBlas, conda]);
});

test("nothing is looked for in the current folder, whatever the environment says", () => {
  const before = process.cwd();
  process.chdir(folder.at("second"));
  try {
    writeFileSync(folder.at("ld.so.conf"), ".\n\n../first\ninclude *.conf\n");
    for (const path of [".", "", ":", ".:../first", "second"]) {
      const environment = { LD_LIBRARY_PATH: path, CONDA_PREFIX: path };
      expect(own({ environment, loaderConfiguration: folder.at("ld.so.conf") })).toEqual([]);
    }
  } finally {
    process.chdir(before);
  }
  for (const platform of ["linux", "darwin", "win32"]) {
    expect(blasFiles({ platform }).filter((path) => !isAbsolute(path))).toEqual([]);
  }
});
