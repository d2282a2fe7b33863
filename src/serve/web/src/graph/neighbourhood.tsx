/** A small graph of one entity and what it is tied to. */
import { lazy } from "preact-iso";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { useAnswer, url } from "../api";
import { useSpeech } from "../language";
import { entityAddress } from "../parts/address";
import { ClassGlyphs } from "../parts/entity";
import type { Subgraph } from "../types";
import { emptyGraph, update } from "./model";

const Canvas = lazy(() => import("./canvas").then((module) => module.Canvas));

export function Neighbourhood({ focus }: { focus: string }) {
  const { t } = useSpeech();
  const { route } = useLocation();
  const theme = useContext(ClassGlyphs);
  const graph = useMemo(emptyGraph, [focus]);
  const [version, setVersion] = useState(0);
  const { data } = useAnswer<Subgraph>(url("/api/graph", { focus, hops: 1, max: 25 }));
  useEffect(() => {
    if (!data) return;
    update(graph, data);
    setVersion((count) => count + 1);
  }, [data, graph]);
  const chosen = useMemo(() => new Set([focus]), [focus]);
  return (
    <section class="card neighbourhood">
      <h2>
        {t("neighbourhood")}
        {data?.hidden && data.hidden.nodes > 0 && <small>{t("hiddenNodes", { count: data.hidden.nodes })}</small>}
      </h2>
      <Canvas small graph={graph} version={version} theme={theme} chosen={chosen} label={t("neighbourhood")} onChoose={([id]) => id && id !== focus && route(entityAddress(id))} />
    </section>
  );
}
