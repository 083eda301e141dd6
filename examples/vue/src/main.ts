import { defineElements } from "s3-signpost/element";
import { createApp } from "vue";
import App from "./App.vue";
import "./style.css";

// Defines <s3-link>, which signs the link of an object again before each click.
defineElements({});
createApp(App).mount("#app");
