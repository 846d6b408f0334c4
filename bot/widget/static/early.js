// Says before anything is drawn that scripts run; without modules, or when they fail before chat.js is through, the plain form stays.
(function () {
  var root = document.documentElement;
  if (!("noModule" in document.createElement("script")) || !window.fetch || !window.crypto) return;
  root.classList.add("scripted");
  window.addEventListener("error", function (event) {
    var ofScripts = event.target === window || (event.target && event.target.tagName === "SCRIPT");
    if (ofScripts && !root.hasAttribute("data-through")) root.classList.remove("scripted");
  }, true);
})();
