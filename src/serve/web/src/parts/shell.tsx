/** What stands around every page: name, ways to the pages, search, language, theme. */
import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import { useSpeech, type Language, type Word } from "../language";
import type { Theme } from "../theme";
import { Icon } from "./icon";
import { SearchBox } from "./search-box";

const PAGES: { path: string; word: Word }[] = [
  { path: "/", word: "overview" },
  { path: "/graph", word: "graph" },
  { path: "/targets", word: "targets" },
  { path: "/statistics", word: "statistics" },
  { path: "/compare", word: "compare" },
  { path: "/query", word: "query" },
];

type Props = { theme: Theme; onTheme: (theme: Theme) => void; onLanguage: (language: Language) => void; children: ComponentChildren };

export function Shell({ theme, onTheme, onLanguage, children }: Props) {
  const { t, language } = useSpeech();
  const { path } = useLocation();
  const [open, setOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    const focusSearch = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      event.preventDefault();
      search.current?.focus();
    };
    addEventListener("keydown", focusSearch);
    return () => removeEventListener("keydown", focusSearch);
  }, []);
  const other: Language = language === "zh" ? "en" : "zh";
  return (
    <>
      <a class="skip" href="#main">
        {t("skip")}
      </a>
      <header class="bar">
        <a class="brand" href="/" aria-label={t("brand")}>
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span>{t("brand")}</span>
        </a>
        <nav class={open ? "pages open" : "pages"} aria-label={t("pages")} id="pages">
          {PAGES.map((page) => (
            <a href={page.path} aria-current={path === page.path ? "page" : undefined}>
              {t(page.word)}
            </a>
          ))}
        </nav>
        <SearchBox input={search} />
        <button class="plain" onClick={() => onLanguage(other)} lang={other === "zh" ? "zh-CN" : "en"} data-test="language" title={t("otherLanguage")}>
          {t("otherLanguageShort")}
        </button>
        <button class="plain icon" onClick={() => onTheme(theme === "dark" ? "light" : "dark")} title={t(theme === "dark" ? "light" : "dark")} data-test="theme">
          <Icon name={theme === "dark" ? "sun" : "moon"} />
        </button>
        <button class="plain icon menu" onClick={() => setOpen(!open)} aria-expanded={open} aria-controls="pages" title={t("pages")}>
          <Icon name="menu" />
        </button>
      </header>
      <main id="main">{children}</main>
    </>
  );
}

/** Whether the keys go into a field, also one inside a shadow tree, as the query editor. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
