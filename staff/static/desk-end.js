// The end of the conversation: in its own pane, or, in a short window or at a large zoom, on the page.
const list = () => document.getElementById("messages");
const newest = () => list().querySelector(":scope > .messages > li:last-child");
const scrollsItself = () => getComputedStyle(list()).overflowY !== "visible";

export function isAtEnd() {
  const box = list();
  if (scrollsItself()) return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  return box.getBoundingClientRect().bottom < innerHeight + 80;
}

export function goToEnd() {
  stayAtEnd();
  if (!scrollsItself()) newest()?.scrollIntoView({ block: "nearest" });
}

// What stands below the pane has grown; where the page scrolls, it stays where it is.
export function stayAtEnd() {
  list().scrollTop = list().scrollHeight;
}
