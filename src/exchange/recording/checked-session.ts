/** What every recording is held to, whatever format it comes in. */
import { UserError } from "../../user-error.ts";
import type { RecordedSession } from "./session.ts";

const fewestSamples = 3;
/** rad; degrees have more. */
const mostTurned = 4 * Math.PI;
/** s between positions: more is no tracking, or another unit of time. */
const slowestTracking = 5;

/**
 * The same, with both of a pair NaN where one is.
 * @throws UserError when times do not rise, nothing is known of the position, there are no units, or a time or rate is not finite
 */
export function checkedSession(session: RecordedSession, path: string): RecordedSession {
  const { times, cells } = session;
  if (times.length < fewestSamples) {
    throw new UserError(`${path} has ${times.length} positions`, `give at least ${fewestSamples}`);
  }
  checkRising(times, `the times of ${path}`);
  if (session.heading) checkRising(session.heading.times, `the times of the headings of ${path}`);
  const apart = medianStep(times);
  if (apart > slowestTracking) {
    throw new UserError(`positions in ${path} are ${apart} s apart`, "give times in seconds");
  }
  if (session.heading?.values.some((heading) => Math.abs(heading) > mostTurned)) {
    throw new UserError(`headings in ${path} go beyond two turns`, "in degrees? say --heading-degrees");
  }
  if (cells.names.length === 0) throw new UserError(`${path} has no units`, "record at least one");
  const positions = pairs(session.positions);
  const wrong = positions.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
  if (wrong >= 0) {
    throw new UserError(`position ${wrong >> 1} in ${path} is infinite`, "make it NaN where it is not known");
  }
  if (positions.every(Number.isNaN)) {
    throw new UserError(`${path} knows no position: all are NaN`, "name another file");
  }
  checkCells({ ...session, positions }, path);
  return { ...session, positions };
}

function checkRising(times: Float64Array, what: string): void {
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i]!)) {
      throw new UserError(`${what} hold ${times[i]} at sample ${i}`, "give every sample its time in s");
    }
    if (i === 0 || times[i]! > times[i - 1]!) continue;
    const does = times[i] === times[i - 1] ? "stand still" : "go back";
    throw new UserError(
      `${what} ${does} at sample ${i}: ${times[i]} s after ${times[i - 1]} s`,
      "sort the samples by their time, and leave out those that stand twice",
    );
  }
}

/** s, from one sample to the next. */
export function medianStep(times: Float64Array): number {
  const steps = Float64Array.from({ length: times.length - 1 }, (_, i) => times[i + 1]! - times[i]!).sort();
  return steps[steps.length >> 1]!;
}

const pairs = (positions: Float64Array): Float64Array =>
  positions.map((value, i) => (Number.isNaN(positions[i ^ 1]!) ? Number.NaN : value));

function checkCells({ cells, positions }: RecordedSession, path: string): void {
  if (cells.kind === "spikes") {
    cells.times.forEach((times, unit) => {
      if (times.some(Number.isNaN)) {
        throw new UserError(`unit ${cells.names[unit]} in ${path} has a spike at NaN s`, "leave it out");
      }
    });
    return;
  }
  const units = cells.names.length;
  const bad = cells.values.findIndex(
    (rate, i) => !Number.isFinite(rate) && !Number.isNaN(positions[2 * Math.floor(i / units)]!),
  );
  if (bad < 0) return;
  throw new UserError(
    `unit ${cells.names[bad % units]} in ${path} has the rate ${cells.values[bad]} at sample ${Math.floor(bad / units)}`,
    "leave the sample out, or make its position NaN",
  );
}
