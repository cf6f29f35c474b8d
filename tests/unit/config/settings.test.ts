/** Which settings there are: by the task and the network that a tree names, and as help and documents list them. */
import { describe, expect, test } from "bun:test";
import { defaultConfig, resolveConfig } from "../../../src/config/resolve.ts";
import { configSchema } from "../../../src/config/schema.ts";
import { listSettings } from "../../../src/config/settings.ts";
import { leaves, type Tree, treeOf } from "../../../src/config/tree.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import { tasks } from "../../../src/tasks/tasks.ts";
import { userErrorOf } from "../../support/user-error.ts";

const resolved = (tree: Tree) => resolveConfig([{ origin: "mine.yaml", tree }]);
const pairs = tasks.flatMap((task) => task.networks.map(({ kind }) => [task.kind, kind] as const));

describe("task and model.kind decide the keys", () => {
  test.each(pairs)("%s with %s: both are named, and the rest has defaults", (task, kind) => {
    const config = resolved({ task, model: { kind } });
    expect([config.task, config.model.kind]).toEqual([task, kind]);
    expect(config as object).toEqual(configSchema({ task, model: { kind } }).parse({}));
  });

  test("the usual ones are the first of their lists", () => {
    const [task] = tasks;
    const { task: kind, model } = defaultConfig();
    expect([kind, model.kind]).toEqual([task.kind, task.networks[0].kind]);
    expect(resolved({})).toEqual(resolved({ task: task.kind, model: { kind: task.networks[0].kind } }));
  });

  test("a setting of another network is refused with whose it is", () => {
    expect(userErrorOf(() => resolved({ model: { kind: "gru", activation: "tanh" } }))).toStartWith(
      "a network of the kind gru has no setting model.activation (mine.yaml) | it belongs to model.kind=rnn; allowed in model: kind units ",
    );
  });

  test("where a preset brings it, another preset is the way out", () => {
    const layers = [
      { origin: "preset mine", tree: { model: { activation: "tanh" } } },
      { origin: "--set", tree: { model: { kind: "gru" } } },
    ];
    expect(userErrorOf(() => resolveConfig(layers))).toEndWith(
      "it belongs to model.kind=rnn; start from a preset of model.kind=gru, or from none",
    );
  });

  test("where another kind is asked for than that of a run, that is what to leave out", () => {
    const layers = [
      { origin: "config.yaml", tree: { model: { kind: "lstm", biases: "one" } } },
      { origin: "--set", tree: { model: { kind: "gru" } } },
    ];
    expect(userErrorOf(() => resolveConfig(layers))).toBe(
      "a network of the kind gru has no setting model.biases (config.yaml) | it belongs to model.kind=lstm; leave out model.kind=gru (--set)",
    );
  });

  test("a name that there is not is refused with those there are", () => {
    expect(userErrorOf(() => resolved({ task: "pathIntegraton" }))).toBe(
      'task (mine.yaml) is "pathIntegraton" | it must be pathIntegration',
    );
    expect(userErrorOf(() => resolved({ model: { kind: "rn" } }))).toBe(
      `model.kind (mine.yaml) is "rn" | it must be one of ${pathNetworks.map(({ kind }) => kind).join(", ")}; did you mean rnn?`,
    );
  });

  test("the task is judged before the network, and the network before its settings", () => {
    const all = { task: "flying", model: { kind: "ant", wings: 2 } };
    expect(userErrorOf(() => resolved(all))).toStartWith('task (mine.yaml) is "flying"');
    expect(userErrorOf(() => resolved({ ...all, task: tasks[0].kind }))).toStartWith(
      'model.kind (mine.yaml) is "ant"',
    );
    expect(userErrorOf(() => resolved({ model: { unitss: 2 } }))).toStartWith(
      "there is no setting model.unitss (mine.yaml) | did you mean model.units? allowed in model: kind units ",
    );
  });

  test("neither can be something else than a name", () => {
    expect(userErrorOf(() => resolved({ task: null }))).toStartWith('task (mine.yaml) is "null"');
    expect(userErrorOf(() => resolved({ task: { kind: "x" } }))).toStartWith(
      "task (mine.yaml) is not a single value",
    );
    expect(userErrorOf(() => resolved({ model: { kind: 3 } }))).toStartWith('model.kind (mine.yaml) is "3"');
    expect(userErrorOf(() => resolved({ model: 3 }))).toBe(
      'model (mine.yaml) is "3" | it must be a group of settings',
    );
  });

  test("what stood beside the network before is looked for where it is now", () => {
    expect(userErrorOf(() => resolved({ products: "dense" }))).toStartWith(
      "there is no setting products (mine.yaml) | did you mean model.products? allowed: seed task ",
    );
  });
});

describe("the list of settings", () => {
  const settings = listSettings();
  const usual = settings.filter(({ of }) => of === undefined);

  test("begins with the usual ones, their defaults in the order of the tree", () => {
    expect(settings.slice(0, usual.length)).toEqual(usual);
    expect(usual.map(({ key, default: value }) => [key, value])).toEqual(leaves(defaultConfig()));
  });

  test("every setting has a meaning, and is taken with its default", () => {
    for (const { key, default: value, help, of } of settings) {
      expect(help).not.toBe("");
      const kind = of?.split("=")[1];
      const layers = [treeOf(key, value), ...(kind ? [treeOf("model.kind", kind)] : [])];
      const config = resolveConfig(layers.map((tree) => ({ origin: key, tree })));
      expect(leaves(config)).toContainEqual([key, value]);
    }
  });

  test("none is told twice of one network", () => {
    const told = settings.map(({ key, of }) => `${key} ${of}`);
    expect(new Set(told).size).toBe(told.length);
  });

  test("settings that are one of a few say which", () => {
    const byKey = new Map(usual.map((setting) => [setting.key, setting]));
    expect(byKey.get("model.activation")).toEqual({
      ...{ key: "model.activation", default: "relu", names: ["relu", "tanh"], of: undefined },
      help: "relu | tanh; of the recurrent units",
    });
    expect(byKey.get("train.steps")?.names).toBeUndefined();
    expect(byKey.get("task")?.names).toEqual(["pathIntegration"]);
  });
});
