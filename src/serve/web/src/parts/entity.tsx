/** Entities and classes as they stand in a line: a mark with the class's colour and shape, and the name. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { useSpeech } from "../language";
import { coloursOf, type Theme } from "../theme";
import type { Ref } from "../types";
import { outlineOf } from "../graph/shapes";
import { Addresses } from "./address";

/** The theme in which class marks are drawn. */
export const ClassGlyphs = createContext<Theme>("light");

export function ClassMark({ id, size = 12 }: { id: string; size?: number }) {
  const theme = useContext(ClassGlyphs);
  const { schema } = useSpeech();
  const colours = coloursOf(
    schema.classes.find((term) => term.id === id),
    theme,
  );
  return (
    <svg class="mark" viewBox="-1.15 -1.15 2.3 2.3" width={size} height={size} aria-hidden="true">
      <path d={outlineOf(id)} fill={colours.strong} />
    </svg>
  );
}

export function ClassName({ id }: { id: string }) {
  const { term } = useSpeech();
  return (
    <span class="class-name">
      <ClassMark id={id} /> {term(id)}
    </span>
  );
}

type Props = { entity: Ref; plain?: boolean; onChoose?: ((entity: Ref) => void) | undefined };

/** The name of an entity, which leads to its page, or does what the place it stands in wants. */
export function Entity({ entity, plain = false, onChoose }: Props) {
  const { term } = useSpeech();
  const address = useContext(Addresses);
  const inside = (
    <>
      <ClassMark id={entity.class} />
      <bdi>{entity.name}</bdi>
    </>
  );
  const looks = plain ? "entity plain" : "entity";
  if (onChoose) {
    return (
      <button type="button" class={looks} title={term(entity.class)} onClick={() => onChoose(entity)}>
        {inside}
      </button>
    );
  }
  return (
    <a class={looks} href={address(entity.id)} title={term(entity.class)}>
      {inside}
    </a>
  );
}
