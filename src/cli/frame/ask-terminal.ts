/** Questions to the terminal itself, not to the person at it. What is asked is the caller's. */
import { existsSync, readFileSync } from "node:fs";

/** Asks the terminal itself: sends `question`, and hears until `isAnswered` or for so many milliseconds. */
export type AskTerminal = (
  question: string,
  milliseconds: number,
  isAnswered: (answer: string) => boolean,
) => Promise<string>;

/** What is needed of `process.stdin`. */
export interface TerminalInput {
  readonly isRaw?: boolean;
  setRawMode(raw: boolean): unknown;
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  off(event: "data", listener: (chunk: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  unref?(): unknown;
}

const INTERRUPT = "\x03";
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Keys are heard unechoed meanwhile; the terminal is as it was afterwards, also when the process is told to end. Ctrl-C
 * in that time interrupts as always; other keys are lost.
 */
export function terminalAsker(input: TerminalInput, write: (text: string) => void): AskTerminal {
  return (question, milliseconds, isAnswered) =>
    new Promise((resolve) => {
      let answer = "";
      const wasRaw = input.isRaw === true;
      const restore = () => {
        clearTimeout(timer);
        for (const signal of signals) process.off(signal, end);
        input.off("data", hear);
        input.setRawMode(wasRaw);
        input.pause();
        input.unref?.();
      };
      const end = (signal: NodeJS.Signals) => {
        restore();
        process.kill(process.pid, signal);
      };
      const hear = (chunk: Buffer) => {
        answer += chunk.toString("latin1");
        if (answer.includes(INTERRUPT)) end("SIGINT");
        else if (isAnswered(answer)) finish();
      };
      const finish = () => {
        restore();
        resolve(answer);
      };
      const timer = setTimeout(finish, milliseconds);
      for (const signal of signals) process.on(signal, end);
      input.setRawMode(true);
      input.on("data", hear);
      input.resume();
      write(question);
    });
}

/** Whether this process may read from its terminal: one in the background would be stopped for it. */
export function inForeground(): boolean {
  const [group, terminalGroup] = existsSync("/proc/self/stat") ? groupsFromProc() : groupsFromPs();
  return group !== undefined && group === terminalGroup;
}

function groupsFromProc(): (string | undefined)[] {
  // The second field is the name in parentheses, which may hold anything.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)!.split(" ");
  return [fields[2], fields[5]];
}

function groupsFromPs(): (string | undefined)[] {
  const { stdout, success } = Bun.spawnSync(["ps", "-o", "pgid=,tpgid=", "-p", String(process.pid)]);
  return success ? stdout.toString().trim().split(/\s+/) : [];
}
