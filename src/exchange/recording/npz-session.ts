/** Recordings in an .npz: a path, and rates, or spike times as one array, with an index, with a unit each, or an array for each unit. */
import { numbersIn } from "../../format/array-file.ts";
import { formatShape } from "../../format/npy-array.ts";
import { type NpzFile, readNpz } from "../../format/npz.ts";
import { readFileBytes } from "../../format/read-file.ts";
import { UserError } from "../../user-error.ts";
import { type Meaning, nameMeaning, namesOf, unitOfArray } from "./known-names.ts";
import type { RecordedSession, SampledRates, SpikeTrains, Taken } from "./session.ts";
import { byUnit, cutByIndex } from "./spike-trains.ts";

/** @param scale m, a unit of length of the file @throws UserError naming what is missing or has the wrong shape */
export function npzSession(path: string, scale: number, spikes: SpikeTrains | undefined): RecordedSession {
  const file = new NpzArrays(readNpz(readFileBytes(path), { name: path }));
  const positions = file.positions(scale);
  const samples = positions.length / 2;
  const times = file.times(samples);
  const heading = file.row("heading", samples);
  const cells = spikes ?? file.cells(samples);
  return {
    ...{ name: "position", times, positions, cells, taken: file.taken, referenceFrame: undefined },
    heading: heading && { times, values: heading },
  };
}

/** A row or a column of two dimensions is one of one. */
const isFlat = (shape: readonly number[]): boolean => shape.filter((size) => size !== 1).length <= 1;

class NpzArrays {
  readonly taken: Taken[] = [];
  private readonly names: readonly string[];
  private readonly used = new Set<string>();

  constructor(private readonly npz: NpzFile) {
    this.names = npz.names();
  }

  /** [T, 2] m. */
  positions(scale: number): Float64Array {
    const xy = nameMeaning(this.names, "position");
    if (xy !== undefined) {
      const { shape, values } = numbersIn(this.npz, xy);
      const [rows = 0, columns = 0] = shape;
      if (shape.length === 3) {
        throw new UserError(
          `${this.npz.name}[${xy}] has the shape ${formatShape(shape)}`,
          "a file of activity in trials is looked at as it is; a recording has one path [T, 2]",
        );
      }
      const turned = columns !== 2 && rows === 2 && shape.length === 2;
      if (!turned && (columns !== 2 || shape.length !== 2)) throw this.wrong(xy, shape, "[T, 2]");
      this.take("position", xy, turned ? ", turned to [T, 2]" : "");
      return Float64Array.from(
        values,
        (_, i) => scale * values[turned ? (i % 2) * columns + Math.floor(i / 2) : i]!,
      );
    }
    const x = this.row("x", undefined);
    const y = x && this.row("y", x.length);
    if (x && y)
      return Float64Array.from({ length: 2 * x.length }, (_, i) => scale * (i % 2 ? y : x)[i >> 1]!);
    throw new UserError(
      `${this.npz.name} has no positions: it has ${this.names.join(", ")}`,
      `name an array [T, 2] ${namesOf("position")}, or two x and y`,
    );
  }

  times(samples: number): Float64Array {
    const times = this.row("time", samples);
    if (times) return times;
    for (const meaning of ["dt", "frequency"] as const) {
      const name = nameMeaning(this.names, meaning);
      if (name === undefined) continue;
      const [value = Number.NaN] = numbersIn(this.npz, name).values;
      if (!(value > 0))
        throw new UserError(`${this.npz.name}[${name}] is ${value}`, "give a positive number");
      this.take(meaning === "dt" ? "time of a step" : "steps in a second", name);
      const dt = meaning === "dt" ? value : 1 / value;
      return Float64Array.from({ length: samples }, (_, i) => i * dt);
    }
    throw new UserError(
      `${this.npz.name} has no times: it has ${this.names.join(", ")}`,
      `name an array [T] in s ${namesOf("time")}, or a number dt`,
    );
  }

