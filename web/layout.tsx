import type { ComponentChildren, VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { inFull } from '../domain/dates-in-words'
import { SECTIONS, type Content, type Frame } from './frame'
import { SERVICE_NAME, timeInWords } from './words'

/** A whole page as HTML: header, navigation and footer around what is in it. */
export function renderPage(frame: Frame, content: Content): string {
  return `<!doctype html>${render(<Document frame={frame} content={content} />)}`
}

function Document({ frame, content }: { frame: Frame; content: Content }): VNode {
  const title = `${content.wrong ? 'Error: ' : ''}${frame.practising ? 'Practice: ' : ''}${content.title} - ${SERVICE_NAME}`
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="/assets/design-system.css" />
        <link rel="stylesheet" href="/assets/pace.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <script type="module" src="/assets/live.js" />
      </head>
      <body>
        <div class="ds_skip-links">
          <ul class="ds_skip-links__list">
            <li class="ds_skip-links__item">
              <a class="ds_skip-links__link" href="#main-content">
                Skip to main content
              </a>
            </li>
          </ul>
        </div>
        <div class="ds_page">
          <div class="ds_page__top">
            <Header frame={frame} />
          </div>
          <div class="ds_page__middle">
            <div class="ds_wrapper">
              <main id="main-content" tabIndex={-1}>
                {content.body}
              </main>
            </div>
          </div>
          <div class="ds_page__bottom">
            <Footer frame={frame} />
          </div>
        </div>
      </body>
    </html>
  )
}

function Header({ frame }: { frame: Frame }): VNode {
  const { person, practice, practising, csrf } = frame
  return (
    <>
      <header class="ds_site-header" aria-label="PACE">
        <div class="ds_wrapper">
          <div class="ds_site-header__content pace-header">
            <p class="pace-branding">
              <a class="pace-brand" href="/">
                {SERVICE_NAME}
              </a>{' '}
              Permanence journeys that keep moving
            </p>
            {person && (
              <form class="pace-person" method="post" action="/sign-out">
                <input type="hidden" name="_csrf" value={csrf} />
                <span>
                  {person.name} <span class="pace-person__roles">({person.roles})</span>
                </span>
                <button class="pace-link-button" type="submit">
                  Sign out
                </button>
              </form>
            )}
          </div>
        </div>
      </header>
      {person && <Navigation frame={frame} />}
      {practice && (
        <div class="ds_phase-banner" role="region" aria-label="Practice">
          <div class="ds_wrapper">
            <p class="ds_phase-banner__content">
              <strong class="ds_tag ds_phase-banner__tag">Practice</strong>
              <span class="ds_phase-banner__text">
                Everybody here is made up, and anybody on this machine can sign in. Do not enter a real child.
              </span>
            </p>
          </div>
        </div>
      )}
      {practising && <Practising {...practising} />}
    </>
  )
}

function Practising({ id, now }: NonNullable<Frame['practising']>): VNode {
  return (
    <div class="ds_phase-banner pace-practising" role="region" aria-label="Practice journey">
      <div class="ds_wrapper">
        <p class="ds_phase-banner__content">
          <strong class="ds_tag ds_phase-banner__tag">Practice journey</strong>
          <span class="ds_phase-banner__text">
            This is about no child, and nobody is sent anything. Its own time is {inFull(now)}.{' '}
            <a href={`/practice/${id}`}>Move its clock</a>
          </span>
        </p>
      </div>
    </div>
  )
}

// On a narrow screen the parts are folded into one line, which opens without a script; only one of the two is there at a time.
function Navigation({ frame }: { frame: Frame }): VNode {
  const { here, pressing = 0, untold = 0 } = frame
  return (
    <nav class="pace-navigation" aria-label="Main">
      <div class="ds_wrapper">
        <details class="pace-navigation__folded">
          <summary>
            Menu{here && `: ${SECTIONS[here].title}`}
            <Pressing count={pressing} words="overdue or due soon" />
            <Pressing count={untold} words="could not be delivered" />
          </summary>
          <Sections frame={frame} />
        </details>
        <Sections frame={frame} />
      </div>
    </nav>
  )
}

function Sections({ frame: { sections, here, pressing = 0, untold = 0 } }: { frame: Frame }): VNode {
  return (
    <ul>
      {sections.map((section) => (
        <li key={section}>
          <a href={SECTIONS[section].address} aria-current={section === here ? 'page' : undefined}>
            {SECTIONS[section].title}
            {section === 'work' && <Pressing count={pressing} words="overdue or due soon" />}
            {section === 'notices' && <Pressing count={untold} words="could not be delivered" />}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Pressing({ count, words }: { count: number; words: string }): VNode | null {
  if (count === 0) return null
  return (
    <span class="pace-pressing">
      {count}
      <span class="visually-hidden"> {words}</span>
    </span>
  )
}

function Footer({ frame: { session, csrf } }: { frame: Frame }): VNode {
  return (
    <footer class="ds_site-footer">
      <div class="ds_wrapper">
        <p class="pace-footer">
          PACE names no child: a journey is known by its reference. Dates and times are those of Scotland.
          {session && (
            <>
              {' '}
              <a href="/permissions">Who may do what</a>
            </>
          )}
        </p>
        {session && <SessionEnd {...session} csrf={csrf} />}
      </div>
    </footer>
  )
}

type Session = NonNullable<Frame['session']>

// A script fills the notice shortly before the end; without one, the time stands here from the beginning.
function SessionEnd({ now, ends, until, csrf }: Session & { csrf: string }): VNode {
  return (
    <>
      <form class="pace-session" method="post" action="/sign-out/everywhere">
        <input type="hidden" name="_csrf" value={csrf} />
        <span>
          {ends < until
            ? `You are signed in until ${timeInWords(ends)}, or longer if you ask for another page; at the latest until ${timeInWords(until)}.`
            : `You are signed in until ${timeInWords(until)}. Then you sign in again.`}
        </span>
        <button class="pace-link-button" type="submit">
          Sign out everywhere
        </button>
      </form>
      <div
        class="pace-session-notice"
        id="session-notice"
        aria-live="polite"
        data-ends={String(ends)}
        data-until={String(until)}
        data-now={String(now)}
      />
    </>
  )
}

/** The heading of a page, with what stands above it. */
export function Heading({ label, children }: { label?: string; children: ComponentChildren }): VNode {
  return (
    <header class="ds_page-header">
      {label && <span class="ds_page-header__label ds_content-label">{label}</span>}
      <h1 class="ds_page-header__title">{children}</h1>
    </header>
  )
}
