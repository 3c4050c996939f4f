declare module "swagger-ui-dist/absolute-path.js" {
  /** The folder that holds the scripts and styles. */
  export default function folderOfReference(): string;
}
