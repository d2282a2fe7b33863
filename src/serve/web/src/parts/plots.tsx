/** Small plots as SVG and HTML: they take the theme's colours, print well and can be read aloud. */
import { scaleBand, scaleLinear } from "d3-scale";
import type { ComponentChildren } from "preact";
import { useSpeech } from "../language";
import { useWidth } from "./width";

export type Bar = { key: string; label: ComponentChildren; value: number; class?: string | undefined; href?: string | undefined };

/** Horizontal bars, the longest as long as the room. */
export function Bars({ bars }: { bars: Bar[] }) {
  const { number } = useSpeech();
  const longest = Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul class="bars">
      {bars.map((bar) => {
        const inside = (
          <>
            <span class="bar-label">{bar.label}</span>
            <svg class={`bar-line ${bar.class ?? ""}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width={Math.max(0.6, (100 * bar.value) / longest)} height="8" />
            </svg>
            <span class="bar-value">{number(bar.value)}</span>
          </>
        );
        return <li key={bar.key}>{bar.href ? <a href={bar.href}>{inside}</a> : <span>{inside}</span>}</li>;
      })}
    </ul>
  );
}

export type Column = { key: string; values: number[] };

/** Columns side by side over a scale, a group for each key. */
export function Columns({ columns, names, height = 190, title }: { columns: Column[]; names: string[]; height?: number; title: string }) {
  const { number } = useSpeech();
  const [figure, whole] = useWidth<HTMLElement>(700);
  const width = Math.min(whole, Math.max(320, columns.length * 60 * names.length));
  const most = Math.max(1, ...columns.flatMap((column) => column.values));
  const room = { left: 18 + 6.5 * number(most).length, right: 6, top: 10, bottom: 24 };
  const across = scaleBand<string>().domain(columns.map((column) => column.key)).range([room.left, width - room.right]).paddingInner(0.25).paddingOuter(0.1);
  const within = scaleBand<number>().domain(names.map((_, at) => at)).range([0, across.bandwidth()]);
  const up = scaleLinear().domain([0, most]).nice(4).range([height - room.bottom, room.top]);
  const every = Math.ceil(columns.length / (width / 46));
  return (
    <figure class="plot" ref={figure}>
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {up.ticks(4).map((tick) => (
          <g class="tick">
            <path d={`M${room.left} ${up(tick)}H${width - room.right}`} />
            <text x={room.left - 6} y={up(tick)} text-anchor="end" dominant-baseline="middle">
              {number(tick)}
            </text>
          </g>
        ))}
        {columns.map((column, at) => (
          <g transform={`translate(${across(column.key)} 0)`}>
            {column.values.map((value, series) => (
              <rect class={`series-${series}`} x={within(series)} y={up(value)} width={Math.max(1, within.bandwidth() - 1)} height={up(0) - up(value)} rx="1.5">
                <title>{`${column.key} · ${names[series]}: ${number(value)}`}</title>
              </rect>
            ))}
            {at % every === 0 && (
              <text class="at" x={across.bandwidth() / 2} y={height - 8} text-anchor="middle">
                {column.key}
              </text>
            )}
          </g>
        ))}
      </svg>
      {names.length > 1 && (
        <figcaption>
          {names.map((name, series) => (
            <span class={`key series-${series}`}>{name}</span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}
