/** Ends trainings at random moments in every way there is, and looks whether anything was lost. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leftoversBelow, openWhole, resultOf } from "./check-run.ts";
import { trainInTerminal } from "./train-in-terminal.ts";
import { type Way, ways } from "./ways.ts";

/** A network of a moment that saves and logs all the time; its own kernels, whose bits are the same every time. */
const steps = 400;
const settings = [
  ...["--seed", "5", "--blas", "wasm", "--workers", "2", "--steps", String(steps), "--keep", "3"],
  ...["model.units=16", "code.placeCells=32", "train.batchSize=8", "train.sequenceLength=5"],
  ...["train.checkpointEvery=7", "train.logEvery=1"],
].map((word) => (word.includes("=") ? ["--set", word] : [word]));
const flags = settings.flat();

/** Of the trainings that are ended before there is a run, or while it is made: no more of them, as nothing can be lost there. */
const shareAtStart = 0.2;
/** About as long as a training takes to start, or to train, on a fast machine. */
const longestMilliseconds = 400;
/** A training that does not end by then hangs. */
const patienceMilliseconds = 60_000;

export interface Kill {
  readonly number: number;
  readonly way: Way;
  /** The moment, such as "120 ms after its run was made". */
  readonly when: string;
  /** Before anything was made, while it trained, or after the training was done. */
  readonly met: "nothing yet" | "training" | "done";
  /** Steps that are saved. */
  readonly step: number;
  /** What is wrong; none: all is as it should be. */
  readonly troubles: readonly string[];
}

/**
 * Each training is ended once, looked at, gone on with to its end, and compared with one that nobody disturbed.
 * @param seed of the ways and the moments; how far a training is by then, the machine decides
 */
export async function killTrainings(
  count: number,
  seed: number,
  onKill: (kill: Kill) => void = () => {},
): Promise<Kill[]> {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-kill-"));
  try {
    const whole = join(folder, "undisturbed");
    const code = await trainInTerminal([...flags, "--run", whole]).ended;
    if (code !== 0) throw new Error(`the undisturbed training ended with ${code}`);
    const expected = resultOf(whole);
    const kills: Kill[] = [];
    for (let number = 0; number < count; number++) {
      const runs = join(folder, String(number));
      const kill = await killOne(runs, number, randomOf(seed, number), expected);
      rmSync(runs, { recursive: true, force: true });
      kills.push(kill);
      onKill(kill);
    }
    return kills;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Uniform in [0, 1), by seed, number and how often it was asked. */
function randomOf(seed: number, number: number): () => number {
  let draws = 0;
  return () => Bun.hash.xxHash32(`${seed} ${number} ${draws++}`) / 2 ** 32;
}

async function killOne(runs: string, number: number, random: () => number, expected: string): Promise<Kill> {
  const way = ways[number % ways.length]!;
  const run = join(runs, "run");
  const isAtStart = random() < shareAtStart;
  const milliseconds = Math.round(longestMilliseconds * random());
  const training = trainInTerminal([...flags, "--run", run]);
  while (!isAtStart && !existsSync(run) && !training.isOver()) await Bun.sleep(1);
  await Promise.race([Bun.sleep(milliseconds), training.ended]);
  await way.end(training, random);
  const code = await inTime(training.ended);
  const isMade = existsSync(run);
  const found = isMade ? openWhole(run) : 0;
  const step = typeof found === "number" ? found : 0;
  const met = !isMade ? "nothing yet" : step === steps ? "done" : "training";
  const troubles = [
    ...(typeof found === "string" ? [found] : []),
    ...(way.isPolite ? unsaid(way, met, step, code, training.shown()) : []),
    ...(await goOn(runs, run, isMade, expected)),
  ];
  const when = `${milliseconds} ms after ${isAtStart ? "the start" : "its run was made"}`;
  return { number, way, when, met, step, troubles };
}

/** What a training that was asked to end should have said. */
function unsaid(
  { name }: Way,
  met: Kill["met"],
  step: number,
  code: number | undefined,
  shown: string,
): string[] {
  if (met === "nothing yet") return code === 0 ? ["exit code 0, and nothing was made"] : [];
  const troubles: string[] = [];
  if (code !== 0) troubles.push(`exit code ${code ?? "none: it hangs"}`);
  // A closed terminal shows nothing more.
  if (met === "training" && name !== "terminal closed") {
    if (!shown.includes("saving after this step")) troubles.push("it did not say that it saves");
    if (!shown.includes(`stopped at step ${step} of ${steps}, saved`))
      troubles.push(`it did not say that step ${step} is saved`);
  }
  return troubles;
}

/** The next command: the training goes on, or begins. */
async function goOn(runs: string, run: string, isMade: boolean, expected: string): Promise<string[]> {
  const again = trainInTerminal(isMade ? ["--resume", run] : [...flags, "--run", run]);
  const code = await inTime(again.ended);
  if (code !== 0) return [`going on ended with ${code}: ${again.shown()}`];
  const left = leftoversBelow(runs);
  return [
    ...(resultOf(run) === expected ? [] : ["it went on to another end"]),
    ...(left.length === 0 ? [] : [`left behind: ${left.join(", ")}`]),
  ];
}

const inTime = (ended: Promise<number>): Promise<number | undefined> =>
  Promise.race([ended, Bun.sleep(patienceMilliseconds).then(() => undefined)]);
