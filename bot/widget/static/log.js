// The list of messages: each is put in once, in order; it follows the end unless the person has scrolled up.
import { choices, drawn, element, redrawn } from "./message.js";
import { t } from "./texts.js";

const NEAR = 60; // pixels from the end

export class Log {
  // `pressed(token, title)` for quick replies; `again(id)` and `away(id)` for what was not sent; `seen(sequence)`.
  constructor({ pressed, again, away, seen }) {
    Object.assign(this, { pressed, again, away, seen });
    this.box = document.getElementById("log");
    this.list = document.getElementById("messages");
    this.newer = document.getElementById("newer");
    this.items = new Map();
    this.latest = 0;
    this.follows = true; // the end was in view when last looked
    this.newer.addEventListener("click", () => { this.toEnd(); this.box.focus({ preventScroll: true }); });
    [this.box, window].forEach((place) => place.addEventListener("scroll", () => this.look(), { passive: true }));
    document.addEventListener("visibilitychange", () => this.look());
    new ResizeObserver(() => this.resized()).observe(this.box);
  }

  get scroller() {
    return getComputedStyle(this.box).overflowY === "auto" ? this.box : document.scrollingElement;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const last = this.list.lastElementChild;
    if (this.scroller !== this.box && last) return last.getBoundingClientRect().bottom < window.innerHeight + NEAR;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    if (this.scroller === this.box) this.box.scrollTop = this.box.scrollHeight;
    else this.list.lastElementChild?.scrollIntoView({ block: "end" });
    this.look();
  }

  // An emergency begins in view and nothing lies over it, also when a message comes right after it.
  keepUp(item) {
    const urgent = this.urgentBy(item);
    if (urgent) urgent.scrollIntoView({ block: "start" });
    else this.toEnd();
    this.look();
  }

  // The emergency that it is, or comes right after; it may be taller than the window.
  urgentBy(item) {
    return [item, item.previousElementSibling].find((one) => one?.classList.contains("message--emergency"));
  }

  resized() {
    const last = this.list.lastElementChild;
    if (this.follows && last && this.scroller === this.box) this.keepUp(last);
  }

  look() {
    this.follows = this.atEnd();
    if (!this.follows || document.hidden || !this.box.offsetParent) return;
    this.newer.hidden = true;
    if (this.latest) this.seen(this.latest);
  }

  empty() {
    this.box.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    this.items.clear();
    this.latest = 0;
    this.newer.hidden = true;
  }

  history(messages) {
    this.box.setAttribute("aria-live", "off");
    messages.forEach((message) => this.put(message));
    this.toEnd();
    setTimeout(() => this.box.setAttribute("aria-live", "polite"), 500);
  }

  add(message) {
    const follow = this.atEnd();
    this.put(message);
    if (follow && message.sender === "person") this.toEnd();
    else if (follow) this.keepUp(this.items.get(message.id));
    else if (message.sender !== "person" && !this.urgentBy(this.items.get(message.id))) this.newer.hidden = false;
  }

  put(message) {
    this.latest = message.sequence;
    const known = this.items.get(message.id);
    if (known) {
      redrawn(known, message);
      known.dataset.sequence = message.sequence;
      this.state(known, t("sent"));
      return;
    }
    const item = drawn(message);
    item.dataset.sequence = message.sequence;
    if (message.sender === "person" || message.buttons.length) this.withoutChoices();
    if (message.buttons.length) item.append(choices(message.buttons, this.pressed));
    this.items.set(message.id, item);
    const waiting = [...this.list.children].find((other) => !other.dataset.sequence);
    this.list.insertBefore(item, waiting || null);
  }

  withoutChoices() {
    this.list.querySelectorAll(".choices").forEach((group) => {
      if (group.contains(document.activeElement)) this.box.focus({ preventScroll: true });
      group.remove();
    });
  }

  outgoing({ id, text, title, at, state, why }) {
    let item = this.items.get(id);
    if (item?.dataset.sequence) return; // the server has it
    if (!item) {
      item = drawn({ sender: "person", text: text || title, sent_at: at });
      this.items.set(id, item);
      this.withoutChoices();
      this.list.append(item);
      this.toEnd();
    }
    const follow = this.atEnd();
    item.classList.toggle("message--failed", state === "failed");
    if (state !== "failed") this.state(item, t(state === "sent" ? "sent" : "sending"));
    else this.failed(item, id, why);
    if (follow) this.toEnd();
  }

  failed(item, id, why) {
    this.state(item, `${t("not_sent")} ${why}`);
    [["try_again", this.again], ["do_not_send", this.away]].forEach(([key, act]) => {
      const button = element("button", "linklike", t(key));
      button.type = "button";
      button.addEventListener("click", () => { this.box.focus({ preventScroll: true }); act(id); });
      item.querySelector(".message__state").append(button);
    });
  }

  state(item, words) {
    item.classList.remove("message--failed");
    const line = item.querySelector(".message__state");
    if (line.textContent !== words) line.textContent = words;
    if (words.startsWith(t("not_sent"))) item.classList.add("message--failed");
  }

  remove(id) {
    this.items.get(id)?.remove();
    this.items.delete(id);
  }

  read(upTo) {
    this.list.querySelectorAll(".message--person").forEach((item) => {
      const sequence = Number(item.dataset.sequence);
      if (sequence && sequence <= upTo) this.state(item, t("read"));
    });
  }
}
