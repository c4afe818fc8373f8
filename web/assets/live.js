// Brings what is shown up to date when something has changed. Pages work without it.

let refreshing = false
let wanted = false
let again
let pause = 1000

const live = document.querySelector('[data-live]')
if (document.querySelector('[data-going]') !== null) lookAgain()
else if (live !== null && 'EventSource' in window) {
  follow(live.dataset.live)
  askAgainSoon()
}

// An error summary is what a person should read first.
document.getElementById('error-summary')?.focus()

const notice = document.getElementById('session-notice')
if (notice !== null) watchEnd(notice)

// Shortly before somebody is signed out, they are told, and can stay without leaving what they have written.
function watchEnd(place) {
  const WARN_MS = 5 * 60_000
  // the server's clock counts: how long is left is reckoned from when the page came
  let came = Date.now()
  let { now, ends, until } = place.dataset
  let timer
  const signIn = `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(warn, Math.max(0, ends - WARN_MS - now - (Date.now() - came)))
  }
  const warn = () => {
    const at = new Date(Number(ends)).toLocaleTimeString('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/London',
    })
    const last = ends === until
    const link = document.createElement('a')
    link.href = last ? signIn : '/signed-in'
    link.textContent = last ? 'Sign in again' : 'Stay signed in'
    if (!last) link.addEventListener('click', (event) => (event.preventDefault(), void stay()))
    place.replaceChildren(`You will be signed out at ${at}. `, link)
  }
  const stay = async () => {
    // a redirect leads to sign in, which is elsewhere
    const answer = await fetch('/signed-in', { headers: { accept: 'text/html' }, redirect: 'manual' })
    if (!answer.ok) return location.assign(signIn)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    came = Date.now()
    ;({ now, ends, until } = page.getElementById('session-notice').dataset)
    place.replaceChildren()
    wait()
  }
  wait()
}

function follow(what) {
  const source = new EventSource('/api/v1/stream')
  let waiting
  source.addEventListener('journey', (event) => {
    if (what !== 'journeys' && JSON.parse(event.data).id !== what) return
    // several changes of one recording are one
    clearTimeout(waiting)
    waiting = setTimeout(() => void bringUpToDate(), 150)
  })
  // whatever changed while nobody listened
  let lost = false
  source.addEventListener('error', () => (lost = true))
  source.addEventListener('open', () => {
    if (lost) void bringUpToDate()
    lost = false
  })
}

// One at a time, so that an answer of before never comes after one of now; what changes meanwhile is asked for once more.
async function bringUpToDate() {
  wanted = true
  if (refreshing) return
  refreshing = true
  while (wanted) {
    wanted = false
    // the next change, or the next connection, asks again
    await refresh().catch(() => undefined)
  }
  refreshing = false
  askAgainSoon()
}

// A workflow that had not caught up, or was silent, soon answers. Nobody tells of that: it is asked, ever more seldom.
function askAgainSoon() {
  clearTimeout(again)
  if (document.querySelector('[data-live] [data-for-now]') === null) {
    pause = 1000
    return
  }
  again = setTimeout(() => void bringUpToDate(), pause)
  pause = Math.min(pause * 2, 60_000)
}

// Something is under way: it is looked again until it has ended.
function lookAgain() {
  setTimeout(async () => {
    await refresh().catch(() => undefined)
    if (document.querySelector('[data-going]') !== null) lookAgain()
  }, 2_000)
}

async function refresh() {
  // nobody asked for it: it keeps nobody signed in
  const headers = { accept: 'text/html', 'x-pace-background': 'yes' }
  const answer = await fetch(location.href, { headers, redirect: 'manual' })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.getElementById(part.id)
    if (fresh === null || fresh.innerHTML === part.innerHTML) continue
    const open = [...part.querySelectorAll('details[open][id]')].map(({ id }) => id)
    const focused = part.contains(document.activeElement) ? pathTo(document.activeElement, part) : undefined
    part.innerHTML = fresh.innerHTML
    for (const id of open) document.getElementById(id)?.setAttribute('open', '')
    if (focused !== undefined) at(focused, part)?.focus()
  }
}

function pathTo(element, root) {
  if (element.id !== '') return { id: element.id }
  const href = element.getAttribute('href')
  return href === null || root === element ? undefined : { href }
}

function at({ id, href }, root) {
  return id ? document.getElementById(id) : root.querySelector(`a[href="${CSS.escape(href)}"]`)
}
