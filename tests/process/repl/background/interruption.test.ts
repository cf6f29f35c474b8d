/** Ctrl-C while a command waits for the training process. */
import { afterEach, expect, test } from "bun:test";
import { backgroundOf } from "../../../../repl/background/background.ts";
import { TrainingJob } from "../../../../repl/background/training-job.ts";
import { execute } from "../../../../repl/dispatch.ts";
import { Interrupted, unlessInterrupted } from "../../../../repl/interrupted.ts";
import { type FakeShell, fakeShell } from "../../../support/fake-shell.ts";
import { tinyTask } from "../../../support/tiny-job.ts";

let opened: FakeShell | undefined;
afterEach(() => opened?.shell.close());

async function training() {
  const task = tinyTask();
  const fake = (opened = fakeShell(task.cwd));
  const background = backgroundOf(fake.shell);
  const job = await background.start(task);
  if (!(job instanceof TrainingJob)) throw new Error(JSON.stringify(job));
  return { ...fake, background, job };
}

async function interrupted({ shell }: FakeShell, line: string): Promise<void> {
  const command = execute(shell, line);
  shell.interrupt();
  await expect(command).rejects.toThrow(Interrupted);
  shell.start();
}

test("a command ends at once; the training does what it was asked, and its end is told", async () => {
  const fake = await training();
  const { job, written } = fake;
  await interrupted(fake, "pause");
  await job.untilPhase((phase) => phase === "paused");
  await interrupted(fake, "continue");
  expect(await job.untilPhase((phase) => phase !== "paused")).toBe("training");
  await interrupted(fake, "stop");
  expect(await job.ended).toMatchObject({ event: "ended", complete: false });
  await Bun.sleep(0);
  expect(written.stdout).toBe("");
  expect(written.stderr).toMatch(/^run: stopped at step \d+ of 1000000, saved\n/);
}, 20_000);

test("a training that opens when nobody waits any longer is there, and train goes on with it", async () => {
  const task = tinyTask();
  const fake = (opened = fakeShell(task.cwd));
  const { shell } = fake;
  const background = backgroundOf(shell);
  const starting = background.start(task);
  shell.interrupt();
  await expect(starting).rejects.toThrow(Interrupted);
  shell.start();
  const { job } = background;
  await job!.opened;
  expect(background.running).toBe(job!);
  await job!.stop();
  expect(fake.written.stderr).toContain("run: stopped at step");
  await execute(shell, "train");
  expect(fake.written.stdout).toMatch(/^going on at step \d+ in run\n/);
}, 20_000);

test("orders that come while the process ends are dropped", async () => {
  const { job } = await training();
  let over = false;
  void job.stop().then(() => {
    over = true;
  });
  while (!over) {
    job.watch(null);
    await new Promise<void>((resume) => setImmediate(resume));
  }
  expect(() => job.pause()).not.toThrow();
}, 20_000);

test("work that Ctrl-C has come before is not waited for", async () => {
  const work = new Promise(() => {});
  await expect(unlessInterrupted(AbortSignal.abort(), work)).rejects.toThrow(Interrupted);
  expect(await unlessInterrupted(new AbortController().signal, Promise.resolve(3))).toBe(3);
});
