/** The shell at a terminal: prompt, keys, and a terminal that is left as it was. */
import type { Io } from "../src/cli/frame/io.ts";
import { isCharacter, type Key, keyOf } from "../src/cli/frame/key-names.ts";
import { Keyboard } from "../src/cli/frame/keyboard.ts";
import { describeError } from "../src/cli/frame/run-cli.ts";
import { restoreScreen } from "../src/cli/frame/screen.ts";
import { detectTerminal } from "../src/draw/terminal.ts";
import { complete } from "./completion.ts";
import { execute } from "./dispatch.ts";
import { asUserError, isOfExpression } from "./expression-error.ts";
import { History, historyPath } from "./history.ts";
import { Interrupted } from "./interrupted.ts";
import { LineEditor } from "./line-editor.ts";
import { CommandFailed } from "./plain-command.ts";
import { promptOf, searchPromptOf } from "./prompt.ts";
import { Shell, type ShellOptions } from "./shell.ts";
import type { ShellHost } from "./shell-host.ts";
import { closeOnSignals } from "./signals.ts";
import { quoted } from "./words.ts";

const welcome = "help lists the commands, Tab completes, Ctrl-D leaves";

/** Talks with the person at stdin and stdout until they leave. */
export async function converse(
  io: Io,
  first: readonly (readonly string[])[],
  options: ShellOptions,
): Promise<void> {
  await new Session(io, options).run(first);
}

class Session implements ShellHost {
  readonly interactive = true;
  private readonly shell: Shell;
  private readonly keyboard: Keyboard;
  private readonly editor: LineEditor;
  private readonly history: History;

  constructor(
    private readonly io: Io,
    options: ShellOptions,
  ) {
    this.shell = new Shell(io, this, options);
    this.keyboard = new Keyboard(process.stdin, () => this.shell.interrupt());
    this.editor = new LineEditor(this.keyboard, process.stdout);
    this.history = new History(historyPath(io.env));
  }

  get rows(): number | undefined {
    return process.stdout.rows;
  }

  async run(first: readonly (readonly string[])[]): Promise<void> {
    const leave = () => {
      this.keyboard.leave();
      restoreScreen();
    };
    const heard = () => this.shell.interrupt();
    const thrown = (error: unknown) =>
      this.write("stderr", this.described(isOfExpression(error) ? asUserError(error) : error));
    process.on("exit", leave);
    process.on("SIGINT", heard);
    // What an expression of the user left behind, such as a timer.
    process.on("uncaughtException", thrown);
    process.on("unhandledRejection", thrown);
    const forget = closeOnSignals(async () => {
      leave();
      await this.shell.close();
    });
    try {
      this.keyboard.take();
      this.shell.start();
      if (this.history.trouble) this.shell.note(this.history.trouble);
      this.shell.note(welcome);
      for (const words of first) await this.perform(words.map(quoted).join(" "));
      while (!this.shell.leaving) await this.turn();
    } finally {
      leave();
      await this.shell.close();
      forget();
      process.off("SIGINT", heard);
      process.off("uncaughtException", thrown);
      process.off("unhandledRejection", thrown);
      process.off("exit", leave);
    }
  }

  /** One prompt and the command it is answered with. */
  private async turn(): Promise<void> {
    const typed = await this.editor.read({
      prompt: () => promptOf(this.shell),
      searchPrompt: (query, failed) => searchPromptOf(this.shell, query, failed),
      history: this.history.newestFirst,
      complete: (line) => complete(line, this.shell),
      onSuspend: () => this.suspend(),
    });
    if (typed === "end") {
      this.write("stdout", "\n");
      this.shell.leaving = true;
    } else if (typed === "interrupted when empty") this.write("stderr", "Ctrl-D leaves\n");
    else if (typed !== "interrupted") {
      this.history.add(typed.line);
      await this.perform(typed.line);
    }
  }

  private async perform(line: string): Promise<void> {
    this.shell.start();
    try {
      await execute(this.shell, line);
    } catch (error) {
      if (error instanceof CommandFailed) return;
      if (error instanceof Interrupted) this.write("stderr", "stopped\n");
      else this.write("stderr", this.described(error));
    }
  }

  private described(error: unknown): string {
    return describeError(error, detectTerminal(this.io.env, this.io.stderr).colour !== "none");
  }

  write(stream: "stdout" | "stderr", text: string): void {
    this.editor.write(text, (whole) => this.io[stream].write(whole));
  }

  refreshPrompt(): void {
    this.editor.refresh();
  }

  async withDialogue<T>(work: (dialogue: NonNullable<Io["dialogue"]>) => Promise<T>): Promise<T> {
    const keys = this.keyboard.lend();
    try {
      const answer = work({ input: keys.stream, output: process.stderr });
      keys.start();
      return await answer;
    } finally {
      keys.end();
    }
  }

  async withChild<T>(work: () => Promise<T>): Promise<T> {
    this.keyboard.leave();
    try {
      return await work();
    } finally {
      this.keyboard.take();
    }
  }

  nextKey(): Promise<Key> {
    return new Promise((resolve, reject) => {
      this.keyboard.readKeys((text) => {
        const key = keyOf(text);
        if (key.ctrl && key.name === "c") reject(new Interrupted());
        else resolve(key);
        return true;
      });
    });
  }

  get typedAhead(): boolean {
    const [first, ...others] = this.keyboard.unread;
    return first !== undefined && isCharacter(first) && (first !== "q" || others.length > 0);
  }

  giveBack({ text }: Key): void {
    this.keyboard.giveBack(text);
  }

  forgetKey(): void {
    this.keyboard.forget();
  }

  /** Ctrl-Z: to the shell that started this one, and back; with it what runs it, such as `bun run`. */
  private suspend(): void {
    this.keyboard.leave();
    process.once("SIGCONT", () => {
      this.keyboard.take();
      this.editor.refresh();
    });
    process.kill(0, "SIGTSTP");
  }
}
