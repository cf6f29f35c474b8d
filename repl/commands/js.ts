/** `js`: an expression over the arrays of the open network. It is evaluated in expression.ts. */
import { alignColumns } from "../../src/cli/frame/columns.ts";
import { UserError } from "../../src/user-error.ts";
import { arrayStatistics } from "../array-statistics.ts";
import { evaluateExpression } from "../expression.ts";
import { asUserError } from "../expression-error.ts";
import { Interrupted, unlessInterrupted } from "../interrupted.ts";
import { fillScope, runNames, scopeOf } from "../scope.ts";
import { defineShellCommand } from "../shell-command.ts";
import { showValue } from "../show-value.ts";
import { mortal } from "../signals.ts";

const statisticsNames = Object.keys(arrayStatistics);

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "EXPR", help: "JavaScript; await may stand anywhere", kind: "text" }],
  verbatim: true,
  details: [
    "It may do whatever you may do on this machine. _ is the last result; what is assigned without const or let stays.",
    "",
    ...alignColumns(Object.entries(runNames).map(([name, [help]]) => [name, help])).map(
      (line) => `  ${line}`,
    ),
    "",
    `  ${statisticsNames.join(" ")}  (all leave NaN out)`,
  ].join("\n"),
  examples: ["js mean(grid60)", "js top(grid60, 3).map((unit) => spacing[unit])", "js fit = _.length"],
  async run(shell, { rest }) {
    if (rest === "") throw new UserError("js needs an expression", "write for example: js mean(grid60)", 2);
    const scope = scopeOf(shell);
    await fillScope(scope, rest, shell);
    const value = await shell.host.withChild(() =>
      mortal(() => unlessInterrupted(shell.signal, evaluate(rest, scope))),
    );
    scope._ = value;
    shell.print(showValue(value, shell.terminal.colour !== "none"));
  },
});

async function evaluate(text: string, scope: Record<string, unknown>): Promise<unknown> {
  try {
    return await evaluateExpression(text, scope);
  } catch (error) {
    if ((error as { code?: string } | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED")
      throw new Interrupted();
    throw asUserError(error, [...Object.keys(runNames), ...Object.keys(scope)], text);
  }
}
