import { describe, expect, test } from "bun:test";
import { NumpyRandom } from "../../../src/world/mt19937.ts";

/** Numbers of numpy.random after numpy.random.seed(0), to the last digit. */
describe("NumPy's legacy generator, seed 0", () => {
  test("uniform(-1.1, 1.1)", () => {
    const random = new NumpyRandom(0);
    expect([...NumpyRandom.array(3, () => random.uniform(-1.1, 1.1))]).toEqual([
      0.10738970864011455, 0.4734166060193228, 0.22607942735761655,
    ]);
  });

  test("normal(0, 11.52)", () => {
    const random = new NumpyRandom(0);
    expect([...NumpyRandom.array(5, () => random.normal(0, 11.52))]).toEqual([
      20.32188302554749, 4.6098110403904125, 11.275061576898116, 25.815089654800794, 21.514268046527626,
    ]);
  });

  test("rayleigh(0.13 * 2 pi)", () => {
    const random = new NumpyRandom(0);
    expect([...NumpyRandom.array(5, () => random.rayleigh(0.13 * 2 * Math.PI))]).toEqual([
      1.0305297071674806, 1.2945566727715443, 1.1099197018485987, 1.024899022854284, 0.8574980226613398,
    ]);
  });

  test("a normal number kept from before survives rayleigh draws", () => {
    const random = new NumpyRandom(0);
    const normals = () => random.normal(0, 1);
    expect([...NumpyRandom.array(3, normals)]).toEqual([
      1.764052345967664, 0.4001572083672233, 0.9787379841057392,
    ]);
    expect([random.rayleigh(1), random.rayleigh(1)]).toEqual([1.049808069215987, 1.440943645631993]);
    expect([normals(), normals()]).toEqual([2.240893199201458, 0.9500884175255894]);
  });

  test("a seed NumPy would refuse is refused", () => {
    for (const seed of [-1, 2 ** 32, 1.5]) expect(() => new NumpyRandom(seed)).toThrow("out of range");
  });
});
