/** The shape of each class's node: with the colour, what tells classes apart, also without seeing colours. */

export const SHAPES = ["circle", "square", "diamond", "hexagon", "up", "down", "pentagon", "plus"] as const;
export type Shape = (typeof SHAPES)[number];

/** People round, organs square, plans with many corners, things that are built pointed. */
const OF_CLASS: Record<string, Shape> = {
  Official: "circle",
  Department: "square",
  Organization: "square",
  Place: "down",
  Strategy: "hexagon",
  Positioning: "hexagon",
  Program: "diamond",
  Instrument: "diamond",
  Park: "up",
  Project: "up",
  Industry: "plus",
  Document: "square",
  Event: "pentagon",
  Period: "circle",
  Work: "pentagon",
  Measure: "circle",
};

export const shapeOf = (id: string): Shape => OF_CLASS[id] ?? "circle";

const polygon = (corners: number, turn: number, radius = 1): [number, number][] =>
  Array.from({ length: corners }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

const UP = -Math.PI / 2;
const ARM = 0.44;
const REACH = 0.95;
const CORNERS: Record<Exclude<Shape, "circle">, [number, number][]> = {
  square: polygon(4, Math.PI / 4, 1.12),
  diamond: polygon(4, 0, 1.12),
  hexagon: polygon(6, 0, 1.03),
  up: polygon(3, UP, 1.18),
  down: polygon(3, -UP, 1.18),
  pentagon: polygon(5, UP, 1.06),
  plus: [
    [-ARM, -REACH], [ARM, -REACH], [ARM, -ARM], [REACH, -ARM], [REACH, ARM], [ARM, ARM],
    [ARM, REACH], [-ARM, REACH], [-ARM, ARM], [-REACH, ARM], [-REACH, -ARM], [-ARM, -ARM],
  ],
};

/** An SVG path of the class's shape around 0,0 with a radius of about 1. */
export function outlineOf(id: string, x = 0, y = 0, radius = 1): string {
  const at = (value: number) => Number(value.toFixed(3));
  const shape = shapeOf(id);
  if (shape === "circle") return `M${at(x - radius)} ${at(y)}a${at(radius)} ${at(radius)} 0 1 0 ${at(2 * radius)} 0a${at(radius)} ${at(radius)} 0 1 0 ${at(-2 * radius)} 0Z`;
  return `M${CORNERS[shape].map(([dx, dy]) => `${at(x + dx * radius)} ${at(y + dy * radius)}`).join("L")}Z`;
}
