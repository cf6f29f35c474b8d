import { expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { lockOwner, lockRun } from "../../../src/run/run-lock.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

test("a run is trained by one process at a time", () => {
  const run = temporaryDirectory();
  expect(lockOwner(run)).toBeUndefined();
  const unlock = lockRun(run);
  expect(lockOwner(run)).toEqual({ pid: process.pid, host: hostname() });
  expect(() => lockRun(run)).toThrow(`is being trained by process ${process.pid} on ${hostname()}`);
  unlock();
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
  lockRun(run)();
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
    lockRun(run)();
  } finally {
    parent.kill();
  }
});
