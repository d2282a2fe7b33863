/** How Sigma's WebGL draws nodes (a shape for each class) and lines (solid, dashed, dotted, with a head). */
import { createEdgeArrowHeadProgram, createEdgeCompoundProgram, EdgeProgram, NodeProgram } from "sigma/rendering";
import type { EdgeProgramType, NodeProgramType, ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { Shape } from "./shapes";

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;
type Uniform = (typeof UNIFORMS)[number];

function setView(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
  gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
  gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
  gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
}

/** Two triangles that cover a rectangle, by which both nodes and lines are drawn; its corners reach from `low` to 1. */
const rectangle = (low: number): number[][] => [[low, -1], [1, -1], [1, 1], [low, -1], [1, 1], [low, 1]];

const corners = (low: number) => ({
  VERTICES: 6,
  METHOD: TRIANGLES,
  UNIFORMS,
  CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
  CONSTANT_DATA: rectangle(low),
});

const float = (name: string, size: number) => ({ name, size, type: FLOAT });
const colour = (name: string) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });

/** Number of corners and turn of the first one; no corners for a circle, -1 for the plus sign. */
const FORM: Record<Shape, [corners: number, turn: number]> = {
  circle: [0, 0],
  square: [4, Math.PI / 4],
  diamond: [4, 0],
  hexagon: [6, 0],
  up: [3, Math.PI / 2],
  down: [3, -Math.PI / 2],
  pentagon: [5, Math.PI / 2],
  plus: [-1, 0],
};

export type ShapedNode = NodeDisplayData & { shape: Shape; ring: string };

/** What both vertex shaders begin with. */
const VIEW = /* glsl */ `attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
const float bias = 255.0 / 254.0;
`;

/** The colour, or where the pointer is looked for, the number as a colour. */
const COLOUR = /* glsl */ `  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
`;

const NODE_VERTEX = /* glsl */ `
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute vec2 a_form;
${VIEW}varying vec4 v_ring;
varying vec2 v_at;
varying vec2 v_form;
varying float v_pixel;

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius * 1.35, 1)).xy, 0, 1);
  v_at = a_corner * 1.35;
  v_form = a_form;
  v_pixel = u_correctionRatio * 2.0 / radius;
  v_ring = a_ring;
${COLOUR}  v_ring.a *= bias;
}`;

const NODE_FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_at;
varying vec2 v_form;
varying float v_pixel;
const float TURN = 6.28318530718;

float outside(vec2 p) {
  if (v_form.x == 0.0) return length(p) - 1.0;
  if (v_form.x < 0.0) {
    vec2 q = abs(p);
    return max(min(q.x, q.y) - 0.44, max(q.x, q.y) - 0.95);
  }
  float sector = TURN / v_form.x;
  float angle = atan(p.y, p.x) - v_form.y;
  float reach = v_form.x < 3.5 ? 1.18 : v_form.x < 4.5 ? 1.12 : 1.05;
  float fromCorner = mod(angle, sector) - sector * 0.5;
  return cos(fromCorner) * length(p) - reach * cos(sector * 0.5);
}

void main() {
  float border = outside(v_at);
  #ifdef PICKING_MODE
  gl_FragColor = border > 0.0 ? vec4(0.0) : v_color;
  #else
  float body = 1.0 - smoothstep(-v_pixel, v_pixel, border);
  float core = 1.0 - smoothstep(-v_pixel, v_pixel, border + min(v_pixel * 2.2, 0.2));
  gl_FragColor = mix(vec4(0.0), mix(v_ring, v_color, core), body);
  #endif
}`;


class ShapeProgram extends NodeProgram<Uniform> {
  getDefinition() {
    return {
      ...corners(-1),
      VERTEX_SHADER_SOURCE: NODE_VERTEX,
      FRAGMENT_SHADER_SOURCE: NODE_FRAGMENT,
      ATTRIBUTES: [float("a_position", 2), float("a_size", 1), colour("a_color"), colour("a_ring"), float("a_form", 2), colour("a_id")],
    };
  }

  override processVisibleItem(id: number, start: number, data: NodeDisplayData) {
    const { shape, ring } = data as ShapedNode;
    const [corners, turn] = FORM[shape];
    this.array.set([data.x, data.y, data.size, floatColor(data.color), floatColor(ring), corners, turn, id], start);
  }

  override setUniforms(params: RenderParams, info: ProgramInfo<Uniform>) {
    setView(params, info);
  }
}

/** How long the strokes of a line are, and how long the gaps, in pixels; nothing for a solid line. */
export type DashedEdge = EdgeDisplayData & { dash: [stroke: number, gap: number] };

const EDGE_VERTEX = /* glsl */ `
attribute vec2 a_from;
attribute vec2 a_to;
attribute float a_size;
attribute float a_radius;
attribute vec2 a_dash;
${VIEW}varying vec2 v_dash;
varying float v_along;
varying float v_across;
varying float v_half;

void main() {
  vec2 line = a_to - a_from;
  float reach = max(length(line), 1e-9);
  vec2 direction = line / reach;
  vec2 normal = vec2(-direction.y, direction.x);
  float pixel = u_correctionRatio;
  float thick = max(a_size / u_sizeRatio, 0.9) * pixel;
  float gap = a_radius * 2.0 * u_correctionRatio / u_sizeRatio + thick * 4.0;
  float along = a_corner.x * max(reach - gap, 0.0);
  vec2 position = a_from + direction * along + normal * a_corner.y * (thick + pixel);
  gl_Position = vec4((u_matrix * vec3(position, 1)).xy, 0, 1);
  v_along = along / pixel * 0.5;
  v_across = a_corner.y * (thick / pixel + 1.0);
  v_half = thick / pixel;
  v_dash = a_dash;
${COLOUR}}`;

const EDGE_FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_dash;
varying float v_along;
varying float v_across;
varying float v_half;

void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color;
  #else
  float seen = 1.0 - smoothstep(v_half - 0.6, v_half + 0.6, abs(v_across));
  float period = v_dash.x + v_dash.y;
  if (period > 0.0) {
    float at = mod(v_along, period);
    seen *= smoothstep(0.0, 0.7, at) * (1.0 - smoothstep(v_dash.x, v_dash.x + 0.7, at));
  }
  gl_FragColor = mix(vec4(0.0), v_color, seen);
  #endif
}`;


class DashProgram extends EdgeProgram<Uniform> {
  getDefinition() {
    return {
      ...corners(0),
      VERTEX_SHADER_SOURCE: EDGE_VERTEX,
      FRAGMENT_SHADER_SOURCE: EDGE_FRAGMENT,
      ATTRIBUTES: [float("a_from", 2), float("a_to", 2), float("a_size", 1), float("a_radius", 1), float("a_dash", 2), colour("a_color"), colour("a_id")],
    };
  }

  override processVisibleItem(id: number, start: number, from: NodeDisplayData, to: NodeDisplayData, data: EdgeDisplayData) {
    const [stroke, gap] = (data as DashedEdge).dash;
    this.array.set([from.x, from.y, to.x, to.y, data.size, to.size, stroke, gap, floatColor(data.color), id], start);
  }

  override setUniforms(params: RenderParams, info: ProgramInfo<Uniform>) {
    setView(params, info);
  }
}

export const nodeProgram = ShapeProgram as unknown as NodeProgramType;
export const edgeProgram = createEdgeCompoundProgram([
  DashProgram as unknown as EdgeProgramType,
  createEdgeArrowHeadProgram({ extremity: "target", lengthToThicknessRatio: 2.5, widenessToThicknessRatio: 2.2 }),
]);
