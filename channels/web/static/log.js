// The messages on the screen: in the order of their numbers, none twice, ours not yet stored last.
import { messageElement, startDay } from "./messages.js";

const NEAR = 48;
const GAP = 8;

export class Log {
  #log = document.getElementById("log");
  #scroll = document.getElementById("scroll");
  #newer = document.getElementById("newer");
  #words;
  #press;
  #shown = new Map();
  #waiting = new Map();
  #seen = 0;
  #firstNew = null;
  #pinned = false;

  constructor(words, press) {
    this.#words = words;
    this.#press = press;
    this.#newer.addEventListener("click", () => this.toEnd());
    this.#scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // A keyboard or the strip above the box takes room: what was in view stays in view.
    new ResizeObserver(() => this.#pinned && this.toEnd()).observe(this.#scroll);
  }

  get empty() {
    return !this.#log.childElementCount;
  }

  /** Whether new messages are read out. What was said before the page opened is not. */
  announce(on) {
    this.#log.ariaLive = on ? "polite" : "off";
  }

  /** Our own message, on its way. */
  sending({ id, text, choice = "" }) {
    const element = messageElement({ author: "young person", kind: "text", text }, this.#words);
    element.querySelector(".state").textContent = this.#words.sending;
    this.#waiting.set(id, element);
    this.#log.append(element);
    if (!choice.startsWith("helped:")) this.#settle(text);
    this.toEnd();
  }

  /** Our own message is stored under this number. */
  stored(id, seq) {
    const element = this.#waiting.get(id);
    if (!element) return;
    this.#waiting.delete(id);
    this.#state(element, seq);
    if (this.#shown.has(seq)) element.remove();
    else this.#place(element, seq);
  }

  /** The adviser has everything up to this number on the screen. */
  seen(seq) {
    this.#seen = Math.max(this.#seen, seq);
    for (const [number, element] of this.#shown) this.#state(element, number);
  }

  /** Our own message cannot be sent as it is. */
  failed(id) {
    const state = this.#waiting.get(id)?.querySelector(".state");
    if (state) state.textContent = this.#words.notSent;
  }

  show(frame) {
    if (frame.id && this.#waiting.has(frame.id)) {
      this.stored(frame.id, frame.seq);
      return;
    }
    if (this.#shown.has(frame.seq)) return;
    const follow = this.#firstNew || this.#pinned;
    const element = messageElement(frame, this.#words, this.#press);
    this.#place(element, frame.seq);
    if (frame.author === "young person") this.#settle(frame.text);
    if (follow) this.#follow(element);
    // Who reads down a long reply finds the rest of it; a person who writes meanwhile must be noticed.
    const expected = follow && frame.author !== "adviser";
    this.#newer.hidden = expected || this.#inView(element);
  }

  clear() {
    for (const element of this.#shown.values()) element.remove();
    this.#shown.clear();
    this.#seen = 0;
    this.#caughtUp();
  }

  /** The newest message in view, however tall what came before it is. */
  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#scrolled();
  }

  focus() {
    this.#log.focus({ preventScroll: true });
  }

  /** What the young person says answers the buttons above it: they are gone. */
  #settle(text) {
    if ([this.#words.itHelped, this.#words.itDidNot].includes(text)) {
      [...this.#log.querySelectorAll(".helped")].at(-1)?.remove();
      return;
    }
    for (const group of this.#log.querySelectorAll(".choices")) group.remove();
  }

  #state(element, seq) {
    const state = element.querySelector(".state");
    const word = seq <= this.#seen ? this.#words.seen : this.#words.sent;
    if (state && state.textContent !== word) state.textContent = word;
  }

  #place(element, seq) {
    this.#shown.set(seq, element);
    this.#state(element, seq);
    element.dataset.seq = seq;
    const after = [...this.#log.children].find(
      (other) => other !== element && !(Number(other.dataset.seq) < seq),
    );
    if (element.nextElementSibling !== (after ?? null) || !element.isConnected) {
      this.#log.insertBefore(element, after ?? null);
    }
    startDay(element, this.#words);
    startDay(after, this.#words);
  }

  /** Go down to what is new, but never past its beginning. */
  #follow(element) {
    this.#firstNew ??= element;
    const top = this.#firstNew.getBoundingClientRect().top - this.#scroll.getBoundingClientRect().top;
    this.#scroll.scrollTop += Math.min(top - GAP, this.#toGo());
  }

  #inView(element) {
    return element.getBoundingClientRect().top < this.#scroll.getBoundingClientRect().bottom - NEAR;
  }

  #toGo() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroll;
    return scrollHeight - clientHeight - scrollTop;
  }

  #scrolled() {
    this.#pinned = this.#toGo() < NEAR;
    if (this.#pinned) this.#caughtUp();
  }

  #caughtUp() {
    this.#firstNew = null;
    this.#newer.hidden = true;
  }
}
