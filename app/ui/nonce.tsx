import { createContext, useContext } from "react";

/** The nonce of the page while it is rendered; empty in the browser, which hides it from scripts. */
const NonceContext = createContext("");

export const NonceProvider = NonceContext.Provider;
export const useNonce = () => useContext(NonceContext);
