/** The address of a page is its state: filters and choices stand in the query, so that every view can be linked to. */
import { createContext } from "preact";
import { useLocation } from "preact-iso";

export type Change = Record<string, string | number | undefined>;

/** The parameters of the address, and a way to change some of them; `replace` leaves no step to go back to. */
export function useAddress(): [Record<string, string>, (change: Change, replace?: boolean) => void] {
  const { path, query, route } = useLocation();
  const change = (next: Change, replace = false): void => {
    const parameters = new URLSearchParams(query);
    for (const [name, value] of Object.entries(next)) {
      if (value === undefined || value === "") parameters.delete(name);
      else parameters.set(name, String(value));
    }
    const text = parameters.toString();
    route(text ? `${path}?${text}` : path, replace);
  };
  return [query, change];
}

export const list = (value: string | undefined): string[] => (value ? value.split(",") : []);

/** The list with the item put in or taken out, as it stands in an address. */
export function toggled(items: string[], item: string): string | undefined {
  const next = items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
  return next.length ? next.join(",") : undefined;
}

/** Where an entity is shown: in the explorer on its page, in the single page in its place. */
export const Addresses = createContext((id: string): string => entityAddress(id));

export const entityAddress = (id: string): string => `/entity/${encodeURIComponent(id)}`;
export const documentAddress = (id: string): string => `/document/${encodeURIComponent(id)}`;
/** Where a passage stands in its document. */
export const passageAddress = (id: string, passage: { start: number; end: number }): string => `${documentAddress(id)}?at=${passage.start}-${passage.end}`;
