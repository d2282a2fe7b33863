/** The explorer: what is around every page, and which page stands at which address. */
import { render } from "preact";
import { ErrorBoundary, lazy, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useAnswer } from "./api";
import { NO_SCHEMA, preferredLanguage, remember, speech, Speaking, type Language } from "./language";
import { ClassGlyphs } from "./parts/entity";
import { Failure } from "./parts/notices";
import { Shell } from "./parts/shell";
import { installClassColours, useTheme } from "./theme";
import type { Schema } from "./types";
import { OverviewPage } from "./pages/overview";
import { SearchPage } from "./pages/search";
import "./style/index.css";

const EntityPage = lazy(() => import("./pages/entity"));
const DocumentPage = lazy(() => import("./pages/document"));
const GraphPage = lazy(() => import("./pages/graph"));
const TargetsPage = lazy(() => import("./pages/targets"));
const StatisticsPage = lazy(() => import("./pages/statistics"));
const ComparePage = lazy(() => import("./pages/compare"));
const QueryPage = lazy(() => import("./pages/query"));

function App() {
  const { data: schema, error } = useAnswer<Schema>("/api/schema");
  const [language, setLanguage] = useState<Language>(preferredLanguage);
  const [theme, setTheme] = useTheme();
  const voice = useMemo(() => speech(language, schema ?? NO_SCHEMA), [language, schema]);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  useEffect(() => {
    if (schema) installClassColours(schema.classes);
  }, [schema]);
  const choose = (next: Language) => {
    remember("language", next);
    setLanguage(next);
  };
  return (
    <Speaking.Provider value={voice}>
      <ClassGlyphs.Provider value={theme}>
        <LocationProvider>
          <Shell theme={theme} onTheme={setTheme} onLanguage={choose}>
            {error ? <Failure error={error} /> : schema && <Pages />}
          </Shell>
        </LocationProvider>
      </ClassGlyphs.Provider>
    </Speaking.Provider>
  );
}

function Pages() {
  const { path } = useLocation();
  useEffect(() => {
    if (!location.hash) scrollTo(0, 0);
  }, [path]);
  return (
    <ErrorBoundary>
      <Router>
        <Route path="/" component={OverviewPage} />
        <Route path="/search" component={SearchPage} />
        <Route path="/entity/:id" component={EntityPage} />
        <Route path="/document/:id" component={DocumentPage} />
        <Route path="/graph" component={GraphPage} />
        <Route path="/targets" component={TargetsPage} />
        <Route path="/statistics" component={StatisticsPage} />
        <Route path="/compare" component={ComparePage} />
        <Route path="/query" component={QueryPage} />
        <Route default component={Lost} />
      </Router>
    </ErrorBoundary>
  );
}

function Lost() {
  return <Failure error={new Error("404")} />;
}

render(<App />, document.getElementById("app")!);
