/** A plane wave on the bins of a box, and how much of maps it explains, whatever its phase. */

export interface PlaneWave {
  /** 1/m. */
  readonly frequency: number;
  /** In which it runs, rad. */
  readonly angle: number;
}

/** Bins and size (m) of a box. */
export interface WavePlane {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

export interface WavePair {
  /** Share of the variance of each map, 0 to 1. @param maps [units, rows, columns], of zero mean and unit length */
  powers(maps: Float64Array, units: number): Float64Array;
}

/** Cosine and sine of the wave, made orthonormal and free of their mean. */
export function wavePairs(plane: WavePlane, wave: PlaneWave): WavePair {
  const cosine = new Float64Array(plane.rows * plane.columns);
  const sine = new Float64Array(plane.rows * plane.columns);
  fill(plane, wave, cosine, sine);
  normalise(cosine);
  const shared = dot(cosine, sine, 0);
  for (let i = 0; i < sine.length; i++) sine[i]! -= shared * cosine[i]!;
  normalise(sine);
  return {
    powers(maps, units) {
      const powers = new Float64Array(units);
      for (let unit = 0; unit < units; unit++) {
        const from = unit * cosine.length;
        powers[unit] = dot(cosine, maps, from) ** 2 + dot(sine, maps, from) ** 2;
      }
      return powers;
    },
  };
}

/** Both waves about their means. */
function fill(
  { rows, columns, width, height }: WavePlane,
  { frequency, angle }: PlaneWave,
  cosine: Float64Array,
  sine: Float64Array,
): void {
  const k = 2 * Math.PI * frequency;
  const [stepX, stepY] = [(k * Math.cos(angle) * width) / columns, (k * Math.sin(angle) * height) / rows];
  const along = Array.from(
    { length: columns },
    (_, x) => [Math.cos(x * stepX), Math.sin(x * stepX)] as const,
  );
  let [meanCosine, meanSine] = [0, 0];
  for (let y = 0; y < rows; y++) {
    const [c, s] = [Math.cos(y * stepY), Math.sin(y * stepY)];
    for (let x = 0; x < columns; x++) {
      const [cosineX, sineX] = along[x]!;
      const i = y * columns + x;
      cosine[i] = cosineX * c - sineX * s;
      sine[i] = sineX * c + cosineX * s;
      meanCosine += cosine[i]! / cosine.length;
      meanSine += sine[i]! / sine.length;
    }
  }
  for (let i = 0; i < cosine.length; i++) {
    cosine[i]! -= meanCosine;
    sine[i]! -= meanSine;
  }
}

function normalise(values: Float64Array): void {
  const length = Math.sqrt(dot(values, values, 0));
  for (let i = 0; i < values.length; i++) values[i]! /= length;
}

function dot(wave: Float64Array, maps: Float64Array, from: number): number {
  let sum = 0;
  for (let i = 0; i < wave.length; i++) sum += wave[i]! * maps[from + i]!;
  return sum;
}
