/** A reader that a fuzzer must find out: what it does the first byte of a file says. Run as a program, it is the process of a campaign. */
import { writeSync } from "node:fs";
import { type Batch, runCases } from "../../bench/fuzz/run-cases.ts";
import type { Target } from "../../bench/fuzz/target.ts";
import { UserError } from "../../src/user-error.ts";

export const harms = ["read", "refuse", "throw", "hang", "end", "hoard"] as const;

const kept: Uint8Array[] = [];

const does: Readonly<Record<(typeof harms)[number], () => void>> = {
  read() {},
  refuse() {
    throw new UserError("refused", "give another");
  },
  throw() {
    throw new TypeError("undefined is not a file");
  },
  hang() {
    for (;;);
  },
  end() {
    process.kill(process.pid, "SIGKILL");
    for (;;);
  },
  hoard() {
    kept.push(new Uint8Array(150 * 2 ** 20).fill(1));
    kept.length = 0;
  },
};

export const harmfulReader: Target = {
  name: "harmful",
  samples: [{ good: Uint8Array.of(0), damaged: (dice) => Uint8Array.of(dice.below(harms.length)) }],
  read: (file) => does[harms[file[0]!]!](),
};

if (import.meta.main) {
  await runCases(
    async () => [harmfulReader],
    JSON.parse(process.argv[2]!) as Batch,
    (line) => void writeSync(1, `${JSON.stringify(line)}\n`),
  );
}
