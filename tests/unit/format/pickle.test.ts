import { describe, expect, test } from "bun:test";
import { readPickle } from "../../../src/format/pickle.ts";
import type { PickleValue } from "../../../src/format/pickle-values.ts";
import { UserError } from "../../../src/user-error.ts";
import {
  call,
  dictionary,
  global,
  integer,
  ordered,
  pickle,
  text,
  tuple,
} from "../../support/torch-writer.ts";
import { userErrorOf } from "../../support/user-error.ts";

const latin1 = (code: string): Uint8Array => new Uint8Array(Buffer.from(code, "latin1"));
const read = (bytes: Uint8Array | string): PickleValue =>
  readPickle(typeof bytes === "string" ? latin1(bytes) : bytes, "x.pkl").value;

describe("values", () => {
  test("shared and cyclic values stay what they are", () => {
    const list = read("]q\x00(h\x00h\x00e.") as PickleValue[];
    expect(list[0]).toBe(list);
    expect(list).toHaveLength(2);
  });

  test("names like those of JavaScript's own properties are plain keys", () => {
    const map = read(
      pickle(
        dictionary(
          Object.fromEntries([
            ["__proto__", integer(1)],
            ["constructor", integer(2)],
          ]),
        ),
      ),
    ) as Map<string, number>;
    expect([map.get("__proto__"), map.get("constructor")]).toEqual([1, 2]);
    expect(userErrorOf(() => read("cObject\nconstructor\n."))).toContain("Object.constructor");
    expect(userErrorOf(() => read("Fconstructor\n."))).toContain('the number "constructor"');
  });

  test("an ordered dictionary may have attributes, which are no entries", () => {
    const map = read(latin1("ccollections\nOrderedDict\n)R}X\x01\x00\x00\x00aK\x01sb.")) as Map<
      string,
      number
    >;
    expect(map.size).toBe(0);
  });
});

describe("hostile", () => {
  const command = text("touch owned");
  const cases: [string, Uint8Array, string][] = [
    ["a call of os.system", pickle(call(global("os", "system"), command)), "os.system"],
    ["posix.system", pickle(call(global("posix", "system"), command)), "posix.system"],
    ["builtins.eval", pickle(call(global("builtins", "eval"), command)), "builtins.eval"],
    ["__builtin__.exec", pickle(call(global("__builtin__", "exec"), command)), "__builtin__.exec"],
    [
      "deep inside",
      pickle(ordered({ a: tuple(call(global("subprocess", "Popen"), command)) })),
      "subprocess.Popen",
    ],
    ["only named", pickle(global("os", "system")), "os.system"],
    ["protocol 4", latin1("\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R."), "os.system"],
    ["a nested name", latin1("\x80\x04\x8c\x08builtins\x8c\x0dobject.__init\x93."), "builtins.object.__init"],
    ["INST", latin1("(X\x02\x00\x00\x00lsios\nsystem\n."), "os.system"],
    ["INST of an allowed name", latin1("(icollections\nOrderedDict\n."), "collections.OrderedDict"],
    ["NEWOBJ", latin1("\x80\x02ccollections\nOrderedDict\n)\x81."), "collections.OrderedDict"],
    ["OBJ", latin1("(ccollections\nOrderedDict\no."), "collections.OrderedDict"],
    ["a registered extension", latin1("\x80\x02\x82\x01."), "a registered extension"],
    [
      "another codec",
      latin1("c_codecs\nencode\n(X\x01\x00\x00\x00aX\x05\x00\x00\x00rot13tR."),
      "_codecs.encode",
    ],
  ];
  test.each(cases)("%s is refused by name", (_, bytes, name) => {
    expect(userErrorOf(() => read(bytes))).toContain(name);
  });

  test("what the name says cannot disturb the terminal", () => {
    const said = userErrorOf(() => read(`c\x1b[31m${"x".repeat(5000)}\nsystem\n.`));
    expect(said).not.toContain("\x1b");
    expect(said.length).toBeLessThan(300);
  });

  test("huge lengths cost nothing", () => {
    const before = process.memoryUsage.rss();
    for (const code of [
      "X\xff\xff\xff\xff",
      "B\xff\xff\xff\x7f",
      "\x8b\xff\xff\xff\x7f",
      "T\xff\xff\xff\x7f",
    ]) {
      expect(userErrorOf(() => read(`${code}abc.`))).toContain("x.pkl is");
    }
    for (const code of ["\x8d", "\x8e", "\x96", "\x95"]) {
      expect(userErrorOf(() => read(`${code}\xff\xff\xff\xff\xff\xff\xff\x7f.`))).toContain("truncated");
    }
    expect(userErrorOf(() => read(`I${"9".repeat(5000)}\n.`))).toContain("the integer");
    expect(process.memoryUsage.rss() - before).toBeLessThan(50e6);
  });

  test.each(["N", "]", "}", "(", ")\x85", "N\x94"])("endless %j is given up", (code) => {
    const before = process.memoryUsage.rss();
    const endless = latin1(`(${code.repeat(2 ** 21)}t.`);
    expect(userErrorOf(() => read(endless))).toContain(
      "the pickle in x.pkl has more than 1048576 operations",
    );
    // Collected or not: ten million of these values take some 6 GB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(1e9);
  });

  test("a little text is not turned into many bytes", () => {
    const long = "a".repeat(100_000);
    const size = "\xa0\x86\x01\x00";
    const again = "c_codecs\nencode\n(h\x00X\x06\x00\x00\x00latin1tR".repeat(5000);
    expect(userErrorOf(() => read(`X${size}${long}q\x00${again}.`))).toContain(
      "more encoded bytes than text",
    );
  });
});

describe("damaged", () => {
  const whole = pickle(
    ordered({
      a: tuple(integer(1), text("ü"), dictionary({ b: integer(7) })),
      c: call(global("_codecs", "encode"), text("ÿ"), text("latin1")),
    }),
  );

  test("truncated anywhere, it is refused", () => {
    expect(read(whole)).toBeInstanceOf(Map);
    for (let length = 0; length < whole.length; length++) {
      expect(userErrorOf(() => read(whole.subarray(0, length)))).toContain("x.pkl");
    }
  });

  test.each([
    "0.",
    "a.",
    "K\x01K\x02.",
    "(.",
    "t.",
    "K\x01R.",
    "]K\x01.",
    "h\x07.",
    "NNa.",
    "}K\x01u.",
    "}(K\x01u.",
    "}](K\x01e]s.",
    "\x80\x06N.",
    "Q.",
    "NNb.",
    "Va\\Uffffffff\n.",
    "X\x01\x00\x00\x00\xff.",
    "I1e5\n.",
    "\x00.",
    "Pabc\n.",
  ])("%j is no pickle", (code) => {
    expect(userErrorOf(() => read(code))).toContain("x.pkl is not a readable pickle");
  });

  test("any other byte gives a value or a refusal", () => {
    for (let at = 0; at < whole.length; at++) {
      for (const change of [1, 0x80, 0xff]) {
        const changed = whole.slice();
        changed[at]! ^= change;
        try {
          read(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
    }
  });
});

test("a key that stands twice in a dictionary, which Python would take the last of", () => {
  expect(userErrorOf(() => read("}(X\x01\x00\x00\x00wK\x01X\x01\x00\x00\x00wK\x02u."))).toContain(
    "the key w stands twice",
  );
});
