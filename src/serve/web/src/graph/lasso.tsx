/** A sheet over the graph on which the pointer draws a line around nodes. */
import { useState } from "preact/hooks";

export type Point = { x: number; y: number };

export function Lasso({ onDone }: { onDone: (polygon: Point[]) => void }) {
  const [points, setPoints] = useState<Point[]>([]);
  const at = (event: PointerEvent): Point => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  return (
    <svg
      class="lasso"
      onPointerDown={(event) => {
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        setPoints([at(event)]);
      }}
      onPointerMove={(event) => points.length > 0 && setPoints([...points, at(event)])}
      onPointerUp={() => {
        onDone(points);
        setPoints([]);
      }}
    >
      <polygon points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
    </svg>
  );
}
