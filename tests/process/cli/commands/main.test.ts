import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import packageJson from "../../../../package.json" with { type: "json" };
import { environmentWithBun } from "../../../support/environment-with-bun.ts";

const main = join(import.meta.dir, "../../../../src/main.ts");

describe("the process", () => {
  test("the exit code reaches the shell", async () => {
    expect(await Bun.spawn([process.execPath, main, "--help"], { stdout: "ignore" }).exited).toBe(0);
    expect(await Bun.spawn([process.execPath, main, "nonsense"], { stderr: "ignore" }).exited).toBe(2);
  });

  test("bin in package.json names a file that runs by itself, where bun is in the path", async () => {
    const program = join(import.meta.dir, "../../../..", packageJson.bin.entorhinal);
    const child = Bun.spawn([program, "--version"], { env: environmentWithBun(), stdout: "pipe" });
    expect(await new Response(child.stdout).text()).toBe(`${packageJson.version}\n`);
  });

  test("--help loads neither zod nor the engine nor anything that draws", async () => {
    const script = `
      const { commands } = await import(${JSON.stringify(join(import.meta.dir, "../../../../src/commands.ts"))});
      const { runCli } = await import(${JSON.stringify(join(import.meta.dir, "../../../../src/cli/frame/run-cli.ts"))});
      const silent = { write() {}, isTTY: false, columns: undefined };
      await runCli(["--help"], { stdout: silent, stderr: silent, env: {}, cwd: "/", interruption() {} }, commands);
      console.log(Object.keys(require.cache).join("\\n"));`;
    const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
    const loaded = await new Response(child.stdout).text();
    expect(loaded).toContain("run-cli.ts");
    expect(loaded).not.toMatch(/zod|src\/(engine|draw\/(?!terminal)|train|analyse)/);
  });

  test("a reader that goes away ends it quietly", async () => {
    const command = `(sleep 0.2; exec "$0" ${main} presets quick) | true; echo "\${PIPESTATUS[0]}"`;
    const child = Bun.spawn(["bash", "-c", command, process.execPath], { stdout: "pipe", stderr: "pipe" });
    expect(await new Response(child.stdout).text()).toBe("0\n");
    expect(await new Response(child.stderr).text()).toBe("");
  });
});
