import { html, type Html } from '../mail-sink/html'
import { framed } from './frame'

/** Says that a sign-in cannot go on because too much has happened since it was begun. */
export function expiredPage(publicUrl: string): string {
  return framed({
    title: 'This sign-in has ended',
    body: html`<p>
        It was finished in another tab, it waited for longer than an hour, or the practice sign-in was started
        again meanwhile.
      </p>
      ${wayBack(publicUrl, 'Begin again')}`,
  })
}

/** Says why a sign-in is refused or has failed, and nothing about how. @param reason a sentence, with or without its full stop */
export function refusedPage(publicUrl: string, reason: string): string {
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/\.$/, '')}.`
  return framed({
    title: 'You cannot be signed in',
    body: html`<p>${sentence}</p>
      ${wayBack(publicUrl, 'Begin again')}`,
  })
}

/** For those who come here by themselves. */
export function nothingHerePage(publicUrl: string): string {
  return framed({
    title: 'Sign in from PACE',
    body: html`<p>There is nothing to do here by itself: PACE leads you here when you sign in.</p>
      ${wayBack(publicUrl, 'Go to PACE')}`,
  })
}

/** For a sign-out that nobody says where to go on from. */
export function signedOutPage(publicUrl: string): string {
  return framed({
    title: 'You are signed out',
    body: html`<p>The practice sign-in remembers nobody.</p>
      ${wayBack(publicUrl, 'Go to PACE')}`,
  })
}

function wayBack(publicUrl: string, words: string): Html {
  return html`<p><a href="${publicUrl}/">${words}</a></p>`
}
