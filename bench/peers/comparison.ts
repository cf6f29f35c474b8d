/** Ours and a Python program in turn. */
import type { Engine } from "../../src/engine/engine.ts";
import type { Body } from "../measure.ts";
import { type PeerProcess, startPeer } from "./peer-process.ts";
import type { Python, PythonPackage } from "./python.ts";

/** Engines to compare with, on one thread and on all: WASM kernels, and a BLAS where there is one. */
export interface PeerBench {
  readonly one: Engine;
  readonly all: Engine;
  readonly native: { readonly one: Engine; readonly all: Engine } | undefined;
  /** How long each comparison takes turns, s. */
  readonly seconds: number;
  /** A folder for files that both sides read. */
  readonly folder: string;
}

/** One way of ours to do the work. Of several of one name the fastest counts, beside Python on as many threads as any of them or fewer. */
export interface Ours {
  readonly name: string;
  readonly threads: number;
  readonly body: Body | (() => Promise<number>);
}

/** The same work on both sides. */
export interface Comparison {
  /** Names of the lines, without preparing anything. */
  readonly names: readonly string[];
  readonly unit: string;
  /** What it is compared with: "PyTorch". */
  readonly peer: string;
  readonly needs: readonly [PythonPackage, ...PythonPackage[]];
  /** A program of this folder. */
  readonly program: string;
  /** Prepares our side, whose arrays live as long as the engines, and what Python reads. */
  prepare(bench: PeerBench): Prepared;
}

export interface Prepared {
  readonly ours: readonly Ours[];
  /** How much of the unit one call does. */
  readonly count: number;
  /** The words after the name of the program. */
  readonly words: readonly string[];
}

/** One line of `bench --peers --json`: that of a benchmark, whose ratio is ours over theirs, and what theirs was. */
export interface PeerMeasurement {
  readonly name: string;
  /** Ours. */
  readonly value: number;
  readonly unit: string;
  readonly ceiling: null;
  /** value / theirs. */
  readonly ratio: number;
  readonly theirs: number;
  /** What it is, with its version: "PyTorch 2.1.0". */
  readonly peer: string;
  /** On which ours was fastest. */
  readonly threads: number;
  /** On which Python was fastest. */
  readonly peerThreads: number;
}

const fewestRounds = 3;

/**
 * Calls our ways and Python's (on one thread and on all) in turn, for `seconds` and at least three rounds after one that warms up.
 * The fastest call of each counts.
 * @param wanted names of the lines to measure
 */
export async function compare(
  comparison: Comparison,
  python: Python,
  bench: PeerBench,
  wanted: readonly string[],
): Promise<PeerMeasurement[]> {
  const { unit, peer, needs, program } = comparison;
  const { ours: ways, count, words } = comparison.prepare(bench);
  const ours = ways.filter(({ name }) => wanted.includes(name));
  const most = Math.max(...ours.map(({ threads }) => threads));
  const peers = [...new Set([1, most])].map((threads) => startPeer(python, program, words, threads));
  try {
    const { seconds, theirs } = await takeTurns(ours, peers, bench.seconds);
    const possible = peers.map(({ threads }, k) => ({ threads, rate: theirs[k]! }));
    const reached = ours.map(({ name, threads }, i) => ({ name, threads, rate: count / seconds[i]! }));
    const version = python.versions[needs[0]]!;
    return [...new Set(ours.map(({ name }) => name))].map((name) => {
      const same = reached.filter((each) => each.name === name);
      const allowed = Math.max(...same.map(({ threads }) => threads));
      const { rate: value, threads } = fastestOf(same);
      const best = fastestOf(possible.filter((each) => each.threads <= allowed));
      return {
        ...{ name, value, unit, ceiling: null, ratio: value / best.rate, theirs: best.rate },
        ...{ peer: `${peer} ${version}`, threads, peerThreads: best.threads },
      };
    });
  } finally {
    await Promise.all(peers.map((process) => process.close()));
  }
}

const fastestOf = <Each extends { readonly rate: number }>(all: readonly Each[]): Each =>
  all.reduce((a, b) => (b.rate > a.rate ? b : a));

async function takeTurns(
  ours: readonly Ours[],
  peers: readonly PeerProcess[],
  forSeconds: number,
): Promise<{ seconds: number[]; theirs: number[] }> {
  const seconds = ours.map(() => Number.POSITIVE_INFINITY);
  const theirs = peers.map(() => 0);
  let end = Number.POSITIVE_INFINITY;
  for (let round = -1; round < fewestRounds || Bun.nanoseconds() < end; round++) {
    for (const [i, { name, body }] of ours.entries()) {
      const start = Bun.nanoseconds();
      const consumed = await body();
      const took = (Bun.nanoseconds() - start) / 1e9;
      if (Number.isNaN(consumed)) throw new Error(`${name} computed NaN`);
      if (round >= 0) seconds[i] = Math.min(seconds[i]!, took);
    }
    for (const [i, process] of peers.entries()) {
      const { value } = await process.turn();
      if (round >= 0) theirs[i] = Math.max(theirs[i]!, value);
    }
    // Starting Python takes seconds, which are no part of the time to measure.
    if (round < 0) end = Bun.nanoseconds() + forSeconds * 1e9;
  }
  return { seconds, theirs };
}
