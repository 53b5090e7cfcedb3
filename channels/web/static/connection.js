// The socket: says hello, keeps messages until they are stored, and comes back when it is lost.
import { keep, memory } from "./memory.js";

const ANSWER_WITHIN_MS = 12000;
const LONGEST_WAIT_MS = 30000;

export class Connection {
  cursor = 0;
  welcomed = false;
  #embedded;
  #hear;
  #changed;
  #socket = null;
  #tries = 0;
  #again = null;
  #deadline = null;
  #stopped = false;
  #askedAfter = -1;

  constructor({ embedded, hear, changed }) {
    this.#embedded = embedded;
    this.#hear = hear;
    this.#changed = changed;
    addEventListener("online", () => this.#open());
    addEventListener("offline", () => this.#lost());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      if (this.welcomed) this.ask();
      else this.#open();
    });
    this.#open();
  }

  /** Keep a message and send it, now or when there is a connection. */
  send(message) {
    memory.unsent.push(message);
    keep();
    if (this.welcomed) this.#out({ type: "send", ...message }, true);
    return message;
  }

  /** Send what needs no keeping. */
  say(frame) {
    if (this.welcomed) this.#out(frame, false);
  }

  /** Ask for everything after the last message that we have without a gap. */
  ask() {
    if (this.#askedAfter === this.cursor) return;
    this.#askedAfter = this.cursor;
    this.#out(
      { type: "hello", token: memory.token, after: this.cursor, widget: this.#embedded },
      true,
    );
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#again);
    this.#drop();
  }

  #open() {
    if (this.#stopped || this.#socket) return;
    clearTimeout(this.#again);
    const address = new URL("/chat/socket", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#expectAnAnswer();
    socket.addEventListener("open", () => this.ask());
    socket.addEventListener("message", (event) => this.#heard(JSON.parse(event.data)));
    socket.addEventListener("close", () => socket === this.#socket && this.#lost());
  }

  #heard(frame) {
    clearTimeout(this.#deadline);
    if (frame.type === "welcome") {
      this.#askedAfter = -1;
      this.#tries = 0;
      const first = !this.welcomed;
      this.welcomed = true;
      memory.token = frame.token;
      this.#hear(frame);
      keep();
      if (first) memory.unsent.forEach((message) => this.#out({ type: "send", ...message }, true));
    } else {
      if (frame.type === "stored") this.#settled(frame.id);
      if (frame.type === "error") this.#failed(frame);
      this.#hear(frame);
    }
    this.#changed();
  }

  #settled(id) {
    this.#tries = 0;
    memory.unsent = memory.unsent.filter((message) => message.id !== id);
    keep();
  }

  #failed(frame) {
    const message = memory.unsent.find(({ id }) => id === frame.id);
    if (frame.code === "not-read") {
      this.#askedAfter = -1;
      setTimeout(() => this.ask(), this.#wait());
    }
    if (frame.code === "bad-frame" && message) this.#settled(frame.id);
    if (frame.code === "not-stored" && message) {
      setTimeout(() => this.say({ type: "send", ...message }), this.#wait());
    }
  }

  #out(frame, answered) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify(frame));
    if (answered) this.#expectAnAnswer();
  }

  #expectAnAnswer() {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lost(), ANSWER_WITHIN_MS);
  }

  #lost() {
    this.#drop();
    if (this.#stopped) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#open(), this.#wait());
    this.#changed();
  }

  #drop() {
    clearTimeout(this.#deadline);
    const socket = this.#socket;
    this.#socket = null;
    this.welcomed = false;
    this.#askedAfter = -1;
    socket?.close();
  }

  /** Longer after each try, and never the same for all who wait. */
  #wait() {
    this.#tries += 1;
    return Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#tries) * (0.5 + Math.random() / 2);
  }
}
