import { leaveBy } from "./leaving.js";
import { keep, memory } from "./memory.js";

leaveBy(document.getElementById("leave"));

// Another chat was opened with a code: this tab lets go of its own, and goes there.
if (document.querySelector("[data-opened]")) {
  Object.assign(memory, { token: "", unsent: [] });
  keep();
  location.replace("/");
}
