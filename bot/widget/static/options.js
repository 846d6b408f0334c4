// More options: save, print, sound, end and delete; the last two ask first.
import { read, write } from "./storage.js";
import { t } from "./texts.js";
import { save } from "./transcript.js";

const by = (id) => document.getElementById(id);

function ask(kind, act) {
  const box = by("question");
  const back = by("options").querySelector("summary");
  const close = () => { box.hidden = true; if (back && back.offsetParent) back.focus(); };
  by("question-title").textContent = t(`${kind}_title`);
  by("question-body").textContent = t(`${kind}_body`);
  by("question-yes").textContent = t(`${kind}_yes`);
  by("question-yes").classList.toggle("nhsuk-button--warning", kind === "delete");
  by("question-no").textContent = t(`${kind}_no`);
  by("question-yes").onclick = () => { close(); act(); };
  by("question-no").onclick = close;
  box.onkeydown = (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } };
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
  by("question-title").focus();
}

export function options(conversation, failed) {
  const details = by("options");
  details.addEventListener("click", ({ target }) => { if (target.closest("button")) details.open = false; });
  document.addEventListener("pointerdown", ({ target }) => { if (!details.contains(target)) details.open = false; });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.preventDefault();
    details.open = false;
    details.querySelector("summary").focus();
  });
  details.addEventListener("focusout", ({ relatedTarget }) => { // it would lie over what has the focus
    if (relatedTarget && !details.contains(relatedTarget)) details.open = false;
  });
  by("save").addEventListener("click", () => save(by("messages")));
  by("print").addEventListener("click", () => window.print());
  by("end").addEventListener("click", () => ask("end", () => conversation.end().catch(failed)));
  by("delete").addEventListener("click", () => ask("delete", () => conversation.erase().catch(failed)));
  by("sound").checked = read("sound") === "on";
  by("sound").addEventListener("change", (event) => { write("sound", event.target.checked ? "on" : null); ding(); });
  by("leave").addEventListener("click", leave);
}

function leave(event) {
  event.preventDefault();
  document.body.hidden = true;
  const address = event.currentTarget.href;
  if (window.parent !== window) window.parent.postMessage({ assistant: "leave", address }, "*");
  else window.location.replace(address);
}

export function ding() {
  if (read("sound") !== "on") return;
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    volume.gain.value = 0.08;
    tone.frequency.value = 660;
    tone.connect(volume).connect(audio.destination);
    tone.onended = () => audio.close();
    tone.start();
    tone.stop(audio.currentTime + 0.15);
  } catch { /* no sound on this device */ }
}
