import { afterEach, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "../../../../repl/background/messages.ts";
import { readSafetensors, type Tensor } from "../../../../src/format/safetensors.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { listFrames } from "../../../../src/run/film-frame.ts";
import { readMetrics, readScores } from "../../../../src/run/metrics-log.ts";
import { capture } from "../../../support/capture.ts";
import { endless, type FollowedJob, followJob, tinyTask } from "../../../support/tiny-job.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import { checkpointNames } from "../../../support/train-process.ts";

let following: FollowedJob | undefined;
const follow = (...task: Parameters<typeof tinyTask>): FollowedJob =>
  (following = followJob(tinyTask(...task)));

afterEach(async () => {
  await following?.job.stop();
  following = undefined;
});

const scoring = { scorer: "deepmind-code", bins: 8 };
/** Of the newest checkpoint: weights, moments and centres, bit for bit. */
function tensorsOf(run: string): Record<string, string> {
  const path = join(run, "checkpoints", checkpointNames(run).sort().at(-1)!);
  const { tensors } = readSafetensors(readFileSync(path), path);
  const hash = ({ data }: Tensor) =>
    new Bun.CryptoHasher("sha256").update(data as Float32Array<ArrayBuffer>).digest("hex");
  return Object.fromEntries([...tensors].map(([name, tensor]) => [name, hash(tensor)]));
}

const losses = (run: string) =>
  readMetrics(join(run, "metrics.jsonl")).map(({ secondsPerStep: _, ...rest }) => rest);

test("a training opens its run, tells of it, pauses without computing, goes on, and stops with a checkpoint", async () => {
  const { job, until } = follow();
  await job.opened;
  expect(job.view).toMatchObject({ phase: "training", step: 0, steps: endless });
  expect(job.view.levels.decodeErrorCm!.floor).toBeGreaterThan(0);
  await until("progress");
  expect(job.view.loss).toBeGreaterThan(0);

  job.pause();
  await job.untilPhase((phase) => phase === "paused");
  const { step } = job.view;
  const logged = losses(job.path).length;
  await Bun.sleep(100);
  expect(job.view.step).toBe(step);
  expect(losses(job.path)).toHaveLength(logged);

  job.goOn();
  await until("progress", (event) => event.step > step);
  const ending = await job.stop();
  expect(ending).toMatchObject({ event: "ended", complete: false });
  expect(job.view.phase).toBe("stopped");
  const checkpoint = readCheckpoint((ending as { checkpoint: string }).checkpoint);
  expect(checkpoint.step).toBe(job.view.step);
  expect(checkpoint.step).toBeGreaterThan(step);
  expect(existsSync(join(job.path, "running.json"))).toBe(false);
}, 20_000);

test("a training in the background writes what its settings ask for on the way", async () => {
  const { job } = follow({ steps: 20, checkpointEvery: 10, mosaic: true, scoreEvery: 5, filmEvery: 10 });
  expect(await job.ended).toMatchObject({ event: "ended", complete: true });
  const figures = readdirSync(join(job.path, "figures")).sort();
  expect(figures).toEqual(["01", "10", "20"].map((step) => `mosaic-step-0000${step}.png`));
  expect(readScores(join(job.path, "metrics.jsonl")).at(-1)).toMatchObject({ step: 20, units: 16 });
  expect(listFrames(job.path).map(({ step }) => step)).toEqual([1, 10, 20]);
}, 20_000);

test("a paused training can be stopped", async () => {
  const { job } = follow();
  await job.opened;
  job.pause();
  await job.untilPhase((phase) => phase === "paused");
  expect(await job.stop()).toMatchObject({ event: "ended", step: job.view.step });
}, 20_000);

test("who watches gets maps and scores when they are affordable, and none after leaving", async () => {
  const { job, until, events } = follow();
  job.watch(scoring);
  await until("snapshot");
  const { snapshot } = job.view;
  expect(snapshot).toMatchObject({ ...scoring, samples: 600 * 5 });
  expect(snapshot!.step).toBeGreaterThan(1);
  expect(snapshot!.scores).toHaveLength(16);
  expect(snapshot!.best[0]!.map).toHaveLength(64);
  const ranked = snapshot!.best.map(({ score }) => score);
  expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
  job.watch(null);
  await until("progress", (event) => event.step > snapshot!.step && event.nextSnapshot === null);
  const taken = events.filter(({ event }) => event === "snapshot").length;
  job.pause();
  await job.untilPhase((phase) => phase === "paused");
  job.goOn();
  await until("continued");
  expect(events.filter(({ event }) => event === "snapshot")).toHaveLength(taken);
}, 30_000);

test("while it is paused, maps and noise come at once", async () => {
  const { job, until } = follow();
  await job.opened;
  job.pause();
  await job.untilPhase((phase) => phase === "paused");
  job.watch(scoring);
  await until("noise");
  expect(job.view.snapshot).toMatchObject({ ...scoring, step: job.view.step });
  expect(job.view.noise).toMatchObject({ ...scoring, step: job.view.step });
  expect(job.view.noise!.scores).toHaveLength(256);
  expect(job.view.snapshotShare).toBe(0);
}, 20_000);

test("watching does not change a bit of the training, nor does pausing", async () => {
  const steps = 400;
  const { job, events, until } = follow({ steps, checkpointEvery: 10, logEvery: 1 });
  job.watch(scoring);
  for (let count = 1; count <= 3; count++) {
    job.pause();
    await until("snapshot", () => events.filter(({ event }) => event === "snapshot").length >= count);
    job.goOn();
    await until("continued", () => events.filter(({ event }) => event === "continued").length >= count);
  }
  expect(await job.ended).toMatchObject({ complete: true, step: steps });
  const taken = events.flatMap((event) => (event.event === "snapshot" ? [event.snapshot.step] : []));
  expect(taken.some((step) => step < steps)).toBe(true);

  const alone = join(job.path, "../alone");
  const argv = [
    "train",
    ...tinyFlags,
    "--run",
    alone,
    "--steps",
    String(steps),
    "--set",
    "train.checkpointEvery=10",
  ];
  expect(await capture(argv)).toMatchObject({ code: 0 });
  expect(tensorsOf(job.path)).toEqual(tensorsOf(alone));
  expect(losses(job.path)).toEqual(losses(alone));
}, 30_000);

test("the command line goes on with a run of the shell, and the shell with one of the command line", async () => {
  const task = tinyTask({ steps: 1000, checkpointEvery: 10 });
  const first = (following = followJob(task));
  await first.until("progress");
  await first.job.stop();
  const { step } = first.job.view;
  expect(step).toBeLessThan(1000);
  const cli = await capture(["train", "--resume", task.path, "--quiet"], { cwd: task.cwd });
  expect(cli).toMatchObject({ code: 0, stderr: "" });

  const again = (following = followJob({ ...task, kind: "resume" } as never));
  expect(await again.job.ended).toMatchObject({ complete: true, step: 1000 });
}, 30_000);

test("a run that goes on shows the curve from its beginning", async () => {
  const task = tinyTask();
  const first = (following = followJob(task));
  await first.until("progress", ({ step }) => step > 20);
  await first.job.stop();
  const again = (following = followJob({ ...task, kind: "resume" } as never));
  await again.until("progress");
  expect(again.job.view.history.steps[0]).toBeLessThan(20);
  expect(again.job.view.step).toBeGreaterThan(first.job.view.step);
}, 30_000);

test("a network that is not finite ends in one message that says what to do, and keeps the state", async () => {
  const { job } = follow({ learningRate: 1e30, warmupSteps: 0 });
  const ending = await job.ended;
  expect(ending).toMatchObject({ event: "failed", exitCode: 1, bug: undefined });
  expect((ending as { message: string }).message).toMatch(/^step \d+: a value of the .* is not finite$/);
  expect((ending as { mend: string }).mend).toContain("try a smaller train.learningRate");
  expect(job.view).toMatchObject({ phase: "failed" });
  expect(checkpointNames(job.path)).toContain("not-finite.safetensors");
}, 20_000);

test("a place that is taken is refused before anything is made", async () => {
  const task = tinyTask();
  const first = (following = followJob(task));
  await first.job.opened;
  const second = followJob(task);
  expect(await second.job.ended).toMatchObject({
    event: "failed",
    message: `${task.path} exists and is not empty`,
  });
  const third = followJob({ ...task, kind: "resume" } as never);
  expect(await third.job.ended).toMatchObject({ event: "failed", exitCode: 1 });
}, 20_000);

test("a process that is killed is told of with what is saved", async () => {
  const { job, until } = follow({ checkpointEvery: 10 });
  await until("progress", ({ step }) => step > 20);
  process.kill(job.pid, "SIGKILL");
  const ending = await job.ended;
  expect(ending).toMatchObject({ event: "failed", message: "the training process ended (SIGKILL)" });
  expect((ending as { mend: string }).mend).toMatch(
    /^run is saved up to step \d+0; train --resume run goes on$/,
  );
}, 20_000);

/** A process that starts the training, as a shell does, and then runs `body`. */
function startParent(task: Task, body: string, first = "true") {
  const path = join(import.meta.dir, "../../../../repl/background/training-job.ts");
  const script = `
    import { TrainingJob } from ${JSON.stringify(path)};
    const job = new TrainingJob(JSON.parse(process.env.TASK), () => {});
    ${body}
  `;
  return Bun.spawn(["sh", "-c", `${first} && exec "$@"`, "sh", process.execPath, "-e", script], {
    env: { ...process.env, TASK: JSON.stringify(task) },
    stdout: "pipe",
    stderr: "inherit",
  });
}

test.each(["training", "paused"] as const)(
  "the shell is killed while it is %s: the training saves and ends",
  async (phase) => {
    const task = tinyTask({ logEvery: 1 });
    const pause = 'job.pause(); await job.untilPhase((phase) => phase === "paused");';
    const parent = startParent(
      task,
      `await job.opened; ${phase === "paused" ? pause : ""} console.log(job.pid);`,
    );
    const reader = parent.stdout.getReader();
    expect(Number(new TextDecoder().decode((await reader.read()).value))).toBeGreaterThan(1);
    parent.kill("SIGKILL");
    const end = performance.now() + 10_000;
    const isLocked = () => existsSync(join(task.path, "running.json"));
    while (isLocked() && performance.now() < end) await Bun.sleep(20);
    expect(isLocked()).toBe(false);
    const step = readMetrics(join(task.path, "metrics.jsonl")).at(-1)?.step ?? 0;
    const newest = checkpointNames(task.path).sort().at(-1);
    expect(newest).toBe(`step-${String(step).padStart(6, "0")}.safetensors`);
  },
  20_000,
);

const windows = process.platform === "win32";

test.skipIf(windows)(
  `a disk that refuses a file is told of with what is saved${windows ? " (skipped: Windows)" : ""}`,
  async () => {
    const task = tinyTask({ checkpointEvery: 10, logEvery: 1 });
    // 40 blocks of 512 bytes: a checkpoint fits, a long log does not.
    const parent = startParent(task, "console.log(JSON.stringify(await job.ended));", "ulimit -f 40");
    const ending = JSON.parse(await parent.stdout.text());
    expect(ending).toMatchObject({ event: "failed", exitCode: 1 });
    expect(ending.message).toMatch(/(metrics|events).* is larger than /);
    expect(ending.mend).toMatch(/^saved up to step \d+0; when there is room: .* train --resume run$/);
    expect(existsSync(join(task.path, "running.json"))).toBe(false);
  },
  20_000,
);
