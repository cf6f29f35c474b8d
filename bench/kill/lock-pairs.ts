/** Pairs of processes that take over the same run at the same moment, from a process that is gone. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** What a contender is told: which run to take, and when (milliseconds since 1970); none: to give back what it has. */
export interface Round {
  readonly run: string;
  readonly at: number;
}

/** How many pairs ended with so many of the two having the run. */
export interface PairsCounted {
  readonly none: number;
  readonly one: number;
  readonly both: number;
}

const leadMilliseconds = 3;

/** Lets two processes contend `count` times. @throws Error when one of them ends */
export async function countLockPairs(count: number): Promise<PairsCounted> {
  const folder = mkdtempSync(join(tmpdir(), "entorhinal-locks-"));
  const contenders = [new Contender(), new Contender()];
  const counts = [0, 0, 0];
  try {
    await Promise.all(contenders.map((contender) => contender.answer()));
    const dead = await endedProcess();
    for (let i = 0; i < count; i++) {
      writeFileSync(join(folder, "running.json"), JSON.stringify({ pid: dead, host: hostname(), mark: i }));
      const round = { run: folder, at: Date.now() + leadMilliseconds };
      for (const contender of contenders) contender.tell(round);
      const having = await Promise.all(contenders.map((contender) => contender.answer()));
      counts[having.filter((has) => has).length]!++;
      for (const contender of contenders) contender.tell({ run: "", at: 0 });
    }
  } finally {
    for (const contender of contenders) contender.end();
    rmSync(folder, { recursive: true });
  }
  const [none, one, both] = counts;
  return { none: none!, one: one!, both: both! };
}

async function endedProcess(): Promise<number> {
  const child = Bun.spawn([process.execPath, "-e", ""]);
  await child.exited;
  return child.pid;
}

class Contender {
  private readonly answers: boolean[] = [];
  private wake: () => void = () => {};
  private readonly child = Bun.spawn([process.execPath, join(import.meta.dir, "lock-contender.ts")], {
    stdio: ["ignore", "inherit", "inherit"],
    ipc: ({ has }: { readonly has: boolean }) => {
      this.answers.push(has);
      this.wake();
    },
    onExit: () => this.wake(),
  });

  tell(round: Round): void {
    this.child.send(round);
  }

  async answer(): Promise<boolean> {
    while (this.answers.length === 0) {
      if (this.child.exitCode !== null) throw new Error("a process that wanted the run ended");
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.answers.shift()!;
  }

  end(): void {
    this.child.kill();
  }
}
