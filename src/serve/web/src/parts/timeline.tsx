/** Figures as dots over the years for which they are meant, stacked where there are many. */
import { scaleLinear } from "d3-scale";
import { useMemo } from "preact/hooks";
import { useSpeech } from "../language";
import type { Target } from "../types";
import { passageAddress } from "./address";
import { useWidth } from "./width";

const SIDE = 30;
const STEP = 11;
const HIGHEST = 14;

const yearOf = (target: Target): number | undefined => {
  const match = /^(\d{4})/.exec(target.time ?? "");
  return match ? Number(match[1]) : undefined;
};

export function Timeline({ targets }: { targets: Target[] }) {
  const { t, number, term } = useSpeech();
  const [figure, wide] = useWidth<HTMLElement>(1000);
  const years = useMemo(() => {
    const by = new Map<number, Target[]>();
    for (const target of targets) {
      const year = yearOf(target);
      if (year === undefined) continue;
      const group = by.get(year);
      if (group) group.push(target);
      else by.set(year, [target]);
    }
    return [...by].sort(([a], [b]) => a - b);
  }, [targets]);
  const [first, last] = [years[0]?.[0] ?? 0, years.at(-1)?.[0] ?? 1];
  const tallest = Math.min(HIGHEST, Math.max(1, ...years.map(([, group]) => group.length)));
  const height = tallest * STEP + 46;
  const across = scaleLinear().domain([first, Math.max(last, first + 1)]).range([SIDE, wide - SIDE]);
  const labelled = Math.max(1, Math.ceil(((last - first) * 46) / wide));
  return (
    <figure class="timeline" ref={figure} hidden={years.length === 0}>
      <figcaption>{t("timeline")}</figcaption>
      <svg width={wide} height={height} viewBox={`0 0 ${wide} ${height}`} role="group" aria-label={t("timeline")}>
        <path class="axis" d={`M0 ${height - 24}H${wide}`} />
        {years.map(([year, group]) => (
          <g transform={`translate(${across(year)} 0)`}>
            {group.slice(0, HIGHEST).map((target, at) => {
              const words = `${target.time} ${target.holder.name} ${target.indicator} ${number(target.value)}${target.unit ?? ""} (${target.status ? term(target.status) : ""})`;
              const [passage] = target.evidence;
              if (!passage || !target.document) return null;
              return (
                <a href={passageAddress(target.document.id, passage)} aria-label={words}>
                  <circle class={`status-dot ${target.status ?? ""}`} cy={height - 33 - at * STEP} r="4.500">
                    <title>{words}</title>
                  </circle>
                </a>
              );
            })}
            {group.length > HIGHEST && (
              <text y="10" text-anchor="middle">
                +{group.length - HIGHEST}
              </text>
            )}
            {(year - first) % labelled === 0 && (
              <text y={height - 6} text-anchor="middle">
                {year}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  );
}
