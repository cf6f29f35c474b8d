/** How a training can be ended from outside, on a training that `bun run train` started in a terminal. */

/** A training in a terminal, as who ends it sees it. */
export interface Target {
  /** Sends a signal to `bun run`, the training and whatever else runs there, as a terminal does. */
  signalAll(signal: NodeJS.Signals): void;
  /** To `bun run` alone. */
  signalFirst(signal: NodeJS.Signals): void;
  press(key: string): void;
  hangUp(): void;
}

export interface Way {
  readonly name: string;
  /** Whether it leaves the training time to save. */
  readonly isPolite: boolean;
  /** @param random uniform in [0, 1), another number at each call */
  end(target: Target, random: () => number): Promise<void> | void;
}

const ctrlC = "\x03";
const requests = ["SIGINT", "SIGHUP", "SIGTERM"] as const;
/** All of a burst comes within this, so it is one request. */
const burstMilliseconds = 300;

export const ways: readonly Way[] = [
  { name: "kill -9", isPolite: false, end: ({ signalAll }) => signalAll("SIGKILL") },
  { name: "Ctrl-C", isPolite: true, end: ({ press }) => press(ctrlC) },
  { name: "terminal closed", isPolite: true, end: ({ hangUp }) => hangUp() },
  { name: "SIGTERM to bun run", isPolite: true, end: ({ signalFirst }) => signalFirst("SIGTERM") },
  {
    name: "a burst of signals",
    isPolite: true,
    async end({ signalAll }, random) {
      const count = 2 + Math.floor(3 * random());
      for (let i = 0; i < count; i++) {
        signalAll(requests[Math.floor(requests.length * random())]!);
        await Bun.sleep((random() * burstMilliseconds) / count);
      }
    },
  },
];