  /** One number for each of `samples`; undefined: there is no such array. */
  row(meaning: Meaning, samples: number | undefined): Float64Array | undefined {
    const name = nameMeaning(this.names, meaning);
    if (name === undefined) return undefined;
    const { shape, values } = numbersIn(this.npz, name);
    if (!isFlat(shape) || (samples !== undefined && values.length !== samples)) {
      throw this.wrong(name, shape, samples === undefined ? "[T]" : `[${samples}], as many as positions`);
    }
    this.take(meaning, name);
    return values;
  }

  cells(samples: number): SpikeTrains | SampledRates {
    return this.spikes(samples) ?? this.rates(samples) ?? this.unitArrays() ?? this.noCells();
  }

  private spikes(samples: number): SpikeTrains | undefined {
    const name = nameMeaning(this.names, "spikes");
    if (name === undefined) return undefined;
    const { shape, values } = numbersIn(this.npz, name);
    const index = nameMeaning(this.names, "spikeIndex");
    const units = nameMeaning(this.names, "spikeUnits");
    // As many as positions, and of nobody: spikes counted in each sample.
    const counted = index === undefined && units === undefined && values.length === samples;
    if (counted || !isFlat(shape)) {
      throw new UserError(
        `${this.npz.name}[${name}] has the shape ${formatShape(shape)}, as spikes counted in samples have`,
        "give the time of each spike in s; or rates in Hz (counts divided by the time of a sample), named rates",
      );
    }
    this.take("spike times", name);
    if (index !== undefined) {
      this.take("spikes of a unit", index);
      const times = cutByIndex(values, numbersIn(this.npz, index).values, `${this.npz.name}[${index}]`);
      return { kind: "spikes", times, names: this.unitNames(times.length) };
    }
    if (units !== undefined) {
      this.take("unit of a spike", units);
      return byUnit(values, this.labels(units), `${this.npz.name}[${units}]`);
    }
    return { kind: "spikes", times: [values], names: this.unitNames(1) };
  }

  private rates(samples: number): SampledRates | undefined {
    const name = nameMeaning(this.names, "rates");
    if (name === undefined) return undefined;
    const { shape, values } = numbersIn(this.npz, name);
    const [rows = 0, columns = 1] = shape;
    if (rows === samples && shape.length <= 2) {
      this.take("rates", name);
      return { kind: "rates", values, names: this.unitNames(columns) };
    }
    if (columns !== samples || shape.length !== 2) throw this.wrong(name, shape, `[${samples}, units]`);
    this.take("rates", name, ", turned to [T, units]");
    const turned = Float64Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
    return { kind: "rates", values: turned, names: this.unitNames(rows) };
  }

  private unitArrays(): SpikeTrains | undefined {
    const arrays = this.names.filter((name) => !this.used.has(name) && unitOfArray(name) !== undefined);
    if (arrays.length === 0) return undefined;
    const times = arrays.map((name) => numbersIn(this.npz, name).values);
    this.taken.push({ what: "spike times", from: `${arrays.join(", ")}: an array for each unit` });
    return { kind: "spikes", times, names: arrays.map((name) => unitOfArray(name)!) };
  }

  private noCells(): never {
    throw new UserError(
      `${this.npz.name} has no units: it has ${this.names.join(", ")}`,
      "name an array rates [T, units], or spike_times with spike_times_index, or spikes_NAME for each unit; or give --spikes FILE.csv",
    );
  }

  private unitNames(units: number): string[] {
    const name = nameMeaning(this.names, "unitNames");
    const labels = name === undefined ? [] : this.labels(name);
    if (name === undefined || labels.length !== units)
      return Array.from({ length: units }, (_, i) => `#${i}`);
    this.take("names of units", name);
    return labels;
  }

  private labels(name: string): string[] {
    const array = this.npz.get(name);
    return array.kind === "string" ? [...array.data] : Array.from(numbersIn(this.npz, name).values, String);
  }

  private take(what: string, name: string, how = ""): void {
    this.used.add(name);
    this.taken.push({ what, from: `${name} ${formatShape(this.npz.headerOf(name).shape)}${how}` });
  }

  private wrong(name: string, shape: readonly number[], wanted: string): UserError {
    return new UserError(
      `${this.npz.name}[${name}] has the shape ${formatShape(shape)}`,
      `give ${name} as ${wanted}`,
    );
  }
}
