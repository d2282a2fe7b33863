/** The graph on the screen: Sigma draws, the pointer chooses, drags, expands and circles in. */
import { useEffect, useRef, useState } from "preact/hooks";
import Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import type { NodeDisplayData } from "sigma/types";
import { useSpeech } from "../language";
import type { Theme } from "../theme";
import { Icon } from "../parts/icon";
import { drawHover, Names } from "./names";
import { Lasso, type Point } from "./lasso";
import { DASHES, lineWidth, looksOf } from "./looks";
import type { Drawn, Line, Node } from "./model";
import { edgeProgram, nodeProgram } from "./programs";
import { shapeOf } from "./shapes";

type Props = {
  graph: Drawn;
  /** Counts the changes of the graph. */
  version: number;
  theme: Theme;
  chosen: ReadonlySet<string>;
  /** Statements to be told from the others, as those of a path. */
  bright?: ReadonlySet<string> | undefined;
  onChoose: (ids: string[], add: boolean) => void;
  onLine?: ((line: Line) => void) | undefined;
  onExpand?: ((id: string) => void) | undefined;
  onPin?: ((id: string) => void) | undefined;
  /** For a small room: no buttons, and lines without words. */
  small?: boolean;
  lasso?: boolean;
  onLasso?: (on: boolean) => void;
  label: string;
};

const LARGE = 1500;
/** Beyond so many lines, only the main ones are drawn, and those of what is looked at. */
export const MANY_LINES = 12_000;
/** Up to so many lines, each is told by its predicate. */
const LINES_WITH_LABELS = 90;

