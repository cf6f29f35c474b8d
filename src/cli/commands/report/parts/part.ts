/** A part of a report that takes long, and is there when it is asked for. */

import { svgText } from "../../../../draw/figure/svg-text.ts";
import type { ReportChart, ReportSection } from "../../../../draw/report/report.ts";
import type { Analysis } from "../../../../session/analysis.ts";
import type { Look, Pace } from "../../../../session/look.ts";
import type { Subject } from "../../../../session/subject.ts";
import type { ScenePicture } from "../../figure/picture.ts";

/** What a report is on. */
export interface ReportedSubject {
  /** As it was named. */
  readonly given: string;
  readonly subject: Subject;
  readonly analysis: Analysis;
  readonly look: Look;
  readonly pace: Pace;
}

export interface ReportPart {
  /** As `--with` takes it, and its anchor in the page. */
  readonly name: string;
  readonly help: string;
  /** Before anything is computed. @throws UserError when there is no such part of a subject */
  check?(subject: Subject): void;
  section(of: ReportedSubject): Promise<ReportSection>;
}

/** A figure in the page, its heading as the text around it. */
export function chartOf(picture: ScenePicture): ReportChart {
  const { title, subtitle } = picture.heading;
  return { title, svg: svgText(picture.draw({ title, untitled: true })), caption: subtitle };
}
