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

// What the app asks first, asked while it is on its way; `session/renewal.rs` takes the answer. Tabs take turns.
const ask = async () => {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body: String.raw`{"query":"mutation RefreshSession {\n  refreshSession {\n    viewer {\n      id\n      email\n      name\n      role\n      permissions\n      practice {\n        name\n      }\n      recoveryCodesLeft\n    }\n    accessToken\n    expiresAt\n    recoveryCodes\n  }\n}\n","variables":null,"operationName":"RefreshSession"}`,
    signal: AbortSignal.timeout(35_000),
  });
  return [await answer.text(), answer.status];
};
globalThis.recallSession = navigator.locks ? navigator.locks.request("recall-session", ask) : ask();
// The app asks itself where this failed.
globalThis.recallSession.catch(() => {});

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
