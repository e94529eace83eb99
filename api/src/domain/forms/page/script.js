// Makes the page of a form quicker; the server alone decides, and without this all of it works.
(() => {
'use strict';
const main = document.querySelector('main');
const key = 'form ' + location.pathname;
const form = () => main.querySelector('form');
const all = (css, root = main) => [...root.querySelectorAll(css)];
const named = name => all(`form [name="${name}"]`);
// A field can be called "action" or "submit": attributes of the form are asked for by name.
const about = name => form().getAttribute(name);
let busy = false;

// What is answered: nothing where the field is hidden, as on the server.
const given = name => named(name)
  .filter(one => !one.closest('[hidden]') && (!/^(radio|checkbox)$/.test(one.type) || one.checked))
  .map(one => one.value.trim()).filter(text => text);
const day = (year, month, date) => new Date(Date.UTC(year, month, date));
const today = () => { const now = new Date(); return day(now.getFullYear(), now.getMonth(), now.getDate()); };
const months = (from, count) => {
  const last = day(from.getUTCFullYear(), from.getUTCMonth() + count + 1, 0).getUTCDate();
  return day(from.getUTCFullYear(), from.getUTCMonth() + count, Math.min(from.getUTCDate(), last));
};
// 2026-11-23, today, today-16y
const bound = text => {
  const at = /^today(?:([+-]\d+)([dwmy]))?$/.exec(text), now = today();
  if (!at) return new Date(text + 'T00:00Z');
  const count = +(at[1] || 0), unit = at[2];
  return unit === 'y' || unit === 'm' ? months(now, count * (unit === 'y' ? 12 : 1))
    : day(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + count * (unit === 'w' ? 7 : 1));
};
const dated = name => {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(given(name)[0]);
  const part = box => given(`${name}-${box}`)[0] || '';
  const month = part('month').toLowerCase();
  const number = +month || 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(month.slice(0, 3).padEnd(3, '-')) / 3 + 1;
  const [y, m, d] = iso ? iso.slice(1).map(Number) : [+part('year'), number, +part('day')];
  const date = day(y, m - 1, d);
  return y > 999 && date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? date : null;
};
const within = (value, from, to) => value !== null && (from == null || value >= from) && (to == null || value <= to);
const rules = {
  all: list => list.every(holds),
  any: list => list.some(holds),
  not: rule => !holds(rule),
  answered: name => [name, name + '-day', name + '-month', name + '-year', '_file.' + name].some(one => given(one).length),
  yesNo: rule => given(rule.field)[0] === (rule.is ? 'yes' : 'no'),
  chosen: rule => given(rule.field).some(value => rule.anyOf.includes(value)),
  number: rule => {
    const text = given(rule.field)[0] || '', is = /^[+−-]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?$/.test(text) && /\d/.test(text);
    return within(is ? +text.replace(/,/g, '').replace('−', '-') : null, rule.from, rule.to);
  },
  date: rule => within(dated(rule.field), rule.from && bound(rule.from), rule.to && bound(rule.to)),
  age: rule => {
    const born = dated(rule.field), now = today();
    if (!born || born > now) return false;
    const years = now.getUTCFullYear() - born.getUTCFullYear();
    return within(months(born, years * 12) > now ? years - 1 : years, rule.from, rule.to);
  },
  text: rule => (given(rule.field)[0] || '').toLowerCase() === rule.is.trim().toLowerCase(),
};
const holds = rule => Object.entries(rule).every(([kind, about]) => rules[kind](about));

// Shows what the answers so far ask for. What the server found wrong stays in sight.
const show = () => {
  for (const one of all('[data-if]')) one.hidden = !holds(JSON.parse(one.dataset.if)) && !one.querySelector('.error');
  for (const group of all('[data-group]')) group.hidden = !all('[data-if]', group).some(one => !one.hidden);
};

const count = box => {
  const left = box.dataset.most - [...box.value.trim()].length;
  const note = document.getElementById(box.id + '-count');
  note.textContent = about(left < 0 ? 'data-over' : 'data-left').replace('{}', Math.abs(left).toLocaleString(document.documentElement.lang));
  note.classList.toggle('over', left < 0);
};
const look = () => { show(); all('[data-most]').forEach(count); };
let telling;
const tell = text => {
  clearTimeout(telling);
  telling = setTimeout(() => { main.querySelector('.told').textContent = text; }, 1000);
};

// What the address of a bucket's page brings for fields that nobody sees.
const bring = () => {
  const query = new URLSearchParams(location.search);
  for (const one of all('[data-brought]').filter(one => query.has(one.name))) {
    one.value = query.get(one.name);
    for (const link of all('a[hreflang]')) link.search += `&${one.name}=${encodeURIComponent(one.value)}`;
  }
};

// The later fields of this page, which without script are steps of their own.
const unfold = () => {
  const rest = main.querySelector('template');
  if (rest) {
    const names = new Set(all('[name]', rest.content).map(one => one.name));
    for (const one of all('form > [type=hidden]')) if (names.has(one.name)) one.remove();
    rest.replaceWith(rest.content);
  }
  const caption = main.querySelector('.caption[data-paged]');
  if (caption) { caption.textContent = caption.dataset.paged; caption.hidden = !caption.textContent; }
  if (!form()) return;
  form().insertAdjacentHTML('beforeend', '<input type="hidden" name="_script" value="1"><p class="told unseen" aria-live="polite"></p>');
  bring();
  look();
};

// Keeps what is typed over a reload, in this tab only, and nothing sensitive.
const kept = () => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
const forget = () => { try { sessionStorage.removeItem(key); } catch { /* There is none. */ } };
const boxes = () => all('form [name]');
const keep = () => {
  const pairs = boxes().filter(one => !one.closest('[data-unkept]') && !/^(file|submit)$/.test(one.type)
    && (!/^(radio|checkbox)$/.test(one.type) || one.checked) && one.name !== '_website').map(one => [one.name, one.value]);
  try { sessionStorage.setItem(key, JSON.stringify(pairs)); } catch { /* It is full or forbidden. */ }
};
const restore = async () => {
  const pairs = kept();
  if (!pairs || !pairs.some(([name, text]) => !name.startsWith('_') && text)) return;
  const of = name => pairs.filter(pair => pair[0] === name).map(pair => pair[1]);
  const step = of('_step')[0];
  if (step !== named('_step')[0].value) {
    await post([...pairs, ['_press', step === 'review' ? 'look' : 'change-' + step]], about('action'), false);
  } else {
    for (const one of boxes()) {
      if (/^_(?!stamp$)/.test(one.name)) continue;
      if (/^(radio|checkbox)$/.test(one.type)) one.checked = of(one.name).includes(one.value);
      else if (of(one.name).length && !/^(file|submit)$/.test(one.type)) one.value = of(one.name)[0];
    }
    look();
  }
  if (form()) say(about('data-kept'), 'note');
};

// A word at the top, in place of the last one.
const say = (text, kind) => {
  all('.say').forEach(one => one.remove());
  const word = document.createElement('p');
  word.className = 'say ' + kind;
  word.setAttribute('role', kind === 'note' ? 'status' : 'alert');
  word.textContent = text;
  main.prepend(word);
  if (kind !== 'note') scrollTo(0, 0);
};

const swap = html => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  main.replaceChildren(...page.querySelector('main').childNodes);
  document.title = page.title;
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  unfold();
  const first = main.querySelector('.summary') || main.querySelector('h1');
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  scrollTo(0, 0);
  if (form()) keep(); else forget();
};
const place = () => named('_step')[0]?.value ?? '';
const post = async (pairs, to, isNew) => {
  const body = pairs instanceof FormData ? pairs : new URLSearchParams(pairs);
  busy = true;
  form().setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(to, { method: 'POST', body, credentials: 'omit' });
    const html = await answer.text();
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(html, 'text/html');
      say(all('main p', page).map(one => one.textContent).join(' ') || about('data-offline'), 'wrong');
    } else {
      swap(html);
      history[isNew ? 'pushState' : 'replaceState'](place(), '');
    }
  } catch {
    say(about('data-offline'), 'wrong');
  }
  busy = false;
  form()?.removeAttribute('aria-busy');
};

