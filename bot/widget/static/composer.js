// Where the person writes: a draft that survives a reload, a counter, and errors beside it.
import { read, write } from "./storage.js";
import { counted, t } from "./texts.js";

const LONGEST = 1000;
const TELL_FROM = 100; // characters left

export class Composer {
  constructor(send) {
    this.send = send;
    const by = (id) => document.getElementById(id);
    Object.assign(this, { form: by("composer"), text: by("text"), error: by("error"), counter: by("counter"), counted: by("counted"), group: by("group") });
    this.text.value = read("draft") || "";
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.changed();
  }

  get length() { return [...this.text.value.trim()].length; }

  key(event) {
    const wide = matchMedia("(hover: hover)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !wide) return;
    event.preventDefault();
    this.submit();
  }

  changed() {
    write("draft", this.text.value || null);
    const left = LONGEST - this.length;
    const words = left < 0 ? counted("over", -left) : counted("left", left);
    this.counter.textContent = words;
    this.counter.classList.toggle("counter--over", left < 0);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.counted.textContent = left <= TELL_FROM ? words : ""; }, 900);
    if (this.error.textContent && left >= 0) this.complain("");
  }

  submit() {
    if (!this.text.value.trim()) return this.complain(t("empty"));
    if (this.length > LONGEST) return this.complain(t("too_long", { count: this.length - LONGEST }));
    const text = this.text.value.trim();
    this.text.value = "";
    this.changed();
    this.complain("");
    return this.send(text);
  }

  complain(words) {
    this.error.textContent = words;
    this.group.classList.toggle("nhsuk-form-group--error", Boolean(words));
    this.text.classList.toggle("nhsuk-textarea--error", Boolean(words));
    if (words) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
  }

  empty() {
    this.text.value = "";
    this.changed();
  }

  giveBack(text, words) {
    if (text) this.text.value = this.text.value ? `${text}\n${this.text.value}` : text;
    this.changed();
    this.complain(words);
  }
}
