import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { countLockPairs } from "../../../bench/kill/lock-pairs.ts";
import { thisProcess } from "../../../src/format/process-owner.ts";
import { lockOwner, lockRun } from "../../../src/run/run-lock.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

test("a run is trained by one process at a time", () => {
  const run = temporaryDirectory();
  expect(lockOwner(run)).toBeUndefined();
  const lock = lockRun(run);
  expect(lockOwner(run)).toMatchObject({ pid: process.pid, host: hostname() });
  expect(() => lockRun(run)).toThrow(`is being trained by process ${process.pid} on ${hostname()}`);
  lock.release();
  expect(lockOwner(run)).toBeUndefined();
  expect(existsSync(join(run, "running.json"))).toBe(false);
});

test("the lock of a process that is gone is taken over, that of another machine is not", async () => {
  const run = temporaryDirectory();
  const gone = Bun.spawn(["true"]);
  await gone.exited;
  const lock = (pid: number, host: string) =>
    writeFileSync(join(run, "running.json"), JSON.stringify({ pid, host }));
  lock(gone.pid, hostname());
  expect(lockOwner(run)).toBeUndefined();
  lockRun(run).release();
  lock(gone.pid, "elsewhere");
  expect(() => lockRun(run)).toThrow("on elsewhere");
});

test.skipIf(process.platform !== "linux")("the lock of a zombie is taken over (Linux only)", async () => {
  const run = temporaryDirectory();
  // The shell starts a child and becomes a program that never asks for it: the ended child stays a zombie.
  const parent = Bun.spawn(["sh", "-c", "sleep 0.2 & echo $!; exec sleep 30"], { stdout: "pipe" });
  try {
    const { value } = await parent.stdout.getReader().read();
    const pid = Number(new TextDecoder().decode(value));
    const isZombie = () => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    while (!isZombie()) await Bun.sleep(5);
    writeFileSync(join(run, "running.json"), JSON.stringify({ pid, host: hostname() }));
    expect(lockOwner(run)).toBeUndefined();
    lockRun(run).release();
  } finally {
    parent.kill();
  }
});

test("a mark of a process whose pid was given again is taken over", () => {
  const run = temporaryDirectory();
  const before = { ...thisProcess(), started: 1 };
  writeFileSync(join(run, "running.json"), JSON.stringify(before));
  expect(lockOwner(run)).toBeUndefined();
  lockRun(run).release();
});

test("one that was killed while it took a run over is no obstacle, and leaves nothing", async () => {
  const run = temporaryDirectory();
  const gone = Bun.spawn(["true"]);
  await gone.exited;
  const text = (mark: string) => JSON.stringify({ pid: gone.pid, host: hostname(), mark });
  const hash = (content: string) => new Bun.CryptoHasher("sha256").update(content).digest("hex").slice(0, 16);
  writeFileSync(join(run, "running.json"), text("a"));
  writeFileSync(join(run, `running.json.${hash(text("a"))}`), text("b"));
  writeFileSync(join(run, `running.json.${hash(text("long ago"))}`), text("c"));
  const lock = lockRun(run);
  expect(readdirSync(run)).toEqual(["running.json"]);
  lock.release();
  expect(readdirSync(run)).toEqual([]);
});

test("of two that want a run at the same moment, one gets it", async () => {
  expect(await countLockPairs(60)).toEqual({ none: 0, one: 60, both: 0 });
});

test("who has lost the run hears of it, and does not take the mark of another", () => {
  const run = temporaryDirectory();
  const path = join(run, "running.json");
  const lock = lockRun(run);
  lock.check();
  rmSync(path);
  expect(() => lock.check()).toThrow("running.json was removed while the run was trained");
  writeFileSync(path, JSON.stringify({ pid: process.ppid, host: hostname() }));
  expect(() => lock.check()).toThrow(`process ${process.ppid} on ${hostname()} trains`);
  lock.release();
  expect(existsSync(path)).toBe(true);
});
