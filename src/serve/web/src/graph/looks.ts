/** The colours and lines of a drawn graph in a theme; screen, SVG and DOT take them from here. */
import { coloursOf, type ClassColours, type Theme } from "../theme";
import type { Schema, Status } from "../types";
import type { Line } from "./model";

export type Looks = {
  theme: Theme;
  classes: Map<string, ClassColours>;
  ground: string;
  ink: string;
  halo: string;
  faint: string;
  accent: string;
  line: string;
  inferred: string;
};

export const FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", sans-serif';

export function looksOf(schema: Schema, theme: Theme): Looks {
  const classes = new Map(schema.classes.map((term) => [term.id, coloursOf(term, theme)]));
  return theme === "light"
    ? { theme, classes, ground: "#ffffff", ink: "#1b2430", halo: "#ffffff", faint: "#e3e6ea", accent: "#a8321a", line: "#8b95a3", inferred: "#c9ced6" }
    : { theme, classes, ground: "#12161c", ink: "#e8ecf1", halo: "#12161c", faint: "#262d37", accent: "#ff9d80", line: "#76818f", inferred: "#454e5b" };
}

/** Stroke and gap of a line in pixels. */
export const DASHES: Record<Status, [number, number]> = { done: [0, 0], ongoing: [0, 0], planned: [7, 5], ended: [2, 4] };
export const DOT_STYLES: Record<Status, string> = { done: "solid", ongoing: "bold", planned: "dashed", ended: "dotted" };

export const lineWidth = (line: Pick<Line, "status" | "inferred">): number => (line.inferred ? 1 : line.status === "ongoing" ? 2.6 : 1.5);
