import type { Engine } from "../engine/engine.ts";
import { Analysis } from "./analysis.ts";
import type { Pace } from "./look.ts";
import type { Subject } from "./subject.ts";

/** The analysis of a subject, which knows how to open the network before its first step. @throws UserError as `Subject.open` */
export function analysisOf(engine: Engine, subject: Subject, pace?: Pace): Analysis {
  const { untrained } = subject;
  const twin = untrained && (() => untrained().open(engine));
  return new Analysis(engine, subject.open(engine), subject.step, pace, twin);
}
