// Shortcuts, none of them a single letter; /desk/shortcuts lists them.
const LISTS = ["waiting", "mine", "open", "closed"];
const PLACES = { KeyR: "text", KeyM: "log", KeyN: "note", KeyF: "q" };

export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    const list = /^Digit([1-4])$/.exec(event.code);
    const place = document.getElementById(PLACES[event.code] || "");
    if (!list && !place) return;
    event.preventDefault();
    if (list) location.assign(`/desk?show=${LISTS[list[1] - 1]}`);
    else place.focus();
  });
}
