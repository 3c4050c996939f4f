import { renderSVG } from "uqr";

/** A picture of `text`, as an address that an `img` shows. Dark on light in every theme, as cameras want it. */
export function qrCode(text: string): string {
  const svg = renderSVG(text, { ecc: "M", border: 2 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
}
