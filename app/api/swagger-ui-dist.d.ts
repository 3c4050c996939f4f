declare module "swagger-ui-dist" {
  /** The folder that holds the scripts and styles. */
  export function getAbsoluteFSPath(): string;
}
