// "Leave quickly": the button, and Shift three times. Nothing of the chat is left to come back to.
import { forget } from "./memory.js";

const WITHIN_MS = 1500;

export const leaveBy = (link, before = () => {}) => {
  const leave = (event) => {
    event?.preventDefault();
    before();
    forget();
    document.title = "";
    document.body.replaceChildren();
    if (window.parent !== window) {
      window.parent.postMessage("connexions-leave", "*");
      window.top.location.replace(link.href);
    } else {
      location.replace(link.href);
    }
  };
  let presses = [];
  link.addEventListener("click", leave);
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < WITHIN_MS) leave();
  });
  // A page brought back whole from the browser's memory is loaded anew instead.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
};
