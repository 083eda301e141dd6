import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the site's pages. */
const SITE = fileURLToPath(new URL("../../build/site/", import.meta.url));

interface Group {
  text: string;
  /** Folder of the pages, and the names of those that come first. Others follow by name. */
  folder: string;
  first: string[];
  /** Whether the other pages of the folder follow. */
  rest?: boolean;
}

const GROUPS: Group[] = [
  {
    text: "Guides",
    folder: "guides",
    rest: true,
    first: [
      ...["quick-start", "credentials", "openid-connect", "cors", "downloads"],
      ...[
        "uploads-and-forms",
        "large-files",
        "presigned-urls",
        "signing-on-the-fly",
        "players-and-maps",
        "service-worker",
      ],
      ...["many-links", "inspect-and-explain", "bundlers-workers-csp", "compatibility", "errors"],
      ...["security", "limits", "what-it-cannot-do"],
    ],
  },
  {
    text: "Upload widgets",
    folder: "guides/widgets",
    rest: true,
    first: ["upload-queue", "elements", "upload-components"],
  },
  { text: "Migrate", folder: "migrate", rest: true, first: [] },
  { text: "Infrastructure", folder: "infrastructure", rest: true, first: ["index"] },
  { text: "Examples", folder: "examples", first: ["index"] },
  { text: "Reference", folder: "", first: ["errors", "differences", "page", "AGENTS"] },
  {
    text: "Project",
    folder: "",
    first: [
      ...["CHANGELOG", "SECURITY", "CONTRIBUTING", "ARCHITECTURE", "decisions", "dependencies"],
      "releasing",
    ],
  },
];

/** Returns the groups of pages beside every page, and the members of the API beside those of the reference. */
export function sidebar() {
  const groups = GROUPS.map(({ text, folder, first, rest = false }) => ({
    text,
    items: pagesOf(folder, first, rest).map((path) => ({ text: titleOf(path), link: `/${path}` })),
  }));
  return {
    "/": groups.filter(({ items }) => items.length > 0),
    "/reference/": referenceSidebar(),
  };
}

/** Returns the list of the members that the reference has written beside its pages, with the first level open. */
function referenceSidebar(): object[] {
  const file = join(SITE, "reference", "typedoc-sidebar.json");
  if (!existsSync(file)) return [];
  const items: object[] = JSON.parse(readFileSync(file, "utf8"));
  return items.map((item) => ({ ...item, collapsed: false }));
}

function pagesOf(folder: string, first: string[], rest: boolean): string[] {
  if (!existsSync(join(SITE, folder))) return [];
  const names = readdirSync(join(SITE, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -".md".length));
  const others = names.filter((name) => rest && !first.includes(name)).sort();
  return [...first.filter((name) => names.includes(name)), ...others].map((name) =>
    folder ? `${folder}/${name}` : name,
  );
}

function titleOf(path: string): string {
  const title = /^# (.+)$/m.exec(readFileSync(join(SITE, `${path}.md`), "utf8"))?.[1] ?? path;
  return title.replace(/[`*]/g, "");
}
