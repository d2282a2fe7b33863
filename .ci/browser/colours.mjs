// How far colours lie apart (CIEDE2000) for eyes that see all colours and for those that lack one kind of cone.

/** What eyes see of linear red, green and blue (Machado, Oliveira, Fernandes 2009, severity 1). */
const EYES = {
  all: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const row = (factors, values) => factors.reduce((sum, factor, at) => sum + factor * values[at], 0);

/** CIE L*a*b* (D65) of a colour as `#rrggbb`, as such eyes see it. */
function lab(hex, eyes) {
  const rgb = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));
  const seen = EYES[eyes].map((factors) => Math.min(1, Math.max(0, row(factors, rgb))));
  const curve = (t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = curve(row([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047);
  const y = curve(row([0.2126729, 0.7151522, 0.072175], seen));
  const z = curve(row([0.0193339, 0.119192, 0.9503041], seen) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const sin = (degrees) => Math.sin((degrees * Math.PI) / 180);
const cos = (degrees) => Math.cos((degrees * Math.PI) / 180);

/** CIEDE2000 (Sharma, Wu, Dalal 2005). */
export function difference([l1, a1, b1], [l2, a2, b2]) {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const polar = (a, b) => [Math.hypot(a * (1 + g), b), a === 0 && b === 0 ? 0 : ((Math.atan2(b, a * (1 + g)) * 180) / Math.PI + 360) % 360];
  const [[c1, h1], [c2, h2]] = [polar(a1, b1), polar(a2, b2)];
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const hue = c1 * c2 === 0 ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : ((h1 + h2 + 360) / 2) % 360;
  const [light, chroma] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t = 1 - 0.17 * cos(hue - 30) + 0.24 * cos(2 * hue) + 0.32 * cos(3 * hue + 6) - 0.2 * cos(4 * hue - 63);
  const dl = (l2 - l1) / (1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * chroma);
  const dh = (2 * Math.sqrt(c1 * c2) * sin(turn / 2)) / (1 + 0.015 * chroma * t);
  const rotation = -sin(60 * Math.exp(-(((hue - 275) / 25) ** 2))) * 2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh);
}

/** The two looks that are nearest to each other; each is what a class is told by (`colours`), those of another `shape` are told by that. */
export function nearest(looks) {
  const pairs = looks.flatMap((a, at) => looks.slice(at + 1).filter((b) => b.shape === a.shape).map((b) => [a, b]));
  const apart = ([a, b]) => (eyes) => Math.max(...a.colours.map((colour, at) => difference(lab(colour, eyes), lab(b.colours[at], eyes))));
  const all = pairs.flatMap((pair) => Object.keys(EYES).map((eyes) => ({ apart: apart(pair)(eyes), eyes, pair: pair.map((one) => one.name) })));
  return all.reduce((least, one) => (one.apart < least.apart ? one : least));
}
