/** Thrown by what Ctrl-C stopped; the shell says "stopped" and goes on. */
export class Interrupted extends Error {
  constructor() {
    super("stopped");
    this.name = "Interrupted";
  }
}
