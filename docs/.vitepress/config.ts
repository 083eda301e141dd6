import { defineConfig } from "vitepress";
import { slug } from "../../scripts/docs/markdown.ts";
import { sidebar } from "./sidebar.ts";

// A site in a subfolder of its host: DOCS_BASE=/s3-signpost/ npm run docs
const base = process.env["DOCS_BASE"] ?? "/";

// `npm run docs` collects the pages in build/site, and writes the site to build/docs.
export default defineConfig({
  title: "s3-signpost",
  description: "Signs Amazon S3 requests inside the web page, and runs the downloads and uploads.",
  lang: "en",
  base,
  srcDir: "../build/site",
  outDir: "../build/docs",
  cacheDir: "../build/vitepress",
  ignoreDeadLinks: [/^\/rust\//, /127\.0\.0\.1/],
  markdown: {
    // Headings have the same anchors here and on GitHub.
    anchor: { slugify: slug },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  transformHead: ({ page }) =>
    page === "404.md"
      ? []
      : [["link", { rel: "alternate", type: "text/markdown", href: `${base}${page}` }]],
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: sidebar(),
    nav: [
      { text: "Guides", link: "/guides/quick-start", activeMatch: "^/guides/" },
      { text: "API", link: "/reference/", activeMatch: "^/reference/" },
      { text: "Errors", link: "/errors" },
      { text: "Rust", link: "/rust/s3_signpost/index.html", target: "_self" },
    ],
    docFooter: { prev: "Previous page", next: "Next page" },
  },
});
