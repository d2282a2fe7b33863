/** The SPARQL editor. It lives in a shadow tree, where CodeMirror can give its style sheets without `<style>` elements, which the page's policy refuses. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { useEffect, useRef } from "preact/hooks";
import { useSpeech } from "../language";
import type { Problem } from "../types";
import { completeFrom } from "./completion";

const HIGHLIGHTS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.propertyName], color: "var(--code-variable)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--code-literal)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--code-comment)" },
  { tag: [tags.namespace, tags.url, tags.typeName], color: "var(--code-name)" },
]);

const LOOKS = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", backgroundColor: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-content": { fontFamily: "var(--mono)", caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selected) !important" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", fontFamily: "var(--sans)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px", backgroundColor: "var(--bad-soft)" },
});

/** `loaded` is taken when it is another object than before; what is typed is told and does not come back. */
type Props = { loaded: { text: string }; onChange: (text: string) => void; onRun: () => void; problem: Problem | undefined };

export function Editor({ loaded, onChange, onRun, problem }: Props) {
  const { t, schema, language } = useSpeech();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const current = useRef({ onChange, onRun });
  current.current = { onChange, onRun };

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: "open" });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: loaded.text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          lintGutter(),
          sparql(),
          syntaxHighlighting(HIGHLIGHTS),
          autocompletion({ override: [completeFrom(schema, language)], icons: false }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": t("queryText"), tabindex: "0" }),
          LOOKS,
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (current.current.onRun(), true) }])),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) current.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [schema, language]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== loaded.text) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: loaded.text } });
  }, [loaded]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const place = problem && placeOf(editor.state, problem);
    editor.dispatch(setDiagnostics(editor.state, place ? [{ ...place, severity: "error", message: problem.detail ?? problem.title }] : []));
    if (place) editor.dispatch({ effects: EditorView.scrollIntoView(place.from, { y: "center" }) });
  }, [problem]);

  return <div class="editor" ref={host} data-test="editor" />;
}

/** The word at the line and column, both counted from 1, that a problem names. */
function placeOf(state: EditorState, { line, column }: Problem): { from: number; to: number } | undefined {
  if (line === undefined) return undefined;
  const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
  const before = [...at.text].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
  const from = Math.min(at.from + before, at.to);
  const word = state.wordAt(from);
  if (word) return { from: word.from, to: word.to };
  return from < at.to ? { from, to: from + 1 } : { from: Math.max(at.from, at.to - 1), to: at.to };
}
