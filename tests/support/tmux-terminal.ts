/** A terminal to type into and to look at: tmux, with a bare bash in it. */
import { join } from "node:path";

export const hasTmux = ["tmux", "bash", "pgrep"].every((name) => Bun.which(name) !== null);

const patienceMilliseconds = 40_000;
const main = join(import.meta.dir, "../../repl/main.ts");
let sockets = 0;

export class TmuxTerminal {
  private readonly socket = `entorhinal-test-${process.pid}-${sockets++}`;

  constructor(cwd: string, columns = 80, rows = 24) {
    const size = ["-x", String(columns), "-y", String(rows)];
    const shell = `exec env -u CI -u NO_COLOR -u FORCE_COLOR -u COLUMNS -u LINES TERM=tmux-256color LC_ALL=C.UTF-8 XDG_STATE_HOME='${cwd}/state' PS1='bash> ' bash --norc --noprofile`;
    this.tmux("-f", "/dev/null", "new-session", "-d", ...size, "-c", cwd, shell);
    this.tmux("set", "-g", "status", "off");
    this.tmux("set", "-g", "window-size", "manual");
  }

  /** Names of keys as tmux knows them, such as Enter, Tab, C-c. */
  press(...keys: string[]): void {
    this.tmux("send-keys", ...keys);
  }

  type(text: string): void {
    this.tmux("send-keys", "-l", text);
  }

  line(text: string): void {
    this.type(text);
    this.press("Enter");
  }

  /** Starts the shell and waits for its prompt. */
  async start(...argv: string[]): Promise<void> {
    this.line(`clear; "${process.execPath}" "${main}" ${argv.join(" ")}`);
    await this.see(/Ctrl-D leaves/);
    await this.seePrompt();
  }

  get screen(): string {
    return this.tmux("capture-pane", "-p").trimEnd();
  }

  /** What tmux knows of the pane, such as `cursor_flag`. */
  ask(name: string): string {
    return this.tmux("display-message", "-p", `#{${name}}`).trim();
  }

  resize(columns: number, rows: number): void {
    this.tmux("resize-window", "-x", String(columns), "-y", String(rows));
  }

  /** Waits until the screen shows it. */
  async see(wanted: RegExp): Promise<string> {
    return await this.until((screen) => wanted.test(screen), String(wanted));
  }

  /** Waits until the last line is a prompt of the shell, or the given line. */
  async seePrompt(last = /^\S.* > ?$/): Promise<string> {
    return await this.until((screen) => last.test(screen.split("\n").at(-1)!), `a last line ${last}`);
  }

  async until(holds: (screen: string) => boolean, what: string): Promise<string> {
    const end = performance.now() + patienceMilliseconds;
    for (;;) {
      const { screen } = this;
      if (holds(screen)) return screen;
      if (performance.now() > end) throw new Error(`the terminal never showed ${what}, but\n${screen}`);
      await Bun.sleep(30);
    }
  }

  /** The settings of the terminal as bash finds them. */
  async settings(): Promise<string> {
    this.line("clear; stty -g; echo END");
    const screen = await this.see(/^END$/m);
    return screen.split("\n").find((line) => /^[0-9a-f]+:/.test(line))!;
  }

  close(): void {
    Bun.spawnSync(["tmux", "-L", this.socket, "kill-server"]);
  }

  private tmux(...words: string[]): string {
    const { success, stdout, stderr } = Bun.spawnSync(["tmux", "-L", this.socket, ...words]);
    if (!success) throw new Error(`tmux ${words.join(" ")}: ${stderr}`);
    return stdout.toString();
  }
}
