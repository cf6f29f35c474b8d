/** The session: what is open, what runs, and the ways to speak. It reads no keys and draws no prompt: see shell-host.ts. */
import { resolve } from "node:path";
import type { CommandEntry } from "../src/cli/frame/command.ts";
import { namedAnswer, namedText } from "../src/cli/frame/conditions.ts";
import type { Io } from "../src/cli/frame/io.ts";
import { toJson, withNewline } from "../src/cli/frame/written-answer.ts";
import { detectTerminal, type Terminal } from "../src/draw/terminal.ts";
import type { Condition } from "../src/tasks/activity-source.ts";
import { UserError } from "../src/user-error.ts";
import { Interrupted } from "./interrupted.ts";
import type { OpenNetwork } from "./open-network.ts";
import type { ShellHost } from "./shell-host.ts";
import { ShellSettings } from "./shell-settings.ts";

export interface ShellOptions {
  /** The commands of the command line that can be run in here by the same words. */
  readonly commandLine: readonly CommandEntry[];
  /** Started with --quiet: no remarks on stderr. */
  readonly quiet?: boolean;
}

export class Shell {
  /** What `set` has set: for analyses here, and for the next training. */
  readonly settings = new ShellSettings();
  /** Of the open network, the one `next` and `prev` go on from. */
  unit: number | undefined;
  /** The shell was started with --quiet, or the running command was. */
  quiet = false;
  /** Set by `quit`; the shell ends after the command. */
  leaving = false;

  /** What was shown last, as words of `figure`: its KIND and flags. */
  figure: readonly string[] = ["ratemaps"];

  private current: OpenNetwork | undefined;
  private conditions: readonly Condition[] = [];
  private running = new AbortController();
  private readonly statuses = new Map<string, string>();
  private readonly closers: (() => void | Promise<void>)[] = [];

  constructor(
    readonly io: Io,
    readonly host: ShellHost,
    private readonly options: ShellOptions,
  ) {}

  get commandLine(): readonly CommandEntry[] {
    return this.options.commandLine;
  }

  get interactive(): boolean {
    return this.host.interactive;
  }

  /** What stdout can show now; the width follows the window. */
  get terminal(): Terminal {
    return detectTerminal(this.io.env, this.io.stdout);
  }

  get progressTerminal(): Terminal {
    return detectTerminal(this.io.env, this.io.stderr);
  }

  /** A path given by the user, made absolute. */
  path(given: string): string {
    return resolve(this.io.cwd, given);
  }

  /** The open network. @throws UserError when none is */
  get network(): OpenNetwork {
    if (this.current) return this.current;
    throw new UserError("no run is open", "open RUN; runs lists them, and quick comes along", 2);
  }

  get hasNetwork(): boolean {
    return this.current !== undefined;
  }

  /** Makes `network` the open one and closes the one before. */
  use(network: OpenNetwork | undefined): void {
    this.current?.close();
    this.current = network;
    this.unit = undefined;
    this.figure = ["ratemaps"];
    this.host.refreshPrompt();
  }

  /** Remembers the unit that is shown, and what `save` makes of it. */
  show(unit: number, figure: readonly string[] = ["sac", "--unit", String(unit)]): void {
    this.unit = unit;
    this.figure = figure;
  }

  /** What the running command prints names what holds of the activity it is about. computed.ts sees to it. */
  under(conditions: readonly Condition[]): void {
    this.conditions = conditions;
  }

  /** A text of the running command, with the conditions as its last paragraph. */
  named(text: string): string {
    return namedText(text, this.conditions, this.terminal.columns);
  }

  /** The result: `value` as one JSON document under --json, else the text; both with the conditions. */
  answer(asked: { readonly json: boolean }, value: unknown, text: () => string): void {
    const written = asked.json ? toJson(namedAnswer(value, this.conditions)) : this.named(text());
    this.host.write("stdout", withNewline(written));
  }

  /** Text for a person on stdout; may be called at any time, also while the prompt stands there. */
  print(text: string): void {
    this.host.write("stdout", withNewline(text));
  }

  /** Progress and remarks on stderr; may be called at any time. Dropped under --quiet. */
  note(text: string): void {
    if (!this.quiet) this.host.write("stderr", withNewline(text));
  }

  /** A few words in the prompt, such as `first 340/2000`, under a name of their own; undefined takes them away. */
  setStatus(name: string, text: string | undefined): void {
    if (text === this.statuses.get(name)) return;
    if (text === undefined) this.statuses.delete(name);
    else this.statuses.set(name, text);
    this.host.refreshPrompt();
  }

  get status(): string {
    return [...this.statuses.values()].join(", ");
  }

  /** Aborted by Ctrl-C; a new one for every command. */
  get signal(): AbortSignal {
    return this.running.signal;
  }

  /** Stops the running command. */
  interrupt(): void {
    this.running.abort();
  }

  /** Before a command. */
  start(): void {
    this.quiet = this.options.quiet ?? false;
    this.running = new AbortController();
  }

  /** Between two pieces of long work: keys are heard. @throws Interrupted after Ctrl-C */
  async breathe(): Promise<void> {
    await new Promise<void>((resume) => setImmediate(resume));
    if (this.signal.aborted) throw new Interrupted();
  }

  /** Called once when the shell ends, in whatever way; the last one registered first. */
  onClose(close: () => void | Promise<void>): void {
    this.closers.push(close);
  }

  /** Ends everything that the session holds. Calling it twice does nothing. */
  async close(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop()) await close();
    this.current?.close();
    this.current = undefined;
  }
}
