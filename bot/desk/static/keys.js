// Shortcuts, none of them a single letter; /desk/shortcuts lists them.
const PLACES = { KeyR: "text", KeyM: "log", KeyN: "note", KeyF: "q" };

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    const digit = /^Digit([1-9])$/.exec(event.code);
    const list = digit && (document.body.dataset.lists || "").split(" ")[digit[1] - 1];
    const place = document.getElementById(PLACES[event.code] || "");
    if (!list && !place) return;
    event.preventDefault();
    if (list) location.assign(`/desk?show=${list}`);
    else place.focus();
  });
}
