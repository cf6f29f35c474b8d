/** Grid scores above which units have been called grid cells. None is right: shares stand beside those of a null. */

/** Percentile of a null that a score has to exceed to speak for anything. */
export const nullPercentile = 95;

/** Of the hexagonal score, in Banino et al. 2018, Nature 557:429; taken over by most who use their scorer. */
export const publishedThreshold = 0.37;

/** Those in use: 0.3 and 0.37 (Banino et al. 2018 and users), 0.5, 0.8 (Schaeffer et al. 2022). */
export const thresholdsInUse = [0.3, publishedThreshold, 0.5, 0.8] as const;

/** From a score that is nothing to one that few maps reach: how the share of units falls with the threshold. */
export const fallingThresholds = [0, 0.1, 0.2, 0.3, publishedThreshold, 0.5, 0.75, 1, 1.25] as const;

/** Of the mean vector length over 20 sectors of heading: Rayleigh's test at 0.01, in Banino et al. 2018, Supplementary Information. */
export const directedThreshold = 0.47;
