/** The graph, to wander in: expand, collapse, pin, filter, find ways, circle in, save. */
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { get, url } from "../api";
import { Canvas, glide, MANY_LINES } from "../graph/canvas";
import { Filters } from "../graph/filters";
import { Legend } from "../graph/legend";
import { looksOf } from "../graph/looks";
import { arrange, emptyGraph, leavesOf, readPins, union, update, writePins, type Line } from "../graph/model";
import { savePicture } from "../graph/picture";
import { Selection } from "../graph/selection";
import { useSpeech } from "../language";
import { list, toggled, useAddress } from "../parts/address";
import { ClassGlyphs } from "../parts/entity";
import { Icon } from "../parts/icon";
import { Failure } from "../parts/notices";
import { useTitle } from "../parts/title";
import type { PathResult, Subgraph } from "../types";

export default function GraphPage() {
  const voice = useSpeech();
  const { t, schema, number } = voice;
  const theme = useContext(ClassGlyphs);
  const [query, change] = useAddress();
  const graph = useMemo(emptyGraph, []);
  const [version, setVersion] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [line, setLine] = useState<Line>();
  const [lasso, setLasso] = useState(false);
  const [panel, setPanel] = useState(false);
  const { data, path, error, loading } = useSubgraph(query);
  useTitle(t("graph"));

  const hidden = query["hide"];
  const shown = useMemo(() => data && without(data, list(hidden)), [data, hidden]);
  useEffect(() => {
    if (!shown) return;
    update(graph, shown, readPins(query["pins"]));
    setVersion((count) => count + 1);
  }, [shown, graph]);
  useEffect(() => {
    if (query["focus"]) setChosen(new Set([query["focus"]]));
  }, [query["focus"]]);
  const onPath = useMemo(() => path && new Set(path.edges.map((edge) => edge.id)), [path]);

  const choose = (ids: string[], add: boolean) => {
    setLine(undefined);
    setChosen(new Set(add ? [...chosen, ...ids] : ids));
  };
  const expand = (id: string) => {
    if (!list(query["expand"]).includes(id)) change({ expand: toggled(list(query["expand"]), id) });
  };
  const collapse = (id: string) => {
    const expanded = list(query["expand"]);
    if (expanded.includes(id)) return change({ expand: toggled(expanded, id) });
    const leaves = leavesOf(graph, id);
    if (leaves.length > 0) change({ hide: [...list(hidden), ...leaves].join(",") });
  };
  const pin = (ids: Iterable<string>, fixed: boolean) => {
    for (const id of ids) if (graph.hasNode(id)) graph.setNodeAttribute(id, "fixed", fixed);
    setVersion((count) => count + 1);
    change({ pins: writePins(graph) }, true);
  };
  const rearrange = () => {
    const before = Object.fromEntries(graph.mapNodes((id, { x, y }) => [id, { x, y }]));
    arrange(graph);
    const after = Object.fromEntries(graph.mapNodes((id, { x, y }) => [id, { x, y }]));
    graph.updateEachNodeAttributes((id, node) => ({ ...node, ...before[id]! }));
    glide(graph, after);
  };
  return (
    <div class="graph-page">
      <h1 class="unseen">{t("graph")}</h1>
      <aside class={panel ? "filters open" : "filters"} id="filters" aria-label={t("filters")}>
        <Filters query={query} change={change} />
      </aside>
      <section class="stage" aria-label={t("graph")}>
        <div class="tools" role="toolbar" aria-label={t("tools")}>
          <button type="button" class="only-narrow" onClick={() => setPanel(!panel)} aria-expanded={panel} aria-controls="filters">
            <Icon name="menu" /> {t("filters")}
          </button>
          <button type="button" aria-pressed={lasso} onClick={() => setLasso(!lasso)} title={t("lassoHint")}>
            <Icon name="lasso" /> {t("lasso")}
          </button>
          <button type="button" onClick={rearrange} title={t("arrange")}>
            <Icon name="graph" /> {t("arrange")}
          </button>
          {(["svg", "png", "dot"] as const).map((kind) => (
            <button type="button" data-test={`save-${kind}`} title={t("saveAs", { kind: kind.toUpperCase() })} onClick={() => savePicture(kind, graph, looksOf(schema, theme), voice)}>
              <Icon name="down" /> {kind.toUpperCase()}
            </button>
          ))}
          <span class="quiet" data-test="graph-size" role="status">
            {loading ? t("loading") : t("graphSize", { nodes: number(shown?.nodes.length ?? 0), edges: number(shown?.edges.length ?? 0) })}
            {graph.size > MANY_LINES && ` · ${t("mainLines")}`}
            {data?.hidden && data.hidden.nodes > 0 && ` · ${t("hiddenNodes", { count: number(data.hidden.nodes) })}`}
          </span>
        </div>
        {error && <Failure error={error} />}
        {path?.length === null && <div class="notice">{t("noPath")}</div>}
        <Canvas
          graph={graph}
          version={version}
          theme={theme}
          chosen={chosen}
          bright={onPath}
          onChoose={choose}
          onLine={(next) => {
            setChosen(new Set());
            setLine(next);
          }}
          onExpand={expand}
          onPin={(id) => pin([id], true)}
          lasso={lasso}
          onLasso={setLasso}
          label={t("graphKeys")}
        />
        <Legend graph={graph} version={version} onClass={(id) => change({ class: toggled(list(query["class"]), id) })} />
      </section>
      {(chosen.size > 0 || line) && (
        <aside class="selection" aria-label={t("selection")}>
          <Selection
            graph={graph}
            version={version}
            chosen={[...chosen].filter((id) => graph.hasNode(id))}
            line={line}
            onClose={() => choose([], false)}
            onChoose={(id) => choose([id], false)}
            onExpand={expand}
            onCollapse={collapse}
            onPin={pin}
            onHide={(ids) => {
              change({ hide: [...list(hidden), ...ids].join(",") });
              choose([], false);
            }}
            onPathFrom={(id) => change({ pathFrom: id })}
            onPathTo={(id) => change({ pathTo: id })}
            onFocus={(id) => change({ focus: id, expand: undefined, hide: undefined, pins: undefined })}
          />
        </aside>
      )}
    </div>
  );
}

