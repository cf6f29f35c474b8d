/** By which names files of others call what a recording has; case, `_`, `-`, blanks and units in brackets aside. */
import { UserError } from "../../user-error.ts";

export const knownNames = {
  time: [
    "t",
    "time",
    "times",
    "timestamp",
    "timestamps",
    "ts",
    "post",
    "postime",
    "postimes",
    "positiontime",
    "positiontimes",
    "seconds",
  ],
  position: ["pos", "position", "positions", "xy", "coords", "coordinates", "location", "trajectory"],
  x: ["x", "posx", "xpos", "xposition", "positionx"],
  y: ["y", "posy", "ypos", "yposition", "positiony"],
  heading: ["heading", "headings", "hd", "headdirection", "headdir", "hdang", "headangle", "direction"],
  rates: [
    "rates",
    "rate",
    "activity",
    "activities",
    "firingrates",
    "firingrate",
    "calcium",
    "dff",
    "events",
    "spikecounts",
    "counts",
  ],
  spikes: ["spiketimes", "spikes", "spiketimestamps", "spiketrain", "spiketrains"],
  spikeIndex: ["spiketimesindex", "spikesindex", "spikeindex"],
  spikeUnits: [
    "unit",
    "units",
    "unitid",
    "cluster",
    "clusters",
    "clusterid",
    "clusterids",
    "cell",
    "neuron",
    "spikeunit",
    "spikeunits",
    "spikecluster",
    "spikeclusters",
    "spikeid",
    "spikeids",
  ],
  unitNames: ["unitnames", "unitname", "names", "cellnames", "unitids", "cellids", "ids"],
  dt: ["dt", "timestep"],
  frequency: ["fs", "samplingrate", "samplerate", "samplingfrequency", "framerate"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Meaning = keyof typeof knownNames;

/** "Head_Direction (rad)" is headdirection. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[([].*$/, "")
    .replace(/[_\-\s.]/g, "");

/** What stands in brackets at the end of a name: "x (cm)" is in cm. */
export const unitInName = (name: string): string | undefined => /[([]\s*(.*?)\s*[)\]]\s*$/.exec(name)?.[1];

const secondsInNames = ["s", "sec", "secs", "second", "seconds"];

/** @throws UserError when a column of times says that it is not in seconds */
export function requireSeconds(name: string, path: string): void {
  const unit = unitInName(name);
  if (unit === undefined || secondsInNames.includes(unit.toLowerCase())) return;
  throw new UserError(`the times of ${path} are in ${name}`, "give times in seconds");
}

/** The name of a list that means so, the earliest of the known ones; undefined: none does. */
export function nameMeaning(names: readonly string[], meaning: Meaning): string | undefined {
  const wanted: readonly string[] = knownNames[meaning];
  for (const known of wanted) {
    const found = names.find((name) => plain(name) === known);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** For an error: how something may be called. */
export const namesOf = (meaning: Meaning): string => knownNames[meaning].slice(0, 4).join(", ");

const ofOneUnit = /^(?:spike[_-]?times|spikes?|units?|cells?|clusters?|neurons?)[_-]?(.+)$/i;

/** What a unit is called whose spikes stand in an array of this name; undefined: it is not one of a unit. */
export const unitOfArray = (name: string): string | undefined => ofOneUnit.exec(name)?.[1];
