/** The single page: reads the data that stand in it, and shows text and graph side by side. */
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { NO_SCHEMA, preferredLanguage, remember, speech, Speaking, type Language } from "./language";
import { Addresses } from "./parts/address";
import { ClassGlyphs } from "./parts/entity";
import { Reader } from "./single/reader";
import type { Content } from "./single/content";
import { installClassColours, useTheme } from "./theme";
import "./style/index.css";
import "./style/single.css";

const content = JSON.parse(document.getElementById("data")!.textContent) as Content;
installClassColours(content.schema.classes);
document.title = content.title;

const ownAddress = (id: string): string => `#${encodeURIComponent(id)}`;

function Page() {
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const [theme, setTheme] = useTheme();
  const voice = useMemo(() => speech(language, { ...NO_SCHEMA, ...content.schema }), [language]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  return (
    <Speaking.Provider value={voice}>
      <ClassGlyphs.Provider value={theme}>
        <Addresses.Provider value={ownAddress}>
          <Reader
            content={content}
            theme={theme}
            onTheme={setTheme}
            onLanguage={(next) => {
              remember("language", next);
              setLanguage(next);
            }}
          />
        </Addresses.Provider>
      </ClassGlyphs.Provider>
    </Speaking.Provider>
  );
}

render(<Page />, document.getElementById("app")!);
