"""Grid scores of maps with random phases, with NumPy and SciPy: what a null of many shuffles takes.

--maps FILE.npz takes its array `maps` [units, bins, bins]; --shuffles N makes that many of each.
--threads N makes and scores them in that many processes.
"""

from multiprocessing import Pool

import numpy as np

from grid_scores import GridScorer
from peer import arguments, report


def randomised(rates, shuffles, random):
    """Maps [shuffles, bins, bins] with the amplitudes of `rates` and the phases of noise."""
    amplitudes = np.abs(np.fft.rfft2(rates))
    noise = np.fft.rfft2(random.standard_normal((shuffles, *rates.shape)))
    spectrum = amplitudes * noise / np.abs(noise)
    spectrum[:, 0, 0] = rates.sum()
    return np.fft.irfft2(spectrum, s=rates.shape)


def scores_of(unit):
    number, rates, shuffles = unit
    scorer = GridScorer(rates.shape[-1])
    maps = randomised(rates, shuffles, np.random.default_rng(number))
    return [scorer.scores(null_map) for null_map in maps]


def main():
    parser = arguments(__doc__)
    parser.add_argument("--maps", metavar="FILE.npz", required=True)
    parser.add_argument("--shuffles", metavar="N", type=int, required=True)
    given = parser.parse_args()

    maps = np.load(given.maps)["maps"]
    units = [(number, rates, given.shuffles) for number, rates in enumerate(maps)]
    count = len(maps) * given.shuffles
    if given.threads == 1:
        report(given, "null scores", "maps/s", count, lambda: list(map(scores_of, units)))
    else:
        with Pool(given.threads) as pool:
            report(given, "null scores", "maps/s", count, lambda: pool.map(scores_of, units, chunksize=1))


if __name__ == "__main__":
    main()
