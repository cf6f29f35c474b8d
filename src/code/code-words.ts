/** Codes in words: how many cells of which kind, and what is unusual about them. */
import { headEnsembles, type PlaceSettings, placeEnsembles } from "./place-settings.ts";

const sum = (ensembles: readonly { readonly cells: number }[]): string =>
  ensembles.map(({ cells }) => cells).join(" + ");

/** "256 place cells", "12 head-direction cells"; of several ensembles "256 + 64 place cells", of two agents "512 place cells for two agents". */
export function cellsInWords(code: PlaceSettings): string[] {
  const heads = headEnsembles(code);
  const places = `${sum(placeEnsembles(code))} place cells${code.agents === 2 ? " for two agents" : ""}`;
  return heads.length === 0 ? [places] : [places, `${sum(heads)} head-direction cells`];
}

/** What a code has beside one ensemble of place cells: rows of label and text. */
export function codeFacts(code: PlaceSettings): (readonly [label: string, text: string])[] {
  const { headMeans, headWeight, headStart, targets, starts, morePlaces } = code;
  const heads = headEnsembles(code).map(({ cells, size }) => `${cells} of concentration ${size}`);
  const headRows = [
    `head directions: ${heads.join(", ")}, means ${headMeans}`,
    ...(headWeight === 1 ? [] : [`their loss times ${headWeight}`]),
    ...(headStart ? [] : ["the first heading is not told"]),
  ];
  const startMode = starts === "same" ? targets : starts;
  return [
    ...(morePlaces.trim() === "" ? [] : [`more places: ${morePlaces} (cells:width in m)`]),
    ...(heads.length === 0 ? [] : headRows),
    ...(targets === "softmax" && startMode === "softmax" ? [] : [`targets ${targets}, starts ${startMode}`]),
  ].map((text) => ["", text]);
}
