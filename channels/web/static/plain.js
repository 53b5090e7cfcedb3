import { leaveBy } from "./leaving.js";
import { keep, memory } from "./memory.js";

leaveBy(document.getElementById("leave"));

// A form that needs the key to this tab's chat is given it as it is sent.
addEventListener("submit", ({ target }) => {
  if (target.elements.token) target.elements.token.value = memory.token;
});

// Another chat was opened with a code: this tab lets go of its own, and goes there.
if (document.querySelector("[data-opened]")) {
  Object.assign(memory, { token: "", unsent: [] });
  keep();
  location.replace("/");
}
