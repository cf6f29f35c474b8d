/** What a word without a flag may be meant as: `train quick`. */
import { presetNames } from "../../../config/sources.ts";
import { commandLine } from "../../../copied-command.ts";
import { lookUp } from "../../../format/look-up.ts";
import { bundledNames, ownRunPath } from "../../../session/run-names.ts";
import { nearest } from "../../../suggest.ts";

/**
 * What to write instead; undefined: nothing is known by that word.
 * @param path the word as a path, made absolute
 */
export function meantBy(word: string, path: string): string | undefined {
  const meant: string[] = [];
  const presets = presetNames();
  if (presets.includes(word)) meant.push(`${flag("--preset", word)} trains this preset`);
  const isRun = lookUp(`${ownRunPath(path, word)}/manifest.json`) !== undefined;
  if (isRun) meant.push(`${flag("--resume", word)} goes on with this run`);
  if (isRun || bundledNames().includes(word) || word.endsWith(".safetensors")) {
    meant.push(`${flag("--from", word)} begins a new run with its weights`);
  }
  if (/\.ya?ml$/.test(word)) meant.push(`${flag("--config", word)} takes these settings`);
  const near = nearest(word, presets);
  if (meant.length === 0 && near !== undefined) meant.push(`did you mean ${flag("--preset", near)}?`);
  return meant.length === 0 ? undefined : meant.join("; ");
}

const flag = (name: string, word: string): string => commandLine([name, word]);
