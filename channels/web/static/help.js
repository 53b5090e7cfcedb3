// Reading help and what belongs to this device: text size, spacing, a shared computer, the chat as text.
import { leaveWhenIdle } from "./idle.js";
import { keep, memory } from "./memory.js";

const part = (id) => document.getElementById(id);
const page = document.documentElement.classList;

const read = () => {
  page.toggle("large", memory.size === "large");
  page.toggle("largest", memory.size === "largest");
  page.toggle("easy", memory.easy);
};

/** Joins the controls to what this tab remembers. `leave` is what an idle shared computer does. */
export const offerHelp = (idleMinutes, leave) => {
  let stopWatching = () => {};
  const share = () => {
    stopWatching();
    stopWatching = memory.shared ? leaveWhenIdle(idleMinutes, part("idle"), leave) : () => {};
  };
  const tools = part("tools");
  tools.querySelector(`[name=size][value=${memory.size}]`).checked = true;
  part("easy").checked = memory.easy;
  part("shared").checked = memory.shared;
  tools.addEventListener("change", () => {
    memory.size = tools.querySelector("[name=size]:checked").value;
    memory.easy = part("easy").checked;
    memory.shared = part("shared").checked;
    keep();
    read();
    share();
  });
  part("to-tools").addEventListener("click", (event) => {
    event.preventDefault();
    tools.open = true;
    tools.scrollIntoView();
    tools.querySelector("summary").focus();
  });
  tools.addEventListener("submit", ({ target }) => (target.elements.token.value = memory.token));
  read();
  share();
};