export function Canvas({ graph, version, theme, chosen, bright, onChoose, onLine, onExpand, onPin, small = false, lasso = false, onLasso, label }: Props) {
  const { schema, term, t } = useSpeech();
  const room = useRef<HTMLDivElement>(null);
  const sigma = useRef<Sigma<Node, Line>>(null);
  const hovered = useRef<string | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  // Sigma lives longer than a rendering: its callbacks read what is current from here.
  const current = useRef({ chosen, bright, looks: looksOf(schema, theme), term, onChoose, onLine, onExpand, onPin });
  current.current = { chosen, bright, looks: looksOf(schema, theme), term, onChoose, onLine, onExpand, onPin };

  useEffect(() => {
    let renderer: Sigma<Node, Line>;
    const names = new Names(() => current.current.looks);
    try {
      renderer = new Sigma<Node, Line>(graph, room.current!, {
        defaultNodeType: "shape",
        defaultEdgeType: "line",
        nodeProgramClasses: { shape: nodeProgram as never },
        edgeProgramClasses: { line: edgeProgram as never },
        allowInvalidContainer: true,
        enableEdgeEvents: true,
        renderEdgeLabels: !small,
        labelDensity: 0.9,
        labelGridCellSize: 90,
        labelRenderedSizeThreshold: 4,
        minCameraRatio: 0.02,
        maxCameraRatio: 4,
        zIndex: true,
        stagePadding: small ? 30 : 60,
        doubleClickZoomingRatio: 1,
        nodeReducer: (id, node) => nodeLooks(renderer, id, node),
        edgeReducer: (id, line) => lineLooks(renderer, id, line),
        defaultDrawNodeLabel: (context, data) => names.ofNode(context, data),
        defaultDrawEdgeLabel: (context, line, from, to) => names.ofLine(context, line, from, to),
        defaultDrawNodeHover: (context, data) => drawHover(context, data, current.current.looks),
      });
    } catch (error) {
      console.error(error);
      return setFailed(true);
    }
    renderer.on("beforeRender", () => names.clear());
    renderer.on("afterRender", () => names.draw(renderer.getDimensions()));
    sigma.current = renderer;
    const stop = listen(renderer);
    const resized = new ResizeObserver(() => renderer.resize().refresh());
    resized.observe(room.current!);
    return () => {
      resized.disconnect();
      stop();
      sigma.current = null;
      renderer.kill();
    };
  }, [graph]);

  useEffect(() => {
    // What moves has to follow the pointer: of a large graph the nodes alone.
    const isLarge = graph.order > LARGE;
    sigma.current?.setSetting("hideEdgesOnMove", isLarge);
    sigma.current?.setSetting("hideLabelsOnMove", isLarge);
    sigma.current?.refresh();
  }, [theme, schema, version, chosen, bright, term]);

  function near(id: string): boolean {
    return hovered.current === undefined || graph.order > LARGE || isTouched(id);
  }

  function isTouched(id: string): boolean {
    const at = hovered.current;
    return at !== undefined && (at === id || graph.areNeighbors(at, id));
  }

  function nodeLooks(_: unknown, id: string, node: Node): Partial<NodeDisplayData> {
    const { chosen, looks } = current.current;
    const colours = looks.classes.get(node.class);
    const faint = !near(id);
    const isChosen = chosen.has(id);
    return {
      ...node,
      color: faint ? looks.faint : (colours?.strong ?? looks.line),
      label: faint ? null : node.fixed ? `${node.label} •` : node.label,
      zIndex: isChosen || id === hovered.current ? 2 : faint ? 0 : 1,
      highlighted: isChosen,
      forceLabel: isChosen || (hovered.current !== undefined && isTouched(id)),
      shape: shapeOf(node.class),
      ring: isChosen ? looks.accent : looks.ground,
    } as Partial<NodeDisplayData>;
  }

  function lineLooks(_: unknown, id: string, line: Line) {
    const { bright, looks, term, chosen } = current.current;
    const [source, target] = graph.extremities(id);
    const at = hovered.current;
    const touched = at !== undefined ? source === at || target === at : chosen.has(source) || chosen.has(target);
    const faint = at !== undefined && !touched && graph.order <= LARGE;
    const onPath = bright !== undefined && line.statements.some((statement) => bright.has(statement.id));
    // Of very many lines only those that are looked at stand out.
    const isQuiet = graph.size > LARGE && !touched && !onPath;
    const told = touched || onPath || graph.size <= LINES_WITH_LABELS;
    return {
      ...line,
      size: lineWidth(line) * (onPath ? 2 : isQuiet ? 0.5 : 1),
      color: onPath ? looks.accent : faint ? looks.faint : touched ? looks.ink : line.inferred || isQuiet ? looks.inferred : looks.line,
      dash: DASHES[line.status],
      hidden: graph.size > MANY_LINES && !line.main && !touched && !onPath,
      label: told ? [...new Set(line.statements.map((statement) => term(statement.predicate)))].join(" · ") : null,
      forceLabel: touched || onPath,
      zIndex: touched || onPath ? 1 : 0,
    };
  }

  function listen(renderer: Sigma<Node, Line>): () => void {
    let dragged: string | undefined;
    let moved = false;
    const hover = (id: string | undefined) => {
      const looked = [hovered.current, id].filter((one) => one !== undefined && graph.hasNode(one)) as string[];
      hovered.current = id;
      room.current!.style.cursor = id ? "pointer" : "";
      // In a large graph only what is touched changes its looks: to fade all the rest would take as long as drawing it anew.
      const touched = { nodes: [...new Set(looked.flatMap((one) => [one, ...graph.neighbors(one)]))], edges: [...new Set(looked.flatMap((one) => graph.edges(one)))] };
      renderer.refresh(graph.order > LARGE ? { skipIndexation: true, partialGraph: touched } : { skipIndexation: true });
    };
    renderer.on("enterNode", ({ node }) => dragged === undefined && hover(node));
    renderer.on("leaveNode", () => dragged === undefined && hover(undefined));
    renderer.on("clickNode", ({ node, event }) => {
      if (!moved) current.current.onChoose([node], "shiftKey" in event.original && event.original.shiftKey);
    });
    renderer.on("clickEdge", ({ edge }) => current.current.onLine?.(graph.getEdgeAttributes(edge)));
    renderer.on("clickStage", () => current.current.onChoose([], false));
    renderer.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      current.current.onExpand?.(node);
    });
    renderer.on("doubleClickStage", ({ preventSigmaDefault }) => preventSigmaDefault());
    renderer.on("downNode", ({ node }) => {
      dragged = node;
      moved = false;
      if (!renderer.getCustomBBox()) renderer.setCustomBBox(renderer.getBBox());
    });
    renderer.on("moveBody", ({ event }) => {
      if (dragged === undefined) return;
      const place = renderer.viewportToGraph(event);
      moved = true;
      graph.mergeNodeAttributes(dragged, { ...place, fixed: true });
      event.preventSigmaDefault();
      event.original.preventDefault();
      event.original.stopPropagation();
    });
    const drop = () => {
      if (dragged !== undefined && moved) current.current.onPin?.(dragged);
      dragged = undefined;
    };
    renderer.on("upNode", drop);
    renderer.on("upStage", drop);
    return () => renderer.removeAllListeners();
  }

  const move = (act: "in" | "out" | "fit") => {
    const camera = sigma.current?.getCamera();
    sigma.current?.setCustomBBox(null);
    if (act === "in") void camera?.animatedZoom({ duration: 200 });
    else if (act === "out") void camera?.animatedUnzoom({ duration: 200 });
    else void camera?.animatedReset({ duration: 300 });
  };
  const onKey = (event: KeyboardEvent) => {
    const camera = sigma.current?.getCamera();
    if (!camera || event.target !== room.current) return;
    const step = 0.1 * camera.ratio;
    if (event.key === "+" || event.key === "=") move("in");
    else if (event.key === "-") move("out");
    else if (event.key === "0") move("fit");
    else if (event.key === "ArrowLeft") camera.setState({ x: camera.x - step });
    else if (event.key === "ArrowRight") camera.setState({ x: camera.x + step });
    else if (event.key === "ArrowUp") camera.setState({ y: camera.y + step });
    else if (event.key === "ArrowDown") camera.setState({ y: camera.y - step });
    else return;
    event.preventDefault();
  };
  const circled = (polygon: Point[]) => {
    const renderer = sigma.current;
    if (renderer) onChoose(graph.filterNodes((_, node) => isInside(renderer.graphToViewport(node), polygon)), false);
    onLasso?.(false);
  };
  return (
    <div class="canvas">
      {failed ? <div class="notice bad">{t("noWebgl")}</div> : <div ref={room} class="sigma" tabIndex={0} role="application" aria-label={label} onKeyDown={onKey} />}
      {lasso && <Lasso onDone={circled} />}
      {!small && (
        <div class="zoom">
          <button type="button" class="icon" onClick={() => move("in")} title={t("zoomIn")}>
            <Icon name="expand" />
          </button>
          <button type="button" class="icon" onClick={() => move("out")} title={t("zoomOut")}>
            <Icon name="collapse" />
          </button>
          <button type="button" class="icon" onClick={() => move("fit")} title={t("fit")}>
            <Icon name="fit" />
          </button>
        </div>
      )}
    </div>
  );
}

/** Whether a point lies in a polygon: it does when a ray from it crosses the border an odd number of times. */
export function isInside({ x, y }: Point, polygon: Point[]): boolean {
  let inside = false;
  polygon.forEach((a, at) => {
    const b = polygon[(at + 1) % polygon.length]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  });
  return inside;
}

/** Moves nodes to new places so that the eye can follow. */
export function glide(graph: Drawn, places: Record<string, { x: number; y: number }>): void {
  animateNodes(graph, places, { duration: 350 });
}
