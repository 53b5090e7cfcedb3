// The connection: says hello, keeps messages until they are stored, and comes back when it is lost.
import { keep, memory } from "./memory.js";
import { Polling } from "./polling.js";

const OPEN_WITHIN_MS = 5000;
const ANSWER_WITHIN_MS = 12000;
const LONGEST_WAIT_MS = 30000;

export class Connection {
  cursor = 0;
  welcomed = false;
  #embedded;
  #school;
  #chosen;
  #hear;
  #changed;
  #socket = null;
  #polls = false;
  #losses = 0;
  #tries = 0;
  #again = null;
  #deadline = null;
  #stopped = false;
  #asked = [];

  constructor({ embedded, school, chosen, hear, changed }) {
    this.#embedded = embedded;
    this.#school = school;
    this.#chosen = chosen;
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
    if (this.#asked.at(-1) === this.cursor) return;
    this.#asked.push(this.cursor);
    this.#out(this.#hello(), true, this.#untried() ? OPEN_WITHIN_MS : ANSWER_WITHIN_MS);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#again);
    this.#drop();
  }

  #hello() {
    return {
      type: "hello",
      token: memory.token,
      after: this.cursor,
      widget: this.#embedded,
      school: this.#school,
      language: document.documentElement.lang,
      chosen: this.#chosen,
    };
  }

  #open() {
    if (this.#stopped || this.#socket) return;
    clearTimeout(this.#again);
    const address = new URL("/chat/socket", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.#polls = this.#other() !== memory.polls;
    const socket = this.#polls ? new Polling(() => this.#hello()) : new WebSocket(address);
    this.#socket = socket;
    this.#expectAnAnswer(OPEN_WITHIN_MS);
    socket.addEventListener("open", () => socket === this.#socket && this.ask());
    socket.addEventListener("message", ({ data, asked }) => {
      if (socket === this.#socket) this.#heard(JSON.parse(data), asked);
    });
    socket.addEventListener("close", () => socket === this.#socket && this.#lost());
  }

  #heard(frame, asked) {
    clearTimeout(this.#deadline);
    if (frame.type === "welcome") {
      const after = this.#asked.shift();
      this.#tries = this.#losses = 0;
      const first = !this.welcomed;
      this.#chosen = false;
      this.welcomed = true;
      memory.token = frame.token;
      if (!memory.proven) Object.assign(memory, { proven: true, polls: this.#polls });
      this.#hear({ ...frame, asked: asked ?? after });
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
      this.#asked = [];
      setTimeout(() => this.ask(), this.#wait());
    }
    if (frame.code === "bad-frame" && message) this.#settled(frame.id);
    if (frame.code === "not-stored" && message) {
      setTimeout(() => this.say({ type: "send", ...message }), this.#wait());
    }
  }

  #out(frame, answered, within = ANSWER_WITHIN_MS) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    if (answered) this.#expectAnAnswer(within);
    this.#socket.send(JSON.stringify(frame));
  }

  #expectAnAnswer(within) {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#lost(), within);
  }

  /** Whether it is the other way's turn, of socket and requests that wait: every second time at first,
      every third once one of them was proven. */
  #other() {
    return memory.proven ? this.#losses % 3 === 2 : this.#losses % 2 === 1;
  }

  /** Whether nothing is known of this network yet: a way that stays silent is left sooner for the other. */
  #untried() {
    return !memory.proven && this.#losses < 2;
  }

  #lost() {
    if (this.#socket && !this.welcomed) this.#losses += 1;
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
    this.#asked = [];
    socket?.close();
  }

  /** Longer after each try, and never the same for all who wait. */
  #wait() {
    this.#tries += 1;
    return Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#tries) * (0.5 + Math.random() / 2);
  }
}
