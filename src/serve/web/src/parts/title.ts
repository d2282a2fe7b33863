import { useEffect } from "preact/hooks";

/** The title of the window while a page is shown. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · hongtu` : "hongtu";
  }, [title]);
}
