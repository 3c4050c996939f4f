import { createContext, useContext } from "react";
import type { FlagView } from "./flag-view.ts";

const FlagContext = createContext<FlagView | null>(null);

export const FlagProvider = FlagContext.Provider;

/** The flag whose page this is. */
export function useFlag(): FlagView {
  const flag = useContext(FlagContext);
  if (flag === null) throw new Error("This is drawn only on the page of a flag.");
  return flag;
}
