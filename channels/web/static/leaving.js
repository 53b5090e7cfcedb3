// "Leave quickly": the button, Shift three times, and every other window of ours in this browser.
// Nothing of the chat is left to come back to, and its session is over.
import { forget, memory } from "./memory.js";

const WITHIN_MS = 1500;

/** Makes the link leave. Gives what leaves, for whoever else must. */
export const leaveBy = (link, before = () => {}) => {
  const windows = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  const leave = () => {
    document.title = "";
    document.body.replaceChildren();
    before();
    navigator.sendBeacon?.("/left", memory.token);
    windows?.postMessage("");
    forget();
    if (window.parent !== window) {
      window.parent.postMessage("connexions-leave", "*");
      window.top.location.replace(link.dataset.to);
    } else {
      location.replace(link.dataset.to);
    }
  };
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < WITHIN_MS) leave();
  });
  windows?.addEventListener("message", leave, { once: true });
  // A page brought back whole from the browser's memory is loaded anew instead.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  return leave;
};
