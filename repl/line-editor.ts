/** One line from a person: editing, history and completion are those of node:readline. */
import { createInterface, type Interface } from "node:readline";
import type { Writable } from "node:stream";
import type { Keyboard } from "../src/cli/frame/keyboard.ts";
import type { Completion } from "./completion.ts";
import { LineSearch } from "./line-search.ts";

export interface LineOptions {
  readonly prompt: () => string;
  /** While an earlier line is searched for. */
  readonly searchPrompt: (query: string, failed: boolean) => string;
  /** The newest first. */
  readonly history: string[];
  readonly complete: (line: string) => Promise<Completion>;
  /** Ctrl-Z. */
  readonly onSuspend: () => void;
}

export type Typed = { readonly line: string } | "interrupted" | "interrupted when empty" | "end";

const CLEAR_BELOW = "\r\x1b[J";

/** Of readline's interface, what is not in its types. */
interface Rows {
  prevRows: number;
}

export class LineEditor {
  private active: { readonly interface: Interface; readonly prompt: () => string } | undefined;

  constructor(
    private readonly keyboard: Keyboard,
    private readonly output: Writable,
  ) {}

  /** Reads one line. What is typed after it waits in the keyboard. */
  read({ prompt, searchPrompt, history, complete, onSuspend }: LineOptions): Promise<Typed> {
    const keys = this.keyboard.lend((key) => search.take(key));
    const editor = createInterface({
      input: keys.stream,
      output: this.output,
      terminal: true,
      history,
      historySize: 1000,
      removeHistoryDuplicates: true,
      prompt: prompt(),
      completer: (line: string, answer: (error: Error | null, result: [string[], string]) => void) => {
        complete(line).then(
          ({ candidates, word }) => answer(null, [candidates, word]),
          () => answer(null, [[], ""]),
        );
      },
    });
    const search = new LineSearch(editor, [...history], () => this.refresh());
    const shown = () => (search.state ? searchPrompt(search.state.query, search.state.failed) : prompt());
    this.active = { interface: editor, prompt: shown };
    return new Promise((resolve) => {
      const finish = (typed: Typed) => {
        keys.end();
        this.active = undefined;
        editor.close();
        resolve(typed);
      };
      editor.on("line", (line) => finish({ line }));
      editor.on("SIGINT", () => {
        const empty = editor.line === "";
        editor.write(null, { ctrl: true, name: "e" });
        this.output.write("^C\r\n");
        finish(empty ? "interrupted when empty" : "interrupted");
      });
      editor.on("SIGTSTP", onSuspend);
      editor.on("close", () => {
        if (this.active?.interface === editor) finish("end");
      });
      editor.prompt();
      keys.start();
    });
  }

  /** Writes whole lines, above the prompt when one stands there. */
  write(text: string, write: (text: string) => void): void {
    const editor = this.active?.interface;
    if (!editor) {
      write(text);
      return;
    }
    const { rows } = editor.getCursorPos();
    write(`${rows > 0 ? `\x1b[${rows}A` : ""}${CLEAR_BELOW}${text}`);
    (editor as unknown as Rows).prevRows = 0;
    editor.prompt(true);
  }

  /** Draws the prompt anew. */
  refresh(): void {
    if (!this.active) return;
    this.active.interface.setPrompt(this.active.prompt());
    this.active.interface.prompt(true);
  }
}
