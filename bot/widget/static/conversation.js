// The conversation: its token, its messages, what is on the way, and who holds it. Everything that changes is told.
import { call } from "./api.js";
import { newId } from "./ids.js";
import { Outbox } from "./outbox.js";
import { onChange, read, write } from "./storage.js";
import { Stream } from "./stream.js";

let fromForm = JSON.parse(document.getElementById("token")?.textContent || "null"); // begun before scripts ran

export class Conversation extends EventTarget {
  constructor() {
    super();
    this.last = 0;
    this.token = null;
    this.outbox = new Outbox(
      ({ id, text, button }) => call("POST", "messages", { token: this.token, body: button ? { id, button } : { id, text } }),
      (item) => this.tell("outgoing", item),
      (item, problem) => (problem.isGone ? this.gone(problem.message) : this.tell("refused", { item, problem })),
      () => this.token !== null,
    );
    onChange("token", (token) => { if (token !== this.token) this.follow(token); });
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  async open() {
    try {
      this.token = read("token") || this.adopt() || (await this.create());
      const history = await this.history();
      this.tell("history", history);
      this.outbox.items.forEach((item) => this.tell("outgoing", item));
      this.listen();
      this.outbox.flush();
    } catch (problem) {
      if (problem.isGone) this.gone(problem.message);
      else this.notOpened(problem);
    }
  }

  adopt() {
    const token = fromForm;
    fromForm = null; // once: after it is gone, a new one is made
    if (token) write("token", token);
    return token;
  }

  async create() {
    const { token } = await call("POST", "conversations", { body: {} });
    write("token", token);
    return token;
  }

  async history() {
    const all = [];
    let last = this.last; // known only when all of it is there
    for (;;) {
      const more = await call("GET", `messages?after=${last}`, { token: this.token });
      if (!more.length) break;
      all.push(...more);
      last = more[more.length - 1].sequence;
    }
    this.last = last;
    return all;
  }

  notOpened(problem) {
    this.tell("trouble", problem);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), Math.max(4, problem.retryAfter) * 1000);
  }

  listen() {
    this.stream?.stop();
    this.stream = new Stream(this.token, () => this.last, (event, data) => this.hear(event, data), (state) => this.connected(state));
  }

  connected(state) {
    if (state.isGone) return this.gone(state.message);
    this.tell("connection", state);
    if (state === "on") this.outbox.flush();
    return undefined;
  }

  hear(event, data) {
    if (event === "ended") return this.ended();
    if (event !== "message") return this.tell(event, data);
    if (data.sequence <= this.last) return undefined;
    this.last = data.sequence;
    this.outbox.remove(data.id);
    return this.tell("message", data);
  }

  async ended() {
    const problem = await call("GET", `messages?after=${this.last}`, { token: this.token }).then(() => null, (error) => error);
    if (problem?.isGone) this.gone(problem.message);
    else this.tell("ended");
  }

  say(text) { this.outbox.add({ id: newId(), text, at: new Date().toISOString() }); }
  press(button, title) { this.outbox.add({ id: newId(), button, title, at: new Date().toISOString() }); }
  readUpTo(sequence) { return call("PUT", "read", { token: this.token, body: { up_to: sequence } }).catch(() => null); }
  types() { return call("PUT", "typing", { token: this.token }).catch(() => null); }
  end() { return call("POST", "end", { token: this.token }); }

  async erase() {
    await call("DELETE", "conversations", { token: this.token });
    this.drop();
    this.tell("gone", {});
  }

  gone(sentence) {
    const unsent = this.outbox.items.map((item) => item.text || "").join("\n").trim();
    this.drop();
    this.tell("gone", { sentence, unsent });
  }

  drop() {
    this.stream?.stop();
    if (read("token") === this.token) write("token", null);
    this.token = null;
    this.outbox.clear();
  }

  follow(token) {
    this.stream?.stop();
    clearTimeout(this.timer);
    this.last = 0;
    this.token = token;
    this.tell("emptied");
    if (token) this.open();
    else this.tell("gone", {});
  }

  restart() {
    this.stream?.stop();
    clearTimeout(this.timer);
    write("token", null);
    this.token = null;
    fromForm = null;
    this.outbox.clear();
    this.last = 0;
    this.tell("emptied");
    return this.open();
  }
}
