// Starts the app without a line of script in the page itself, which the content security policy forbids.
// Trunk writes the names of the app's files, with their hashes, into <meta name="recall-app"> (see Trunk.toml).
"use strict";

// The choice of `theme.rs`, under the same key and attribute, applied before anything is painted.
try {
  const theme = localStorage.getItem("recall.theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.setAttribute("data-theme", theme);
  }
} catch {
  // A browser that keeps nothing follows the system.
}

addEventListener("DOMContentLoaded", async () => {
  try {
    const app = document.querySelector('meta[name="recall-app"]');
    const { default: init } = await import(app.dataset.js);
    await init({ module_or_path: app.dataset.wasm });
  } catch (error) {
    console.error(error);
    document.querySelector(".splash__waiting")?.setAttribute("hidden", "");
    document.querySelector(".splash__failed")?.removeAttribute("hidden");
  }
});
