/** Pickles as Python writes them. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { readPickle } from "../../../src/format/pickle.ts";
import { kindOf, type PickleValue } from "../../../src/format/pickle-values.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** The same form as Python's `shown` below. */
function shown(value: PickleValue): unknown {
  if (value instanceof Uint8Array) return ["bytes", Buffer.from(value).toString("hex")];
  if (Array.isArray(value)) return [kindOf(value), ...value.map(shown)];
  if (value instanceof Map) return ["dictionary", ...[...value].map(([k, v]) => [shown(k), shown(v)])];
  if (typeof value === "bigint") return ["integer", String(value)];
  if (typeof value === "number") return ["number", Object.is(value, -0) ? "-0" : String(value)];
  return value as unknown;
}

const python = pythonWith();

test.skipIf(!python).each([0, 1, 2, 3, 4, 5])(
  "reads what Python writes, protocol %i (skipped without python3)",
  (protocol) => {
    using folder = temporaryFolder();
    const script = `
import collections, json, pickle, random
draw = random.Random(${protocol})
def value(depth):
    kind = draw.randrange(12 if depth else 8)
    if kind == 0: return draw.choice([None, True, False])
    if kind == 1: return draw.choice([0, 255, 256, 65535, 65536, -1, -2**31, 2**31, 2**53, -2**53 - 1, 2**200, -2**63, -128, 128])
    if kind == 2: return draw.randrange(-2**40, 2**40)
    if kind == 3: return draw.choice([0.5, -0.0, 1e300, 5e-324, float("inf"), float("-inf"), float("nan"), draw.random()])
    if kind == 4: return "".join(chr(draw.choice([10, 92, 65, 233, 8364, 128512, 0, 39])) for _ in range(draw.randrange(9)))
    if kind == 5: return bytes(draw.randrange(256) for _ in range(draw.choice([0, 1, 5, 300])))
    if kind == 6: return "long " * draw.randrange(60)
    if kind == 7: return shared
    if kind == 8: return [value(depth - 1) for _ in range(draw.randrange(5))]
    if kind == 9: return tuple(value(depth - 1) for _ in range(draw.randrange(6)))
    make = collections.OrderedDict if kind == 10 else dict
    return make((draw.choice([str(i), i, float(i) + 0.5, (i,)]), value(depth - 1)) for i in range(draw.randrange(5)))
shared = ["shared", {"a": (1, 2)}]
def shown(v):
    if isinstance(v, bytes): return ["bytes", v.hex()]
    if isinstance(v, list): return ["list"] + [shown(i) for i in v]
    if isinstance(v, tuple): return ["tuple"] + [shown(i) for i in v]
    if isinstance(v, dict): return ["dictionary"] + [[shown(k), shown(i)] for k, i in v.items()]
    if isinstance(v, (bool, str)) or v is None: return v
    if isinstance(v, int) and abs(v) >= 2**53: return ["integer", str(v)]
    return ["number", v.hex() if isinstance(v, float) else str(v)]
values = [value(4) for _ in range(300)]
open("values.pkl", "wb").write(b"".join(pickle.dumps(v, ${protocol}) for v in values))
json.dump([shown(v) for v in values], open("values.json", "w"))`;
    runPython(python!, script, folder.path);
    const bytes = new Uint8Array(readFileSync(folder.at("values.pkl")));
    const expected = JSON.parse(readFileSync(folder.at("values.json"), "utf8"), (_, part) =>
      Array.isArray(part) && part[0] === "number" ? ["number", fromPython(part[1])] : part,
    ) as unknown[];
    let start = 0;
    for (const wanted of expected) {
      const { value, end } = readPickle(bytes, "values.pkl", { start });
      expect(shown(value)).toEqual(wanted);
      start = end;
    }
    expect(start).toBe(bytes.length);
  },
);

/** Python's hexadecimal floats and decimal integers, as `shown` writes numbers. */
function fromPython(number: string): string {
  const match = /^(-?)0x([01])\.?([\da-f]*)p([+-]\d+)$/.exec(number);
  if (!match) return number.replace("inf", "Infinity").replace("nan", "NaN");
  const [, sign, whole, digits, power] = match;
  const mantissa = Number.parseInt(whole! + digits!, 16) * 2 ** (-4 * digits!.length);
  // In two steps: 2 ** -1074 times a mantissa below 1 would vanish.
  const exponent = Number(power);
  const value = mantissa * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2));
  return sign && value === 0 ? "-0" : String(sign ? -value : value);
}
