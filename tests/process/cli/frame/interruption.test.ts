import { describe, expect, test } from "bun:test";
import { join } from "node:path";

const frame = join(import.meta.dir, "../../../../src/cli/frame");
const open = (hearAtOnce: string) => `
  const { Interruption } = await import(${JSON.stringify(`${frame}/interruption.ts`)});
  const words = { once: "once\\n", twice: "twice\\n" };
  const interruption = new Interruption(words, (text) => process.stderr.write(text), ${hearAtOnce});
  const compute = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  console.log("ready");
  `;

/** Runs the script, and sends so many signals so many milliseconds after it says that it is ready. */
async function asked(script: string, times: readonly number[], hearAtOnce = "undefined", imports = "") {
  const child = Bun.spawn([process.execPath, "-e", imports + open(hearAtOnce) + script], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = (await reader.read()).value ?? "";
  const began = performance.now();
  for (const time of times) {
    await Bun.sleep(began + time - performance.now());
    child.kill("SIGINT");
  }
  for (let next = await reader.read(); !next.done; next = await reader.read()) said += next.value;
  const code = await child.exited;
  return { said, stderr: await child.stderr.text(), status: child.signalCode === "SIGINT" ? 130 : code };
}

const waiting = `interruption.signal.addEventListener("abort", () => console.log("asked")); setTimeout(() => {}, 1600);`;
const computing = `compute(1600); await turn(); console.log(interruption.signal.aborted); process.exit(0)`;

describe.each([
  ["the system's handler", "undefined"],
  ["without one", "() => undefined"],
])("%s", (_, hearAtOnce) => {
  test("signals within a second are one request", async () => {
    const ending = { stderr: "once\n", status: 0 };
    expect(await asked(waiting, [0, 5, 900], hearAtOnce)).toEqual({ said: "ready\nasked\n", ...ending });
    expect(await asked(computing, [0, 5, 900], hearAtOnce)).toEqual({ said: "ready\ntrue\n", ...ending });
  });

  test("a signal more than a second later ends the process", async () => {
    const { said, status } = await asked(waiting, [0, 1200], hearAtOnce);
    expect({ said, status }).toEqual({ said: "ready\nasked\n", status: 130 });
  });

  test("work that is over is ended as always; a request is not forgotten", async () => {
    const over = `interruption.end(); ${waiting}`;
    expect(await asked(over, [50], hearAtOnce)).toEqual({ said: "ready\n", stderr: "", status: 130 });
    const late = `await Bun.sleep(300); interruption.end(); await Bun.sleep(300); console.log("ended");`;
    expect(await asked(late, [50, 400], hearAtOnce)).toEqual({
      said: "ready\nended\n",
      stderr: "once\n",
      status: 0,
    });
  });
});

const others = !["linux", "darwin"].includes(process.platform);

test.skipIf(others)(
  "a signal just before the system's handler is there is heard, too (Linux and macOS)",
  async () => {
    const late = `(...given) => {
    process.kill(process.pid, "SIGINT");
    return hearSignalsAtOnce(...given);
  }`;
    const imports = `const { hearSignalsAtOnce } = await import(${JSON.stringify(`${frame}/native-signals.ts`)});`;
    expect(await asked(waiting, [], late, imports)).toEqual({
      said: "ready\nasked\n",
      stderr: "once\n",
      status: 0,
    });
  },
);

test.skipIf(others)("heard while the main thread computes (Linux and macOS)", async () => {
  expect(await asked(computing, [100, 1300])).toEqual({
    said: "ready\n",
    stderr: "once\ntwice\n",
    status: 130,
  });
});
