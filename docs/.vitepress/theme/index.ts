import { useData, withBase } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { defineComponent, h } from "vue";
import "./style.css";

/** A link to the Markdown of the page. It has a target, since the router of the site would look for a page. */
const MarkdownLink = defineComponent(() => {
  const { page } = useData();
  return () =>
    h(
      "a",
      { class: "markdown-link", href: withBase(`/${page.value.relativePath}`), target: "_self" },
      "This page as Markdown",
    );
});

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-footer-before": () => h(MarkdownLink) }),
};
