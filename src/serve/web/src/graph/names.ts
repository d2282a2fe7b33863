/** The names in a graph: the best connected first, and none over another. */
import { FONTS, type Looks } from "./looks";

type Spot = { x: number; y: number; size: number; label?: string | null; forceLabel?: boolean };
type Box = { left: number; right: number; top: number; bottom: number };
type Words = { text: string; radius: number; x: number; y: number; angle: number; size: number; font: string; rank: number; context: CanvasRenderingContext2D };

const NODE_SIZE = 13;
const LINE_SIZE = 11;
const LONGEST = 18;
const NODE_FONT = `500 ${NODE_SIZE}px ${FONTS}`;
const LINE_FONT = `${LINE_SIZE}px ${FONTS}`;

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** Gathers what Sigma wants to be written, and writes it when all is known: Sigma itself asks for one name after the other. */
export class Names {
  #waiting: Words[] = [];

  constructor(readonly looks: () => Looks) {}

  clear(): void {
    this.#waiting = [];
  }

  ofNode(context: CanvasRenderingContext2D, { x, y, size, label }: Spot): void {
    if (label) this.#waiting.push({ context, text: short(label), radius: size + 4, x, y, angle: 0, size: NODE_SIZE, font: NODE_FONT, rank: 1000 + size });
  }

  /** The words of a line stand along its middle, unless it is too short for them. */
  ofLine(context: CanvasRenderingContext2D, line: { label?: string | null; size: number }, from: Spot, to: Spot): void {
    if (!line.label) return;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const upright = dx < 0 ? Math.PI : 0;
    context.font = LINE_FONT;
    if (context.measureText(line.label).width + from.size + to.size + 24 > Math.hypot(dx, dy)) return;
    this.#waiting.push({ context, text: line.label, radius: 0, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle: Math.atan2(dy, dx) + upright, size: LINE_SIZE, font: LINE_FONT, rank: line.size });
  }

  draw({ width }: { width: number }): void {
    const looks = this.looks();
    const taken: Box[] = [];
    for (const words of this.#waiting.sort((a, b) => b.rank - a.rank)) {
      words.context.font = words.font;
      const long = words.context.measureText(words.text).width;
      const box = words.angle === 0 ? level(words, long, width) : turned(words, long);
      if (taken.some((other) => meet(other, box))) continue;
      taken.push(box);
      write(words, words.angle === 0 ? box.left + 2 : words.x, looks);
    }
  }
}

/** The box of a node's name; before the node where the picture ends after it. */
function level({ x, y, size, radius }: Words, long: number, width: number): Box {
  const left = x + radius + long > width - 4 ? Math.max(2, x - radius - long - 4) : x + radius - 2;
  return { left, right: left + long + 4, top: y - size * 0.62, bottom: y + size * 0.62 };
}

/** A box for the middle of words along a line: enough to keep lines' words apart. */
function turned({ x, y, angle, size }: Words, long: number): Box {
  const across = (Math.abs(Math.cos(angle)) * long + size) * 0.4;
  const down = (Math.abs(Math.sin(angle)) * long + size) * 0.4;
  return { left: x - across, right: x + across, top: y - down, bottom: y + down };
}

function write({ context, text, y, angle, size, font }: Words, x: number, looks: Looks): void {
  context.save();
  context.font = font;
  context.textAlign = angle === 0 ? "start" : "center";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = looks.halo;
  context.fillStyle = looks.ink;
  context.translate(x, y);
  context.rotate(angle);
  context.strokeText(text, 0, size / 3);
  context.fillText(text, 0, size / 3);
  context.restore();
}

/** The name of the node under the pointer or chosen, in a box. */
export function drawHover(context: CanvasRenderingContext2D, { x, y, size, label }: Spot, looks: Looks): void {
  if (!label) return;
  context.font = `600 ${NODE_SIZE}px ${FONTS}`;
  const width = context.measureText(label).width;
  const height = NODE_SIZE + 10;
  context.beginPath();
  context.roundRect(x - size - 5, y - Math.max(height / 2, size + 4), width + 2 * size + 18, Math.max(height, 2 * size + 8), 8);
  context.fillStyle = looks.ground;
  context.strokeStyle = looks.accent;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  context.fillStyle = looks.ink;
  context.fillText(label, x + size + 4, y + NODE_SIZE / 3);
}
