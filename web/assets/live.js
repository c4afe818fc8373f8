// Brings what is shown up to date when something has changed. Pages work without it.

const live = document.querySelector('[data-live]')
if (live !== null && 'EventSource' in window) follow(live.dataset.live)

// An error summary is what a person should read first.
document.getElementById('error-summary')?.focus()

function follow(what) {
  const source = new EventSource('/api/v1/stream')
  let waiting
  source.addEventListener('journey', (event) => {
    if (what !== 'journeys' && JSON.parse(event.data).id !== what) return
    // several changes of one recording are one
    clearTimeout(waiting)
    waiting = setTimeout(() => void refresh(), 150)
  })
  // whatever changed while nobody listened
  let lost = false
  source.addEventListener('error', () => (lost = true))
  source.addEventListener('open', () => {
    if (lost) void refresh()
    lost = false
  })
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) return
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
