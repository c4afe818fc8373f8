import { html, type Html } from '../mail-sink/html'

export interface Content {
  /** The page's one heading, and what the browser's tab begins with. */
  readonly title: string
  /** Something was wrong with what was sent: the title says so first. */
  readonly wrong?: boolean
  /** What stands above the heading. */
  readonly before?: Html
  readonly body: Html
}

/** A whole page of the practice sign-in. Each says that it is for practice. */
export function framed({ title, wrong = false, before = html``, body }: Content): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${wrong ? 'Error: ' : ''}${title} - PACE practice sign-in</title>
        <link rel="stylesheet" href="/assets/design-system.css" />
        <link rel="stylesheet" href="/assets/practice.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <div class="ds_skip-links">
          <ul class="ds_skip-links__list">
            <li class="ds_skip-links__item">
              <a class="ds_skip-links__link" href="#main-content">Skip to main content</a>
            </li>
          </ul>
        </div>
        <div class="ds_page">
          <div class="ds_page__top">
            <header class="ds_site-header" aria-label="PACE">
              <div class="ds_wrapper">
                <div class="ds_site-header__content">
                  <p class="practice-branding">
                    <span class="practice-brand">PACE</span> Permanence journeys that keep moving
                  </p>
                </div>
              </div>
            </header>
            <div class="ds_phase-banner" role="region" aria-label="Practice">
              <div class="ds_wrapper">
                <p class="ds_phase-banner__content">
                  <strong class="ds_tag ds_phase-banner__tag">Practice</strong>
                  <span class="ds_phase-banner__text">
                    This sign-in is for trying PACE out. Nobody here is real, and there are no passwords.
                  </span>
                </p>
              </div>
            </div>
          </div>
          <div class="ds_page__middle">
            <div class="ds_wrapper">
              <main id="main-content" tabindex="-1">
                ${before}
                <header class="ds_page-header">
                  <h1 class="ds_page-header__title">${title}</h1>
                </header>
                ${body}
              </main>
            </div>
          </div>
        </div>
      </body>
    </html>`.text
}