const FILTERS = ["class", "predicate", "status", "from", "to", "document", "inferred"];

/** What the address asks for: a view, what was expanded in it, and the way between two entities. */
function useSubgraph(query: Record<string, string>) {
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  const view = url("/api/graph", { ...filters, focus: query["focus"], hops: query["hops"], max: query["max"] ?? 300 });
  const views = [view, ...list(query["expand"]).map((id) => url("/api/graph", { ...filters, focus: id, hops: 1, max: 200 }))];
  const way = query["pathFrom"] && query["pathTo"] ? url("/api/path", { from: query["pathFrom"], to: query["pathTo"] }) : undefined;
  const key = [...views, way].join(" ");
  const [state, setState] = useState<{ data?: Subgraph; path?: PathResult; error?: Error; loading: boolean }>({ loading: true });
  useEffect(() => {
    let current = true;
    setState((before) => ({ ...before, loading: true }));
    Promise.all([Promise.all(views.map((each) => get<Subgraph>(each))), way ? get<PathResult>(way) : undefined]).then(
      ([parts, path]) => current && setState({ data: union(path ? [...parts, path] : parts), ...(path ? { path } : {}), loading: false }),
      (error: Error) => current && setState({ error, loading: false }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return state;
}

function without(data: Subgraph, hidden: string[]): Subgraph {
  if (hidden.length === 0) return data;
  const gone = new Set(hidden);
  return { ...data, nodes: data.nodes.filter((node) => !gone.has(node.id)), edges: data.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)) };
}
