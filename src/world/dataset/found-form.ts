/** What speeds and turns of a file mean, found out: the paths are put together in every way there is, and compared with where they led. */
import { type EgoForm, egoForms, rebuildPath } from "../rebuilt-path.ts";
import type { PathRecord } from "./path-record.ts";

/** A way to read them, and how far its paths lie from those of the file. */
export interface FormError {
  readonly form: EgoForm;
  /** Mean and largest distance over all steps, m. */
  readonly mean: number;
  readonly largest: number;
  /** Mean size of the difference of headings, rad. */
  readonly heading: number;
}

export interface FoundForm {
  /** The best first. */
  readonly errors: readonly FormError[];
  /** Mean length of a step, m. */
  readonly stepLength: number;
  /** The best; undefined when none fits. */
  readonly form: EgoForm | undefined;
  /** Others that fit as well: the paths do not tell them apart. */
  readonly alike: readonly EgoForm[];
}

/** A form fits when its paths are off by less than this share of a step; rounding makes a ten thousandth of one. */
const tolerance = 0.1;
/** Of the best error: what is not further off is as good. */
const asGood = 3;

/** Collects records; a few hundred tell. */
export class FormFinder {
  private readonly sums = egoForms.map((form) => ({ form, mean: 0, largest: 0, heading: 0 }));
  private samples = 0;
  private way = 0;

  /** @param dt s, of one step */
  constructor(private readonly dt: number) {}

  add(record: PathRecord): void {
    for (const sum of this.sums) {
      const { position, heading } = rebuildPath(record, sum.form, this.dt);
      for (let t = 0; t < heading.length; t++) {
        const distance = between(position, t, record.position, t);
        sum.mean += distance;
        sum.largest = Math.max(sum.largest, distance);
        sum.heading += Math.abs(wrapped(heading[t]! - record.heading[t]!));
      }
    }
    const { position, start } = record;
    this.samples += record.heading.length;
    for (let t = 0; t < record.heading.length; t++) {
      this.way += t === 0 ? between(position, 0, start, 0) : between(position, t, position, t - 1);
    }
  }

  found(): FoundForm {
    const stepLength = this.way / this.samples;
    const errors = this.sums
      .map(({ form, mean, largest, heading }) => ({
        ...{ form, mean: mean / this.samples, largest },
        heading: heading / this.samples,
      }))
      .toSorted((a, b) => a.mean - b.mean);
    const best = errors[0]!;
    const fits = ({ mean }: FormError) => mean <= tolerance * stepLength;
    const alike = errors.slice(1).filter((error) => fits(error) && error.mean <= asGood * best.mean);
    return {
      ...{ errors, stepLength, form: fits(best) ? best.form : undefined },
      alike: alike.map(({ form }) => form),
    };
  }
}

/** Between places `i` and `j` of [T, 2]. */
const between = (a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number): number =>
  Math.hypot(a[2 * i]! - b[2 * j]!, a[2 * i + 1]! - b[2 * j + 1]!);

const wrapped = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
