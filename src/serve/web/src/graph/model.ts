/** The graph that is drawn: nodes with their place, and one line for all statements from one entity to another. */
import { DirectedGraph } from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { GraphEdge, GraphNode, Status, Subgraph } from "../types";

export type Node = { x: number; y: number; size: number; label: string; class: string; degree: number; fixed: boolean };
/** A line; `main` is one of the few that tell best where an end of it belongs. */
export type Line = { statements: GraphEdge[]; status: Status; inferred: boolean; main: boolean };
export type Drawn = DirectedGraph<Node, Line>;

/** Above so many nodes the places that came with the data are taken: arranging anew would keep the reader waiting. */
const ARRANGED = 600;
/** Statements that hold are drawn before those that are planned, and these before those that ended. */
const STATUS_ORDER: Status[] = ["done", "ongoing", "planned", "ended"];

export const emptyGraph = (): Drawn => new DirectedGraph<Node, Line>();

/** Several answers as one: each node and statement once, in the order of their first appearance. */
export function union(parts: Subgraph[]): Subgraph {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const part of parts) {
    for (const node of part.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of part.edges) if (!edges.has(edge.id)) edges.set(edge.id, edge);
  }
  const [first] = parts;
  return { nodes: [...nodes.values()], edges: [...edges.values()], ...(first?.hidden ? { hidden: first.hidden } : {}) };
}

/** Where nodes are held, as an address says it: `ID:X:Y`, joined by commas. */
export type Pins = ReadonlyMap<string, Place>;

export function readPins(text: string | undefined): Pins {
  const pins = (text ?? "").split(",").map((pin) => pin.split(":"));
  return new Map(pins.flatMap(([id, x, y]) => (id && Number.isFinite(Number(x)) && Number.isFinite(Number(y)) ? [[id, { x: Number(x), y: Number(y) }]] : [])));
}

export function writePins(graph: Drawn): string {
  const held = graph.filterNodes((_, node) => node.fixed);
  return held.map((id) => [id, graph.getNodeAttribute(id, "x").toFixed(1), graph.getNodeAttribute(id, "y").toFixed(1)].join(":")).join(",");
}

/** Brings the drawn graph in line with the data; what was there keeps its place, what is new appears beside its neighbours, what is held where it is held. */
export function update(graph: Drawn, data: Subgraph, pins: Pins = new Map()): void {
  const ids = new Set(data.nodes.map((node) => node.id));
  keep(graph, ids);
  const before = graph.order;
  const fresh = data.nodes.filter((node) => !graph.hasNode(node.id));
  const neighbour = neighbours(data.edges);
  const places = data.nodes.length > ARRANGED ? spread(data.nodes) : new Map<string, Place>();
  for (const [at, node] of fresh.entries()) {
    const known = neighbour.get(node.id)?.find((id) => graph.hasNode(id));
    const held = pins.get(node.id);
    const place = held ?? (before > 0 && known ? beside(graph.getNodeAttributes(known), at) : (places.get(node.id) ?? { x: node.x, y: node.y }));
    graph.addNode(node.id, { ...place, size: 1, label: node.name, class: node.class, degree: node.degree, fixed: held !== undefined });
  }
  for (const { source, target, line } of lines(data)) if (graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target, line);
  const scale = data.nodes.length > 2000 ? 0.4 : data.nodes.length > 700 ? 0.55 : data.nodes.length > 400 ? 0.75 : 1;
  graph.updateEachNodeAttributes((_, node) => ({ ...node, size: scale * Math.min(17, 4 + 1.6 * Math.sqrt(node.degree)) }));
  if (fresh.length > 0) arrange(graph, before > 0 ? new Set(fresh.map((node) => node.id)) : undefined);
}

/** Drops all nodes but some. Who draws the graph looks at all of it anew for each node that is dropped, so it is emptied at once where any is. */
function keep(graph: Drawn, ids: ReadonlySet<string>): void {
  const kept = graph.filterNodes((id) => ids.has(id)).map((id) => [id, graph.getNodeAttributes(id)] as const);
  if (kept.length === graph.order) return graph.clearEdges();
  graph.clear();
  for (const [id, node] of kept) graph.addNode(id, node);
}

type Place = { x: number; y: number };