main.addEventListener('submit', event => {
  if (busy) return event.preventDefault();
  const press = event.submitter?.value || 'next';
  // The last one goes as it always does: a reload of the thanks sends the same again and stores nothing.
  if (press === 'send') {
    busy = true;
    if (new URL(about('action'), location).origin === location.origin) keep(); else forget();
    return;
  }
  event.preventDefault();
  const data = new FormData(event.target);
  data.set('_press', press);
  post(about('enctype') ? data : [...data], about('action'), true);
});
main.addEventListener('input', event => {
  if (event.target.dataset.most) {
    count(event.target);
    tell(document.getElementById(event.target.id + '-count').textContent);
  }
  show();
  keep();
});
addEventListener('popstate', event => {
  if (!form() || busy || event.state === null || event.state === place()) return;
  const press = event.state === 'review' ? 'look' : 'change-' + event.state;
  post([...new FormData(form())].filter(([, value]) => typeof value === 'string').concat([['_press', press]]), about('action'), false);
});
addEventListener('pageshow', () => { busy = false; });

if (form()) {
  const isFresh = form().hasAttribute('data-fresh');
  unfold();
  history.replaceState(place(), '');
  if (isFresh) restore(); else if (!main.querySelector('.summary')) keep();
  main.querySelector('.summary')?.focus();
} else if (main.querySelector('.done')) {
  forget();
}
})();
