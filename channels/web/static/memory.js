// What this tab remembers: the key to the conversation, messages that are not yet safe with us, and
// which way of reaching us was proven.
// It lives as long as the tab. Where the browser allows no storage it lives as long as the page.
const KEY = "chat";
let forgotten = false;

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};

export const memory = { token: "", unsent: [], polls: false, proven: false, ...read() };

export const keep = () => {
  if (forgotten) return;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // No storage here: the page itself still remembers.
  }
};

export const forget = () => {
  forgotten = true;
  memory.token = "";
  memory.unsent = [];
  try {
    sessionStorage.clear();
  } catch {
    // There was none to clear.
  }
};
