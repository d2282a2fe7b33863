/** Line drawings of 24 by 24 for buttons. */
const PATHS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 5 5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
  menu: "M4 6h16M4 12h16M4 18h16",
  close: "M6 6l12 12M18 6 6 18",
  quote: "M7 7h4v4c0 3-1 5-4 6M15 7h4v4c0 3-1 5-4 6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  graph: "M6 17a2 2 0 1 0 0 .1M18 17a2 2 0 1 0 0 .1M12 6a2 2 0 1 0 0 .1M7 15.500 11 8M17 15.500 13 8M8 17h8",
  pin: "M9 3h6l-1 6 4 4H6l4-4-1-6ZM12 13v8",
  expand: "M12 5v14M5 12h14",
  collapse: "M5 12h14",
  lasso: "M12 4c5 0 9 2.500 9 6s-4 6-9 6-9-2.500-9-6 4-6 9-6ZM7 15c-1 2 0 4 2 5",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  down: "M12 4v12M7 11l5 5 5-5M5 20h14",
  play: "M8 5v14l11-7L8 5Z",
  copy: "M9 9h11v11H9V9ZM5 15H4V4h11v1",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  hide: "M3 3l18 18M10 6c6-1 9 4 11 6-1 1-2 2.500-3.500 3.700M6 8c-2 1.300-3 3-3 4 2 3 6 7 12 5",
  text: "M5 6h14M5 10h14M5 14h10M5 18h7",
  path: "M5 19a2 2 0 1 0 0-.1M19 5a2 2 0 1 0 0-.1M7 19h7a4 4 0 0 0 0-7h-4a4 4 0 0 1 0-7h7",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
