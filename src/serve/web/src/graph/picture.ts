/** The drawn graph as SVG, PNG and DOT. */
import { save } from "../parts/save";
import type { Speech } from "../language";
import { DASHES, DOT_STYLES, FONTS, lineWidth, type Looks } from "./looks";
import type { Drawn } from "./model";
import { outlineOf } from "./shapes";

const WIDE = 1600;
const MARGIN = 80;
/** So many names fit into a picture; the best connected have theirs. */
const NAMED = 250;

const xml = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function toSvg(graph: Drawn, looks: Looks, { term, t }: Speech): string {
  const place = placing(graph);
  const named = new Set(
    graph.nodes().sort((a, b) => graph.getNodeAttribute(b, "degree") - graph.getNodeAttribute(a, "degree") || (a < b ? -1 : 1)).slice(0, NAMED),
  );
  const lines = graph.mapEdges((_, line, source, target) => {
    const [from, to] = [place.at(source), place.at(target)];
    const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const short = (graph.getNodeAttribute(target, "size") + 5) / long;
    const end = { x: to.x - (to.x - from.x) * short, y: to.y - (to.y - from.y) * short };
    const dash = DASHES[line.status][0] ? ` stroke-dasharray="${DASHES[line.status].join(" ")}"` : "";
    const colour = line.inferred ? looks.inferred : looks.line;
    const title = line.statements.map((statement) => `${term(statement.predicate)} (${statement.status ? term(statement.status) : t("inferred")})`).join(", ");
    return `<path d="M${n(from.x)} ${n(from.y)}L${n(end.x)} ${n(end.y)}" stroke="${colour}" stroke-width="${lineWidth(line)}"${dash} marker-end="url(#head)"><title>${xml(title)}</title></path>`;
  });
  const nodes = graph.mapNodes((id, node) => {
    const { x, y } = place.at(id);
    const colour = looks.classes.get(node.class)?.strong ?? looks.line;
    return `<path d="${outlineOf(node.class, x, y, node.size)}" fill="${colour}" stroke="${looks.ground}" stroke-width="1.5"><title>${xml(`${term(node.class)} ${node.label}`)}</title></path>`;
  });
  const names = [...named].map((id) => {
    const { x, y } = place.at(id);
    const { size, label } = graph.getNodeAttributes(id);
    return `<text x="${n(x + size + 4)}" y="${n(y + 4.5)}">${xml(label)}</text>`;
  });
  const classes = [...new Set(graph.mapNodes((_, node) => node.class))].sort();
  const key = classes.map(
    (id, at) => `<path d="${outlineOf(id, 24, 26 + at * 22, 7)}" fill="${looks.classes.get(id)?.strong ?? looks.line}"/><text x="38" y="${30 + at * 22}">${xml(term(id))}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE} ${place.height}" width="${WIDE}" height="${place.height}" font-family='${FONTS.replaceAll('"', "")}' font-size="13">
<title>${xml(t("graph"))}</title>
<defs><marker id="head" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="5" markerHeight="5" orient="auto"><path d="M0 0L6 3L0 6Z" fill="${looks.line}"/></marker></defs>
<rect width="100%" height="100%" fill="${looks.ground}"/>
<g fill="none">${lines.join("\n")}</g>
<g>${nodes.join("\n")}</g>
<g fill="${looks.ink}" stroke="${looks.halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round">${names.join("\n")}</g>
<g fill="${looks.ink}">${key.join("\n")}</g>
</svg>
`;
}

const n = (value: number): string => String(Number(value.toFixed(1)));

/** Where nodes stand on a sheet of the picture's width. */
function placing(graph: Drawn) {
  const [xs, ys] = [graph.mapNodes((_, node) => node.x), graph.mapNodes((_, node) => node.y)];
  const min = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const max = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [left, right, low, high] = [min(xs), max(xs), min(ys), max(ys)];
  const scale = (WIDE - 2 * MARGIN - 120) / Math.max(right - left, (high - low) * 0.8, 1e-6);
  const height = Math.ceil((high - low) * scale + 2 * MARGIN);
  return {
    height: Math.max(height, 440),
    at: (id: string) => ({ x: MARGIN + (graph.getNodeAttribute(id, "x") - left) * scale, y: MARGIN + (high - graph.getNodeAttribute(id, "y")) * scale }),
  };
}

/** Draws the SVG on a canvas, so that both pictures are the same. */
export async function toPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const sheet = document.createElement("canvas");
    sheet.width = image.naturalWidth * 2;
    sheet.height = image.naturalHeight * 2;
    sheet.getContext("2d")!.drawImage(image, 0, 0, sheet.width, sheet.height);
    return await new Promise((done, fail) => sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error("PNG"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A quoted string of DOT: no escape of its own, no control characters, no longer than Graphviz takes. */
const quoted = (text: string): string =>
  `"${text.replace(/[\u0000-\u001f]/g, " ").slice(0, 200).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replace(/&(?=#|\w+;)/g, "&amp;")}"`;

const DOT_SHAPES: Record<string, string> = { Official: "ellipse", Strategy: "octagon", Positioning: "hexagon", Program: "cds", Park: "tab", Project: "box3d", Document: "note", Work: "folder" };

export function toDot(graph: Drawn, { schema, term }: Speech): string {
  const number = new Map(graph.nodes().map((id, at) => [id, `n${at}`]));
  const colours = new Map(schema.classes.map((entry) => [entry.id, entry]));
  const fonts = quoted(FONTS.replaceAll('"', ""));
  const nodes = graph.mapNodes((id, node) => {
    const { fill, border } = colours.get(node.class)?.colour ?? { fill: "#FFFFFF", border: "#555555" };
    return `  "${number.get(id)}" [label=${quoted(node.label)}, class=${quoted(node.class)}, shape=${DOT_SHAPES[node.class] ?? "box"}, fillcolor="${fill}", color="${border}", tooltip=${quoted(`${term(node.class)} ${node.label}`)}];`;
  });
  const edges = graph.mapEdges((_, line, source, target) => {
    const label = [...new Set(line.statements.map((statement) => term(statement.predicate)))].join(" · ");
    return `  "${number.get(source)}" -> "${number.get(target)}" [label=${quoted(label)}, style=${DOT_STYLES[line.status]}, color="${line.inferred ? "#BBBBBB" : "#777777"}"];`;
  });
  return `digraph "hongtu" {\n  graph [charset="UTF-8", layout=neato, overlap=prism, splines=true, fontname=${fonts}];\n  node [style=filled, fontsize=12, margin="0.12,0.06", fontname=${fonts}];\n  edge [fontsize=10, arrowsize=0.6, fontname=${fonts}];\n${nodes.join("\n")}\n${edges.join("\n")}\n}\n`;
}

export function savePicture(kind: "svg" | "png" | "dot", graph: Drawn, looks: Looks, voice: Speech): void {
  if (kind === "dot") return save("graph.dot", toDot(graph, voice), "text/vnd.graphviz;charset=utf-8");
  const svg = toSvg(graph, looks, voice);
  if (kind === "svg") return save("graph.svg", svg, "image/svg+xml;charset=utf-8");
  void toPng(svg).then((png) => save("graph.png", png));
}
