/** The words of the interface. Words of the data (classes, predicates) come with the data's schema. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import en from "./en.json";
import zh from "./zh.json";
import type { Label, Schema } from "../types";

export type Language = "zh" | "en";
export type Word = keyof typeof en;

const WORDS: Record<Language, Record<Word, string>> = { zh, en };

export type Speech = {
  language: Language;
  schema: Schema;
  /** A word of the interface; `{name}` in it is replaced. */
  t: (word: Word, values?: Record<string, string | number>) => string;
  /** A label in the language. */
  say: (label: Label) => string;
  /** What a class, predicate or status is called. */
  term: (id: string) => string;
  number: (value: number) => string;
};

export function speech(language: Language, schema: Schema): Speech {
  const labels = new Map([...schema.classes, ...schema.predicates, ...schema.statuses].map((term) => [term.id, term.label]));
  const words = WORDS[language];
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  return {
    language,
    schema,
    t: (word, values = {}) => words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    say: (label) => label[language] || label.zh || label.en,
    term: (id) => labels.get(id as never)?.[language] ?? id,
    number: (value) => format.format(value),
  };
}

export const NO_SCHEMA: Schema = { classes: [], predicates: [], statuses: [], prefixes: {}, terms: [], questions: [] };

export const Speaking = createContext<Speech>(speech("zh", NO_SCHEMA));
export const useSpeech = (): Speech => useContext(Speaking);

/** The language chosen before, else the browser's. */
export function preferredLanguage(): Language {
  const chosen = recall("language");
  if (chosen === "zh" || chosen === "en") return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** A choice kept by the browser; nothing where it keeps none (a page opened from a disk may not). */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`hongtu.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`hongtu.${name}`, value);
  } catch {
    // The choice then holds for this visit only.
  }
}