/** Places in the same directions from the middle and the same order of distance, but everywhere as dense: a few that lie far off would leave the others no room. */
function spread(nodes: GraphNode[]): Map<string, Place> {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  const [x, y] = [middle(nodes.map((node) => node.x)), middle(nodes.map((node) => node.y))];
  const far = (node: GraphNode) => Math.hypot(node.x - x, node.y - y);
  const outward = [...nodes].sort((a, b) => far(a) - far(b) || (a.id < b.id ? -1 : 1));
  return new Map(
    outward.map((node, at) => {
      const [angle, radius] = [Math.atan2(node.y - y, node.x - x), 10 * Math.sqrt(at)];
      return [node.id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }];
    }),
  );
}

function neighbours(edges: GraphEdge[]): Map<string, string[]> {
  const of = new Map<string, string[]>();
  for (const { source, target } of edges) {
    append(of, source, target);
    append(of, target, source);
  }
  return of;
}

function append<T>(of: Map<string, T[]>, key: string, value: T): void {
  const list = of.get(key);
  if (list) list.push(value);
  else of.set(key, [value]);
}

/** A place near another; the golden angle keeps those that follow each other apart. */
const beside = ({ x, y }: Place, at: number): Place => ({ x: x + 2 * Math.cos(at * 2.399963), y: y + 2 * Math.sin(at * 2.399963) });

type Drawing = { source: string; target: string; line: Line };

/** Lines of an entity that are drawn where there are too many for all of them. */
const MAIN = 2;

/** One line for all statements from one entity to another, in the order of the first of each. */
function lines({ nodes, edges }: Subgraph): Drawing[] {
  const found = new Map<string, Drawing>();
  for (const edge of edges) {
    const { source, target } = edge;
    if (source === target) continue;
    const [status, inferred] = [edge.status ?? "done", edge.inferred ?? false];
    const line = found.get(`${source} ${target}`)?.line;
    if (!line) {
      found.set(`${source} ${target}`, { source, target, line: { statements: [edge], status, inferred, main: false } });
      continue;
    }
    line.statements.push(edge);
    if (STATUS_ORDER.indexOf(status) < STATUS_ORDER.indexOf(line.status)) line.status = status;
    line.inferred &&= inferred;
  }
  const all = [...found.values()];
  markMain(all, new Map(nodes.map((node) => [node.id, node.degree])));
  return all;
}

/** Marks those lines of each entity that lead to the best connected others. */
function markMain(all: Drawing[], degrees: Map<string, number>): void {
  const of = new Map<string, Drawing[]>();
  for (const drawing of all) for (const end of [drawing.source, drawing.target]) append(of, end, drawing);
  for (const [id, mine] of of) {
    const reach = ({ source, target }: Drawing) => degrees.get(source === id ? target : source) ?? 0;
    for (const { line } of mine.sort((a, b) => reach(b) - reach(a)).slice(0, MAIN)) line.main = true;
  }
}

/** Gives nodes their places by attraction and repulsion; with `moving` given, all others stay. */
export function arrange(graph: Drawn, moving?: Set<string>): void {
  if (graph.order > ARRANGED || graph.order < 2) return;
  const held = moving ? graph.filterNodes((id, node) => !moving.has(id) && !node.fixed) : [];
  for (const id of held) graph.setNodeAttribute(id, "fixed", true);
  forceAtlas2.assign(graph, {
    iterations: graph.order < 120 ? 500 : graph.order < 300 ? 260 : 120,
    // The many leaves of a hub need room around it: the better connected one end is, the weaker its ties.
    getEdgeWeight: (_edge, _line, source, target) => 1 / Math.sqrt(Math.max(graph.degree(source), graph.degree(target))),
    settings: { gravity: 0.05, scalingRatio: 8, strongGravityMode: true, edgeWeightInfluence: 1, barnesHutOptimize: graph.order > 250, slowDown: 3 },
  });
  for (const id of held) graph.setNodeAttribute(id, "fixed", false);
}

/** The neighbours of a node that have no other neighbour: what collapsing it takes away. */
export function leavesOf(graph: Drawn, id: string): string[] {
  return graph.neighbors(id).filter((other) => graph.neighbors(other).length === 1);
}
