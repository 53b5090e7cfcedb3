// What this tab remembers: the key to the conversation, messages that are not yet safe with us, and
// which way of reaching us was proven; how the person likes to read, and whether others use the computer.
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

const NOTHING = { token: "", unsent: [], polls: false, proven: false, size: "normal", easy: false, shared: false };

export const memory = { ...NOTHING, unsent: [], ...read() };

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
  Object.assign(memory, NOTHING);
  try {
    sessionStorage.clear();
  } catch {
    // There was none to clear.
  }
};
