(function () {
"use strict";

// One review of the data: its weights are decoded when it is first looked at (see attention_data.py).
function Weights(review) {
  this.length = review.tokens.length;
  this.heads = review.heads;
  this.kept = review.kept;
  this.values = bytes(review.values);
  this.scales = words(bytes(review.scales));
  const places = bytes(review.places);
  this.places = this.kept === this.length ? null : this.length > 256 ? words(places) : places;
}

// All weights of a token, those that are not kept as 0.
Weights.prototype.row = function (layer, head, token) {
  const weights = new Float64Array(this.length);
  const row = (layer * this.heads + head) * this.length + token;
  const step = this.scales[row] / 65535 / 255;
  for (let i = 0, at = row * this.kept; i < this.kept; i++, at++) {
    weights[this.places ? this.places[at] : i] = this.values[at] * step;
  }
  return weights;
};

// A head as a square picture: of long reviews, a pixel is the largest weight of the cells it covers.
Weights.prototype.draw = function (canvas, layer, head, colour) {
  const side = Math.min(this.length, 96);
  const scale = side / this.length;
  const image = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    image.data[4 * i] = colour[0];
    image.data[4 * i + 1] = colour[1];
    image.data[4 * i + 2] = colour[2];
  }
  const values = this.values, places = this.places, kept = this.kept, pixels = image.data;
  const columns = Uint16Array.from({length: this.length}, function (_, i) { return Math.floor(i * scale); });
  for (let token = 0; token < this.length; token++) {
    const start = columns[token] * side;
    const row = (layer * this.heads + head) * this.length + token;
    const largest = 255 * strength(this.scales[row] / 65535);
    for (let i = 0, at = row * kept; i < kept; i++, at++) {
      const alpha = 4 * (start + columns[places ? places[at] : i]) + 3;
      const strong = Math.round(largest * ROOTS[values[at]]);
      if (strong > pixels[alpha]) pixels[alpha] = strong;
    }
  }
  canvas.width = canvas.height = side;
  canvas.getContext("2d").putImageData(image, 0, 0);
};

// How strongly a weight is coloured: small ones would not be seen at all on an even scale.
function strength(weight) {
  return Math.min(1, Math.sqrt(weight));
}

const ROOTS = Float64Array.from({length: 256}, function (_, i) { return strength(i / 255); });

function bytes(text) {
  const raw = atob(text);
  const array = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) array[i] = raw.charCodeAt(i);
  return array;
}

function words(array) {
  const result = new Uint16Array(array.length / 2);
  for (let i = 0; i < result.length; i++) result[i] = array[2 * i] | (array[2 * i + 1] << 8);
  return result;
}

function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function percent(weight) {
  return (100 * weight).toFixed(1) + "\u00a0%";
}

function fill(select, labels, chosen) {
  select.replaceChildren.apply(select, labels.map(function (label, i) {
    const option = make("option", "", label);
    option.value = i;
    return option;
  }));
  select.selectedIndex = Math.min(chosen, labels.length - 1);
}

function count(number) {
  return Array.from({length: number}, function (_, i) { return i; });
}

// Moves the one tab stop of a group of elements to one of them.
function moveStop(elements, chosen, state) {
  elements.forEach(function (element, i) {
    element.tabIndex = i === chosen ? 0 : -1;
    element.setAttribute(state, i === chosen);
  });
}

// Arrow keys, Home and End choose the next, previous, first and last of a group.
function onArrows(group, state, length, choose) {
  group.addEventListener("keydown", function (event) {
    const last = length() - 1, now = state();
    const next = {
      ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: last
    }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(last, next)));
    group.children[state()].focus();
  });
}

