import { useCallback, useState, type ReactNode } from "react";

/** Says something to who listens instead of looks: a function, and the place from where it is heard. */
export function useAnnouncer(): readonly [announce: (words: string) => void, place: ReactNode] {
  const [said, setSaid] = useState({ words: "", turn: 0 });
  const announce = useCallback((words: string) => {
    setSaid(({ turn }) => ({ words, turn: turn + 1 }));
  }, []);
  const place = (
    <span role="status" className="sr-only">
      {/* Another element each time, so that the same words are said again. */}
      <span key={said.turn}>{said.words}</span>
    </span>
  );
  return [announce, place];
}
