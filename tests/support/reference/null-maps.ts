/** Null maps of one map, written to be read. Kernels: assembly/field-shuffle.ts, assembly/phase-randomised.ts. */

/** Draws of one shuffle, by number. */
type Draw = (draw: number) => number;

/** The map whose frequencies have the amplitudes of `map` and random phases. O(bins^4). */
export function plainPhaseRandomised(map: readonly number[], bins: number, draw: Draw): number[] {
  const half = Math.floor(bins / 2) + 1;
  const visited = map.filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  const amplitudes = plainAmplitudes(map, bins);
  const phase = (ky: number, kx: number): [real: number, imaginary: number] => {
    if (kx >= half) {
      const [real, imaginary] = phase((bins - ky) % bins, bins - kx);
      return [real, -imaginary];
    }
    const alone = kx === 0 || 2 * kx === bins;
    if (alone && 2 * ky > bins) {
      const [real, imaginary] = phase(bins - ky, kx);
      return [real, -imaginary];
    }
    const u = draw(ky * half + kx);
    if (alone && (ky === 0 || 2 * ky === bins)) return [u < 0.5 ? 1 : -1, 0];
    return [Math.cos(2 * Math.PI * u), Math.sin(2 * Math.PI * u)];
  };
  return map.map((rate, bin) => {
    if (Number.isNaN(rate)) return Number.NaN;
    const [y, x] = [Math.floor(bin / bins), bin % bins];
    let sum = mean;
    for (let ky = 0; ky < bins; ky++) {
      for (let kx = 0; kx < bins; kx++) {
        if (ky === 0 && kx === 0) continue;
        const [real, imaginary] = phase(ky, kx);
        const angle = (2 * Math.PI * (ky * y + kx * x)) / bins;
        sum += amplitudes[ky * bins + kx]! * (real * Math.cos(angle) - imaginary * Math.sin(angle));
      }
    }
    return sum;
  });
}

/** Amplitudes of all frequencies over bins^2; unvisited bins count as the mean. @returns [bins, bins] */
export function plainAmplitudes(map: readonly number[], bins: number): number[] {
  const visited = map.filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  return map.map((_, frequency) => {
    const [ky, kx] = [Math.floor(frequency / bins), frequency % bins];
    let [real, imaginary] = [0, 0];
    map.forEach((rate, bin) => {
      const angle = (2 * Math.PI * (ky * Math.floor(bin / bins) + kx * (bin % bins))) / bins;
      const value = Number.isNaN(rate) ? mean : rate;
      real += value * Math.cos(angle);
      imaginary -= value * Math.sin(angle);
    });
    return Math.hypot(real, imaginary) / bins ** 2;
  });
}

/** The map with its fields elsewhere. @param fields bins of each, in the order in which they are placed */
export function plainFieldShuffled(
  map: readonly number[],
  bins: number,
  fields: readonly (readonly number[])[],
  draw: Draw,
): number[] {
  const all = map.map((_, bin) => bin);
  const visited = all.filter((bin) => !Number.isNaN(map[bin]!));
  const source = new Map<number, number>();
  const isFree = (bin: number) => !Number.isNaN(map[bin]!) && !source.has(bin);
  fields.forEach((field, f) => {
    const rows = field.map((bin) => Math.floor(bin / bins));
    const columns = field.map((bin) => bin % bins);
    const [bottom, left] = [Math.min(...rows), Math.min(...columns)];
    const across = bins - (Math.max(...columns) - left + 1) + 1;
    const places = (bins - (Math.max(...rows) - bottom + 1) + 1) * across;
    const at = (place: number) =>
      field.map((bin) => bin - (bottom * bins + left) + Math.floor(place / across) * bins + (place % across));
    const tried = Array.from({ length: 16 }, (_, i) => Math.floor(draw(16 * f + i) * places));
    const last = tried.at(-1)!;
    const searched = Array.from({ length: places - 1 }, (_, i) => (last + 1 + i) % places);
    const place = [...tried, ...searched].find((candidate) => at(candidate).every(isFree)) ?? last;
    const homeless: [wanted: number, bin: number][] = [];
    at(place).forEach((wanted, i) => {
      if (isFree(wanted)) source.set(wanted, field[i]!);
      else homeless.push([wanted, field[i]!]);
    });
    for (const [wanted, bin] of homeless) {
      const squared = (other: number) =>
        (Math.floor(other / bins) - Math.floor(wanted / bins)) ** 2 + ((other % bins) - (wanted % bins)) ** 2;
      source.set(
        all.filter(isFree).reduce((best, other) => (squared(other) < squared(best) ? other : best)),
        bin,
      );
    }
  });
  const byDistance = (chosen: readonly number[], from: readonly number[]) => {
    const steps = (bin: number) =>
      Math.min(
        ...from.map(
          (field) =>
            Math.abs(Math.floor(bin / bins) - Math.floor(field / bins)) +
            Math.abs((bin % bins) - (field % bins)),
        ),
      );
    return [...chosen].sort((a, b) => steps(a) - steps(b) || a - b);
  };
  const inFields = fields.flat();
  const rest = byDistance(
    visited.filter((bin) => !inFields.includes(bin)),
    inFields,
  );
  byDistance(visited.filter(isFree), [...source.keys()]).forEach((bin, i) => {
    source.set(bin, rest[i]!);
  });
  return all.map((bin) => (source.has(bin) ? map[source.get(bin)!]! : Number.NaN));
}
