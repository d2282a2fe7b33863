/** The graph on the screen: Sigma draws, the pointer chooses, drags, expands and circles in. */
import { useEffect, useRef, useState } from "preact/hooks";
import Sigma from "sigma";
import { animateNodes } from "sigma/utils";
import type { NodeDisplayData } from "sigma/types";
import { useSpeech } from "../language";
import type { Theme } from "../theme";
import { Icon } from "../parts/icon";
import { Lasso, type Point } from "./lasso";
import { DASHES, FONTS, lineWidth, looksOf, type Looks } from "./looks";
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
  lasso?: boolean;
  onLasso?: (on: boolean) => void;
  label: string;
};

/** Up to so many lines, each is told by its predicate. */
const LINES_WITH_LABELS = 90;

export function Canvas({ graph, version, theme, chosen, bright, onChoose, onLine, onExpand, onPin, lasso = false, onLasso, label }: Props) {
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
    try {
      renderer = new Sigma<Node, Line>(graph, room.current!, {
        defaultNodeType: "shape",
        defaultEdgeType: "line",
        nodeProgramClasses: { shape: nodeProgram as never },
        edgeProgramClasses: { line: edgeProgram as never },
        allowInvalidContainer: true,
        enableEdgeEvents: true,
        hideEdgesOnMove: graph.size > 12_000,
        renderEdgeLabels: true,
        labelFont: FONTS,
        edgeLabelFont: FONTS,
        labelSize: 13,
        edgeLabelSize: 11,
        labelWeight: "500",
        labelDensity: 0.9,
        labelGridCellSize: 90,
        labelRenderedSizeThreshold: 4,
        minCameraRatio: 0.02,
        maxCameraRatio: 4,
        zIndex: true,
        stagePadding: 46,
        doubleClickZoomingRatio: 1,
        nodeReducer: (id, node) => nodeLooks(renderer, id, node),
        edgeReducer: (id, line) => lineLooks(renderer, id, line),
        defaultDrawNodeLabel: (context, data, settings) => drawLabel(context, data, settings.labelSize, current.current.looks),
        defaultDrawNodeHover: (context, data, settings) => drawHover(context, data, settings.labelSize, current.current.looks),
      });
    } catch (error) {
      console.error(error);
      return setFailed(true);
    }
    sigma.current = renderer;
    const stop = listen(renderer);
    return () => {
      stop();
      sigma.current = null;
      renderer.kill();
    };
  }, [graph]);

  useEffect(() => {
    const { looks } = current.current;
    sigma.current?.setSetting("labelColor", { color: looks.ink });
    sigma.current?.setSetting("edgeLabelColor", { color: looks.ink });
    sigma.current?.refresh();
  }, [theme, schema, version, chosen, bright, term]);

  function near(id: string): boolean {
    const at = hovered.current;
    return at === undefined || at === id || graph.areNeighbors(at, id);
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
      forceLabel: isChosen || (hovered.current !== undefined && !faint),
      shape: shapeOf(node.class),
      ring: isChosen ? looks.accent : looks.ground,
    } as Partial<NodeDisplayData>;
  }

  function lineLooks(_: unknown, id: string, line: Line) {
    const { bright, looks, term, chosen } = current.current;
    const [source, target] = graph.extremities(id);
    const at = hovered.current;
    const touched = at !== undefined ? source === at || target === at : chosen.has(source) || chosen.has(target);
    const faint = at !== undefined && !touched;
    const onPath = bright !== undefined && line.statements.some((statement) => bright.has(statement.id));
    const predicates = [...new Set(line.statements.map((statement) => term(statement.predicate)))].join(" · ");
    const told = touched || onPath || graph.size <= LINES_WITH_LABELS;
    return {
      ...line,
      size: lineWidth(line) * (onPath ? 2 : 1),
      color: onPath ? looks.accent : faint ? looks.faint : touched ? looks.ink : line.inferred ? looks.inferred : looks.line,
      dash: DASHES[line.status],
      label: told ? predicates : null,
      forceLabel: touched || onPath,
      zIndex: touched || onPath ? 1 : 0,
    };
  }

  function listen(renderer: Sigma<Node, Line>): () => void {
    let dragged: string | undefined;
    let moved = false;
    const hover = (id: string | undefined) => {
      hovered.current = id;
      room.current!.style.cursor = id ? "pointer" : "";
      renderer.refresh({ skipIndexation: true });
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

type Spot = { x: number; y: number; size: number; label?: string | null };

const LONGEST = 18;
const short = (label: string): string => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label);

function drawLabel(context: CanvasRenderingContext2D, { x, y, size, label }: Spot, fontSize: number, looks: Looks): void {
  if (!label) return;
  context.font = `500 ${fontSize}px ${FONTS}`;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = looks.halo;
  context.fillStyle = looks.ink;
  const place: [number, number] = [x + size + 4, y + fontSize / 3];
  context.strokeText(short(label), ...place);
  context.fillText(short(label), ...place);
}

function drawHover(context: CanvasRenderingContext2D, { x, y, size, label }: Spot, fontSize: number, looks: Looks): void {
  if (!label) return;
  context.font = `600 ${fontSize}px ${FONTS}`;
  const width = context.measureText(label).width;
  const height = fontSize + 10;
  context.beginPath();
  context.roundRect(x - size - 5, y - Math.max(height / 2, size + 4), width + 2 * size + 18, Math.max(height, 2 * size + 8), 8);
  context.fillStyle = looks.ground;
  context.strokeStyle = looks.accent;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  context.fillStyle = looks.ink;
  context.fillText(label, x + size + 4, y + fontSize / 3);
}

/** Moves nodes to new places so that the eye can follow. */
export function glide(graph: Drawn, places: Record<string, { x: number; y: number }>): void {
  animateNodes(graph, places, { duration: 350 });
}
