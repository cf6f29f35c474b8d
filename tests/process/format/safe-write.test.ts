import { describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { writeFileSafely } from "../../../src/format/safe-write.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const windows = process.platform === "win32";
const root = process.getuid?.() === 0;

describe("writing", () => {
  test("bytes, text, shared memory; nothing else is left in the folder", () => {
    using folder = temporaryFolder();
    const shared = new Uint8Array(new SharedArrayBuffer(100000)).fill(7);
    writeFileSafely(folder.at("bytes"), Uint8Array.of(1, 2, 3));
    writeFileSafely(folder.at("text"), "größe\n");
    writeFileSafely(folder.at("shared"), shared);
    expect([...readFileSync(folder.at("bytes"))]).toEqual([1, 2, 3]);
    expect(readFileSync(folder.at("text"), "utf8")).toBe("größe\n");
    expect(readFileSync(folder.at("shared")).equals(Buffer.alloc(100000, 7))).toBe(true);
    expect(readdirSync(folder.path).sort()).toEqual(["bytes", "shared", "text"]);
  });

  test("a name as long as the file system allows", () => {
    using folder = temporaryFolder();
    writeFileSafely(folder.at("x".repeat(255)), "a");
    expect(readdirSync(folder.path)).toEqual(["x".repeat(255)]);
  });

  test("an existing file stays as it is without force, and is replaced with it", () => {
    using folder = temporaryFolder();
    const path = folder.at("a");
    writeFileSafely(path, "old");
    expect(userErrorOf(() => writeFileSafely(path, "new"))).toBe(
      `${path} exists | use --force or another name`,
    );
    expect(readFileSync(path, "utf8")).toBe("old");
    writeFileSafely(path, "new", { force: true });
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  test.skipIf(windows)(
    "a replaced file keeps its permissions, a link stays a link (no links on Windows)",
    () => {
      using folder = temporaryFolder();
      writeFileSafely(folder.at("target"), "old");
      chmodSync(folder.at("target"), 0o640);
      symlinkSync("target", folder.at("link"));
      writeFileSafely(folder.at("link"), "new", { force: true });
      expect(lstatSync(folder.at("link")).isSymbolicLink()).toBe(true);
      expect(readFileSync(folder.at("target"), "utf8")).toBe("new");
      expect(statSync(folder.at("target")).mode & 0o777).toBe(0o640);
    },
  );
});

describe.skipIf(windows)("with links: replace (no links on Windows)", () => {
  test("a file takes the place of the link, also of one that leads nowhere; what it led to stays", () => {
    using folder = temporaryFolder();
    writeFileSafely(folder.at("target"), "old");
    chmodSync(folder.at("target"), 0o600);
    symlinkSync("target", folder.at("link"));
    symlinkSync("nowhere", folder.at("dangling"));
    for (const name of ["link", "dangling"]) {
      expect(userErrorOf(() => writeFileSafely(folder.at(name), "new", { links: "replace" }))).toContain(
        "exists",
      );
      writeFileSafely(folder.at(name), "new", { force: true, links: "replace" });
      expect(lstatSync(folder.at(name)).isFile()).toBe(true);
      expect(readFileSync(folder.at(name), "utf8")).toBe("new");
    }
    expect(readFileSync(folder.at("target"), "utf8")).toBe("old");
    expect(readdirSync(folder.path).sort()).toEqual(["dangling", "link", "target"]);
  });
});

describe("errors leave nothing behind", () => {
  test("no folder, a file for a folder, a folder for a file, too long a name", () => {
    using folder = temporaryFolder();
    writeFileSafely(folder.at("file"), "x");
    mkdirSync(folder.at("folder"));
    const trouble = (name: string) =>
      userErrorOf(() => writeFileSafely(folder.at(name), "x", { force: true }));
    expect(trouble("missing/a")).toStartWith(`the folder ${folder.at("missing")} does not exist`);
    expect(trouble("file/a")).toContain("a part of the path is a file");
    expect(trouble("folder")).toContain("is not a regular file");
    expect(trouble("x".repeat(300))).toContain("has too long a name");
    expect(readdirSync(folder.path).sort()).toEqual(["file", "folder"]);
  });

  const mkfifo = Bun.which("mkfifo");
  test.skipIf(!mkfifo)("a pipe or device is never replaced (skipped without mkfifo)", () => {
    using folder = temporaryFolder();
    Bun.spawnSync([mkfifo!, folder.at("pipe")]);
    expect(userErrorOf(() => writeFileSafely(folder.at("pipe"), "x", { force: true }))).toContain(
      "not a regular file",
    );
    expect(statSync(folder.at("pipe")).isFIFO()).toBe(true);
  });

  test.skipIf(windows || root)("a folder without permission (skipped for root, who may do anything)", () => {
    using folder = temporaryFolder();
    mkdirSync(folder.at("closed"), 0o500);
    expect(userErrorOf(() => writeFileSafely(folder.at("closed/a"), "x"))).toContain("is not permitted");
    expect(readdirSync(folder.at("closed"))).toEqual([]);
  });

  const bash = windows ? null : Bun.which("bash");
  test.skipIf(!bash)("a write that fails half-way keeps the old file (skipped without bash's ulimit)", () => {
    using folder = temporaryFolder();
    const path = folder.at("a");
    writeFileSafely(path, "old");
    const script = `
      import { writeFileSafely } from ${JSON.stringify(`${import.meta.dir}/../../../src/format/safe-write.ts`)};
      try { writeFileSafely(${JSON.stringify(path)}, new Uint8Array(1 << 20), { force: true }); }
      catch (error) { console.log(error.name, error.message); }`;
    const run = Bun.spawnSync([
      bash!,
      "-c",
      `trap '' XFSZ; ulimit -f 100; exec "$0" -e "$1"`,
      process.execPath,
      script,
    ]);
    expect(run.stdout.toString()).toStartWith(`UserError ${path} is larger than`);
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder.path)).toEqual(["a"]);
    expect(existsSync(path)).toBe(true);
  });
});
