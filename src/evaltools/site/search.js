"use strict";
(() => {
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = document.getElementById("words"), found = document.getElementById("found");
  const parts = [...document.querySelectorAll("main > section")].map(section => ({
    section, entries: [...section.querySelectorAll("li")].map(entry => (
      {entry, text: plain(section.getAttribute("aria-label") + " " + entry.textContent)})),
  }));
  const look = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const {section, entries} of parts) {
      let here = 0;
      for (const {entry, text} of entries) {
        entry.hidden = !wanted.every(word => text.includes(word));
        here += !entry.hidden;
      }
      section.hidden = here === 0;
      count += here;
    }
    found.value = count;
  };
  words.addEventListener("input", look);
  document.getElementById("search").hidden = false;
  look();
})();
