import { useSpeech } from "../language";

type Props = { total: number; offset: number; size: number; onMove: (offset: number) => void };

/** Steps through a long list. */
export function Pager({ total, offset, size, onMove }: Props) {
  const { t, number } = useSpeech();
  if (total <= size) return null;
  return (
    <nav class="pager" aria-label={t("pager")}>
      <button type="button" disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - size))}>
        {t("before")}
      </button>
      <span>
        {number(offset + 1)}–{number(Math.min(total, offset + size))} / {number(total)}
      </span>
      <button type="button" disabled={offset + size >= total} onClick={() => onMove(offset + size)}>
        {t("next")}
      </button>
    </nav>
  );
}
