/** Light and dark, and the colours of classes as CSS variables, from the one source that the pictures have. */
import { useEffect, useState } from "preact/hooks";
import { recall, remember } from "./language";
import type { ClassTerm } from "./types";

export type Theme = "light" | "dark";

/** The theme chosen before, else the system's; what is chosen is kept. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const chosen = recall("theme");
  const [theme, setTheme] = useState<Theme>(chosen === "light" || chosen === "dark" ? chosen : system);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [
    theme,
    (next) => {
      remember("theme", next);
      setTheme(next);
    },
  ];
}

type Rgb = [number, number, number];
const parse = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const write = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
const mix = (a: string, b: string, share: number): string => {
  const [from, to] = [parse(a), parse(b)];
  return write(from.map((part, at) => part * (1 - share) + to[at]! * share) as Rgb);
};

export type ClassColours = { soft: string; strong: string; text: string };

/** How a class looks: `soft` behind its mentions, `strong` for its node and line, `text` for its name. */
export function coloursOf(term: ClassTerm | undefined, theme: Theme): ClassColours {
  const { fill, border } = term?.colour ?? { fill: "#EEEEEE", border: "#666666" };
  if (theme === "light") return { soft: mix(fill, "#FFFFFF", 0.15), strong: border, text: mix(border, "#000000", 0.18) };
  return { soft: mix(border, "#12161C", 0.58), strong: mix(fill, border, 0.66), text: mix(fill, border, 0.12) };
}

/** Makes `--class-ID-soft`, `-strong` and `-text` known to all style sheets, in both themes. */
export function installClassColours(classes: ClassTerm[]): void {
  const rules = (theme: Theme): string =>
    classes
      .map((term) => {
        const { soft, strong, text } = coloursOf(term, theme);
        return `.c-${term.id}{--soft:${soft};--strong:${strong};--ink:${text}}`;
      })
      .join("");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${rules("light")}[data-theme=dark]{${rules("dark")}}`);
  document.adoptedStyleSheets = [sheet];
}