function View(root) {
  const find = function (name) { return root.querySelector(".rs-" + name); };
  const data = JSON.parse(find("data").textContent);
  const selects = {
    architecture: find("architecture"), review: find("review"), layer: find("layer"), head: find("head")
  };
  const tokens = find("tokens"), heads = find("heads"), table = root.querySelector(".rs-all tbody");
  const decoded = new Map();
  let review, weights, chosen = 0, shown = -1;

  function selected(name) { return selects[name].selectedIndex; }
  function architecture() { return data.architectures[selected("architecture")]; }

  function headName(head) {
    const names = architecture().heads[selected("layer")] || [];
    return names[head] || "";
  }

  function headLabel(head) {
    return head + (headName(head) ? ": " + headName(head) : "");
  }

  function chooseArchitecture() {
    const titles = architecture().reviews.map(function (one, i) { return (i + 1) + ". " + one.title; });
    fill(selects.review, titles, Math.max(0, selected("review")));
    chooseReview();
  }

  function chooseReview() {
    review = architecture().reviews[selected("review")];
    if (!decoded.has(review)) decoded.set(review, new Weights(review));
    weights = decoded.get(review);
    tokens.replaceChildren.apply(tokens, review.tokens.map(makeToken));
    find("said").textContent = "The classifier gives this review a probability of " +
      percent(review.probability) + " of being positive." +
      (review.label ? " By its label it is " + review.label + "." : "");
    find("note").textContent = describeStorage();
    chosen = 0;
    fill(selects.layer, count(review.layers), selected("layer") < 0 ? data.start.layer : selected("layer"));
    chooseLayer();
  }

  function describeStorage() {
    let text = "Layers and heads are counted from 0; ## continues a word. Weights are stored to within 1/510 " +
      "of the largest of their row.";
    if (weights.places) {
      text += " This review is long: of each token only its " + weights.kept + " strongest weights are here, " +
        "which are " + percent(review.share) + " of all attention; the others are shown as 0.";
    }
    if (data.left_out) text += " Longest reviews left out for the size of the page: " + data.left_out + ".";
    return text;
  }

  function chooseLayer() {
    fill(selects.head, count(review.heads).map(headLabel), selected("head") < 0 ? data.start.head : selected("head"));
    heads.replaceChildren.apply(heads, count(review.heads).map(makeHead));
    drawHeads();
    chooseHead();
  }

  function drawHeads() {
    const colour = getComputedStyle(find("probe")).color.match(/\d+/g).map(Number);
    Array.from(heads.children).forEach(function (element, head) {
      weights.draw(element.firstChild, selected("layer"), head, colour);
    });
  }

  function chooseHead() {
    moveStop(Array.from(heads.children), selected("head"), "aria-checked");
    chooseToken(chosen);
  }

  function chooseToken(token) {
    chosen = token;
    moveStop(Array.from(tokens.children), token, "aria-selected");
    showToken(token);
  }

  function showToken(token) {
    const row = weights.row(selected("layer"), selected("head"), token);
    shown = token;
    for (let i = 0; i < row.length; i++) {
      const element = tokens.children[i];
      element.style.setProperty("--rs-strength", (100 * strength(row[i])).toFixed(1) + "%");
      element.lastChild.textContent = row[i] >= 0.005 ? Math.round(100 * row[i]) : "";
      element.classList.toggle("rs-looking", i === token);
    }
    find("summary").textContent = describe(token, row);
    if (find("all").open) listAll(row);
  }

  function describe(token, row) {
    const ranked = count(row.length).sort(function (a, b) { return row[b] - row[a]; });
    // less than 1 % is hardly more than the steps that weights are stored in
    const strongest = ranked.slice(0, 5).filter(function (i, rank) { return rank === 0 || row[i] >= 0.01; });
    const parts = strongest.map(function (i) { return quoted(i) + placeOfMany(i) + " " + percent(row[i]); });
    return "Layer " + selected("layer") + ", head " + headLabel(selected("head")) + ". " + quoted(token) +
      " (token " + (token + 1) + " of " + row.length + ") looks most at " + parts.join(", ") + ".";
  }

  function placeOfMany(token) {
    const text = review.tokens[token];
    const isAlone = review.tokens.indexOf(text) === review.tokens.lastIndexOf(text);
    return isAlone ? "" : " (token " + (token + 1) + ")";
  }

  function quoted(token) {
    return "\u201c" + review.tokens[token] + "\u201d";
  }

  function listAll(row) {
    table.replaceChildren.apply(table, count(row.length).map(function (i) {
      const line = make("tr");
      const place = make("th", "", i + 1);
      place.scope = "row";
      line.append(place, make("td", "rs-isolated", review.tokens[i]), make("td", "rs-number", percent(row[i])));
      return line;
    }));
  }

  function makeToken(text, i) {
    const element = make("span", "rs-token");
    element.setAttribute("role", "option");
    const share = make("span", "rs-share");
    share.setAttribute("aria-hidden", "true");
    element.append(make("bdi", "", text), share);
    return element;
  }

  function makeHead(head) {
    const element = make("div", "rs-small");
    element.setAttribute("role", "radio");
    element.setAttribute("aria-label", "head " + headLabel(head));
    element.append(make("canvas"), make("span", "rs-number", head), make("span", "rs-name", headName(head)));
    return element;
  }

  function childAt(group, event) {
    const child = event.target.closest("[role=option], [role=radio]");
    return child ? Array.prototype.indexOf.call(group.children, child) : -1;
  }

  function pickHead(head) {
    selects.head.selectedIndex = head;
    chooseHead();
  }

  selects.architecture.addEventListener("change", chooseArchitecture);
  selects.review.addEventListener("change", chooseReview);
  selects.layer.addEventListener("change", chooseLayer);
  selects.head.addEventListener("change", chooseHead);
  tokens.addEventListener("mouseover", function (event) {
    const token = childAt(tokens, event);
    if (token >= 0 && token !== shown) showToken(token);
  });
  tokens.addEventListener("mouseleave", function () { showToken(chosen); });
  tokens.addEventListener("click", function (event) {
    const token = childAt(tokens, event);
    if (token >= 0) { chooseToken(token); tokens.children[token].focus(); }
  });
  heads.addEventListener("click", function (event) {
    const head = childAt(heads, event);
    if (head >= 0) { pickHead(head); heads.children[head].focus(); }
  });
  onArrows(tokens, function () { return chosen; }, function () { return tokens.children.length; }, chooseToken);
  onArrows(heads, function () { return selected("head"); }, function () { return review.heads; }, pickHead);
  find("all").addEventListener("toggle", function () { showToken(shown); });

  this.recolour = drawHeads;
  find("controls").hidden = find("panes").hidden = false;
  fill(selects.architecture, data.architectures.map(function (one) { return one.name; }), 0);
  chooseArchitecture();
}

// What report.js needs; both are put into one script, which takes it away again.
window.RsAttentionView = View;
})();
