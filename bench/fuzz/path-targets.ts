/** Files of trajectories, as published and as we keep them: looked at as a whole, and read record by record. */
import { readNpz } from "../../src/format/npz.ts";
import { writeRecord } from "../../src/format/tfrecord.ts";
import { writeZip } from "../../src/format/zip-write.ts";
import { writePaths } from "../../src/world/dataset/npz-arrays.ts";
import { openPathFile } from "../../src/world/dataset/path-files.ts";
import type { PathRecord } from "../../src/world/dataset/path-record.ts";
import { writePublished } from "../../src/world/dataset/published-record.ts";
import { surveyPaths } from "../../src/world/dataset/survey.ts";
import { usualForm } from "../../src/world/rebuilt-path.ts";
import { ofBytes, type Save, type Target } from "./target.ts";

const record: PathRecord = {
  start: Float32Array.of(0.1, -0.2),
  startHeading: Float32Array.of(1),
  egoVelocity: Float32Array.of(0.02, 1, 0, 0.03, 0, 1),
  position: Float32Array.of(0.11, -0.18, 0.13, -0.16),
  heading: Float32Array.of(1, 2.5),
};
const example = writePublished(record);
const tfrecord = Buffer.concat([writeRecord(example), writeRecord(example)]);

function ownFile(): Uint8Array {
  const header = { form: usualForm, dt: 0.15, box: { width: 2.2, height: 2.2 } };
  let file = new Uint8Array();
  const writeAt = (bytes: Uint8Array, at: number) => {
    const longer = new Uint8Array(Math.max(file.length, at + bytes.length));
    longer.set(file);
    longer.set(bytes, at);
    file = longer;
  };
  writePaths(writeAt, { header, records: 2, steps: 2, sources: [] }, [record, record]);
  return file;
}

export const pathTargets = (save: Save): Target[] => {
  const read = (path: string): void => {
    const file = openPathFile(path);
    file.read(file.records - 1);
    const survey = surveyPaths([path], 0.15);
    while (!survey.next().done);
  };
  const own = ownFile();
  const archive = readNpz(own);
  const members = archive.names().map((name) => ({ name: `${name}.npy`, bytes: archive.bytesOf(name) }));
  const wrapped = (damaged: string) => (bytes: Uint8Array) =>
    writeZip(
      members.map((member) => (member.name === damaged ? { ...member, bytes } : member)),
      false,
    );
  return [
    {
      name: "trajectories.tfrecord",
      samples: [
        ofBytes(example, (damaged) => Buffer.concat([writeRecord(damaged), tfrecord])),
        ofBytes(tfrecord),
      ],
      read: (file) => read(save(file, "paths.tfrecord")),
    },
    {
      name: "trajectories.npz",
      samples: [ofBytes(own), ...members.map((member) => ofBytes(member.bytes, wrapped(member.name)))],
      read: (file) => read(save(file, "paths.npz")),
    },
  ];
};
