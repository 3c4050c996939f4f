/** The same words with each number and its "%" kept on one line. */
export function unbroken(words: string): string {
  return words.replaceAll(/(\d) %/g, "$1\u00a0%");
}
