"""Grid scores with SciPy: autocorrelogram, seven rotations, ten rings, 60 and 90 degrees.

--maps FILE.npz scores its array `maps` [units, bins, bins]; --check prints the scores instead of measuring.
--threads N scores in that many processes: SciPy's functions have no threads of their own.
"""

import json
from multiprocessing import Pool

import numpy as np
from scipy.ndimage import rotate
from scipy.signal import fftconvolve

from peer import arguments, report

ANGLES = (30, 45, 60, 90, 120, 135, 150)
INNER = 0.2  # of the bins
OUTER = np.linspace(0.4, 1.0, 10)
ROUND_OFF = 1e-13  # of the squared peak: a variance below is that of a constant patch


def correlate(a, b):
    """Full cross-correlation of two maps [bins, bins]."""
    return fftconvolve(a, b[::-1, ::-1])


class GridScorer:
    def __init__(self, bins):
        ones = np.ones((bins, bins))
        self.ones = ones
        self.overlap = np.round(correlate(ones, ones))
        radius = np.hypot(*np.indices(self.overlap.shape) - (bins - 1))
        self.rings = [((radius > INNER * bins) & (radius <= outer * bins)).astype(float) for outer in OUTER]

    def autocorrelogram(self, rates):
        rates = np.nan_to_num(rates)
        n = self.overlap
        squares = rates**2
        sum_1, sum_2 = correlate(rates, self.ones), correlate(self.ones, rates)
        square_1, square_2 = correlate(squares, self.ones), correlate(self.ones, squares)
        product = correlate(rates, rates)
        variance_1 = square_1 / n - (sum_1 / n) ** 2
        variance_2 = square_2 / n - (sum_2 / n) ** 2
        real = np.minimum(variance_1, variance_2) > ROUND_OFF * rates.max() ** 2
        spread = np.sqrt(np.where(real, variance_1 * variance_2, 1.0))
        return np.where(real, (product / n - sum_1 * sum_2 / n**2) / spread, 0.0)

    def scores(self, rates):
        """The best hexagonal and the best square score over the rings."""
        image = self.autocorrelogram(rates)
        turned = {angle: rotate(image, angle, reshape=False) for angle in ANGLES}
        each = [self.ring_scores(image, turned, ring) for ring in self.rings]
        return [max(column) for column in zip(*each)]

    @staticmethod
    def ring_scores(image, turned, ring):
        area = ring.sum()
        mean = (image * ring).sum() / area
        centred = (image - mean) * ring
        variance = (centred**2).sum() / area + 1e-5
        rho = {angle: (centred * (other - mean)).sum() / area / variance for angle, other in turned.items()}
        hexagonal = (rho[60] + rho[120]) / 2 - (rho[30] + rho[90] + rho[150]) / 3
        square = rho[90] - (rho[45] + rho[135]) / 2
        return hexagonal, square


def main():
    parser = arguments(__doc__)
    parser.add_argument("--maps", metavar="FILE.npz", required=True)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()

    maps = np.load(given.maps)["maps"]
    scorer = GridScorer(maps.shape[-1])
    if given.check:
        grid60, grid90 = zip(*map(scorer.scores, maps))
        print(json.dumps({"grid60": grid60, "grid90": grid90}))
    elif given.threads == 1:
        report(given, "grid score", "units/s", len(maps), lambda: list(map(scorer.scores, maps)))
    else:
        with Pool(given.threads) as pool:
            report(given, "grid score", "units/s", len(maps), lambda: pool.map(scorer.scores, maps))


if __name__ == "__main__":
    main()
